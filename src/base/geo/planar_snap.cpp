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

}  // namespace

struct Planar::Move {
  GridPoint from, to;
  std::vector<GridPoint> neighbours;

  // Whether the edges of the point itself keep their order around it.
  [[nodiscard]] bool keeps_order() const {
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      for (std::size_t j = 0; j < neighbours.size(); ++j) {
        if (i != j &&
            (in_triangle(neighbours[j], from, to, neighbours[i]) || meet(to, neighbours[i], to, neighbours[j])))
          return false;
      }
    }
    return true;
  }

  // Whether an edge that does not end at the point lies apart from all that its edge to the neighbour sweeps over.
  [[nodiscard]] bool keeps_clear(GridPoint neighbour, GridPoint c, GridPoint d) const {
    const auto swept = [&](GridPoint p) { return p != neighbour && in_triangle(p, from, to, neighbour); };
    return !swept(c) && !swept(d) && !meet(from, to, c, d) && !meet(to, neighbour, c, d);
  }
};

EdgeIndex Planar::edge_index(std::int32_t step, int bits) const {
  std::vector<EdgeIndex::Placed> placed;
  for (const Arc& arc : arcs_) {
    if (!stands(arc)) continue;
    for (auto p = arc.first; p != arc.last; p = after_[p]) {
      auto box = box_around(points_[p], points_[after_[p]]);
      box = {{box.low.x - step, box.low.y - step}, {box.high.x + step, box.high.y + step}};
      for (auto x = box.low.x >> bits; x <= box.high.x >> bits; ++x) {
        for (auto y = box.low.y >> bits; y <= box.high.y >> bits; ++y)
          placed.push_back({{x << bits, y << bits}, {box, p}});
      }
    }
  }
  return {placed, bits};
}

void Planar::find_neighbours(std::span<const std::uint32_t> copies, Move& move) const {
  move.neighbours.clear();
  for (const auto p : copies) {
    const Arc& arc = arcs_[of_arc_[p]];
    if (!stands(arc)) continue;
    if (p != arc.last) move.neighbours.push_back(points_[after_[p]]);
    if (p != arc.first) move.neighbours.push_back(points_[before_[p]]);
  }
}

bool Planar::may_move(const Move& move, const EdgeIndex& edges) const {
  if (!move.keeps_order()) return false;
  return std::ranges::none_of(move.neighbours, [&](GridPoint neighbour) {
    const auto swept = box_around(move.from, move.to, neighbour);
    return edges.any(swept, [&](const BoxedEdge& edge) {
      if (!edge.box.reaches(swept)) return false;
      const auto c = points_[edge.from], d = points_[after_[edge.from]];
      if (!box_around(c, d).reaches(swept)) return false;
      return c != move.from && d != move.from && !move.keeps_clear(neighbour, c, d);
    });
  });
}

void Planar::snap(std::int32_t step) {
  const auto edges = edge_index(step, std::countr_zero(static_cast<std::uint32_t>(step)) + 5);
  Move move;
  const auto place = [&](std::span<const std::uint32_t> copies) {
    move.from = points_[copies.front()];
    move.to = rounded(move.from, step);
    if (move.from == move.to) return;
    find_neighbours(copies, move);
    if (!may_move(move, edges)) return;
    for (const auto p : copies) points_[p] = move.to;
  };
  std::vector<std::vector<std::uint32_t>> nodes(nodes_);
  for (const Arc& arc : arcs_) {
    nodes[arc.from].push_back(arc.first);
    nodes[arc.to].push_back(arc.last);
  }
  for (const auto& copies : nodes) {
    if (!copies.empty()) place(copies);
  }
  for (const Arc& arc : arcs_) {
    if (!stands(arc)) continue;
    for (auto p = after_[arc.first]; p != arc.last; p = after_[p]) place(std::span(&p, 1));
  }
}

}  // namespace catalyse::geo
