#include "standing_rules.hpp"

#include <algorithm>
#include <cstring>

namespace catalyse::observatory {

double mid_rank_percentile(const Tally& tally) {
  return 100 * (static_cast<double>(tally.less) + 0.5 * static_cast<double>(tally.equal)) /
         static_cast<double>(tally.size);
}

Standing standing(const Tally& tally, Membership membership) {
  const std::uint32_t itself = membership == Membership::member ? 1 : 0;
  Standing result;
  result.size = tally.size;
  result.more_fragile_than = tally.less;
  result.equal = tally.equal - itself;
  result.rank = 1 + tally.size - tally.less - tally.equal;
  result.rank_low = result.rank_high = result.rank;
  result.percentile = mid_rank_percentile(tally);
  return result;
}

void withhold_rank(Standing& standing) { standing.rank = standing.rank_low = standing.rank_high = 0; }

Tally tally_sorted(double own, std::span<const double> ascending) {
  const auto [first, last] = std::ranges::equal_range(ascending, own);
  return {static_cast<std::uint32_t>(ascending.size()), static_cast<std::uint32_t>(first - ascending.begin()),
          static_cast<std::uint32_t>(last - first)};
}

Tally tally(double own, std::span<const double> group) {
  // Two at a time, as any processor of 64 bits can: a comparison gives 0 or −1 for each.
  using Two __attribute__((vector_size(2 * sizeof(double)))) = double;
  using Counts __attribute__((vector_size(2 * sizeof(std::int64_t)))) = std::int64_t;
  Counts less{}, equal{};
  std::size_t i = 0;
  for (; i + 2 <= group.size(); i += 2) {
    Two others;
    std::memcpy(&others, group.data() + i, sizeof others);
    less -= others < own;
    equal -= others == own;
  }
  Tally result{static_cast<std::uint32_t>(group.size()), static_cast<std::uint32_t>(less[0] + less[1]),
               static_cast<std::uint32_t>(equal[0] + equal[1])};
  if (i < group.size()) {
    result.less += group[i] < own ? 1U : 0U;
    result.equal += group[i] == own ? 1U : 0U;
  }
  return result;
}

Ends harm_ends(const Interval& interval, Direction direction) {
  const double a = harm(interval.low, direction);
  const double b = harm(interval.high, direction);
  return {std::min(a, b), std::max(a, b)};
}

void set_rank_ends(Standing& standing, std::uint32_t above_low, std::uint32_t above_high, Membership membership) {
  // A member stands above its own lower end unless it sits on it (then exactly rank − 1 members do); it never counts in
  // its own rank.
  const bool counts_itself = membership == Membership::member && above_low >= standing.rank;
  standing.rank_low = 1 + above_high;
  standing.rank_high = 1 + above_low - (counts_itself ? 1U : 0U);
}

}  // namespace catalyse::observatory
