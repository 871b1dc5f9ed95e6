// Points and edges on the grid: what both simplifying and moving points ask. Private to the room.
#pragma once

#include <algorithm>
#include <cstdint>

#include "tile_grid.hpp"

namespace catalyse::geo {

[[nodiscard]] inline GridPoint low_of(GridPoint a, GridPoint b) { return {std::min(a.x, b.x), std::min(a.y, b.y)}; }
[[nodiscard]] inline GridPoint high_of(GridPoint a, GridPoint b) { return {std::max(a.x, b.x), std::max(a.y, b.y)}; }

// From its low corner to its high corner, both within.
struct GridBox {
  GridPoint low, high;
  [[nodiscard]] bool reaches(const GridBox& other) const {
    return low.x <= other.high.x && high.x >= other.low.x && low.y <= other.high.y && high.y >= other.low.y;
  }
};
[[nodiscard]] inline GridBox box_around(GridPoint a, GridPoint b) { return {low_of(a, b), high_of(a, b)}; }
[[nodiscard]] inline GridBox box_around(GridPoint a, GridPoint b, GridPoint c) {
  return {low_of(low_of(a, b), c), high_of(high_of(a, b), c)};
}

[[nodiscard]] inline std::uint64_t key_of(GridPoint p) {
  return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(p.x)) << 32U) | static_cast<std::uint32_t>(p.y);
}

// Whether ab and cd share a point that is not an end of both.
[[nodiscard]] bool meet(GridPoint a, GridPoint b, GridPoint c, GridPoint d);

}  // namespace catalyse::geo
