#include "services/matching/lab/synthetic_persons.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace probity::matching::lab {
namespace {

using Random = std::mt19937_64;

// Words of a culture; "a/b" are spellings of one name. Syllables make the long tail of family
// names.
struct Culture {
  const char* country;
  const char* given;
  const char* family;
  const char* syllables;
};

constexpr Culture kCultures[] = {
    {"BGD",
     "Mohammed/Mohammad/Md Rahim Karim Fatema/Fatima Nasrin Abdul/Abdool Hasan/Hassan Shahin",
     "Rahman/Rehman Hossain/Hussain Islam Uddin Akter Chowdhury/Choudhury Khan Miah/Mia",
     "sar kar bis was mol lick tal uk dar ha que"},
    {"NPL", "Ram Hari Sita Gita Krishna/Krisna Bishnu/Vishnu Deepak/Dipak Laxmi/Lakshmi Suresh",
     "Thapa Gurung Shrestha/Shresta Tamang Rai Magar Adhikari/Adhikary Bhattarai",
     "kar ki ad hi ban dha la mi chha ne pau del"},
    {"IND", "Rajesh Sunil Priya Anil/Aneel Vijay/Wijay Sanjay Lakshmi/Laxmi Harpreet Gurpreet Amit",
     "Kumar/Coomar Singh/Sing Sharma/Sarma Patel Reddy/Reddi Nair Gupta Banerjee/Banerji",
     "sri va tha na kri shnan mu ra li ve nka pu"},
    {"PAK",
     "Muhammad/Mohammad/Mohammed Ali Usman/Osman/Uthman Ahmed/Ahmad Zainab/Zaynab Bilal Imran",
     "Khan Malik/Malek Hussain/Hussein/Husain Butt Qureshi/Kureshi/Quraishi Shah/Chah Chaudhry",
     "ba ja wa ra na gha kha far ooq ni zai di"},
    {"EGY",
     "Mahmoud/Mahmud Mohamed/Mohammed/Muhammad Ahmed/Ahmad Mostafa/Mustafa Youssef/Yusuf/Yousef "
     "Khaled/Khalid Hassan/Hasan Tarek/Tariq",
     "Abdel-Rahman/Abdulrahman El-Sayed/Al-Sayyid Ibrahim/Ebrahim Saleh/Salih Farouk/Faruq "
     "Mansour/Mansur",
     "sha ba ra sou lei man gha nem dar wi she haz"},
    {"RWA",
     "Jean Marie Claude Innocent Immaculee Emmanuel/Emanuel Alphonse/Alfonse Vestine Aimable",
     "Habimana Uwimana Mukamana Niyonzima Hakizimana Ndayisaba Bizimana",
     "nda ha mu ka gi sha ki zi ma na nku ru nzi za"},
    {"NGA",
     "Chinedu Ngozi Oluwaseun Adebayo Ibrahim/Ebrahim Musa/Moussa Amina/Aminah Emeka Yakubu/Jacubu",
     "Okafor/Okafo Adeyemi Balogun Abubakar/Abu-Bakar Okonkwo Eze Mohammed/Muhammad Bello",
     "o la nwa chu kwu a de bi ye mi ogu ike"},
    {"ETH", "Abebe Bekele Tigist Selamawit Dawit/Dawid Yohannes/Johannes Mulugeta Hanna/Hana",
     "Tesfaye/Tesfay Girma Haile/Hayle Gebremariam/Gebre-Mariam Alemayehu Tadesse/Tadese",
     "ge bre wol de me kon nen tes fa hun ye shi"},
    {"UKR",
     "Oleksandr/Olexandr/Aleksandr Andriy/Andrii/Andrij Serhiy/Serhii/Sergei Yuliya/Yulia/Julia "
     "Natalia/Nataliya Dmytro/Dmitro",
     "Shevchenko/Schewtschenko/Chevtchenko Kovalchuk/Kowaltschuk Bondarenko Tkachenko/Tkatchenko "
     "Melnyk",
     "kra ven ko shy lo bo yar cho ry za hor lysen"},
    {"RUS",
     "Ivan/Iwan Vladimir/Wladimir Dmitry/Dmitri/Dimitrij Yelena/Elena/Jelena Sergey/Sergei "
     "Alexey/Aleksei/Alexej Mikhail/Michail",
     "Ivanov/Iwanow Shchukin/Schtschukin Chaikovsky/Tschaikowski/Tchaikovsky "
     "Khrushchev/Chruschtschow "
     "Zhukov/Schukow",
     "ma ka ro vin gor ba lev ste pan fed nik sok"},
    {"BRA", "Maria Jose/José Joao/João Ana Antonio/Antônio Francisco Paulo Luiz/Luis Adriana",
     "Silva/da-Silva Santos/dos-Santos Oliveira Souza/Sousa Pereira Goncalves/Gonçalves "
     "Araujo/Araújo",
     "car va lho fer rei ra mon tei ro bar bo sa"},
    {"COL", "Carlos Jorge Luz Andres/Andrés Gloria Hernan/Hernán Yolanda Jhon/John Sofia/Sofía",
     "Rodriguez/Rodríguez Gomez/Gómez Gonzalez/González/Gonzales Martinez/Martínez Lopez/López "
     "Perez",
     "res tre po ve las quez ca mar go o ssa mu noz"},
    {"FRA", "Jean Pierre Marie Francois/François Helene/Hélène Jacques Nicolas Philippe/Filippe",
     "Martin Bernard Lefevre/Lefèvre Dupont Moreau Girard Mercier/Mercié Dubois/Du-Bois",
     "cha mon ville beau lieu ro che for tain vau gre"},
    {"DEU",
     "Hans Jürgen/Juergen/Jurgen Wolfgang Klaus/Claus Sabine Ursula Günther/Guenther/Gunter "
     "Karl/Carl",
     "Müller/Mueller/Muller Schmidt/Schmitt Schneider Weiß/Weiss Schäfer/Schaefer/Schafer "
     "Hoffmann/Hofmann",
     "ber ger stein bach feld mann haus wal der hof"},
    {"GBR",
     "James Mary/Marie Robert William Catherine/Katherine/Kathryn Stephen/Steven Geoffrey/Jeffrey",
     "Smith/Smyth Jones Taylor/Tailor Brown/Browne Clarke/Clark Thompson/Thomson Phillips/Philips",
     "wor thing ton ham field ford bur ley ash win"},
    {"CHN",
     "Wei Min Xiaoming/Xiao-Ming/Hsiao-Ming Jianguo/Jian-Guo/Chien-Kuo Yan Guizhen/Gui-Zhen Lei",
     "Wang Zhang/Chang Li/Lee Chen/Ch'en Liu Zhao/Chao Zhou/Chou Xu/Hsu Huang/Hwang",
     "ou yang si ma zhu ge shang guan"},
    {"KOR",
     "Min-jun/Minjun Jong-un/Jung-eun/Jongun Seo-yeon/Seoyeon/Suh-yeon Young-ho/Yong-ho "
     "Hye-jin/Hyejin",
     "Kim/Gim Lee/Yi/Rhee Park/Pak/Bak Choi/Choe Jung/Jeong/Chung Cho/Jo Yoon/Yun",
     "nam goong hwang bo je gal"},
    {"IDN", "Budi Siti/Sitti Agus Dewi/Dewy Muhamad/Mohammad Sri Bambang Yusuf/Jusuf Joko/Djoko",
     "Santoso/Santosa Wijaya/Widjaja Suharto/Soeharto Setiawan Hidayat/Hidajat Nugroho",
     "su har to no pra wi ra ku su ma har di"},
};

size_t Pick(Random& random, size_t count) { return random() % count; }

std::vector<std::string> SplitText(const std::string& text, char separator) {
  return absl::StrSplit(text, separator);
}

// A culture's words, taken apart once: of a name all its spellings, the first of which is usual.
struct Words {
  explicit Words(const Culture& culture)
      : country(culture.country),
        given(Spellings(culture.given)),
        family(Spellings(culture.family)),
        syllables(SplitText(culture.syllables, ' ')) {}

