#include "classes_rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <random>

namespace catalyse::cartography {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();

TEST(Classes, OfManyValuesAreThoseOfTheirOrder) {
  std::mt19937 random(3);
  std::normal_distribution<double> any(0, 1e4);
  std::vector<double> values{0.0, -0.0, 5e-324, -5e-324, 1e308, -1e308};
  while (values.size() < 3000) values.push_back(std::round(any(random)) / 10);
  auto sorted = values;
  std::ranges::sort(sorted);
  const auto classes = make_classes(values, Method::quantile, 9);
  ASSERT_EQ(classes.size(), 9U);
  EXPECT_EQ(classes.last, 1e308);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(classes.starts[i], sorted[i * sorted.size() / 9]) << i;
}

TEST(Classes, OfValuesThatDifferInTheirLastDigitsAreThoseOfTheirOrder) {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> any(0, 1'000'000);
  std::vector<double> values;
  while (values.size() < 3000) values.push_back(1 + any(random) * 1e-13);
  auto sorted = values;
  std::ranges::sort(sorted);
  const auto classes = make_classes(values, Method::quantile, 7);
  ASSERT_EQ(classes.size(), 7U);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(classes.starts[i], sorted[i * sorted.size() / 7]) << i;
}

double spread_of(const std::vector<double>& sorted, std::size_t first, std::size_t last) {
  double mean = 0, sum = 0;
  for (std::size_t i = first; i <= last; ++i) mean += sorted[i] / static_cast<double>(last - first + 1);
  for (std::size_t i = first; i <= last; ++i) sum += (sorted[i] - mean) * (sorted[i] - mean);
  return sum;
}

// Plain dynamic programme over all values, O(k n²) costs: the least within-class sum in at most k classes.
double least_sum(std::vector<double> values, std::size_t k) {
  std::ranges::sort(values);
  const std::size_t n = values.size();
  std::vector<std::vector<double>> within(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i; j < n; ++j) within[i][j] = spread_of(values, i, j);
  }
  std::vector<double> best(n);
  for (std::size_t j = 0; j < n; ++j) best[j] = within[0][j];
  for (std::size_t c = 1; c < k; ++c) {
    std::vector<double> next = best;
    for (std::size_t j = 1; j < n; ++j) {
      for (std::size_t s = 1; s <= j; ++s) next[j] = std::min(next[j], best[s - 1] + within[s][j]);
    }
    best = next;
  }
  return best[n - 1];
}

double sum_of(const Classes& classes, std::vector<double> values) {
  std::ranges::sort(values);
  double sum = 0;
  for (std::size_t first = 0; first < values.size();) {
    std::size_t last = first;
    while (last + 1 < values.size() && classes.of(values[last + 1]) == classes.of(values[first])) ++last;
    sum += spread_of(values, first, last);
    first = last + 1;
  }
  return sum;
}

std::vector<std::size_t> counts(const Classes& classes, const std::vector<double>& values) {
  std::vector<std::size_t> counts(classes.size());
  for (const double value : values) ++counts[classes.of(value)];
  return counts;
}

TEST(Classes, CkmeansIsTheLeastSumOfAPlainDynamicProgramme) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const std::size_t n = 1 + random() % 60;
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) {
      switch (round % 4) {
        case 0:
          values.push_back(std::normal_distribution<double>(12, 4)(random));
          break;
        case 1:
          values.push_back(static_cast<double>(random() % 7));
          break;
        case 2:
          values.push_back(std::exp(std::normal_distribution<double>(9, 3)(random)));
          break;
        default:
          values.push_back(1e9 + static_cast<double>(random() % 100) / 10);
      }
    }
    for (int k = 1; k <= kMostClasses; ++k) {
      const double least = least_sum(values, static_cast<std::size_t>(k));
      const double ours = sum_of(make_classes(values, Method::ckmeans, k), values);
      EXPECT_NEAR(ours, least, 1e-9 * (1 + least) + (round % 4 == 3 ? 1e-6 : 0)) << "round " << round << ", k " << k;
    }
  }
}

