#include "comparables_index.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace catalyse::observatory {
namespace {

using core::Level;

// Rows with clusters, exact duplicates, missing values and categories.
std::vector<double> generated_rows(Level level, std::size_t size, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::uniform_int_distribution<int> percent(0, 99);
  const auto specs = variable_specs(level);
  std::vector<double> rows;
  for (std::size_t r = 0; r < size; ++r) {
    if (r > 0 && percent(random) < 10) {  // a copy: ties
      const std::vector<double> copy(rows.end() - static_cast<std::ptrdiff_t>(specs.size()), rows.end());
      rows.insert(rows.end(), copy.begin(), copy.end());
      continue;
    }
    const bool overseas = percent(random) < 5;
    for (const VariableSpec& spec : specs) {
      double z = std::clamp(normal(random) * 1.5, -5.0, 5.0);
      if (spec.kind == VariableKind::logarithm) z = 2 * normal(random);
      if (spec.kind == VariableKind::far) z = percent(random) < 40 ? 1 : 0;
      if (spec.kind == VariableKind::category) z = percent(random) % 4;
      if (spec.id == "centralite") z = percent(random) < 80 ? 0 : std::floor(z);
      if (percent(random) < 2 || (overseas && !spec.reduced)) z = std::nan("");
      rows.push_back(z);
    }
  }
  return rows;
}

std::vector<Neighbour> brute_force(const PeerIndex& index, const PeerQuery& query, const Weighing& weighing) {
  std::vector<Neighbour> all;
  for (std::uint32_t r = 0; r < index.size(); ++r) {
    if (r == query.row || (query.allowed && !query.allowed(r))) continue;
    const double squared = squared_distance(index.row(query.row), index.row(r), weighing);
    if (!std::isnan(squared)) all.push_back({r, squared});
  }
  std::ranges::sort(all, [](const Neighbour& a, const Neighbour& b) {
    return a.squared != b.squared ? a.squared < b.squared : a.row < b.row;
  });
  all.resize(std::min(all.size(), static_cast<std::size_t>(query.k)));
  return all;
}

void expect_same(const std::vector<Neighbour>& fast, const std::vector<Neighbour>& plain, std::uint32_t row) {
  ASSERT_EQ(fast.size(), plain.size()) << row;
  for (std::size_t i = 0; i < fast.size(); ++i) {
    ASSERT_EQ(fast[i].row, plain[i].row) << "place " << row << ", peer " << i;
    ASSERT_EQ(fast[i].squared, plain[i].squared);
  }
}

TEST(PeerIndex, EqualsBruteForceAtEveryLevelAndSize) {
  for (const Level level : core::kLevels) {
    for (const std::size_t size : {1U, 2U, 18U, 64U, 65U, 700U}) {
      const auto rows = generated_rows(level, size, static_cast<std::uint32_t>(size));
      const PeerIndex index(level, rows);
      for (std::uint32_t r = 0; r < size; ++r) {
        for (const bool reduced : {false, true}) {
          const Weighing w = *weighing(level, reduced, {});
          const PeerQuery query{r, 7, {}};
          expect_same(index.nearest(query, w), brute_force(index, query, w), r);
        }
      }
    }
  }
}

TEST(PeerIndex, EqualsBruteForceUnderAnyWeights) {
  const auto rows = generated_rows(Level::commune, 3000, 7);
  const PeerIndex index(Level::commune, rows);
  std::mt19937 random(11);
  std::uniform_int_distribution<int> tenth(0, 100);
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<std::pair<std::string, double>> named;
    for (const VariableSpec& spec : variable_specs(Level::commune)) {
      named.emplace_back(std::string(spec.id), tenth(random) < 30 ? 0 : tenth(random) / 10.0);
    }
    const auto w = weighing(Level::commune, trial % 2 == 0, named);
    if (!w) continue;
    for (std::uint32_t r = 0; r < 3000; r += 101) {
      const PeerQuery query{r, 5 + trial, {}};
      expect_same(index.nearest(query, *w), brute_force(index, query, *w), r);
    }
  }
}

TEST(PeerIndex, EqualsBruteForceUnderAFilter) {
  const auto rows = generated_rows(Level::commune, 3000, 13);
  const PeerIndex index(Level::commune, rows);
  const Weighing w = *weighing(Level::commune, false, {});
  for (std::uint32_t r = 0; r < 3000; r += 59) {
    for (const std::uint32_t modulo : {2U, 100U, 5000U}) {
      const PeerQuery query{r, 20, [modulo](std::uint32_t other) { return other % modulo == 1; }};
      expect_same(index.nearest(query, w), brute_force(index, query, w), r);
    }
  }
}