  using Names = std::vector<std::vector<std::string>>;
  static Names Spellings(const char* text) {
    Names names;
    for (const std::string& name : SplitText(text, ' ')) names.push_back(SplitText(name, '/'));
    return names;
  }

  std::string country;
  Names given;
  Names family;
  std::vector<std::string> syllables;
};

const std::vector<Words>& AllWords() {
  static const auto& words = *new std::vector<Words>(std::begin(kCultures), std::end(kCultures));
  return words;
}

// The other spellings of a usual one.
const absl::flat_hash_map<std::string, std::vector<std::string>>& OtherSpellings() {
  static const auto& spellings = *[] {
    auto* const all = new absl::flat_hash_map<std::string, std::vector<std::string>>();
    for (const Words& words : AllWords()) {
      for (const Words::Names* names : {&words.given, &words.family}) {
        for (const auto& name : *names) all->try_emplace(name[0], name);
      }
    }
    return all;
  }();
  return spellings;
}

std::string Name(const Words::Names& names, Random& random) {
  return names[Pick(random, names.size())][0];
}

std::string Coined(const Words& words, Random& random) {
  std::string name;
  const size_t count = 2 + Pick(random, 3);
  for (size_t i = 0; i < count; ++i) name += words.syllables[Pick(random, words.syllables.size())];
  name[0] = absl::ascii_toupper(name[0]);
  return name;
}

// A given name has some nine bits of entropy, a family name some twelve, as in real populations.
std::string Given(const Words& words, Random& random) {
  return Pick(random, 10) < 3 ? Name(words.given, random) : Coined(words, random);
}
std::string FullName(const Words& words, Random& random) {
  std::vector<std::string> name = {Given(words, random)};
  if (Pick(random, 10) < 6) name.push_back(Given(words, random));
  name.push_back(Pick(random, 10) < 1 ? Name(words.family, random) : Coined(words, random));
  return absl::StrJoin(name, " ");
}

// A letter is changed, left out, added or exchanged with its neighbour, in a word of five or more.
std::string Typo(const std::string& name, Random& random) {
  std::vector<std::string> words = SplitText(name, ' ');
  std::vector<size_t> longer;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() >= 5) longer.push_back(i);
  }
  if (longer.empty()) return name;
  std::string& word = words[longer[Pick(random, longer.size())]];
  const size_t at = 1 + Pick(random, word.size() - 2);
  const char letter = static_cast<char>('a' + Pick(random, 26));
  switch (Pick(random, 4)) {
    case 0:
      word[at] = letter;
      break;
    case 1:
      word.erase(at, 1);
      break;
    case 2:
      word.insert(at, 1, letter);
      break;
    case 3:
      std::swap(word[at], word[at + 1]);
      break;
  }
  return absl::StrJoin(words, " ");
}

