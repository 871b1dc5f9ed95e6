#include "difference_rules.hpp"

#include <gtest/gtest.h>

namespace catalyse::comparisons {
namespace {

using observatory::Interval;
using observatory::Reading;
using observatory::State;

Reading reading(double value, std::optional<Interval> interval = std::nullopt) {
  Reading made;
  made.cell.state = State::present;
  made.cell.value = value;
  made.interval = interval;
  return made;
}

Reading secret() {
  Reading made;
  made.cell.state = State::secret;
  made.cell.value = 12;  // what lies under a secret never counts
  made.interval = Interval{10, 14};
  return made;
}

TEST(Gap, IsNotSignificantAsSoonAsTheIntervalsTouch) {
  EXPECT_EQ(gap(reading(10, Interval{9, 11}), reading(12, Interval{11, 13})), Gap::close);
  EXPECT_EQ(gap(reading(12, Interval{11, 13}), reading(10, Interval{9, 11})), Gap::close);
  EXPECT_EQ(gap(reading(10, Interval{9, 10.9}), reading(12, Interval{11, 13})), Gap::apart);
}

TEST(Gap, SaysNothingWithoutBothIntervals) {
  EXPECT_EQ(gap(reading(10, Interval{9, 11}), reading(40)), Gap::unmeasured);
  EXPECT_EQ(gap(reading(10), reading(40)), Gap::unmeasured);
  EXPECT_EQ(gap(reading(10), reading(10)), Gap::equal) << "equality needs no interval";
}

TEST(Gap, NeverReadsAValueThatIsNotThere) {
  EXPECT_EQ(gap(secret(), reading(12, Interval{11, 13})), Gap::absent);
  EXPECT_EQ(gap(secret(), secret()), Gap::absent);
}

TEST(Differences, CountEveryPairOnceAndNameThoseWithoutAnInterval) {
  const Reading a = reading(10, Interval{9, 11}), b = reading(10.5, Interval{9.5, 11.5}), c = secret(), d = reading(30);
  const std::array<const Reading*, 4> row{&a, &b, &c, &d};
  const auto all = differences(row);
  EXPECT_EQ(all.pairs.size(), 6U);
  EXPECT_EQ(all.present, 3U);
  EXPECT_EQ(all.count(Gap::close), 1U);
  EXPECT_EQ(all.count(Gap::absent), 3U);
  EXPECT_EQ(all.count(Gap::unmeasured), 2U);
  EXPECT_EQ(all.unmeasured, std::vector<std::size_t>{3});
}

}  // namespace
}  // namespace catalyse::comparisons
