#include "standing_rules.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace catalyse::observatory {
namespace {

TEST(MidRank, CountsTiesForHalf) {
  const std::vector<double> group{1, 2, 2, 2, 5};
  const Tally own = tally_sorted(2, group);
  EXPECT_EQ(own.less, 1U);
  EXPECT_EQ(own.equal, 3U);
  EXPECT_DOUBLE_EQ(mid_rank_percentile(own), 50);  // (1 + 1.5) / 5
  EXPECT_DOUBLE_EQ(mid_rank_percentile(tally_sorted(5, group)), 90);
  EXPECT_DOUBLE_EQ(mid_rank_percentile(tally_sorted(1, group)), 10);
}

TEST(Standing, GivesTiedPlacesTheSameRankAndSaysHowManyTheyAre) {
  const std::vector<double> group{1, 2, 2, 2, 5};
  const Standing own = standing(tally_sorted(2, group), Membership::member);
  EXPECT_EQ(own.size, 5U);
  EXPECT_EQ(own.rank, 2U);
  EXPECT_EQ(own.equal, 2U);
  EXPECT_EQ(own.more_fragile_than, 1U);
  EXPECT_EQ(standing(tally_sorted(5, group), Membership::member).rank, 1U);
  EXPECT_EQ(standing(tally_sorted(1, group), Membership::member).rank, 5U);
}

TEST(Standing, OfAStrangerToTheGroupCountsOnlyTheGroup) {
  const std::vector<double> peers{9, 3, 7, 7};
  const Standing own = standing(tally(7, peers), Membership::stranger);
  EXPECT_EQ(own.size, 4U);
  EXPECT_EQ(own.more_fragile_than, 1U);
  EXPECT_EQ(own.equal, 2U);
  EXPECT_EQ(own.rank, 2U);
  EXPECT_DOUBLE_EQ(own.percentile, 50);
}

TEST(Tally, IsTheSameInOrderOrNot) {
  const std::vector<double> sorted{-3, -3, 0, 1, 1, 1, 4};
  const std::vector<double> shuffled{1, -3, 4, 0, 1, -3, 1};
  for (const double own : {-4.0, -3.0, 0.0, 0.5, 1.0, 4.0, 5.0}) {
    EXPECT_EQ(tally_sorted(own, sorted).less, tally(own, shuffled).less);
    EXPECT_EQ(tally_sorted(own, sorted).equal, tally(own, shuffled).equal);
  }
}

TEST(Harm, TurnsOnlyIndicatorsWhereLessIsWorse) {
  EXPECT_EQ(harm(3, Direction::higher_worse), 3);
  EXPECT_EQ(harm(3, Direction::neutral), 3);
  EXPECT_EQ(harm(3, Direction::lower_worse), -3);
  EXPECT_FALSE(std::signbit(harm(0, Direction::lower_worse)));
}

// Values 10 20 30 40 50; the place has 30 with an interval from 15 to 45.
TEST(RankEnds, AreTheRanksAtTheTwoEndsOfTheInterval) {
  const std::vector<double> group{10, 20, 30, 40, 50};
  Standing own = standing(tally_sorted(30, group), Membership::member);
  const auto above = [&](double x) {
    return static_cast<std::uint32_t>(std::ranges::count_if(group, [x](double v) { return v > x; }));
  };
  set_rank_ends(own, above(15), above(45), Membership::member);
  EXPECT_EQ(own.rank, 3U);
  EXPECT_EQ(own.rank_low, 2U);   // only 50 stays above 45
  EXPECT_EQ(own.rank_high, 4U);  // 20, 40 and 50 are above 15: the place itself does not count
}

TEST(RankEnds, CollapseOnTheRankWhenTheIntervalIsTheValue) {
  const std::vector<double> group{10, 20, 30, 30, 50};
  Standing own = standing(tally_sorted(30, group), Membership::member);
  set_rank_ends(own, 1, 1, Membership::member);
  EXPECT_EQ(own.rank_low, own.rank);
  EXPECT_EQ(own.rank_high, own.rank);
}

TEST(RankEnds, FollowTheHarmfulDirection) {
  const Ends ends = harm_ends({2, 5}, Direction::lower_worse);
  EXPECT_EQ(ends.low, -5);
  EXPECT_EQ(ends.high, -2);
}

TEST(WithheldRank, LeavesThePercentileAmongThosePublished) {
  Standing own = standing(tally(7, std::vector<double>{3, 7, 9}), Membership::member);
  withhold_rank(own);
  EXPECT_EQ(own.rank + own.rank_low + own.rank_high, 0U);
  EXPECT_EQ(own.size, 3U);
  EXPECT_DOUBLE_EQ(own.percentile, 50);
}

TEST(Overlap, MeansThatTwoPlacesAreClose) {
  EXPECT_TRUE(overlap({1, 3}, {2, 4}));
  EXPECT_TRUE(overlap({1, 3}, {3, 4}));
  EXPECT_FALSE(overlap({1, 2.9}, {3, 4}));
}

}  // namespace
}  // namespace catalyse::observatory
