#include "outline.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace catalyse::geo {
namespace {

using Node = std::uint64_t;

Node node_of(std::int32_t longitude, std::int32_t latitude) {
  return (static_cast<Node>(static_cast<std::uint32_t>(longitude)) << 32U) | static_cast<std::uint32_t>(latitude);
}

// An arc on the border, and its ends.
struct Edge {
  std::size_t arc = 0;
  Node from = 0, to = 0;
  bool walked = false;
};

// An edge as it is walked.
struct Step {
  std::size_t edge = 0;
  bool forward = true;
};

class Outline {
 public:
  explicit Outline(const Contours& contours) : contours_(contours), per_degree_(std::round(1 / contours.step())) {}

  void add(const core::PlaceCode& place) {
    for (const auto& polygon : contours_.arcs_of(place)) {
      for (const RingArcs& ring : polygon) {
        for (const std::int32_t ref : ring) ++sides_[static_cast<std::size_t>(ref >= 0 ? ref : ~ref)];
      }
    }
  }

  [[nodiscard]] std::vector<Ring> rings() {
    collect();
    for (std::size_t first = 0; first < edges_.size(); ++first) {
      if (!edges_[first].walked) walk(first);
    }
    return std::move(rings_);
  }

 private:
  // The arcs with a place of ours on one side only; in order, so that the same places give the same bytes.
  void collect() {
    std::vector<std::size_t> arcs;
    for (const auto& [arc, sides] : sides_)
      if (sides % 2 == 1) arcs.push_back(arc);
    std::ranges::sort(arcs);
    for (const std::size_t arc : arcs) {
      const ArcPoints points = contours_.arc(arc);
      const Edge edge{arc, node_of(points[0], points[1]), node_of(points[points.size() - 2], points.back()), false};
      at_[edge.from].push_back(edges_.size());
      if (edge.to != edge.from) at_[edge.to].push_back(edges_.size());
      edges_.push_back(edge);
    }
  }

  // Follows the border until it closes. Where it comes back to a point it has passed, the loop in between is a ring of
  // its own, so that no ring touches itself.
  void walk(std::size_t first) {
    std::vector<Step> steps;
    std::vector<Node> nodes{edges_[first].from};
    std::size_t next = first;
    while (true) {
      Edge& edge = edges_[next];
      edge.walked = true;
      const bool forward = edge.from == nodes.back();
      steps.push_back({next, forward});
      nodes.push_back(forward ? edge.to : edge.from);
      close_loops(steps, nodes);
      const auto& choices = at_[nodes.back()];
      const auto open = std::ranges::find_if(choices, [this](std::size_t e) { return !edges_[e].walked; });
      if (open == choices.end()) return;  // every point has an even number of borders: all loops are closed
      next = *open;
    }
  }

  void close_loops(std::vector<Step>& steps, std::vector<Node>& nodes) {
    for (std::size_t i = nodes.size() - 1; i-- > 0;) {
      if (nodes[i] != nodes.back()) continue;
      rings_.push_back(ring_of(std::span(steps).subspan(i)));
      steps.resize(i);
      nodes.resize(i + 1);
      return;
    }
  }

  [[nodiscard]] Ring ring_of(std::span<const Step> steps) const {
    Ring ring;
    for (const Step& step : steps) {
      const ArcPoints points = contours_.arc(edges_[step.edge].arc);
      const std::size_t count = points.size() / 2;
      for (std::size_t i = ring.empty() ? 0 : 1; i < count; ++i) {
        const std::size_t at = 2 * (step.forward ? i : count - 1 - i);
        ring.push_back({points[at] / per_degree_, points[at + 1] / per_degree_});
      }
    }
    return ring;
  }

  const Contours& contours_;
  double per_degree_;
  std::unordered_map<std::size_t, int> sides_;  // by arc: how many of the places have it on their border
  std::unordered_map<Node, std::vector<std::size_t>> at_;
  std::vector<Edge> edges_;
  std::vector<Ring> rings_;
};

double twice_area(const Ring& ring) {
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i)
    sum += ring[i - 1].longitude * ring[i].latitude - ring[i].longitude * ring[i - 1].latitude;
  return std::abs(sum);
}

// A ring with its place among the others.
struct Placed {
  Ring ring;
  Box box;
  double area = 0;
  std::size_t depth = 0, parent = 0;
};

// Rings that do not cross: one lies in another when the middle of one of its sides does (even-odd rule).
bool lies_in(const Placed& inner, const Placed& outer) {
  if (!outer.box.holds(inner.box)) return false;
  const Point p{(inner.ring[0].longitude + inner.ring[1].longitude) / 2,
                (inner.ring[0].latitude + inner.ring[1].latitude) / 2};
  bool inside = false;
  for (std::size_t i = 1; i < outer.ring.size(); ++i) {
    const Point &a = outer.ring[i - 1], &b = outer.ring[i];
    if ((a.latitude > p.latitude) == (b.latitude > p.latitude)) continue;
    const double crossing =
        a.longitude + (p.latitude - a.latitude) / (b.latitude - a.latitude) * (b.longitude - a.longitude);
    if (p.longitude < crossing) inside = !inside;
  }
  return inside;
}

}  // namespace

MultiPolygon united_outline(const Contours& contours, std::span<const core::PlaceCode> places) {
  Outline outline(contours);
  for (const auto& place : places) outline.add(place);
  std::vector<Placed> rings;
  for (Ring& ring : outline.rings()) {
    if (ring.size() < 4) continue;  // a slit
    const Box box = *box_of({{ring}});
    const double area = twice_area(ring);
    rings.push_back({std::move(ring), box, area});
  }
  std::ranges::stable_sort(rings, std::greater{}, &Placed::area);
  MultiPolygon shape;
  std::vector<std::size_t> polygon_of(rings.size());
  for (std::size_t i = 0; i < rings.size(); ++i) {
    for (std::size_t j = i; j-- > 0;) {
      if (!lies_in(rings[i], rings[j])) continue;
      rings[i].depth = rings[j].depth + 1, rings[i].parent = j;
      break;  // the smallest around it: they are sorted
    }
    if (rings[i].depth % 2 == 0) {
      polygon_of[i] = shape.size();
      shape.push_back({std::move(rings[i].ring)});
      rings[i].ring = shape.back().front();
    } else {
      polygon_of[i] = polygon_of[rings[i].parent];
      shape[polygon_of[i]].push_back(rings[i].ring);
    }
  }
  return shape;
}

}  // namespace catalyse::geo
