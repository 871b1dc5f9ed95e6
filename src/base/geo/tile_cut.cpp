// From contours to tiles: zoom by zoom, each with its own arcs, from the finest to the coarsest.
#include <brotli/encode.h>
#include <libdeflate.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "mvt.hpp"
#include "planar.hpp"
#include "tile_clip.hpp"
#include "tile_image.hpp"
#include "tiles.hpp"

namespace catalyse::geo {
namespace {

using core::ErrorKind;

static_assert(kFirstTileZoom == kFirstZoom && kLastTileZoom == kLastZoom);

// A point goes where its triangle is smaller than this share of a square pixel; an islet of its own likewise.
constexpr double kUnseenIslet = 2;
// Points stand on eighths of a pixel, which nobody sees and which take less to write, where that is worth the time.
constexpr std::int32_t kFinestStep = 8;
// Up to this zoom a commune is two pixels wide and all of France is in sight: 35 000 outlines have to be light.
constexpr int kLastFarZoom = 5;

double unseen(int zoom) { return zoom <= kLastFarZoom ? 1.5 : 0.75; }
std::int32_t steps_of_a_pixel(int zoom) { return zoom <= kLastFarZoom ? 4 : 8; }

// Around a tile: eight pixels, so that a line drawn along its edge is not cut. Windows tried, each a little wider.
constexpr std::int32_t kMarginPixels = 8;
constexpr int kWindows = 32;

std::string gzipped(std::string_view bytes) {
  constexpr int kLevel = 6;
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(kLevel), &libdeflate_free_compressor);
  if (!compressor) throw std::bad_alloc();
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size()));
  if (out.empty()) throw std::runtime_error("gzip failed");
  return out;
}

