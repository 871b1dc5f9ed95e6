// How many places there are in each part of a scale or of a plane, pure: the drawings' size does not grow with the
// number of places.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace catalyse::comparisons {

// A round step (1, 2 or 5 · 10^k) that cuts `extent` into at most `most` steps. `extent` > 0, `most` ≥ 1.
[[nodiscard]] double round_step(double extent, std::size_t most);

// The part of a scale that is drawn: all of it up to 200 values, from the 0.5th to the 99.5th percentile beyond, so
// that a few extreme places do not press all others together; widened to what must be seen, then to round ends.
struct Scale {
  double low = 0, high = 1, step = 1;  // low < high, both whole numbers of steps
  [[nodiscard]] bool holds(double value) const { return value >= low && value <= high; }
  [[nodiscard]] double at(double value) const { return (value - low) / (high - low); }  // 0 to 1 inside
};
// `sorted` ascending, not empty; `seen` in any order; at most `most` steps or one more at each end.
[[nodiscard]] Scale scale(std::span<const double> sorted, std::span<const double> seen, std::size_t most);

// A histogram. Every value is in one bin: [low, high), the last [low, high]; the first and the last also hold what lies
// beyond the scale, and say so.
struct Bin {
  double low = 0, high = 0;
  std::uint32_t count = 0;
  bool open_low = false, open_high = false;
};
[[nodiscard]] std::vector<Bin> histogram(std::span<const double> sorted, std::span<const double> seen);
[[nodiscard]] std::size_t bin_of(std::span<const Bin> bins, double value);

// Places on a plane cut into columns × rows cells of the two scales; those beyond are counted apart.
struct Grid {
  std::size_t columns = 0, rows = 0;
  std::vector<std::uint32_t> count;  // row after row, the lowest first
  std::uint32_t beyond = 0;
};
struct Point {
  double x = 0, y = 0;
};
struct GridSize {
  std::size_t columns = 1, rows = 1;
};
[[nodiscard]] Grid grid(std::span<const Point> points, const Scale& x, const Scale& y, GridSize size);

// Classes of a cell by the places it holds: from 1, 3, 10, 30 and 100. 0 for an empty cell, else 1 to 5.
inline constexpr std::uint32_t kDensities[] = {1, 3, 10, 30, 100};
[[nodiscard]] std::size_t density_class(std::uint32_t count);

}  // namespace catalyse::comparisons
