#include "mosaic.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

#include "lines.hpp"

namespace catalyse::geo {

// Path data with relative moves between whole units.
class Mosaic::Path {
 public:
  void move(Spot to) {
    out_ += 'M';
    pair(to.x, to.y);
    at_ = to;
    first_ = true;
  }
  void line(Spot to) {
    if (to == at_) return;
    if (first_) out_ += 'l';
    pair(to.x - at_.x, to.y - at_.y);
    at_ = to;
    first_ = false;
  }
  void close() { out_ += 'z'; }
  void speck(Spot middle) {
    move({middle.x - 1, middle.y - 1});
    out_ += "h2v2h-2z";
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void pair(std::int32_t x, std::int32_t y) {
    number(x);
    number(y);
  }
  // A number that follows another needs something between them; a minus is enough.
  void number(std::int32_t value) {
    if (value >= 0 && out_.back() != 'M' && out_.back() != 'l') out_ += ' ';
    out_ += std::to_string(value);
  }
  std::string out_;
  Spot at_;
  bool first_ = true;
};

// Reads the contours of each place and keeps every arc once.
class Mosaic::Maker {
 public:
  Maker(Mosaic& made, const Contours& contours, const Projection& project, double tolerance)
      : made_(made), contours_(contours), project_(project), tolerance_(tolerance) {}

  void add(const core::PlaceCode& place) {
    const auto index = static_cast<std::int32_t>(made_.tiles_.size());
    Tile tile;
    for (const auto& polygon : contours_.arcs_of(place)) {
      for (const RingArcs& refs : polygon) {
        std::vector<std::int32_t> ring;
        for (const std::int32_t ref : refs) {
          const auto number = arc(static_cast<std::size_t>(ref >= 0 ? ref : ~ref));
          bound(made_.arcs_[number], index);
          ring.push_back(ref >= 0 ? static_cast<std::int32_t>(number) : ~static_cast<std::int32_t>(number));
        }
        tile.rings.push_back(std::move(ring));
      }
    }
    made_.tiles_.push_back(std::move(tile));
  }

  // Once every arc is drawn: which tiles fell outside of the drawing, and which became too small to be seen.
  void settle() {
    for (Tile& tile : made_.tiles_) {
      std::int64_t twice = 0;
      Spot low{INT32_MAX, INT32_MAX}, high{INT32_MIN, INT32_MIN};
      for (const auto& ring : tile.rings) {
        for (const std::int32_t ref : ring) {
          const Arc& arc = made_.arcs_[static_cast<std::size_t>(ref >= 0 ? ref : ~ref)];
          const auto spots = std::span(made_.spots_).subspan(arc.first, arc.count);
          twice += ref >= 0 ? turning(spots) : -turning(spots);
          for (const Spot spot : spots) {
            low = {std::min(low.x, spot.x), std::min(low.y, spot.y)};
            high = {std::max(high.x, spot.x), std::max(high.y, spot.y)};
          }
        }
      }
      if (low.x > high.x) {
        tile.rings.clear();
        continue;
      }
      tile.middle = {(low.x + high.x) / 2, (low.y + high.y) / 2};
      tile.speck = std::abs(twice) < kSpeck;
    }
  }

 private:
  static constexpr std::int64_t kSpeck = 4;  // twice the area of a square of √2 units

  // Twice the signed area between the line and the origin.
  static std::int64_t turning(std::span<const Spot> line) {
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
      sum += std::int64_t{line[i - 1].x} * line[i].y - std::int64_t{line[i].x} * line[i - 1].y;
    return sum;
  }

  // A slit (both sides in one tile) is no border of it.
  static void bound(Arc& arc, std::int32_t tile) {
    if (arc.left == kNone)
      arc.left = tile;
    else if (arc.left == tile && arc.right == kNone)
      arc.left = kNone;
    else
      arc.right = tile;
  }

  std::uint32_t node(std::int32_t longitude, std::int32_t latitude) {
    const auto key = (static_cast<std::uint64_t>(static_cast<std::uint32_t>(longitude)) << 32U) |
                     static_cast<std::uint32_t>(latitude);
    return nodes_.try_emplace(key, made_.nodes_).second ? made_.nodes_++ : nodes_[key];
  }

  std::size_t arc(std::size_t stored) {
    const auto [found, fresh] = numbers_.try_emplace(stored, made_.arcs_.size());
    if (!fresh) return found->second;
    const ArcPoints points = contours_.arc(stored);
    const double per_degree = std::round(1 / contours_.step());
    Line line;
    for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
      if (const auto pixel = project_({points[i] / per_degree, points[i + 1] / per_degree})) line.push_back(*pixel);
    }
    Arc made;
    made.from = node(points[0], points[1]);
    made.to = node(points[points.size() - 2], points[points.size() - 1]);
    made.first = static_cast<std::uint32_t>(made_.spots_.size());
    for (const Pixel& pixel : simplified(line, tolerance_)) {
      const Spot spot{static_cast<std::int32_t>(std::lround(pixel.x)), static_cast<std::int32_t>(std::lround(pixel.y))};
      if (made_.spots_.size() == made.first || made_.spots_.back() != spot) made_.spots_.push_back(spot);
    }
    made.count = static_cast<std::uint32_t>(made_.spots_.size()) - made.first;
    made_.arcs_.push_back(made);
    return found->second;
  }