TEST(Classes, CkmeansFindsTheGroupsAnyoneSees) {
  const Classes classes = make_classes({1, 1.1, 5, 5.2, 5.1, 9, 9.3}, Method::ckmeans, 3);
  EXPECT_EQ(classes.starts, (std::vector<double>{1, 5, 9}));
}

TEST(Classes, QuantilesHoldAsManyEach) {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back(i * i);
  for (int k = kFewestClasses; k <= kMostClasses; ++k) {
    const auto held = counts(make_classes(values, Method::quantile, k), values);
    ASSERT_EQ(held.size(), static_cast<std::size_t>(k));
    const auto [least, most] = std::ranges::minmax(held);
    EXPECT_LE(most - least, 1U);
  }
}

TEST(Classes, EqualValuesAreNeverParted) {
  std::vector<double> values(80, 0);
  for (int i = 1; i <= 20; ++i) values.push_back(i);
  for (const auto method : {Method::quantile, Method::equal, Method::ckmeans}) {
    const Classes classes = make_classes(values, method, 5);
    EXPECT_TRUE(std::ranges::is_sorted(classes.starts, std::less_equal{}) || classes.size() == 1);
    EXPECT_EQ(classes.starts.front(), 0);
    EXPECT_EQ(classes.last, 20);
  }
  EXPECT_EQ(make_classes(values, Method::quantile, 5).size(), 2U) << "zeros fill four fifths";
}

TEST(Classes, EqualIntervalsAreEquallyWideAndMayBeEmpty) {
  const Classes classes = make_classes({0, 1, 10}, Method::equal, 5);
  EXPECT_EQ(classes.starts, (std::vector<double>{0, 2, 4, 6, 8}));
  EXPECT_EQ(counts(classes, {0, 1, 10}), (std::vector<std::size_t>{2, 0, 0, 0, 1}));
}

TEST(Classes, AllValuesEqualAreOneClassAndNoValueIsNone) {
  for (const auto method : {Method::quantile, Method::equal, Method::ckmeans}) {
    EXPECT_EQ(make_classes({4, 4, 4, 4}, method, 5).starts, std::vector<double>{4});
    EXPECT_EQ(make_classes({7}, method, 9).starts, std::vector<double>{7});
    EXPECT_EQ(make_classes({}, method, 5).size(), 0U);
    EXPECT_EQ(make_classes({kNaN, kNaN}, method, 5).size(), 0U);
    EXPECT_LE(make_classes({1, 2}, method, 9).size(), method == Method::equal ? 9U : 2U);
  }
}

TEST(Classes, NothingThatIsNotFiniteGetsIn) {
  for (const auto method : {Method::quantile, Method::equal, Method::ckmeans}) {
    const Classes classes = make_classes({kNaN, 3, kInfinite, 1, -kInfinite, 2}, method, 3);
    EXPECT_EQ(classes.starts.front(), 1);
    EXPECT_EQ(classes.last, 3);
    for (const double start : classes.starts) EXPECT_TRUE(std::isfinite(start));
  }
}

TEST(Classes, EveryValueHasAClassWhateverTheMagnitudes) {
  const std::vector<double> values{-1e300, -5, -0.0, 0.0, 1e-300, 5, 1e300};
  for (const auto method : {Method::quantile, Method::equal, Method::ckmeans}) {
    const Classes classes = make_classes(values, method, 4);
    ASSERT_GT(classes.size(), 0U);
    for (const double value : values) EXPECT_LT(classes.of(value), classes.size());
    for (const double start : classes.starts) EXPECT_TRUE(std::isfinite(start));
  }
}

TEST(Classes, ThirtyFiveThousandDifferentValuesTakeNoTime) {
  std::mt19937 random(35);
  std::vector<double> values;
  for (int i = 0; i < 35000; ++i) values.push_back(std::exp(std::normal_distribution<double>(6, 2)(random)));
  const auto start = std::chrono::steady_clock::now();
  const Classes classes = make_classes(values, Method::ckmeans, kMostClasses);
  EXPECT_EQ(classes.size(), 9U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << "not quadratic, even sanitized";
}

}  // namespace
}  // namespace catalyse::cartography
