#include "reliability_rules.hpp"

#include <gtest/gtest.h>

#include "series_words.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;

Cell present(double value) { return {State::present, false, value, {}, {}}; }

TEST(Reliability, OfACensusRateFallsWithThePopulation) {
  Indicator census;
  census.census = true;
  EXPECT_EQ(reliability(census, Level::commune, 199, present(10)), Reliability::low);
  EXPECT_EQ(reliability(census, Level::commune, 200, present(10)), Reliability::medium);
  EXPECT_EQ(reliability(census, Level::commune, 1999, present(10)), Reliability::medium);
  EXPECT_EQ(reliability(census, Level::commune, 2000, present(10)), Reliability::good);
  EXPECT_EQ(reliability(census, Level::epci, 1999, present(10)), Reliability::medium);
  EXPECT_EQ(reliability(census, Level::epci, 2000, present(10)), Reliability::good);  // method.md: one threshold
  EXPECT_EQ(reliability(census, Level::commune, {}, present(10)), Reliability::unknown);
}

TEST(Reliability, OfAMeasureOfLandDoesNotDependOnItsInhabitants) {
  const Indicator land;
  EXPECT_EQ(reliability(land, Level::commune, 12, present(55)), Reliability::good);
  EXPECT_EQ(reliability(land, Level::commune, {}, present(55)), Reliability::good);
}

TEST(Reliability, NeverPassesWhatItsCuratorsGrant) {
  Indicator practitioners;
  practitioners.best[static_cast<std::size_t>(Level::commune)] = Reliability::low;
  EXPECT_EQ(reliability(practitioners, Level::commune, 100000, present(3)), Reliability::low);
  EXPECT_EQ(reliability(practitioners, Level::epci, 100000, present(3)), Reliability::good);
}

TEST(Reliability, OfARateWithFewerThanElevenCasesIsLow) {
  Indicator rate;
  rate.aggregation = Aggregation::sum_num_den;
  Cell cell = present(1);
  cell.numerator = 10;
  cell.denominator = 5000;
  EXPECT_EQ(reliability(rate, Level::commune, 9000, cell), Reliability::low);
  cell.numerator = 11;
  EXPECT_EQ(reliability(rate, Level::commune, 9000, cell), Reliability::good);
  cell.numerator = -50;  // a natural balance
  EXPECT_EQ(reliability(rate, Level::commune, 9000, cell), Reliability::good);
}

TEST(Reliability, OfAnIndicatorWithItsOwnPopulationFallsUnderIt) {
  Indicator employment;
  ASSERT_TRUE(read_reliability_rule("min-population=5000:medium", employment));
  EXPECT_EQ(reliability(employment, Level::epci, 4999, present(1)), Reliability::medium);
  EXPECT_EQ(reliability(employment, Level::epci, 5000, present(1)), Reliability::good);
  EXPECT_EQ(reliability(employment, Level::epci, {}, present(1)), Reliability::unknown);
  Indicator balance;  // low is the level of a threshold that names none, and the lowest verdict stands
  ASSERT_TRUE(read_reliability_rule("census min-population=2000", balance));
  EXPECT_EQ(reliability(balance, Level::commune, 1999, present(1)), Reliability::low);
  EXPECT_EQ(reliability(balance, Level::commune, 2000, present(1)), Reliability::good);
}

TEST(Reliability, OfAnIndicatorWithItsOwnCountsFallsUnderThem) {
  Indicator vacancy;
  ASSERT_TRUE(read_reliability_rule("min-denominator=50 min-numerator=20:medium", vacancy));
  Cell cell = present(1);
  EXPECT_EQ(reliability(vacancy, Level::commune, 10, cell), Reliability::good);  // no count to judge by
  cell.numerator = 20;
  cell.denominator = 50;
  EXPECT_EQ(reliability(vacancy, Level::commune, 10, cell), Reliability::good);
  cell.numerator = 19;
  EXPECT_EQ(reliability(vacancy, Level::commune, 10, cell), Reliability::medium);
  cell.denominator = 49;
  EXPECT_EQ(reliability(vacancy, Level::commune, 10, cell), Reliability::low);
}

TEST(ReliabilityRule, IsRefusedWhenItsThresholdSaysNothing) {
  for (const auto* rule :
       {"min-population", "min-population=", "min-population=0", "min-population=-5", "min-population=many",
        "min-population=5000:", "min-population=5000:poor", "min-population=5000medium", "min-numerator=inf",
        "min-denominator=nan", "min-inhabitants=5"}) {
    Indicator indicator;
    EXPECT_FALSE(read_reliability_rule(rule, indicator)) << rule;
  }
}

TEST(Reliability, IsUnknownWithoutAValue) {
  for (const State state : {State::secret, State::na, State::missing}) {
    Cell cell;
    cell.state = state;
    EXPECT_EQ(reliability({}, Level::commune, 9000, cell), Reliability::unknown);
  }
}

TEST(ProportionInterval, IsWiderForACensusEstimateOverTenThousandInhabitants) {
  Indicator census;
  census.census = census.wilson = true;
  Cell cell = present(15);
  cell.numerator = 150;
  cell.denominator = 1000;
  const auto counted = proportion_interval(census, 10000, cell);
  const auto sampled = proportion_interval(census, 10001, cell);
  EXPECT_LT(sampled->low, counted->low);
  EXPECT_GT(sampled->high, counted->high);
  census.census = false;  // fiscal counts are no sample
  EXPECT_EQ(proportion_interval(census, 10001, cell)->low, counted->low);
}

TEST(ProportionInterval, NeedsBothCountsAndAnIndicatorThatIsAProportion) {
  Indicator indicator;
  Cell cell = present(15);
  cell.numerator = 150;
  cell.denominator = 1000;
  EXPECT_FALSE(proportion_interval(indicator, 500, cell));
  indicator.wilson = true;
  EXPECT_TRUE(proportion_interval(indicator, 500, cell));
  cell.denominator.reset();
  EXPECT_FALSE(proportion_interval(indicator, 500, cell));
}

}  // namespace
}  // namespace catalyse::observatory
