// The grid that tiles are cut on: Web Mercator (EPSG:3857) in whole units, x eastward and y southward. Private to the
// room.
//
// The world is 2^23 units wide, 4.8 m at the equator, and every point stands on even coordinates. What is odd is left
// to the lines that tiles are cut along, so that no point ever lies on one: a cut is never a touch.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "geometry.hpp"

namespace catalyse::geo {

inline constexpr int kFirstZoom = 4, kLastZoom = 10;
inline constexpr int kWorldBits = 23;

// Units of one side of a tile, which is also the extent its layers declare.
[[nodiscard]] constexpr std::int32_t tile_side(int zoom) { return std::int32_t{1} << (kWorldBits - zoom); }
// Units of one pixel of a tile shown on 512 pixels.
[[nodiscard]] constexpr std::int32_t tile_pixel(int zoom) { return tile_side(zoom) / 512; }

struct GridPoint {
  std::int32_t x = 0, y = 0;
  friend bool operator==(const GridPoint&, const GridPoint&) = default;
  friend auto operator<=>(const GridPoint&, const GridPoint&) = default;
};

[[nodiscard]] inline GridPoint on_grid(const Point& point) {
  constexpr double kSteps = 1 << (kWorldBits - 1);
  const double latitude = point.latitude * std::numbers::pi / 180;
  const double x = (point.longitude + 180) / 360;
  const double y = (1 - std::asinh(std::tan(latitude)) / std::numbers::pi) / 2;
  return {2 * static_cast<std::int32_t>(std::lround(x * kSteps)),
          2 * static_cast<std::int32_t>(std::lround(y * kSteps))};
}

// Positive when a, b, c turn from x towards y. Exact: 2^24 squared twice fits 64 bits.
[[nodiscard]] inline std::int64_t turn(GridPoint a, GridPoint b, GridPoint c) {
  return std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{b.y - a.y} * (c.x - a.x);
}

// Whether p lies in the triangle or on its sides.
[[nodiscard]] inline bool in_triangle(GridPoint p, GridPoint a, GridPoint b, GridPoint c) {
  const auto u = turn(a, b, p), v = turn(b, c, p), w = turn(c, a, p);
  return (u >= 0 && v >= 0 && w >= 0) || (u <= 0 && v <= 0 && w <= 0);
}

}  // namespace catalyse::geo
