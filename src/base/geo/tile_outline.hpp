// Places as the arcs around them, in polygons, the same at every zoom. Private to the room.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "planar.hpp"
#include "tile_clip.hpp"
#include "tiles.hpp"

namespace catalyse::geo {

using Refs = std::vector<std::int32_t>;

// The arcs of a place: its polygons, each its outline and its holes.
struct Outline {
  core::PlaceCode place;
  std::vector<std::vector<Refs>> polygons;
  std::size_t largest = 0;
};

// Arcs that are alone an outline which no zoom may leave out, at any level, lest the levels differ: that of the largest
// part of some place, or of a part in the midst of another place.
using Islands = std::vector<bool>;

// By level of kTileLevels, then in the order of its places.
using Outlines = std::array<std::vector<Outline>, kTileLevels.size()>;
[[nodiscard]] Outlines outlines_of(const Contours& contours, const Planar& planar, unsigned threads);
[[nodiscard]] Islands islands_of(const Outlines& outlines, std::size_t arcs);

// The points of arcs set end to end; `lines`: those of each arc.
[[nodiscard]] GridRing ring_of(const Refs& refs, const std::vector<std::vector<GridPoint>>& lines);

}  // namespace catalyse::geo
