// One layer of a vector tile, written as the Mapbox Vector Tile Specification 2.1 says. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tile_clip.hpp"

namespace catalyse::geo {

class LayerWriter {
 public:
  // `origin`: the tile's north-west corner on the grid; `extent`: units of its side.
  LayerWriter(std::string_view name, GridPoint origin, std::int32_t extent);
  // A place with all its polygons in the tile; its only property is `code`. Places come in any order, each once.
  void add(std::string_view code, const std::vector<GridPolygon>& polygons);
  // The bytes of a tile with this layer alone. Such tiles set end to end are one tile with all their layers.
  [[nodiscard]] std::string finish();

 private:
  GridPoint origin_;
  std::string layer_;
  std::vector<std::string_view> codes_;
  std::vector<std::uint32_t> geometry_;  // kept between calls for its memory
};

}  // namespace catalyse::geo
