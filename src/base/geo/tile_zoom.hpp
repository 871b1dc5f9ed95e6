// One zoom: its lines, the polygons of places on them, and the bytes of its tiles. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "tile_outline.hpp"

namespace catalyse::geo {

// A triangle on a line, or an islet of its own, smaller than this is not shown: square units.
[[nodiscard]] double unseen_triangle(int zoom);
// The grid that points are moved to, in units; 0: they stay where they are.
[[nodiscard]] std::int32_t snap_step(int zoom);

struct Extent {
  GridPoint low, high;
};

struct Shape {
  GridPolygon polygon;
  Extent extent;
};

struct PlaceShapes {
  core::PlaceCode place;
  std::vector<Shape> shapes;
};

// The polygons of one place that a tile may hold.
struct Piece {
  const PlaceShapes* place;
  std::vector<const Shape*> shapes;
};

struct TileJob {
  std::uint32_t x = 0, y = 0;
  std::vector<Piece> pieces;
};

class Zoom {
 public:
  Zoom(const Planar& planar, int number);

  [[nodiscard]] int number() const { return number_; }
  // Without the islets that cannot be seen.
  [[nodiscard]] std::vector<Shape> shapes_of(const Outline& outline, const Islands& islands) const;
  // Which polygons each tile of a level may hold, from their extents.
  [[nodiscard]] std::vector<TileJob> jobs_of(const std::vector<PlaceShapes>& places) const;
  // Cuts what the job names; empty when its tile holds nothing. `layer`: of kTileLevels.
  [[nodiscard]] core::Result<std::string> cut(const TileJob& job, std::uint32_t layer) const;

 private:
  // False: the window will not do (TileCutter).
  bool write(const TileJob& job, std::uint32_t layer, const Window& window, std::string& bytes) const;

  int number_;
  PointIndex index_;
  std::vector<std::vector<GridPoint>> lines_;
};

}  // namespace catalyse::geo
