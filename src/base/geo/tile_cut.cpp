// From contours to tiles. One thread makes the plane of each zoom from the one before, the finest first; the others cut
// and encode what is there, and it joins them.
#include <algorithm>
#include <deque>
#include <memory>
#include <tuple>

#include "compression/compression.hpp"
#include "threads.hpp"
#include "tile_image.hpp"
#include "tile_zoom.hpp"
#include "tiles.hpp"

namespace catalyse::geo {
namespace {

constexpr int kGzipLevel = 6, kBrotliQuality = 5;

// A level at a zoom.
struct Sheet {
  std::shared_ptr<const Zoom> zoom;
  std::uint32_t layer = 0;
  std::vector<PlaceShapes> places;
  std::vector<TileJob> jobs;
  std::vector<CutTile> made;  // of each job; without bytes where its tile holds nothing
  std::vector<std::optional<core::Error>> errors;
  std::atomic<std::size_t> left = 0;  // jobs to cut
};

class Cutting {
 public:
  Cutting(const Outlines& outlines, const Islands& islands) : outlines_(outlines), islands_(islands) {}

  void add(const std::shared_ptr<const Zoom>& zoom) {
    for (std::uint32_t layer = 0; layer < kTileLevels.size(); ++layer) {
      auto& sheet = sheets_.emplace_back();
      sheet.zoom = zoom;
      sheet.layer = layer;
      tasks_.add([this, &sheet] { lay_out(sheet); });
    }
  }
  void close() { tasks_.close(); }
  void work() { tasks_.work(); }

  // Once every thread has left `work`: all tiles, in the order of their image.
  core::Result<std::vector<CutTile>> take() {
    tasks_.rethrow();
    std::vector<CutTile> tiles;
    for (auto& sheet : sheets_) {
      for (auto& error : sheet.errors) {
        if (error) return std::unexpected(std::move(*error));
      }
      for (auto& tile : sheet.made) {
        if (!tile.identity.empty()) tiles.push_back(std::move(tile));
      }
    }
    std::ranges::sort(tiles, {}, [](const CutTile& tile) {
      return std::tuple(tile.record.layer, tile.record.zoom, tile.record.x, tile.record.y);
    });
    return tiles;
  }

 private:
  void lay_out(Sheet& sheet) {
    for (const auto& outline : outlines_[sheet.layer])
      sheet.places.push_back({outline.place, sheet.zoom->shapes_of(outline, islands_)});
    sheet.jobs = sheet.zoom->jobs_of(sheet.places);
    sheet.left = sheet.jobs.size();
    sheet.made.resize(sheet.jobs.size());
    sheet.errors.resize(sheet.jobs.size());
    for (std::size_t i = 0; i < sheet.jobs.size(); ++i) tasks_.add([this, &sheet, i] { cut(sheet, i); });
  }

  void cut(Sheet& sheet, std::size_t i) {
    const auto& job = sheet.jobs[i];
    auto& tile = sheet.made[i];
    tile.record = {sheet.layer, static_cast<std::uint32_t>(sheet.zoom->number()), job.x, job.y, 0, {}, 0};
    if (auto bytes = sheet.zoom->cut(job, sheet.layer))
      tile.identity = std::move(*bytes);
    else
      sheet.errors[i] = std::move(bytes.error());
    if (--sheet.left == 0) sheet.zoom = {}, sheet.jobs = {}, sheet.places = {};
    if (tile.identity.empty()) return;
    tasks_.add([&tile] { tile.gzip = compression::gzip(tile.identity, kGzipLevel); });
    tasks_.add(
        [&tile] { tile.brotli = compression::brotli(tile.identity, kBrotliQuality, compression::Of::anything); });
  }

  const Outlines& outlines_;
  const Islands& islands_;
  std::deque<Sheet> sheets_;  // grows while their tasks run: a deque moves none
  Tasks tasks_;
};

// Waits, when it goes, for the threads that cut, also when what is here throws.
class Cutters {
 public:
  Cutters(Cutting& cutting, unsigned count) : cutting_(cutting) {
    for (unsigned t = 0; t < count; ++t) threads_.emplace_back([&cutting] { cutting.work(); });
  }
  ~Cutters() { cutting_.close(); }
  Cutters(const Cutters&) = delete;
  Cutters& operator=(const Cutters&) = delete;

 private:
  Cutting& cutting_;
  std::vector<std::jthread> threads_;
};

}  // namespace

core::Result<Tiles> Tiles::cut(const Contours& contours, unsigned threads) {
  Planar planar(contours);
  if (const auto crossings = planar.crossings(); crossings > 0)
    return core::fail(core::ErrorKind::damaged, "geo.tiles.crossing",
                      std::to_string(crossings) + " pairs of edges meet");
  const auto outlines = outlines_of(contours, planar, threads);
  const auto islands = islands_of(outlines, planar.arc_count());
  Cutting cutting(outlines, islands);
  {
    const Cutters others(cutting, threads - std::min(threads, 1U));
    for (int number = kLastZoom; number >= kFirstZoom; --number) {
      planar.simplify(unseen_triangle(number));
      if (const auto step = snap_step(number); step > 0) planar.snap(step);
      cutting.add(std::make_shared<const Zoom>(planar, number));
    }
    cutting.close();
    cutting.work();
  }
  auto tiles = cutting.take();
  if (!tiles) return std::unexpected(std::move(tiles.error()));
  auto state = std::make_unique<State>();
  state->owned = tile_image(*tiles, contours.source());
  state->image = state->owned;
  auto header = check_tiles(state->image, contours.source());
  if (!header) return std::unexpected(std::move(header.error()));
  state->header = *header;
  return Tiles(std::move(state));
}

}  // namespace catalyse::geo
