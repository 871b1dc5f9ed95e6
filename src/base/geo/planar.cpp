#include "planar.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <span>

#include "plane_rules.hpp"

namespace catalyse::geo {
namespace {

std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) {
  return (static_cast<std::uint64_t>(std::min(a, b)) << 32U) | std::max(a, b);
}

bool between(GridPoint p, GridPoint a, GridPoint b) { return box_around(a, b).reaches({p, p}); }

int sign(std::int64_t value) { return value > 0 ? 1 : value < 0 ? -1 : 0; }

}  // namespace

bool meet(GridPoint a, GridPoint b, GridPoint c, GridPoint d) {
  const bool shared = a == c || a == d || b == c || b == d;
  if (shared) {
    if ((a == c && b == d) || (a == d && b == c)) return true;
    const auto corner = a == c || a == d ? a : b;
    const auto one = corner == a ? b : a, other = corner == c ? d : c;
    // In one direction from the corner, one lies on the other.
    const auto dot =
        std::int64_t{one.x - corner.x} * (other.x - corner.x) + std::int64_t{one.y - corner.y} * (other.y - corner.y);
    return turn(corner, one, other) == 0 && dot > 0;
  }
  const int c_side = sign(turn(a, b, c)), d_side = sign(turn(a, b, d));
  const int a_side = sign(turn(c, d, a)), b_side = sign(turn(c, d, b));
  if (c_side * d_side < 0 && a_side * b_side < 0) return true;
  return (c_side == 0 && between(c, a, b)) || (d_side == 0 && between(d, a, b)) || (a_side == 0 && between(a, c, d)) ||
         (b_side == 0 && between(b, c, d));
}

Planar::Planar(const Contours& contours) {
  const double per_degree = std::round(1 / contours.step());
  std::vector<std::vector<GridPoint>> lines(contours.arc_count());
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> nodes;  // by place
  const auto node = [&](GridPoint point) {
    return nodes.try_emplace(key_of(point), static_cast<std::uint32_t>(nodes.size())).first->second;
  };
  // By place of a point inside of a line: whether another passes there.
  boost::unordered_flat_map<std::uint64_t, bool> met;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto points = contours.arc(i);
    for (std::size_t k = 0; k + 1 < points.size(); k += 2) {
      const auto point = on_grid({points[k] / per_degree, points[k + 1] / per_degree});
      if (lines[i].empty() || lines[i].back() != point) lines[i].push_back(point);
    }
    (void)node(lines[i].front());
    (void)node(lines[i].back());
    for (std::size_t k = 1; k + 1 < lines[i].size(); ++k) {
      const auto [place, fresh] = met.try_emplace(key_of(lines[i][k]), false);
      place->second = !fresh;
    }
  }
  // Where lines touch is a node, also where the contours have none.
  for (const auto& line : lines) {
    parts_.push_back(static_cast<std::uint32_t>(arcs_.size()));
    std::size_t first = 0;
    for (std::size_t k = 1; k < line.size(); ++k) {
      const bool last = k + 1 == line.size();
      if (!last && !nodes.contains(key_of(line[k])) && !met.at(key_of(line[k]))) continue;
      add_arc(std::span(line).subspan(first, k - first + 1), node(line[first]), node(line[k]));
      first = k;
    }
  }
  parts_.push_back(static_cast<std::uint32_t>(arcs_.size()));
  nodes_ = nodes.size();
  gone_.assign(points_.size(), false);
  name_lines();
  repair();
}

void Planar::name_lines() {
  for (std::uint32_t i = 0; i < arcs_.size(); ++i) {
    Arc& arc = arcs_[i];
    arc.same = static_cast<std::int32_t>(i);
    if (arc.inner > 0) continue;
    const auto [first, fresh] = straight_.try_emplace(arc.ends, i);
    if (!fresh)
      arc.same = points_[arcs_[first->second].first] == points_[arc.first] ? static_cast<std::int32_t>(first->second)
                                                                           : ~static_cast<std::int32_t>(first->second);
  }
}

bool Planar::is_inner(std::uint32_t point) const {
  const Arc& arc = arcs_[of_arc_[point]];
  return point != arc.first && point != arc.last;
}

