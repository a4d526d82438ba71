// Random sequences of what people do. The seeds are fixed: a failure comes again.
#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "tests/services/screening/bench.h"

namespace probity::screening {
namespace {

using test::IsOk;

constexpr Class::RecordClass kClassesMet[] = {Class::A_BARRED,
                                              Class::B_SANCTIONED,
                                              Class::C_SUBSTANTIATED_NO_ACTION_YET,
                                              Class::D_PENDING_LEFT,
                                              Class::E_PENDING_SERVING,
                                              Class::F_ADMINISTRATIVE_ONLY,
                                              Class::H_FALSE_CERTIFICATION};

class Properties : public Bench {
 protected:
  int Pick(int n) { return static_cast<int>(random_() % n); }

  void Step() {
    switch (Pick(9)) {
      case 0:
        if (people_.size() == 6) break;  // More, and nobody settles all that one is met by.
        people_.push_back(OnRecord(Name(Pick(4)), "1980-03-04", kClassesMet[Pick(7)],
                                   static_cast<Family::Family>(1 + Pick(6))));
        break;
      case 1: {
        const absl::StatusOr<v1::Screening> answer =
            Screen(Candidate(Name(Pick(4)), Pick(4) == 0 ? "" : "1980-03-04"));
        ASSERT_THAT(answer, IsOk());
        EXPECT_NE(answer->decision(), v1::NOT_CLEARED);
        asked_.push_back(*answer);
        break;
      }
      case 2:
        ChangeARecord();
        break;
      default:
        Adjudicate();
    }
  }

  // Promises 6 and 7, of every screening there is.
  void Check() {
    for (const v1::Screening& asked : asked_) {
      const v1::Screening now = Again(asked);
      if (!now.identity_sufficient() || !now.search_complete()) {
        EXPECT_NE(now.decision(), v1::CLEARED);
      }
      if (now.decision() != v1::NOT_CLEARED) continue;
      ++reached_;
      bool by_people = false;
      for (const v1::Match& match : MatchesOf(asked)) {
        by_people = by_people ||
                    (match.state() == v1::Match::CONFIRMED && !match.first_adjudicator().empty() &&
                     !match.second_adjudicator().empty() &&
                     match.first_adjudicator() != match.second_adjudicator() &&
                     match.first_adjudicator() != asked.requester() &&
                     match.second_adjudicator() != asked.requester());
      }
      EXPECT_TRUE(by_people) << now.name();
    }
  }

  int reached_ = 0;  // How often a screening was found NOT_CLEARED.
  std::mt19937 random_;

 private:
  static std::string Name(int i) {
    constexpr const char* kNames[] = {"Musa Kamara", "Jeanne Ilunga", "Osman Warsame", "Petro Dan"};
    return kNames[i];
  }

  void ChangeARecord() {
    if (people_.empty()) return;
    v1::ScreeningRecord record = RecordOf(people_[Pick(static_cast<int>(people_.size()))]);
    record.set_record_class(kClassesMet[Pick(7)]);
    record.set_status(static_cast<Class::RecordStatus>(1 + Pick(5)));
    Update(record);
  }

  // Whatever is refused is refused; the state afterwards is what counts.
  void Adjudicate() {
    if (asked_.empty()) return;
    // One of the last, so that what one person proposes another sees.
    const size_t back = Pick(std::min(3, static_cast<int>(asked_.size())));
    const std::vector<v1::Match> matches = MatchesOf(asked_[asked_.size() - 1 - back]);
    if (matches.empty()) return;
    const v1::Match& match = matches[Pick(static_cast<int>(matches.size()))];
    constexpr const char* kPeople[] = {"ana", "ben", "rita"};
    const std::string who = kPeople[Pick(3)];
    (void)(Pick(4) == 0 ? Reject(who, match) : Confirm(who, match));
  }

  std::vector<v1::Person> people_;
  std::vector<v1::Screening> asked_;
};

TEST_F(Properties, Promise7NotClearedIsReachedThroughTwoPeopleAlone) {
  for (const int seed : {1, 2, 3}) {
    random_.seed(seed);
    for (int step = 0; step < 240; ++step) {
      Step();
      if (step % 10 == 9) Check();
      if (HasFailure()) FAIL() << "seed " << seed << ", step " << step;
    }
  }
  EXPECT_GT(reached_, 10) << "the sequences never got there: the property was not tried";
}

}  // namespace
}  // namespace probity::screening