TEST(PeerIndex, LikelyPlacesChangeNothingOfTheAnswer) {
  const auto rows = generated_rows(Level::commune, 3000, 23);
  const PeerIndex index(Level::commune, rows);
  const Weighing w = *weighing(Level::commune, false, {});
  std::mt19937 random(29);
  std::vector<std::uint32_t> before, strange;
  for (const std::uint32_t row : index.order()) {
    strange.clear();
    const auto first = static_cast<std::uint32_t>(random() % 3000);
    for (std::uint32_t i = 0; i < 25; ++i) strange.push_back((first + i) % 3000);
    const PeerQuery plain{row, 20, {}};
    const auto expected = brute_force(index, plain, w);
    // Near ones, any, and fewer than are asked for.
    for (const auto& likely : {std::span<const std::uint32_t>(before), std::span<const std::uint32_t>(strange),
                               std::span<const std::uint32_t>(strange).first(3)}) {
      expect_same(index.nearest({row, 20, {}, likely}, w), expected, row);
    }
    before.clear();
    for (const auto& neighbour : expected) before.push_back(neighbour.row);
  }
}

TEST(PeerIndex, FindsTheSameWithoutVectorInstructions) {
  const auto rows = generated_rows(Level::epci, 1255, 17);
  const PeerIndex fast(Level::epci, rows);
  const PeerIndex portable(Level::epci, rows, portable_kernels());
  const Weighing w = *weighing(Level::epci, false, {});
  for (std::uint32_t r = 0; r < 1255; ++r)
    expect_same(fast.nearest({r, 20, {}}, w), portable.nearest({r, 20, {}}, w), r);
}

TEST(PeerIndex, BreaksTiesByTheOrderOfCodes) {
  const std::size_t variables = variable_specs(Level::region).size();
  const std::vector<double> rows(300 * variables, 0.5);  // all the same
  const PeerIndex index(Level::region, rows);
  const auto list = index.nearest({150, 5, {}}, *weighing(Level::region, false, {}));
  ASSERT_EQ(list.size(), 5U);
  for (std::uint32_t i = 0; i < 5; ++i) EXPECT_EQ(list[i].row, i);
}

TEST(PeerIndex, HasNoPeerForAPlaceWithTooFewVariables) {
  auto rows = generated_rows(Level::commune, 100, 19);
  const std::size_t variables = variable_specs(Level::commune).size();
  for (std::size_t v = 0; v < variables; ++v) rows[v] = std::nan("");
  const PeerIndex index(Level::commune, rows);
  EXPECT_TRUE(index.nearest({0, 20, {}}, *weighing(Level::commune, false, {})).empty());
  EXPECT_TRUE(index.nearest({1, 0, {}}, *weighing(Level::commune, false, {})).empty());
}

TEST(Kernels, AgreeOnPlacesClearOfTheLimit) {
  std::mt19937 random(23);
  std::normal_distribution<float> normal;
  for (int trial = 0; trial < 200; ++trial) {
    alignas(64) std::array<float, kDims * kLanes> leaf{};
    alignas(64) std::array<float, kDims> query{};
    alignas(64) std::array<float, kDims> weight{};
    for (float& x : leaf) x = normal(random);
    for (float& x : query) x = normal(random);
    for (float& x : weight) x = std::abs(normal(random));
    leaf[5] = std::nanf("");
    const float limit = 12;
    const auto sifted = kernels().within(leaf.data(), query.data(), weight.data(), 13, limit);
    EXPECT_EQ(sifted >> 5 & 1, 0U);
    for (std::size_t i = 0; i < kLanes; ++i) {
      double sum = 0;
      for (std::size_t d = 0; d < 13; ++d) {
        const double gap = static_cast<double>(leaf[d * kLanes + i]) - static_cast<double>(query[d]);
        sum += static_cast<double>(weight[d]) * gap * gap;
      }
      if (std::isnan(sum) || std::abs(sum - 12) < 1e-4) continue;
      EXPECT_EQ(sifted >> i & 1, sum <= 12 ? 1U : 0U);
    }
    EXPECT_NEAR(kernels().to_box(leaf.data() + 64, leaf.data() + 128, query.data(), weight.data()),
                portable_kernels().to_box(leaf.data() + 64, leaf.data() + 128, query.data(), weight.data()), 1e-3);
  }
}

}  // namespace
}  // namespace catalyse::observatory
