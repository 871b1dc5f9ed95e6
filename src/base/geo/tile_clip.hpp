// Polygons cut along the edge of a tile. Private to the room.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "planar.hpp"

namespace catalyse::geo {

// The last point is joined to the first, which it does not repeat.
using GridRing = std::vector<GridPoint>;
// Its outline, of positive area, then its holes, of negative area (the winding of vector tiles, y southward).
using GridPolygon = std::vector<GridRing>;

// Twice the area: positive where the inside is on the side that `turn` calls positive.
[[nodiscard]] std::int64_t twice_area(const GridRing& ring);
// Even-odd, for a point that is no point of the ring.
[[nodiscard]] bool encloses(const GridRing& ring, GridPoint point);

// The window of a tile: an open rectangle with odd corners, so that no point of a polygon lies on its edge.
struct Window {
  GridPoint low, high;
  [[nodiscard]] bool holds(GridPoint p) const { return p.x > low.x && p.x < high.x && p.y > low.y && p.y < high.y; }
};

// Cuts all polygons of one tile. Where an edge leaves the window, the point of the cut is rounded to the grid; it is
// the same for both neighbours, whichever comes first, and moves the edge over no other point. Where that cannot be had
// along these lines (two cuts on one point of the grid, a cut at a corner), the cutter says so, and the tile has to be
// cut a little wider.
class TileCutter {
 public:
  TileCutter(const Window& window, const PointIndex& points) : window_(window), points_(points) {}

  // Appends what the window holds of the polygon. False: take another window, what was appended so far is void.
  [[nodiscard]] bool cut(const GridPolygon& polygon, std::vector<GridPolygon>& parts);

 private:
  struct Cut {
    GridPoint at;
    std::int64_t number = 0, parts = 1;  // where on the edge, from the end asked first: number/parts
  };
  struct Cuts {
    std::array<Cut, 2> list;
    std::size_t size = 0;
  };
  // A run of the ring inside of the window, from where it enters to where it leaves.
  using Piece = GridRing;
  enum class Step : std::uint8_t { cut, held, outside };  // a ring: cut to pieces, whole inside, whole outside

  bool cuts_of(GridPoint a, GridPoint b, Cuts& cuts);
  bool add_cut(GridPoint a, GridPoint b, std::array<std::int32_t, 2> line, Cuts& cuts);
  bool is_clean(GridPoint a, GridPoint b, const Cuts& cuts);
  bool pieces_of(const GridRing& ring, std::vector<Piece>& pieces, Step& step);
  bool linked(const std::vector<Piece>& pieces, std::vector<GridRing>& rings) const;
  [[nodiscard]] std::int64_t along(GridPoint p) const;
  void add_corners(std::int64_t from, std::int64_t to, GridRing& ring) const;

  Window window_;
  const PointIndex& points_;
  // The edge cut at a point of the window's edge.
  boost::unordered_flat_map<std::uint64_t, std::pair<GridPoint, GridPoint>> seen_;
};

}  // namespace catalyse::geo