  Mosaic& made_;
  const Contours& contours_;
  const Projection& project_;
  double tolerance_;
  std::unordered_map<std::size_t, std::size_t> numbers_;  // by number in the contours
  std::unordered_map<std::uint64_t, std::uint32_t> nodes_;
};

Mosaic::Mosaic(const Contours& contours, std::span<const core::PlaceCode> places, const Projection& project,
               double tolerance) {
  Maker maker(*this, contours, project, tolerance);
  for (const auto& place : places) maker.add(place);
  maker.settle();
}

std::string Mosaic::path(std::size_t index) const {
  const Tile& tile = tiles_[index];
  Path path;
  for (const auto& ring : tile.rings) {
    std::vector<Spot> line;
    for (const std::int32_t ref : ring) {
      const Arc& arc = arcs_[static_cast<std::size_t>(ref >= 0 ? ref : ~ref)];
      for (std::uint32_t i = 0; i < arc.count; ++i) {
        const Spot spot = spots_[arc.first + (ref >= 0 ? i : arc.count - 1 - i)];
        if (line.empty() || line.back() != spot) line.push_back(spot);
      }
    }
    if (line.size() > 1 && line.front() == line.back()) line.pop_back();
    if (line.size() < 3) continue;
    path.move(line.front());
    for (const Spot spot : line) path.line(spot);
    path.close();
  }
  if (tile.speck) path.speck(tile.middle);
  return path.take();
}

std::string Mosaic::merged(const std::vector<bool>& group) const {
  const auto in = [&group](std::int32_t tile) { return tile != kNone && group[static_cast<std::size_t>(tile)]; };
  // The borders of the group, by node: every node has an even number of them, so that each walk comes back.
  std::vector<std::uint32_t> kept;
  std::vector<std::uint32_t> start(nodes_ + 1, 0);
  for (std::uint32_t n = 0; n < arcs_.size(); ++n) {
    if (in(arcs_[n].left) == in(arcs_[n].right)) continue;
    kept.push_back(n);
    ++start[arcs_[n].from + 1];
    ++start[arcs_[n].to + 1];
  }
  for (std::size_t i = 1; i < start.size(); ++i) start[i] += start[i - 1];
  std::vector<std::uint32_t> at(start.begin(), start.end() - 1), ends(2 * kept.size());
  for (const std::uint32_t n : kept) {
    ends[at[arcs_[n].from]++] = n;
    ends[at[arcs_[n].to]++] = n;
  }
  std::copy(start.begin(), start.end() - 1, at.begin());
  std::vector<bool> walked(arcs_.size(), false);
  Path path;
  for (const std::uint32_t first : kept) {
    if (walked[first]) continue;
    std::uint32_t node = arcs_[first].from, next = first;
    const std::uint32_t home = node;
    bool begun = false;
    while (true) {
      walked[next] = true;
      const Arc& arc = arcs_[next];
      const bool forward = arc.from == node;
      for (std::uint32_t i = 0; i < arc.count; ++i) {
        const Spot spot = spots_[arc.first + (forward ? i : arc.count - 1 - i)];
        if (!begun)
          path.move(spot), begun = true;
        else
          path.line(spot);
      }
      node = forward ? arc.to : arc.from;
      if (node == home) break;
      while (walked[ends[at[node]]]) ++at[node];
      next = ends[at[node]];
    }
    if (begun) path.close();
  }
  for (std::size_t tile = 0; tile < tiles_.size(); ++tile) {
    if (group[tile] && tiles_[tile].speck) path.speck(tiles_[tile].middle);
  }
  return path.take();
}

std::string Mosaic::lines() const {
  Path path;
  for (const Arc& arc : arcs_) {
    if (arc.count < 2 || (arc.left == kNone && arc.right == kNone)) continue;
    path.move(spots_[arc.first]);
    for (std::uint32_t i = 1; i < arc.count; ++i) path.line(spots_[arc.first + i]);
  }
  return path.take();
}

std::size_t Mosaic::bytes() const {
  std::size_t total = spots_.size() * sizeof(Spot) + arcs_.size() * sizeof(Arc) + tiles_.size() * sizeof(Tile);
  for (const Tile& tile : tiles_) {
    for (const auto& ring : tile.rings) total += sizeof(ring) + ring.size() * sizeof(std::int32_t);
  }
  return total;
}

}  // namespace catalyse::geo
