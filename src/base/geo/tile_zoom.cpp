#include "tile_zoom.hpp"

#include <algorithm>
#include <map>

#include "mvt.hpp"

namespace catalyse::geo {
namespace {

static_assert(kFirstTileZoom == kFirstZoom && kLastTileZoom == kLastZoom);

// An islet of its own goes where it is smaller than this share of a square pixel.
constexpr double kUnseenIslet = 2;
// Points stand on eighths of a pixel, which nobody sees and which take less to write, where that is worth the time.
constexpr std::int32_t kFinestStep = 8;
// Up to this zoom a commune is two pixels wide and all of France is in sight: 35 000 outlines have to be light.
constexpr int kLastFarZoom = 5;

// Around a tile: eight pixels, so that a line drawn along its edge is not cut. Windows tried, each a little wider.
constexpr std::int32_t kMarginPixels = 8;
constexpr int kWindows = 32;

bool is_islet(const std::vector<Refs>& polygon, const Islands& islands) {
  if (polygon.size() != 1 || polygon[0].size() != 1) return false;
  const auto ref = polygon[0][0];
  return !islands[static_cast<std::size_t>(ref >= 0 ? ref : ~ref)];
}

Extent extent_of(const GridRing& ring) {
  Extent extent{ring.front(), ring.front()};
  for (const auto p : ring) {
    extent.low = {std::min(extent.low.x, p.x), std::min(extent.low.y, p.y)};
    extent.high = {std::max(extent.high.x, p.x), std::max(extent.high.y, p.y)};
  }
  return extent;
}

}  // namespace

double unseen_triangle(int zoom) {
  const double pixel = tile_pixel(zoom);
  return (zoom <= kLastFarZoom ? 1.5 : 0.75) * pixel * pixel;
}

std::int32_t snap_step(int zoom) {
  const auto step = tile_pixel(zoom) / (zoom <= kLastFarZoom ? 4 : 8);
  return step > kFinestStep ? step : 0;
}

Zoom::Zoom(const Planar& planar, int number)
    : number_(number), index_(planar.index(std::max(8, kWorldBits - number - 8))) {
  lines_.reserve(planar.arc_count());
  for (std::size_t i = 0; i < planar.arc_count(); ++i) lines_.push_back(planar.arc(i));
}

std::vector<Shape> Zoom::shapes_of(const Outline& outline, const Islands& islands) const {
  const double pixel = tile_pixel(number_);
  std::vector<Shape> made;
  for (const auto& polygon : outline.polygons) {
    Shape shape;
    for (const auto& refs : polygon) shape.polygon.push_back(ring_of(refs, lines_));
    const auto area = twice_area(shape.polygon[0]);
    if (is_islet(polygon, islands) && static_cast<double>(std::abs(area)) < 2 * kUnseenIslet * pixel * pixel) continue;
    for (std::size_t r = 0; r < shape.polygon.size(); ++r) {
      if (((r == 0 ? area : twice_area(shape.polygon[r])) > 0) != (r == 0)) std::ranges::reverse(shape.polygon[r]);
    }
    shape.extent = extent_of(shape.polygon.front());
    made.push_back(std::move(shape));
  }
  return made;
}

std::vector<TileJob> Zoom::jobs_of(const std::vector<PlaceShapes>& places) const {
  const int bits = kWorldBits - number_;
  const std::int32_t margin = kMarginPixels * tile_pixel(number_) + 2 * kWindows;
  std::map<std::pair<std::int32_t, std::int32_t>, TileJob> jobs;
  for (const auto& place : places) {
    for (const auto& shape : place.shapes) {
      for (auto x = (shape.extent.low.x - margin) >> bits; x <= (shape.extent.high.x + margin) >> bits; ++x) {
        for (auto y = (shape.extent.low.y - margin) >> bits; y <= (shape.extent.high.y + margin) >> bits; ++y) {
          auto& job = jobs[{x, y}];
          job.x = static_cast<std::uint32_t>(x);
          job.y = static_cast<std::uint32_t>(y);
          if (job.pieces.empty() || job.pieces.back().place != &place) job.pieces.push_back({&place, {}});
          job.pieces.back().shapes.push_back(&shape);
        }
      }
    }
  }
  std::vector<TileJob> list;
  list.reserve(jobs.size());
  for (auto& [at, job] : jobs) list.push_back(std::move(job));
  return list;
}

core::Result<std::string> Zoom::cut(const TileJob& job, std::uint32_t layer) const {
  const std::int32_t side = tile_side(number_);
  const GridPoint origin{static_cast<std::int32_t>(job.x) * side, static_cast<std::int32_t>(job.y) * side};
  for (int attempt = 0; attempt < kWindows; ++attempt) {
    const std::int32_t margin = kMarginPixels * tile_pixel(number_) + 2 * attempt + 1;
    const Window window{{origin.x - margin, origin.y - margin}, {origin.x + side + margin, origin.y + side + margin}};
    std::string bytes;
    if (write(job, layer, window, bytes)) return bytes;
  }
  return core::fail(core::ErrorKind::damaged, "geo.tiles.uncut",
                    "tile " + std::to_string(number_) + "/" + std::to_string(job.x) + "/" + std::to_string(job.y));
}

bool Zoom::write(const TileJob& job, std::uint32_t layer, const Window& window, std::string& bytes) const {
  const std::int32_t side = tile_side(number_);
  TileCutter cutter(window, index_);
  LayerWriter writer(kTileLevels[layer].layer,
                     {static_cast<std::int32_t>(job.x) * side, static_cast<std::int32_t>(job.y) * side}, side);
  bool any = false;
  std::vector<GridPolygon> parts;
  for (const auto& piece : job.pieces) {
    parts.clear();
    for (const auto* shape : piece.shapes) {
      if (!cutter.cut(shape->polygon, parts)) return false;
    }
    if (parts.empty()) continue;
    writer.add(piece.place->place.code(), parts);
    any = true;
  }
  if (any) bytes = writer.finish();
  return true;
}

}  // namespace catalyse::geo
