// Places drawn together on one drawing, on shared arcs that are projected and simplified once: each alone, or a group
// of them as one shape without the borders between its members. Pure once made.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "contours.hpp"
#include "core/territory.hpp"
#include "svg.hpp"

namespace catalyse::geo {

// Where a point stands on the drawing; empty outside of it (the point is left out).
using Projection = std::function<std::optional<Pixel>(const Point&)>;

// Immutable and safe to share between threads. Coordinates are whole units of the drawing, so the drawing's size is its
// resolution. Path data is for fill-rule evenodd.
class Mosaic {
 public:
  // Places without contour are kept as empty tiles: tile i is places[i]. No point of a line moves farther than
  // `tolerance` units. Lines too short to be seen are left out, but no place is: a speck is a square of two units.
  Mosaic(const Contours& contours, std::span<const core::PlaceCode> places, const Projection& project,
         double tolerance);

  [[nodiscard]] std::size_t size() const { return tiles_.size(); }
  [[nodiscard]] bool drawn(std::size_t tile) const { return !tiles_[tile].rings.empty(); }
  [[nodiscard]] std::string path(std::size_t tile) const;
  // The shape of all tiles marked true in `group` (one mark a tile), its inner borders dissolved. Linear in the arcs.
  [[nodiscard]] std::string merged(const std::vector<bool>& group) const;
  // Borders between two tiles and coasts, each once, as open lines.
  [[nodiscard]] std::string lines() const;
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Spot {
    std::int32_t x = 0, y = 0;
    friend bool operator==(const Spot&, const Spot&) = default;
  };
  struct Arc {
    std::uint32_t first = 0, count = 0;        // in spots_; none when it fell on one spot
    std::uint32_t from = 0, to = 0;            // numbers of the nodes at its ends
    std::int32_t left = kNone, right = kNone;  // the tiles it bounds
  };
  struct Tile {
    std::vector<std::vector<std::int32_t>> rings;  // n for arc n of arcs_, ~n backwards
    Spot middle;
    bool speck = false;
  };
  static constexpr std::int32_t kNone = -1;
  class Maker;
  class Path;

  std::vector<Spot> spots_;
  std::vector<Arc> arcs_;
  std::vector<Tile> tiles_;
  std::uint32_t nodes_ = 0;
};

}  // namespace catalyse::geo