bool Planar::mends(std::uint32_t point, const EdgeIndex& edges) const {
  const auto before = before_[point], after = after_[point];
  const auto a = points_[before], b = points_[point], c = points_[after];
  std::size_t now = meet(a, b, b, c) ? 1 : 0, then = 0;
  std::vector<std::uint32_t> seen;  // an edge lies in several cells
  (void)edges.any(box_around(a, b, c), [&](const BoxedEdge& edge) {
    if (gone_[edge.from] || edge.from == before || edge.from == point ||
        std::ranges::find(seen, edge.from) != seen.end())
      return false;
    seen.push_back(edge.from);
    const auto d = points_[edge.from], e = points_[after_[edge.from]];
    now += (meet(a, b, d, e) ? 1U : 0U) + (meet(b, c, d, e) ? 1U : 0U);
    then += meet(a, c, d, e) ? 1U : 0U;
    return false;
  });
  return then < now;
}

void Planar::repair() {
  constexpr int kRounds = 8, kCellBits = 9;
  for (int round = 0;; ++round) {
    const auto edges = edge_index(0, kCellBits);
    const auto found = meetings(edges);
    crossings_ = found.size();
    if (found.empty() || round == kRounds) return;
    for (const auto& [one, other] : found) {
      for (const auto point : {one, after_[one], other, after_[other]}) {
        if (gone_[one] || gone_[other]) break;
        if (gone_[point] || !is_inner(point) || arcs_[of_arc_[point]].inner < 2 || !mends(point, edges)) continue;
        take_out(point);
        break;
      }
    }
  }
}

std::vector<std::vector<std::int32_t>> Planar::rings_of(RingArcs refs) const {
  std::vector<std::vector<std::int32_t>> rings(1), done;
  for (const auto ref : refs) {
    const auto line = static_cast<std::size_t>(ref >= 0 ? ref : ~ref);
    const auto first = parts_[line], last = parts_[line + 1];
    for (auto i = first; i < last; ++i) {
      const auto same = arcs_[ref >= 0 ? i : last - 1 - (i - first)].same;
      rings[0].push_back(ref >= 0 ? same : ~same);
    }
  }
  const auto start = [this](std::int32_t ref) {
    return ref >= 0 ? points_[arcs_[static_cast<std::size_t>(ref)].first]
                    : points_[arcs_[static_cast<std::size_t>(~ref)].last];
  };
  while (!rings.empty()) {
    auto ring = std::move(rings.back());
    rings.pop_back();
    bool parted = false;
    for (std::size_t i = 0; i < ring.size() && !parted; ++i) {
      const auto from = ring.begin() + static_cast<std::ptrdiff_t>(i);
      const auto back = std::find(from + 1, ring.end(), ~ring[i]);
      const auto again =
          std::find_if(from + 1, ring.end(), [&](std::int32_t ref) { return start(ref) == start(ring[i]); });
      if (back == ring.end() && again == ring.end()) continue;
      parted = true;
      if (back != ring.end()) {
        rings.emplace_back(from + 1, back);
        ring.erase(from, back + 1);
      } else {
        rings.emplace_back(from, again);
        ring.erase(from, again);
      }
    }
    if (parted)
      rings.push_back(std::move(ring));
    else if (!ring.empty())
      done.push_back(std::move(ring));
  }
  return done;
}

void Planar::add_arc(std::span<const GridPoint> line, std::uint32_t from, std::uint32_t to) {
  Arc arc;
  arc.first = static_cast<std::uint32_t>(points_.size());
  const auto number = static_cast<std::uint32_t>(arcs_.size());
  for (const auto point : line) {
    const auto at = static_cast<std::uint32_t>(points_.size());
    points_.push_back(point);
    before_.push_back(at - 1);
    after_.push_back(at + 1);
    of_arc_.push_back(number);
  }
  arc.last = static_cast<std::uint32_t>(points_.size() - 1);
  arc.inner = arc.last - arc.first - 1;
  arc.from = from;
  arc.to = to;
  arc.ends = pair_key(from, to);
  arc.closed = from == to;
  arcs_.push_back(arc);
}

