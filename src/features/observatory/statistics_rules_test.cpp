#include "statistics_rules.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace catalyse::observatory {
namespace {

// Hyndman and Fan (1996), type 7: values of R's quantile(c(1, 2, 4, 8, 16), p).
TEST(Quantile, IsOfTypeSeven) {
  const std::vector<double> values{1, 2, 4, 8, 16};
  EXPECT_DOUBLE_EQ(quantile(values, 0), 1);
  EXPECT_DOUBLE_EQ(quantile(values, 0.05), 1.2);
  EXPECT_DOUBLE_EQ(quantile(values, 0.25), 2);
  EXPECT_DOUBLE_EQ(quantile(values, 0.5), 4);
  EXPECT_DOUBLE_EQ(quantile(values, 0.6), 5.6);
  EXPECT_DOUBLE_EQ(quantile(values, 0.95), 14.4);
  EXPECT_DOUBLE_EQ(quantile(values, 1), 16);
  EXPECT_DOUBLE_EQ(quantile(std::vector<double>{3}, 0.25), 3);
}

TEST(SortColumns, SortsEachColumnByItself) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::mt19937 random(1);
  for (std::size_t lines = 0; lines <= 51; ++lines) {
    const std::size_t width = 2 + 2 * (lines % 4);
    std::vector<double> table(lines * width);
    for (double& value : table) value = random() % 10 == 0 ? kInfinity : static_cast<double>(random() % 30) - 15;
    auto sorted = table;
    sort_columns(sorted, width);
    for (std::size_t c = 0; c < width; ++c) {
      std::vector<double> expected, found;
      for (std::size_t at = c; at < table.size(); at += width) {
        expected.push_back(table[at]);
        found.push_back(sorted[at]);
      }
      std::ranges::sort(expected);
      EXPECT_EQ(found, expected) << lines << " lines, column " << c;
    }
  }
}

// Only the deviations up to the middle are looked at: the median must be that of all of them.
TEST(RobustScaling, IsTheMedianOfAllDeviations) {
  std::mt19937 random(1);
  for (std::size_t size = 1; size <= 40; ++size) {
    std::vector<double> values(size);
    for (double& value : values) value = static_cast<double>(random() % 1000) / 7;
    std::ranges::sort(values);
    std::vector<double> deviations;
    for (const double value : values) deviations.push_back(std::abs(value - quantile(values, 0.5)));
    std::ranges::sort(deviations);
    if (const double median = quantile(deviations, 0.5); median > 0) {
      EXPECT_DOUBLE_EQ(robust_scaling(values)->scale, 1.4826 * median) << size << " values";
    }
  }
}

TEST(RobustScaling, TakesTheMadThenTheIqrThenTheStandardDeviation) {
  const std::vector<double> spread_out{1, 2, 4, 8, 16};  // deviations from 4: 0 2 3 4 12
  EXPECT_DOUBLE_EQ(robust_scaling(spread_out)->centre, 4);
  EXPECT_DOUBLE_EQ(robust_scaling(spread_out)->scale, 1.4826 * 3);

  const std::vector<double> half_equal{0, 0, 0, 0, 0, 3, 5, 7, 9};  // MAD 0, quartiles 0 and 5
  EXPECT_DOUBLE_EQ(robust_scaling(half_equal)->scale, 5 / 1.349);

  const std::vector<double> nearly_equal{0, 0, 0, 0, 0, 0, 0, 0, 0, 10};  // MAD and IQR 0; mean 1, variance 9
  EXPECT_DOUBLE_EQ(robust_scaling(nearly_equal)->scale, 3);

  const std::vector<double> equal{0.1, 0.1, 0.1};
  EXPECT_EQ(robust_scaling(equal)->scale, 0);
  EXPECT_EQ(robust_z(0.1, *robust_scaling(equal)), 0);
  EXPECT_FALSE(robust_scaling({}));
}

// Wilson's interval at 90 %: 15 of 50 by hand, z² = 2.705543: (0.3 + 0.027055 ± 1.644854 √(0.0042 + 0.000271))
// / 1.054111.
TEST(Wilson, AgreesWithTheFormula) {
  const auto interval = wilson(15, 50, 1);
  EXPECT_NEAR(interval->low, 0.205933, 1e-5);
  EXPECT_NEAR(interval->high, 0.414597, 1e-5);
}

TEST(Wilson, HoldsAtTheEndsAndWidensWithInflation) {
  EXPECT_EQ(wilson(0, 20, 1)->low, 0);
  EXPECT_GT(wilson(0, 20, 1)->high, 0.05);
  EXPECT_EQ(wilson(20, 20, 1)->high, 1);
  EXPECT_LT(wilson(300, 1000, 2.5)->low, wilson(300, 1000, 1)->low);
  EXPECT_GT(wilson(300, 1000, 2.5)->high, wilson(300, 1000, 1)->high);
  for (double count = 0; count <= 37; ++count) {
    const auto interval = wilson(count, 37, 1);
    EXPECT_LE(interval->low, count / 37);
    EXPECT_GE(interval->high, count / 37);
  }
}

TEST(Wilson, IsEmptyForCountsThatAreNoProportion) {
  EXPECT_FALSE(wilson(1, 0, 1));
  EXPECT_FALSE(wilson(-1, 10, 1));
  EXPECT_FALSE(wilson(11, 10, 1));
  EXPECT_FALSE(wilson(std::nan(""), 10, 1));
  EXPECT_FALSE(wilson(1, std::nan(""), 1));
}

}  // namespace
}  // namespace catalyse::observatory
