#include "tile_outline.hpp"

#include <algorithm>

#include "threads.hpp"

namespace catalyse::geo {
namespace {

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

}  // namespace

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

}  // namespace catalyse::geo
