// How values of several places compare within their intervals (method.md §4), pure. Two places whose intervals overlap
// are not called different; without both intervals nothing is said.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "observatory/observatory.hpp"

namespace catalyse::comparisons {

enum class Gap : std::uint8_t {
  absent,      // at least one has no value
  equal,       // the same value
  close,       // the intervals overlap: « écart non significatif »
  apart,       // they do not
  unmeasured,  // at least one has no interval
};

[[nodiscard]] Gap gap(const observatory::Reading& a, const observatory::Reading& b);

struct PairGap {
  std::size_t first = 0, second = 0;  // positions in the selection, first < second
  Gap gap = Gap::absent;
};

// What can be said of a row of values.
struct Differences {
  std::size_t present = 0;              // values there are
  std::vector<PairGap> pairs;           // every pair, in order
  std::vector<std::size_t> unmeasured;  // positions with a value and without an interval
  [[nodiscard]] std::size_t count(Gap kind) const;
};
// One reading a place, of the same indicator.
[[nodiscard]] Differences differences(std::span<const observatory::Reading* const> readings);

}  // namespace catalyse::comparisons
