#include "density_rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace catalyse::comparisons {
namespace {

std::vector<double> skewed(std::size_t n) {
  std::mt19937 random(3);
  std::lognormal_distribution<double> law(2, 1.2);
  std::vector<double> values(n);
  for (auto& value : values) value = law(random);
  std::ranges::sort(values);
  return values;
}

TEST(RoundStep, IsOneTwoOrFiveTimesAPowerOfTen) {
  EXPECT_DOUBLE_EQ(round_step(100, 10), 10);
  EXPECT_DOUBLE_EQ(round_step(101, 10), 20);
  EXPECT_DOUBLE_EQ(round_step(0.7, 24), 0.05);
  EXPECT_DOUBLE_EQ(round_step(4.9e6, 10), 500000);
}

TEST(Scale, KeepsWhatMustBeSeenAndLeavesTheTails) {
  const auto values = skewed(20000);
  const std::vector<double> seen{values.back()};
  const auto plain = scale(values, {}, 24), wide = scale(values, seen, 24);
  EXPECT_LT(plain.high, values.back());
  EXPECT_TRUE(wide.holds(values.back()));
  EXPECT_LE(plain.at(plain.low), 0);
  EXPECT_DOUBLE_EQ(plain.at(plain.high), 1);
}

TEST(Scale, HoldsEveryValueOfAShortList) {
  const std::vector<double> values{-3, 0, 0.5, 412};
  const auto reach = scale(values, {}, 10);
  for (const double value : values) EXPECT_TRUE(reach.holds(value)) << value;
}

TEST(Scale, StandsUpToEqualValues) {
  for (const double value : {0.0, -7.0, 1e9}) {
    const std::vector<double> values(50, value);
    const auto reach = scale(values, {}, 10);
    EXPECT_LT(reach.low, reach.high);
    EXPECT_TRUE(reach.holds(value));
  }
}

TEST(Histogram, PutsEveryValueInOneBin) {
  for (const std::size_t n : {1U, 2U, 18U, 101U, 35000U}) {
    const auto values = skewed(n);
    const auto bins = histogram(values, {});
    const auto total =
        std::accumulate(bins.begin(), bins.end(), 0U, [](auto sum, const Bin& b) { return sum + b.count; });
    EXPECT_EQ(total, n);
    EXPECT_LE(bins.size(), 32U);
    for (std::size_t i = 1; i < bins.size(); ++i) EXPECT_DOUBLE_EQ(bins[i].low, bins[i - 1].high);
  }
}

TEST(Histogram, PutsAnEdgeAboveAndSaysWhereItIsOpen) {
  std::vector<double> values(1000);
  std::iota(values.begin(), values.end(), 0.0);
  for (auto& value : values) value /= 1000;
  values.push_back(50);
  const auto bins = histogram(values, {});
  EXPECT_FALSE(bins.front().open_low);
  EXPECT_TRUE(bins.back().open_high);
  EXPECT_EQ(bin_of(bins, 50), bins.size() - 1);
  for (std::size_t i = 0; i < bins.size(); ++i) EXPECT_EQ(bin_of(bins, bins[i].low), i) << bins[i].low;
}

TEST(Grid, CountsEveryPointInsideOrBeyond) {
  std::mt19937 random(5);
  std::vector<Point> points(5000);
  for (auto& point : points)
    point = {static_cast<double>(random() % 130) / 100, static_cast<double>(random() % 101) / 100};
  const Scale unit{0, 1, 0.1};
  const auto cells = grid(points, unit, unit, {40, 30});
  const auto inside = std::accumulate(cells.count.begin(), cells.count.end(), 0U);
  EXPECT_EQ(inside + cells.beyond, points.size());
  EXPECT_EQ(cells.beyond, static_cast<std::uint32_t>(std::ranges::count_if(points, [](Point p) { return p.x > 1; })));
  const auto corner = grid(std::vector<Point>{{1, 1}}, unit, unit, {40, 30});
  EXPECT_EQ(corner.count.back(), 1U) << "the upper ends belong to the last cell";
}

TEST(DensityClass, GoesFromNothingToFive) {
  EXPECT_EQ(density_class(0), 0U);
  EXPECT_EQ(density_class(1), 1U);
  EXPECT_EQ(density_class(29), 3U);
  EXPECT_EQ(density_class(35000), 5U);
}

}  // namespace
}  // namespace catalyse::comparisons
