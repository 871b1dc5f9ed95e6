// Vector tiles of the places of France, cut from the contours: the Mapbox Vector Tile Specification 2.1, zooms 4 to 10,
// a set of tiles for each level. `Tiles` is immutable and safe to share between threads.
//
// The lines of a zoom are the shared arcs of the contours, each made simpler once, and never so that it would cross or
// touch another: two neighbours have the same points along their border, no place that has a contour vanishes, every
// polygon is valid. Overseas territories are at their true place. The only property of a place is its `code`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "contours.hpp"
#include "core/result.hpp"
#include "core/territory.hpp"

namespace catalyse::geo {

// Levels that have tiles, and the name of their layer.
struct TileLevel {
  core::Level level;
  std::string_view layer;
};
inline constexpr std::array kTileLevels{
    TileLevel{core::Level::commune, "commune"}, TileLevel{core::Level::epci, "epci"},
    TileLevel{core::Level::departement, "departement"}, TileLevel{core::Level::region, "region"}};

// The zooms that are cut: beyond the last, a client shows the last larger.
inline constexpr int kFirstTileZoom = 4, kLastTileZoom = 10;

// Of the scheme of the web: column x eastward, row y southward.
struct TileName {
  core::Level level = core::Level::commune;
  int zoom = 0;
  std::uint32_t x = 0, y = 0;
};

// The bytes of a tile with the layer of its level, as they are and encoded; they live as long as the Tiles. Set end to
// end, those of several levels are one tile with several layers.
struct TileBytes {
  std::string_view identity, gzip, brotli;
};

class Tiles {
 public:
  // Every tile that holds something. `threads` of them are cut at once. Errors: geo.tiles.crossing (damaged) when lines
  // of the contours cross on the grid of tiles, geo.tiles.uncut (damaged) when a tile cannot be cut cleanly.
  [[nodiscard]] static core::Result<Tiles> cut(const Contours& contours, unsigned threads = 1);
  // Maps a file written by `save`; `source` must be Contours::source of the contours it was cut from.
  // Errors: as Contours::load.
  [[nodiscard]] static core::Result<Tiles> load(const std::filesystem::path& path, std::string_view source);
  // As Contours::save.
  [[nodiscard]] core::Result<void> save(const std::filesystem::path& path) const;

  ~Tiles();
  Tiles(Tiles&&) noexcept;
  Tiles& operator=(Tiles&&) noexcept;

  // Empty where the level has no place.
  [[nodiscard]] std::optional<TileBytes> find(const TileName& name) const;
  [[nodiscard]] std::size_t count() const;
  void for_each(const std::function<void(const TileName&, const TileBytes&)>& call) const;
  [[nodiscard]] std::string_view digest() const;  // of all bytes, in hexadecimal: names this set of tiles
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct State;
  explicit Tiles(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::geo
