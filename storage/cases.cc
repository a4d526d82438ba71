#include "storage/cases.h"

#include <algorithm>
#include <array>

namespace probity::storage {
namespace {

using A = v1::Allegation;

// Least advanced first: a case is where its least advanced open allegation is.
constexpr std::array kAdvancement = {A::STATE_UNSPECIFIED,
                                     A::RECEIVED,
                                     A::REOPENED,
                                     A::UNDER_ASSESSMENT,
                                     A::RECORDED_LIMITED_INFO,
                                     A::REGISTERED,
                                     A::MS_NOTIFIED,
                                     A::NIO_APPOINTED,
                                     A::REFERRED,
                                     A::INVESTIGATION_PENDING,
                                     A::INVESTIGATION_CONCLUDED,
                                     A::SUBSTANTIATED,
                                     A::REFERRED_FOR_ACTION,
                                     A::ACTION_PENDING,
                                     A::ACTION_TAKEN,
                                     A::UNSUBSTANTIATED,
                                     A::CLOSED_OTHER,
                                     A::MANAGED,
                                     A::RECORD_ONLY,
                                     A::DUPLICATE,
                                     A::FINDING_SET_ASIDE,
                                     A::CLOSED};

}  // namespace

A::State RollUp(const google::protobuf::RepeatedPtrField<A>& allegations) {
  const auto rank = [](const A& a) {
    return std::find(kAdvancement.begin(), kAdvancement.end(), a.state()) - kAdvancement.begin();
  };
  const auto least = std::min_element(allegations.begin(), allegations.end(),
                                      [&](const A& a, const A& b) { return rank(a) < rank(b); });
  return least == allegations.end() ? A::STATE_UNSPECIFIED : least->state();
}

}  // namespace probity::storage
