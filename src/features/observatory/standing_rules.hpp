// Where a value stands in a group (method.md §3, §4), pure. Everything is counted in the harmful direction: `harm` of a
// value grows with fragility, so that one order serves every indicator; a neutral indicator is read upwards.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "observatory.hpp"

namespace catalyse::observatory {

[[nodiscard]] inline double harm(double value, Direction direction) {
  return direction == Direction::lower_worse ? 0 - value : value;  // 0 − 0 is 0, not −0: a value keeps one image
}

// How a group of `size` values compares with one of them (or with a stranger to the group, `equal` then counts members
// only).
struct Tally {
  std::uint32_t size = 0;
  std::uint32_t less = 0;   // strictly less fragile
  std::uint32_t equal = 0;  // exactly as fragile, the place itself included when it is a member
};

// 100 (less + 0.5 equal) / size. `size` is not 0.
[[nodiscard]] double mid_rank_percentile(const Tally& tally);

enum class Membership : std::uint8_t { member, stranger };

// Percentile and rank; rank_low and rank_high are set to rank.
[[nodiscard]] Standing standing(const Tally& tally, Membership membership);

// A rank that may not be given (publication depends on size): the value stands among those published, without a rank.
void withhold_rank(Standing& standing);

// Tally of `own` in a group in ascending order, or in any order. Both are of harm.
[[nodiscard]] Tally tally_sorted(double own, std::span<const double> ascending);
[[nodiscard]] Tally tally(double own, std::span<const double> group);

// Ranks at the two ends of the interval of a place (method.md §4), from the group's members strictly above each end.
struct Ends {
  double low = 0, high = 0;  // harm, low ≤ own ≤ high
};
[[nodiscard]] Ends harm_ends(const Interval& interval, Direction direction);
void set_rank_ends(Standing& standing, std::uint32_t above_low, std::uint32_t above_high, Membership membership);

// « proche de »: two places whose intervals overlap are not called different.
[[nodiscard]] inline bool overlap(const Interval& a, const Interval& b) { return a.low <= b.high && b.low <= a.high; }

}  // namespace catalyse::observatory
