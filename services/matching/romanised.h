// Latin spellings that one sound table cannot bring together, because what they stand for depends
// on whose names they are. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_ROMANISED_H_
#define PROBITY_SERVICES_MATCHING_ROMANISED_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace probity::matching {

// A word of Chinese syllables, as pinyin and Wade-Giles have in common ("zedong" and "tsetung",
// "xiaoping" and "hsiaoping" give one form). Empty if it is not made of such syllables.
std::string FoldChinese(absl::string_view latin);

// A Korean word, as the Revised Romanization, McCune-Reischauer and passports have in common.
std::string FoldKorean(absl::string_view latin);

// A frequent family name of China or Korea in one of its romanisations.
bool IsEastAsianFamily(absl::string_view latin);

// Whether `latin` is a romanisation of the Korean family name that is spelt `syllable` ("park",
// "bak").
bool IsKoreanFamily(absl::string_view latin, absl::string_view syllable);

// The syllables of the Korean families that `latin` is a romanisation of, itself among them if it
// is one.
std::vector<absl::string_view> KoreanFamiliesOf(absl::string_view latin);

// Whether two romanisations are of one Korean family: "lee" and "yi".
bool ShareKoreanFamily(absl::string_view a, absl::string_view b);

// A frequent family name of Vietnam, without its marks.
bool IsVietnameseFamily(absl::string_view latin);

// The sound that a word has if it was not written by English ears: German and Polish "ch" for kh,
// "j" for y at its beginning ("Chodorkowski", "Jelzin"), the Dutch spelling of Indonesian, the
// Somali x, the Thai "ph". Empty if that is no other, or the word is short: too many names are one
// letter apart.
std::string OtherSound(absl::string_view latin);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_ROMANISED_H_