std::string Rotate(const std::string& name) {
  std::vector<std::string> words = SplitText(name, ' ');
  std::rotate(words.begin(), words.end() - 1, words.end());
  return absl::StrJoin(words, " ");
}

// Each word in another of its spellings, if the tables have one.
std::string OtherSpelling(const std::string& name, Random& random) {
  std::vector<std::string> words = SplitText(name, ' ');
  for (std::string& word : words) {
    const auto known = OtherSpellings().find(word);
    if (known != OtherSpellings().end()) word = known->second[Pick(random, known->second.size())];
  }
  return absl::StrJoin(words, " ");
}

// The first word, if many call somebody of that name otherwise.
std::string Nicknamed(const std::string& name) {
  static constexpr std::pair<absl::string_view, absl::string_view> kNicknames[] = {
      {"Robert ", "Bob "}, {"William ", "Bill "},   {"Catherine ", "Kate "}, {"Stephen ", "Steve "},
      {"James ", "Jim "},  {"Francisco ", "Paco "}, {"Mikhail ", "Misha "},  {"Dmitry ", "Dima "}};
  for (const auto& [full, nickname] : kNicknames) {
    if (absl::StartsWith(name, full)) return absl::StrCat(nickname, name.substr(full.size()));
  }
  return name;
}

}  // namespace

Subject MakePerson(uint64_t id, uint64_t version) {
  Random random(id << 16 ^ version);
  const Words& culture = AllWords()[Pick(random, AllWords().size())];
  Subject subject{.id = id, .version = version};
  Identity& identity = subject.identity;
  const std::string name = FullName(culture, random);
  identity.names.push_back({.full = name});
  if (Pick(random, 10) < 8) {
    identity.names.push_back({.full = OtherSpelling(name, random), .kind = NameKind::kAlias});
  }
  if (Pick(random, 10) < 4) {
    identity.names.push_back({.full = FullName(culture, random), .kind = NameKind::kWeakAlias});
  }
  const auto year = static_cast<int32_t>(1950 + Pick(random, 55));
  const size_t known = Pick(random, 20);
  if (known < 18) {
    identity.births = {{year, static_cast<int32_t>(1 + Pick(random, 12)),
                        static_cast<int32_t>(1 + Pick(random, 28))}};
  } else if (known < 19) {
    identity.births = {{.year = year, .approximate = Pick(random, 2) == 0}};
  }
  if (Pick(random, 10) < 9) identity.nationalities = {culture.country};
  identity.sex = Pick(random, 4) == 0 ? Sex::kFemale : Sex::kMale;
  if (Pick(random, 2) == 0) {
    identity.identifiers = {{IdentifierType::kUnIndexNumber, "", absl::StrCat(100000 + id * 7)}};
  }
  return subject;
}

std::optional<Identity> Respell(const Identity& identity, Mistake mistake, Random& random) {
  Identity respelt{.names = {identity.names[0]},
                   .births = identity.births,
                   .nationalities = identity.nationalities,
                   .sex = identity.sex};
  std::string& name = respelt.names[0].full;
  switch (mistake) {
    case Mistake::kNone:
      return respelt;
    case Mistake::kTypo:
      name = Typo(name, random);
      break;
    case Mistake::kOrder:
      name = Rotate(name);
      break;
    case Mistake::kTypoAndOrder:
      if (name = Typo(name, random); name == identity.names[0].full) return std::nullopt;
      name = Rotate(name);
      break;
    case Mistake::kTransliteration:
      name = OtherSpelling(name, random);
      break;
    case Mistake::kDroppedSurname:
      if (std::count(name.begin(), name.end(), ' ') < 2) return std::nullopt;
      name.resize(name.rfind(' '));
      return respelt;
    case Mistake::kNickname:
      name = Nicknamed(name);
      break;
    case Mistake::kDayMonthFlipped: {
      if (respelt.births.size() != 1 || respelt.births[0].day == 0) return std::nullopt;
      BirthDate& birth = respelt.births[0];
      if (birth.day > 12 || birth.day == birth.month) return std::nullopt;
      std::swap(birth.day, birth.month);
      return respelt;
    }
  }
  if (name == identity.names[0].full) return std::nullopt;
  return respelt;
}

}  // namespace probity::matching::lab