std::string brotlied(std::string_view bytes) {
  constexpr int kQuality = 5;
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  if (BrotliEncoderCompress(kQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_FALSE)
    throw std::runtime_error("brotli failed");
  out.resize(size);
  return out;
}

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

using Refs = std::vector<std::int32_t>;

// The arcs of a place, read once: its polygons, each its outline and its holes.
struct Outline {
  core::PlaceCode place;
  std::vector<std::vector<Refs>> polygons;
  std::size_t largest = 0;
};

// Arcs that are alone an outline which no zoom may leave out, at any level, lest the levels differ: that of the largest
// part of some place, or of a part in the midst of another place.
using Islands = std::vector<bool>;

bool is_islet(const Refs& refs, const Islands& islands) {
  return refs.size() == 1 && !islands[static_cast<std::size_t>(refs[0] >= 0 ? refs[0] : ~refs[0])];
}

Extent extent_of(const GridRing& ring) {
  Extent extent{ring.front(), ring.front()};
  for (const auto p : ring) {
    extent.low = {std::min(extent.low.x, p.x), std::min(extent.low.y, p.y)};
    extent.high = {std::max(extent.high.x, p.x), std::max(extent.high.y, p.y)};
  }
  return extent;
}

// The polygons of one place that a tile may hold.
struct Piece {
  const PlaceShapes* place;
  std::vector<const Shape*> shapes;
};

struct Job {
  std::uint32_t layer = 0;
  int zoom = 0;
  std::uint32_t x = 0, y = 0;
  std::vector<Piece> pieces;
};

GridRing ring_of(const Refs& refs, const std::vector<std::vector<GridPoint>>& lines) {
  GridRing ring;
  for (const std::int32_t ref : refs) {
    const auto& line = lines[static_cast<std::size_t>(ref >= 0 ? ref : ~ref)];
    if (ref >= 0)
      ring.insert(ring.end(), line.begin(), line.end() - 1);
    else
      ring.insert(ring.end(), line.rbegin(), line.rend() - 1);
  }
  return ring;
}

class Zoom {
 public:
  Zoom(const Planar& planar, int zoom) : zoom_(zoom), index_(planar.index(std::max(8, kWorldBits - zoom - 8))) {
    lines_.reserve(planar.arc_count());
    for (std::size_t i = 0; i < planar.arc_count(); ++i) lines_.push_back(planar.arc(i));
  }

  std::vector<Shape> shapes_of(const Outline& outline, const Islands& islands) const {
    std::vector<Shape> made;
    for (std::size_t i = 0; i < outline.polygons.size(); ++i) {
      Shape shape;
      for (const auto& refs : outline.polygons[i]) shape.polygon.push_back(ring_of(refs, lines_));
      for (std::size_t r = 0; r < shape.polygon.size(); ++r) {
        if ((twice_area(shape.polygon[r]) > 0) != (r == 0)) std::ranges::reverse(shape.polygon[r]);
      }
      const bool islet = outline.polygons[i].size() == 1 && is_islet(outline.polygons[i][0], islands);
      const double pixel = tile_pixel(zoom_);
      if (islet && static_cast<double>(twice_area(shape.polygon[0])) < 2 * kUnseenIslet * pixel * pixel) continue;
      shape.extent = extent_of(shape.polygon.front());
      made.push_back(std::move(shape));
    }
    return made;
  }

  // Cuts what the job names; empty when its tile holds nothing.
  core::Result<std::string> cut(const Job& job) const {
    const std::int32_t side = tile_side(zoom_);
    const GridPoint origin{static_cast<std::int32_t>(job.x) * side, static_cast<std::int32_t>(job.y) * side};
    for (int attempt = 0; attempt < kWindows; ++attempt) {
      const std::int32_t margin = kMarginPixels * tile_pixel(zoom_) + 2 * attempt + 1;
      const Window window{{origin.x - margin, origin.y - margin}, {origin.x + side + margin, origin.y + side + margin}};
      std::string bytes;
      if (write(job, window, origin, bytes)) return bytes;
    }
    return core::fail(ErrorKind::damaged, "geo.tiles.uncut",
                      "tile " + std::to_string(zoom_) + "/" + std::to_string(job.x) + "/" + std::to_string(job.y));
  }

 private:
  bool write(const Job& job, const Window& window, GridPoint origin, std::string& bytes) const {
    TileCutter cutter(window, index_);
    LayerWriter layer(kTileLevels[job.layer].layer, origin, tile_side(zoom_));
    bool any = false;
    std::vector<GridPolygon> parts;
    for (const auto& piece : job.pieces) {
      parts.clear();
      for (const auto* shape : piece.shapes) {
        if (!cutter.cut(shape->polygon, parts)) return false;
      }
      if (parts.empty()) continue;
      layer.add(piece.place->place.code(), parts);
      any = true;
    }
    if (any) bytes = layer.finish();
    return true;
  }

  int zoom_;
  PointIndex index_;
  std::vector<std::vector<GridPoint>> lines_;
};

// Which polygons each tile of a level may hold, from their extents.
std::vector<Job> jobs_of(const std::vector<PlaceShapes>& places, std::uint32_t layer, int zoom) {
  const int bits = kWorldBits - zoom;
  const std::int32_t margin = kMarginPixels * tile_pixel(zoom) + 2 * kWindows;
  std::map<std::pair<std::int32_t, std::int32_t>, Job> jobs;
  for (const auto& place : places) {
    for (const auto& shape : place.shapes) {
      for (auto x = (shape.extent.low.x - margin) >> bits; x <= (shape.extent.high.x + margin) >> bits; ++x) {
        for (auto y = (shape.extent.low.y - margin) >> bits; y <= (shape.extent.high.y + margin) >> bits; ++y) {
          auto& job = jobs[{x, y}];
          job.layer = layer;
          job.zoom = zoom;
          job.x = static_cast<std::uint32_t>(x);
          job.y = static_cast<std::uint32_t>(y);
          if (job.pieces.empty() || job.pieces.back().place != &place) job.pieces.push_back({&place, {}});
          job.pieces.back().shapes.push_back(&shape);
        }
      }
    }
  }
  std::vector<Job> list;
  for (auto& [at, job] : jobs) list.push_back(std::move(job));
  return list;
}

// Runs `work(i)` for every i below `count`, in `threads` threads.
template <class Work>
void share_out(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(run);
  run();
}

core::Result<void> cut_zoom(const Zoom& zoom, const std::vector<Job>& jobs, unsigned threads,
                            std::vector<CutTile>& tiles) {
  std::vector<CutTile> made(jobs.size());
  std::vector<std::optional<core::Error>> errors(jobs.size());
  share_out(jobs.size(), threads, [&](std::size_t i) {
    const auto& job = jobs[i];
    auto bytes = zoom.cut(job);
    if (!bytes) {
      errors[i] = std::move(bytes.error());
      return;
    }
    if (bytes->empty()) return;
    made[i].record = {job.layer, static_cast<std::uint32_t>(job.zoom), job.x, job.y, 0, {}, 0};
    made[i].identity = std::move(*bytes);
    made[i].gzip = gzipped(made[i].identity);
    made[i].brotli = brotlied(made[i].identity);
  });
  for (auto& error : errors) {
    if (error) return std::unexpected(std::move(*error));
  }
  for (auto& tile : made) {
    if (!tile.identity.empty()) tiles.push_back(std::move(tile));
  }
  return {};
}

// The polygons of a place with every line named once. A ring that is parted so gives outlines, of the same winding, and
// holes.
void find_polygons(const Contours& contours, const Planar& planar, const std::vector<std::vector<GridPoint>>& lines,
                   Outline& outline) {
  std::int64_t most = 0;
  for (const auto& polygon : contours.arcs_of(outline.place)) {
    std::vector<Refs> holes;
    const std::size_t first = outline.polygons.size();
    for (std::size_t r = 0; r < polygon.size(); ++r) {
      std::vector<std::pair<std::int64_t, Refs>> rings;  // with their areas, the largest first
      for (auto& refs : planar.rings_of(polygon[r])) {
        const auto area = twice_area(ring_of(refs, lines));
        rings.emplace_back(area, std::move(refs));
      }
      std::ranges::stable_sort(rings, std::greater{}, [](const auto& ring) { return std::abs(ring.first); });
      for (auto& [area, refs] : rings) {
        if (area == 0) continue;
        if (r > 0 || (area > 0) != (rings.front().first > 0)) {
          holes.push_back(std::move(refs));
          continue;
        }
        if (std::abs(area) > most) most = std::abs(area), outline.largest = outline.polygons.size();
        outline.polygons.push_back({refs});
      }
    }
    for (auto& hole : holes) {
      const auto point = ring_of(hole, lines).front();
      for (std::size_t p = first; p < outline.polygons.size(); ++p) {
        if (p + 1 < outline.polygons.size() && !encloses(ring_of(outline.polygons[p][0], lines), point)) continue;
        outline.polygons[p].push_back(std::move(hole));
        break;
      }
    }
  }
}

using Outlines = std::array<std::vector<Outline>, kTileLevels.size()>;

Outlines outlines_of(const Contours& contours, const Planar& planar, unsigned threads) {
  std::vector<std::vector<GridPoint>> lines;
  for (std::size_t i = 0; i < planar.arc_count(); ++i) lines.push_back(planar.arc(i));
  Outlines outlines;
  for (std::size_t layer = 0; layer < kTileLevels.size(); ++layer) {
    auto& level = outlines[layer];
    for (const auto& place : contours.places(kTileLevels[layer].level)) level.push_back({place, {}, 0});
    share_out(level.size(), threads, [&](std::size_t i) { find_polygons(contours, planar, lines, level[i]); });
  }
  return outlines;
}

Islands islands_of(const Outlines& outlines, std::size_t arcs) {
  Islands islands(arcs, false);
  const auto number = [](std::int32_t ref) { return static_cast<std::size_t>(ref >= 0 ? ref : ~ref); };
  for (const auto& level : outlines) {
    std::vector<std::uint8_t> uses(arcs, 0);
    for (const auto& outline : level) {
      for (const auto& polygon : outline.polygons) {
        for (const auto& ring : polygon) {
          // In the midst of another place, it would leave a gap.
          if (ring.size() == 1 && ++uses[number(ring[0])] > 1) islands[number(ring[0])] = true;
        }
      }
      const auto& refs = outline.polygons[outline.largest][0];
      if (refs.size() == 1) islands[number(refs[0])] = true;
    }
  }
  return islands;
}

}  // namespace

