// How two indicators go together over places, pure. An association is never a cause.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace catalyse::comparisons {

// Ranks from 1, equal values sharing the mean of theirs. Values are finite.
[[nodiscard]] std::vector<double> mid_ranks(std::span<const double> values);

// Spearman's rank correlation (Spearman 1904) with mid-ranks for ties: Pearson's coefficient of the ranks. x and y are
// parallel and finite. Empty under three pairs or when one of the two is constant.
struct Association {
  double rho = 0;
  double low = 0, high = 0;  // at 90 % (Fieller, Hartley and Pearson 1957: Fisher's z, variance 1.06 / (n − 3))
  std::size_t n = 0;
};
[[nodiscard]] std::optional<Association> spearman(std::span<const double> x, std::span<const double> y);

// What is said of it. `none`: the interval holds 0. By |rho|: weak under 0.3, moderate under 0.6, strong from there.
enum class Strength : std::uint8_t { none, weak, moderate, strong };
[[nodiscard]] Strength strength(const Association& association);

}  // namespace catalyse::comparisons