std::vector<Planar::Meeting> Planar::meetings(const EdgeIndex& edges) const {
  std::vector<Meeting> found;
  edges.each_cell([&](auto rest) {
    for (; !rest.empty(); rest = rest.subspan(1)) {
      const auto& one = rest.front();
      const auto a = points_[one.from], b = points_[after_[one.from]];
      for (const auto& other : rest.subspan(1)) {
        if (!other.box.reaches(one.box) || !meet(a, b, points_[other.from], points_[after_[other.from]])) continue;
        found.emplace_back(std::min(one.from, other.from), std::max(one.from, other.from));
      }
    }
  });
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

double Planar::area_at(std::uint32_t point) const {
  return std::abs(static_cast<double>(turn(points_[before_[point]], points_[point], points_[after_[point]]))) / 2;
}

bool Planar::may_go(std::uint32_t point, const PointIndex& index) const {
  const Arc& arc = arcs_[of_arc_[point]];
  if (arc.closed && arc.inner <= 2) return false;
  if (!arc.closed && arc.inner == 1 && straight_.contains(arc.ends)) return false;
  const auto a = points_[before_[point]], b = points_[point], c = points_[after_[point]];
  return !index.any(box_around(a, b, c), [&](const NumberedPoint& other) {
    const auto p = other.at;
    return !gone_[other.number] && p != a && p != b && p != c && in_triangle(p, a, b, c);
  });
}

void Planar::take_out(std::uint32_t point) {
  gone_[point] = true;
  after_[before_[point]] = after_[point];
  before_[after_[point]] = before_[point];
  Arc& arc = arcs_[of_arc_[point]];
  if (--arc.inner == 0) straight_.emplace(arc.ends, of_arc_[point]);
}

void Planar::simplify(double area) {
  struct Candidate {
    double area;
    std::uint32_t point;
    bool operator<(const Candidate& other) const {
      return area != other.area ? area > other.area : point > other.point;  // the smallest on top
    }
  };
  const int bits = std::max(7, static_cast<int>(std::log2(std::sqrt(area))) + 2);
  const auto points = index(bits);
  std::priority_queue<Candidate> queue;
  const auto consider = [&](std::uint32_t point) {
    const Arc& arc = arcs_[of_arc_[point]];
    if (point == arc.first || point == arc.last) return;
    if (const double here = area_at(point); here < area) queue.push({here, point});
  };
  for (std::uint32_t point = 0; point < points_.size(); ++point) {
    if (!gone_[point]) consider(point);
  }
  // What another point kept from going may go once that one has: until none does.
  for (bool progress = true; progress;) {
    progress = false;
    std::vector<std::uint32_t> kept;
    while (!queue.empty()) {
      const auto [size, point] = queue.top();
      queue.pop();
      if (gone_[point] || size != area_at(point)) continue;  // it, or a neighbour of it, went meanwhile
      if (!may_go(point, points)) {
        kept.push_back(point);
        continue;
      }
      const auto before = before_[point], after = after_[point];
      take_out(point);
      progress = true;
      consider(before);
      consider(after);
    }
    if (!progress) break;
    for (const auto point : kept) {
      if (!gone_[point]) consider(point);
    }
  }
}

std::vector<GridPoint> Planar::arc(std::size_t number) const {
  const Arc& arc = arcs_[number];
  std::vector<GridPoint> line{points_[arc.first]};
  for (auto p = arc.first; p != arc.last;) line.push_back(points_[p = after_[p]]);
  return line;
}

std::size_t Planar::points() const {
  std::size_t total = nodes_;
  for (const Arc& arc : arcs_) total += arc.inner;
  return total;
}

PointIndex Planar::index(int bits) const {
  std::vector<PointIndex::Placed> all;
  all.reserve(points_.size());
  std::vector<bool> seen(nodes_, false);
  for (const Arc& arc : arcs_) {
    if (!stands(arc)) continue;
    for (auto p = arc.first;; p = after_[p]) {
      if (p == arc.first || p == arc.last) {
        const auto number = p == arc.first ? arc.from : arc.to;
        if (!seen[number]) all.push_back({points_[p], {points_[p], p}});
        seen[number] = true;
      } else {
        all.push_back({points_[p], {points_[p], p}});
      }
      if (p == arc.last) break;
    }
  }
  return {all, bits};
}

}  // namespace catalyse::geo