core::Result<Tiles> Tiles::cut(const Contours& contours, unsigned threads) {
  Planar planar(contours);
  if (const auto crossings = planar.crossings(); crossings > 0)
    return core::fail(ErrorKind::damaged, "geo.tiles.crossing", std::to_string(crossings) + " pairs of edges meet");
  const auto outlines = outlines_of(contours, planar, threads);
  const auto islands = islands_of(outlines, planar.arc_count());
  // The plane of a zoom is made while the tiles of the one before are cut.
  const auto planning = threads > 1 ? std::launch::async : std::launch::deferred;
  const auto plan = [&](int number) {
    return std::async(planning, [&planar, number] {
      const double pixel = tile_pixel(number);
      planar.simplify(unseen(number) * pixel * pixel);
      if (const auto step = tile_pixel(number) / steps_of_a_pixel(number); step > kFinestStep) planar.snap(step);
      return Zoom(planar, number);
    });
  };
  std::vector<CutTile> tiles;
  auto planned = plan(kLastZoom);
  for (int number = kLastZoom; number >= kFirstZoom; --number) {
    const Zoom zoom = planned.get();
    if (number > kFirstZoom) planned = plan(number - 1);
    for (std::uint32_t layer = 0; layer < kTileLevels.size(); ++layer) {
      std::vector<PlaceShapes> places;
      for (const auto& outline : outlines[layer]) places.push_back({outline.place, {}});
      share_out(places.size(), threads,
                [&](std::size_t i) { places[i].shapes = zoom.shapes_of(outlines[layer][i], islands); });
      if (auto done = cut_zoom(zoom, jobs_of(places, layer, number), threads, tiles); !done)
        return std::unexpected(std::move(done.error()));
    }
  }
  std::ranges::sort(tiles, {}, [](const CutTile& tile) {
    return std::tuple(tile.record.layer, tile.record.zoom, tile.record.x, tile.record.y);
  });
  auto state = std::make_unique<State>();
  state->owned = tile_image(tiles, contours.source());
  state->image = state->owned;
  auto header = check_tiles(state->image, contours.source());
  if (!header) return std::unexpected(std::move(header.error()));
  state->header = *header;
  return Tiles(std::move(state));
}

}  // namespace catalyse::geo
