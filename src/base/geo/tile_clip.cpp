#include "tile_clip.hpp"

#include <algorithm>
#include <array>

namespace catalyse::geo {
namespace {

std::int64_t rounded(std::int64_t number, std::int64_t parts) {  // parts > 0; halves go up
  const std::int64_t twice = 2 * number + parts, whole = 2 * parts;
  return twice >= 0 ? twice / whole : -((-twice + whole - 1) / whole);
}

GridPolygon with_outline(GridRing outline) { return {std::move(outline)}; }

// The ring parted where it comes back to a point.
std::vector<GridRing> parted(GridRing ring) {
  std::vector<GridRing> simple;
  auto sorted = ring;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) == sorted.end()) return {std::move(ring)};
  GridRing path;
  for (const auto point : ring) {
    const auto before = std::ranges::find(path, point);
    if (before != path.end()) {
      simple.emplace_back(before, path.end());
      path.erase(before, path.end());
    }
    path.push_back(point);
  }
  simple.push_back(std::move(path));
  return simple;
}

// A point of the ring that is none of the other's.
GridPoint own_point(const GridRing& ring, const GridRing& other) {
  for (const auto point : ring) {
    if (std::ranges::find(other, point) == other.end()) return point;
  }
  return ring.front();
}

}  // namespace

std::int64_t twice_area(const GridRing& ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto a = ring[i], b = ring[i + 1 < ring.size() ? i + 1 : 0];
    sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
  }
  return sum;
}

bool encloses(const GridRing& ring, GridPoint point) {
  bool inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto a = ring[i], b = ring[i + 1 < ring.size() ? i + 1 : 0];
    if ((a.y > point.y) == (b.y > point.y)) continue;
    const auto side = turn(a, b, point);
    if (b.y > a.y ? side > 0 : side < 0) inside = !inside;
  }
  return inside;
}

// `line`: 0 and an x, or 1 and a y. a < b.
bool TileCutter::add_cut(GridPoint a, GridPoint b, std::array<std::int32_t, 2> line, Cuts& cuts) {
  const auto [axis, at] = line;
  const auto from = axis == 0 ? a : GridPoint{a.y, a.x}, to = axis == 0 ? b : GridPoint{b.y, b.x};
  if ((from.x < at) == (to.x < at)) return true;
  const std::int32_t low = axis == 0 ? window_.low.y : window_.low.x,
                     high = axis == 0 ? window_.high.y : window_.high.x;
  std::int64_t number = std::int64_t{to.y - from.y} * (at - from.x), parts = to.x - from.x;
  if (parts < 0) number = -number, parts = -parts;
  const std::int64_t over = number - std::int64_t{low - from.y} * parts,
                     under = std::int64_t{high - from.y} * parts - number;
  if (over == 0 || under == 0) return false;  // through a corner
  if (over < 0 || under < 0) return true;     // beside the window
  const auto crossing = static_cast<std::int32_t>(from.y + rounded(number, parts));
  if (crossing <= low || crossing >= high || cuts.size == 2) return false;
  const auto point = axis == 0 ? GridPoint{at, crossing} : GridPoint{crossing, at};
  cuts.list[cuts.size++] = {point, std::abs(std::int64_t{at} - from.x), std::abs(std::int64_t{to.x} - from.x)};
  return true;
}

// Whether the edge bent over the cuts passes over no point, and shares none of them with another edge.
bool TileCutter::is_clean(GridPoint a, GridPoint b, const Cuts& cuts) {
  auto last = a;
  for (std::size_t i = 0; i < cuts.size; ++i) {
    const auto at = cuts.list[i].at;
    const auto [found, fresh] = seen_.try_emplace(key_of(at), a, b);
    if (found->second != std::pair(a, b)) return false;
    if (fresh && turn(last, at, b) != 0) {
      if (points_.any(box_around(last, at, b),
                      [&](const NumberedPoint& p) { return p.at != a && p.at != b && in_triangle(p.at, last, at, b); }))
        return false;
    }
    last = at;
  }
  return true;
}

// In the order in which the edge from a to b meets them.
bool TileCutter::cuts_of(GridPoint a, GridPoint b, Cuts& cuts) {
  const bool turned = b < a;
  if (turned) std::swap(a, b);  // one way for both neighbours
  for (const auto& line : {std::array{0, window_.low.x}, std::array{0, window_.high.x}, std::array{1, window_.low.y},
                           std::array{1, window_.high.y}}) {
    if (!add_cut(a, b, line, cuts)) return false;
  }
  if (cuts.size == 2) {
    const auto &one = cuts.list[0], &other = cuts.list[1];
    const auto first = one.number * other.parts, second = other.number * one.parts;
    if (first == second) return false;
    if (first > second) std::swap(cuts.list[0], cuts.list[1]);
  }
  if (!is_clean(a, b, cuts)) return false;
  if (turned && cuts.size == 2) std::swap(cuts.list[0], cuts.list[1]);
  return true;
}

