// Points moved onto the grid that a zoom can show. Private to the room.
#include <algorithm>
#include <bit>

#include "planar.hpp"
#include "plane_rules.hpp"

namespace catalyse::geo {
namespace {

GridPoint rounded(GridPoint p, std::int32_t step) {
  return {(p.x + step / 2) & ~(step - 1), (p.y + step / 2) & ~(step - 1)};
}

struct Move {
  GridPoint from, to;
  std::vector<GridPoint> neighbours;
};

// Whether an edge that does not end at the point lies apart from all that its edges sweep over.
bool keeps_clear(const Move& move, GridPoint neighbour, GridPoint c, GridPoint d) {
  const auto low = low_of(low_of(move.from, move.to), neighbour),
             high = high_of(high_of(move.from, move.to), neighbour);
  if (std::max(c.x, d.x) < low.x || std::min(c.x, d.x) > high.x || std::max(c.y, d.y) < low.y ||
      std::min(c.y, d.y) > high.y)
    return true;
  const auto swept = [&](GridPoint p) { return p != neighbour && in_triangle(p, move.from, move.to, neighbour); };
  return !swept(c) && !swept(d) && !meet(move.from, move.to, c, d) && !meet(move.to, neighbour, c, d);
}

// Whether the edges of the point itself keep their order around it.
bool keeps_order(const Move& move) {
  for (std::size_t i = 0; i < move.neighbours.size(); ++i) {
    for (std::size_t j = 0; j < move.neighbours.size(); ++j) {
      if (i != j && (in_triangle(move.neighbours[j], move.from, move.to, move.neighbours[i]) ||
                     meet(move.to, move.neighbours[i], move.to, move.neighbours[j])))
        return false;
    }
  }
  return true;
}

}  // namespace

// The cells that an edge may touch once its ends have moved.
PointIndex Planar::edge_index(std::int32_t step, int bits) const {
  std::vector<std::pair<GridPoint, std::uint32_t>> cells;
  for (const Arc& arc : arcs_) {
    if (!stands(arc)) continue;
    for (auto p = arc.first; p != arc.last; p = after_[p]) {
      const auto low = low_of(points_[p], points_[after_[p]]), high = high_of(points_[p], points_[after_[p]]);
      for (auto x = (low.x - step) >> bits; x <= (high.x + step) >> bits; ++x) {
        for (auto y = (low.y - step) >> bits; y <= (high.y + step) >> bits; ++y)
          cells.emplace_back(GridPoint{x << bits, y << bits}, p);
      }
    }
  }
  return {cells, bits};
}

bool Planar::may_move(std::span<const std::uint32_t> copies, GridPoint to, const PointIndex& edges) const {
  Move move{points_[copies.front()], to, {}};
  for (const auto p : copies) {
    const Arc& arc = arcs_[of_arc_[p]];
    if (!stands(arc)) continue;
    if (p != arc.last) move.neighbours.push_back(points_[after_[p]]);
    if (p != arc.first) move.neighbours.push_back(points_[before_[p]]);
  }
  if (!keeps_order(move)) return false;
  return std::ranges::none_of(move.neighbours, [&](GridPoint neighbour) {
    const auto low = low_of(low_of(move.from, to), neighbour), high = high_of(high_of(move.from, to), neighbour);
    return edges.any(low, high, [&](GridPoint, std::uint32_t from) {
      const auto c = points_[from], d = points_[after_[from]];
      return c != move.from && d != move.from && !keeps_clear(move, neighbour, c, d);
    });
  });
}

void Planar::snap(std::int32_t step) {
  const auto edges = edge_index(step, std::countr_zero(static_cast<std::uint32_t>(step)) + 5);
  const auto place = [&](std::span<const std::uint32_t> copies) {
    const auto from = points_[copies.front()], to = rounded(from, step);
    if (from == to || !may_move(copies, to, edges)) return false;
    for (const auto p : copies) points_[p] = to;
    return true;
  };
  std::vector<std::vector<std::uint32_t>> nodes(nodes_);
  for (const Arc& arc : arcs_) {
    nodes[arc.from].push_back(arc.first);
    nodes[arc.to].push_back(arc.last);
  }
  for (const auto& copies : nodes) {
    if (!copies.empty()) (void)place(copies);
  }
  for (const Arc& arc : arcs_) {
    if (!stands(arc)) continue;
    for (auto p = after_[arc.first]; p != arc.last; p = after_[p]) (void)place(std::span(&p, 1));
  }
}

}  // namespace catalyse::geo
