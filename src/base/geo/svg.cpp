#include "svg.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "lines.hpp"

namespace catalyse::geo {
namespace {

double squared(double v) { return v * v; }

double squared_distance(const Pixel& p, const Pixel& a, const Pixel& b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double length = squared(dx) + squared(dy);
  const double t = length == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0);
  return squared(p.x - a.x - t * dx) + squared(p.y - a.y - t * dy);
}

double area(const Line& ring) {
  double twice = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) twice += ring[i - 1].x * ring[i].y - ring[i].x * ring[i - 1].y;
  return std::abs(twice) / 2;
}

// Writes coordinates as whole numbers of the last decimal, so that relative moves add up without drift.
class PathWriter {
 public:
  explicit PathWriter(int decimals) : decimals_(std::clamp(decimals, 0, 3)) {
    for (int i = 0; i < decimals_; ++i) unit_ *= 10;
  }

  // Points that fall on the one before are left out. A line that has then fewer than `least` points is not written:
  // false.
  bool line(const Line& points, std::size_t least) {
    std::vector<std::pair<long, long>> grid;
    grid.reserve(points.size());
    for (const Pixel& p : points) {
      const std::pair at(std::lround(p.x * static_cast<double>(unit_)), std::lround(p.y * static_cast<double>(unit_)));
      if (grid.empty() || grid.back() != at) grid.push_back(at);
    }
    const bool closed = least > 2;
    if (closed && grid.size() > 1 && grid.front() == grid.back()) grid.pop_back();
    if (grid.size() < (closed ? least - 1 : least)) return false;
    out_ += 'M';
    pair(grid[0].first, grid[0].second);
    for (std::size_t i = 1; i < grid.size(); ++i) {
      if (i == 1) out_ += 'l';
      pair(grid[i].first - grid[i - 1].first, grid[i].second - grid[i - 1].second);
    }
    if (closed) out_ += 'z';
    return true;
  }

  // A square of one unit around a point.
  void square(const Pixel& p) {
    out_ += 'M';
    pair(std::lround((p.x - 0.5) * static_cast<double>(unit_)), std::lround((p.y - 0.5) * static_cast<double>(unit_)));
    out_ += "h1v1h-1z";
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void pair(long x, long y) {
    number(x);
    number(y);
  }

  // A number that follows another needs something between them; a minus is enough.
  void number(long value) {
    const bool after_command = out_.back() == 'M' || out_.back() == 'l';
    if (value < 0) {
      out_ += '-';
    } else if (!after_command) {
      out_ += ' ';
    }
    const long whole = std::abs(value) / unit_;
    long fraction = std::abs(value) % unit_;
    if (whole != 0 || fraction == 0) digits(whole);
    if (fraction == 0) return;
    out_ += '.';
    for (long unit = unit_ / 10; fraction < unit; unit /= 10) out_ += '0';
    while (fraction % 10 == 0) fraction /= 10;
    digits(fraction);
  }

  void digits(long number) {
    std::array<char, 24> text{};
    out_.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
  }

  int decimals_;
  long unit_ = 1;
  std::string out_;
};

// Rings of a shape, projected and simplified. Those too small to see go, but the largest stays, as a square if it must.
std::string rings_path(const std::vector<Line>& rings, const SvgOptions& options) {
  PathWriter writer(options.decimals);
  const auto largest = std::ranges::max_element(rings, {}, area);
  if (largest == rings.end() || largest->empty()) return {};
  for (auto ring = rings.begin(); ring != rings.end(); ++ring) {
    const bool visible = area(*ring) >= squared(options.tolerance);
    const bool drawn = visible && writer.line(*ring, 4);
    if (!drawn && ring == largest) writer.square(ring->front());
  }
  return writer.take();
}

Line projected_arc(const Contours& contours, std::size_t number, const Frame& frame) {
  const double per_degree = std::round(1 / contours.step());
  const ArcPoints points = contours.arc(number);
  Line line;
  line.reserve(points.size() / 2);
  for (std::size_t i = 0; i < points.size(); i += 2)
    line.push_back(frame.project({points[i] / per_degree, points[i + 1] / per_degree}));
  return line;
}

std::size_t number_of(std::int32_t ref) { return static_cast<std::size_t>(ref >= 0 ? ref : ~ref); }

}  // namespace

// Without recursion: a coast may have tens of thousands of points.
Line simplified(const Line& line, double tolerance) {
  if (line.size() < 3) return line;
  std::vector<bool> kept(line.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  spans.reserve(line.size());
  spans.emplace_back(0, line.size() - 1);
  while (!spans.empty()) {
    const auto [first, last] = spans.back();
    spans.pop_back();
    double farthest = 0;
    std::size_t at = first;
    for (std::size_t i = first + 1; i < last; ++i) {
      const double distance = squared_distance(line[i], line[first], line[last]);
      if (distance > farthest) farthest = distance, at = i;
    }
    if (farthest <= squared(tolerance)) continue;
    kept[at] = true;
    spans.emplace_back(first, at);
    spans.emplace_back(at, last);
  }
  Line out;
  out.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (kept[i]) out.push_back(line[i]);
  }
  return out;
}

std::string svg_path(const MultiPolygon& shape, const Frame& frame, const SvgOptions& options) {
  std::vector<Line> rings;
  for (const Polygon& polygon : shape) {
    for (const Ring& ring : polygon) {
      Line line;
      for (const Point& point : ring) line.push_back(frame.project(point));
      rings.push_back(simplified(line, options.tolerance));
    }
  }
  return rings_path(rings, options);
}

std::string svg_path(const Contours& contours, const core::PlaceCode& place, const Frame& frame,
                     const SvgOptions& options) {
  std::vector<Line> rings;
  for (const auto& polygon : contours.arcs_of(place)) {
    for (const RingArcs& refs : polygon) {
      Line ring;
      for (const std::int32_t ref : refs) {
        // Always simplified in the stored direction, then turned: both neighbours get the same points.
        Line line = simplified(projected_arc(contours, number_of(ref), frame), options.tolerance);
        if (ref < 0) std::ranges::reverse(line);
        ring.insert(ring.end(), line.begin() + (ring.empty() ? 0 : 1), line.end());
      }
      rings.push_back(std::move(ring));
    }
  }
  return rings_path(rings, options);
}

std::string svg_borders(const Contours& contours, const std::vector<core::PlaceCode>& places, const Frame& frame,
                        const SvgOptions& options) {
  std::map<std::size_t, int> uses;
  for (const core::PlaceCode& place : places) {
    for (const auto& polygon : contours.arcs_of(place)) {
      for (const RingArcs& refs : polygon) {
        for (const std::int32_t ref : refs) ++uses[number_of(ref)];
      }
    }
  }
  PathWriter writer(options.decimals);
  for (const auto& [arc, count] : uses) {
    if (count > 1) writer.line(simplified(projected_arc(contours, arc, frame), options.tolerance), 2);
  }
  return writer.take();
}

}  // namespace catalyse::geo