bool TileCutter::pieces_of(const GridRing& ring, std::vector<Piece>& pieces, Step& step) {
  std::vector<Piece> runs;  // of this ring; the first may be the end of the last
  bool open = window_.holds(ring.front());
  const bool began_inside = open;
  runs.emplace_back();
  std::size_t cut_count = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto a = ring[i], b = ring[i + 1 < ring.size() ? i + 1 : 0];
    if (open) runs.back().push_back(a);
    const bool to_inside = window_.holds(b);
    if (open && to_inside) continue;
    Cuts cuts;
    if (!cuts_of(a, b, cuts) || cuts.size != (open != to_inside ? 1U : cuts.size == 0 ? 0U : 2U)) return false;
    for (std::size_t c = 0; c < cuts.size; ++c) {
      open = !open;
      ++cut_count;
      if (open) runs.emplace_back();
      runs.back().push_back(cuts.list[c].at);
    }
  }
  step = cut_count > 0 ? Step::cut : began_inside ? Step::held : Step::outside;
  if (step != Step::cut) return true;
  if (began_inside) {
    runs.back().insert(runs.back().end(), runs.front().begin(), runs.front().end());
  }
  for (std::size_t i = 1; i < runs.size(); ++i) pieces.push_back(std::move(runs[i]));
  return true;
}

// Units along the edge of the window from its low corner, in the direction that has the window on its positive side.
std::int64_t TileCutter::along(GridPoint p) const {
  const std::int64_t width = window_.high.x - window_.low.x, height = window_.high.y - window_.low.y;
  if (p.y == window_.low.y) return p.x - window_.low.x;
  if (p.x == window_.high.x) return width + (p.y - window_.low.y);
  if (p.y == window_.high.y) return width + height + (window_.high.x - p.x);
  return 2 * width + height + (window_.high.y - p.y);
}

void TileCutter::add_corners(std::int64_t from, std::int64_t to, GridRing& ring) const {
  const auto low = window_.low, high = window_.high;
  const std::array corners{low, GridPoint{high.x, low.y}, high, GridPoint{low.x, high.y}};
  const std::int64_t round = 2 * (std::int64_t{high.x} - low.x + high.y - low.y);
  if (to < from) to += round;
  for (const std::int64_t turns : {std::int64_t{0}, round}) {
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const auto at = (i == 0 ? 0 : along(corners[i])) + turns;
      if (at > from && at < to) ring.push_back(corners[i]);
    }
  }
}

// Joins the pieces along the edge of the window: from where one leaves to where the next enters.
bool TileCutter::linked(const std::vector<Piece>& pieces, std::vector<GridRing>& rings) const {
  struct End {
    std::int64_t at;
    std::size_t piece;
    bool enters;
  };
  std::vector<End> ends;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    ends.push_back({along(pieces[i].front()), i, true});
    ends.push_back({along(pieces[i].back()), i, false});
  }
  std::ranges::sort(ends, {}, &End::at);
  std::vector<std::size_t> next(pieces.size());
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const auto& here = ends[i];
    const auto& following = ends[(i + 1) % ends.size()];
    if (here.enters == following.enters || here.at == following.at) return false;
    if (!here.enters) next[here.piece] = following.piece;
  }
  std::vector<bool> used(pieces.size(), false);
  for (std::size_t first = 0; first < pieces.size(); ++first) {
    if (used[first]) continue;
    GridRing ring;
    for (auto i = first; !used[i]; i = next[i]) {
      used[i] = true;
      ring.insert(ring.end(), pieces[i].begin(), pieces[i].end());
      add_corners(along(pieces[i].back()), along(pieces[next[i]].front()), ring);
    }
    // A hole that touches the outline, both cut, leaves a ring that touches itself.
    for (auto& simple : parted(std::move(ring))) {
      if (twice_area(simple) <= 0) return false;
      rings.push_back(std::move(simple));
    }
  }
  return true;
}

bool TileCutter::cut(const GridPolygon& polygon, std::vector<GridPolygon>& parts) {
  std::vector<Piece> pieces;
  std::vector<const GridRing*> held;
  for (const GridRing& ring : polygon) {
    Step step = Step::outside;
    if (!pieces_of(ring, pieces, step)) return false;
    if (step == Step::held) held.push_back(&ring);
  }
  if (!held.empty() && held.front() == &polygon.front()) {
    parts.push_back(polygon);
    return true;
  }
  std::vector<GridRing> outlines;
  if (!pieces.empty()) {
    if (!linked(pieces, outlines)) return false;
  } else {
    bool inside = false;
    for (const GridRing& ring : polygon) inside ^= encloses(ring, window_.low);
    if (!inside) return true;
    outlines.push_back({window_.low, {window_.high.x, window_.low.y}, window_.high, {window_.low.x, window_.high.y}});
  }
  const std::size_t first = parts.size();
  for (auto& outline : outlines) parts.push_back(with_outline(std::move(outline)));
  for (const GridRing* hole : held) {
    auto around = parts.begin() + static_cast<std::ptrdiff_t>(first);
    if (parts.size() - first > 1)
      around = std::find_if(around, parts.end(), [&](const GridPolygon& part) {
        return encloses(part.front(), own_point(*hole, part.front()));
      });
    if (around == parts.end()) return false;
    around->push_back(*hole);
  }
  return true;
}

}  // namespace catalyse::geo
