#include "geometry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

namespace catalyse::geo {
namespace {

// GRS80: semi-major axis in km and first eccentricity.
constexpr double kAxisKm = 6378.137;
constexpr double kEccentricity = 0.0818191910428;
constexpr double kSphereKm = 6371.0072;
constexpr double kRadians = std::numbers::pi / 180;

// Snyder, Map Projections: A Working Manual (USGS 1395), equation 3-12: the area between the equator and the latitude,
// per radian of longitude, in units of half the squared axis.
double authalic(double latitude) {
  const double s = std::sin(latitude * kRadians);
  const double es = kEccentricity * s;
  return (1 - kEccentricity * kEccentricity) * (s / (1 - es * es) + std::atanh(es) / kEccentricity);
}

double signed_area_km2(const Ring& ring) {
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const Point &a = ring[i - 1], &b = ring[i];
    sum += (b.longitude - a.longitude) * kRadians * (authalic(a.latitude) + authalic(b.latitude));
  }
  return -sum * kAxisKm * kAxisKm / 4;  // positive when counter-clockwise
}

double polygon_area_km2(const Polygon& polygon) {
  double area = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const double ring = std::abs(signed_area_km2(polygon[i]));
    area += i == 0 ? ring : -ring;
  }
  return area;
}

// Whether the ray from p to the east crosses the edge. The edge is taken from its southern end, so that both neighbours
// of a border get the same answer to the last bit, whatever their direction along it.
bool crosses(const Point& p, Point a, Point b) {
  if (a.latitude > b.latitude) std::swap(a, b);
  if (p.latitude < a.latitude || p.latitude >= b.latitude) return false;
  const double along = (p.latitude - a.latitude) / (b.latitude - a.latitude);
  return p.longitude < a.longitude + along * (b.longitude - a.longitude);
}

Point centroid(const Ring& ring) {
  double twice = 0, x = 0, y = 0;
  const Point o = ring.front();  // near zero, so that the products keep their digits
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const double ax = ring[i - 1].longitude - o.longitude, ay = ring[i - 1].latitude - o.latitude;
    const double bx = ring[i].longitude - o.longitude, by = ring[i].latitude - o.latitude;
    const double cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  if (twice == 0) return o;
  return {o.longitude + x / (3 * twice), o.latitude + y / (3 * twice)};
}

// The middle of the longest stretch of a parallel inside the polygon.
std::optional<Point> middle_of_longest_stretch(const Polygon& polygon, double latitude) {
  std::vector<double> cuts;
  for (const Ring& ring : polygon) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      Point a = ring[i - 1], b = ring[i];
      if (a.latitude > b.latitude) std::swap(a, b);
      if (latitude < a.latitude || latitude >= b.latitude) continue;
      cuts.push_back(a.longitude + (latitude - a.latitude) / (b.latitude - a.latitude) * (b.longitude - a.longitude));
    }
  }
  std::ranges::sort(cuts);
  std::optional<Point> best;
  double longest = 0;
  for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
    if (cuts[i + 1] - cuts[i] <= longest) continue;
    longest = cuts[i + 1] - cuts[i];
    best = Point{(cuts[i] + cuts[i + 1]) / 2, latitude};
  }
  return best;
}

void append_number(std::string& out, double value, int decimals) {
  std::array<char, 48> text{};
  auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals).ptr;
  if (decimals > 0) {
    while (end[-1] == '0') --end;
    if (end[-1] == '.') --end;
  }
  const std::string_view written(text.data(), static_cast<std::size_t>(end - text.data()));
  out += written == "-0" ? "0" : written;
}

void append_ring(std::string& out, const Ring& ring, int decimals) {
  out += '[';
  for (std::size_t i = 0; i < ring.size(); ++i) {
    out += i > 0 ? ",[" : "[";
    append_number(out, ring[i].longitude, decimals);
    out += ',';
    append_number(out, ring[i].latitude, decimals);
    out += ']';
  }
  out += ']';
}

void append_polygon(std::string& out, const Polygon& polygon, int decimals) {
  out += '[';
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    if (i > 0) out += ',';
    const bool counter_clockwise = signed_area_km2(polygon[i]) > 0;
    const bool outline = i == 0;
    append_ring(out, counter_clockwise == outline ? polygon[i] : Ring(polygon[i].rbegin(), polygon[i].rend()),
                decimals);
  }
  out += ']';
}

}  // namespace

Box united(const Box& a, const Box& b) {
  return {std::min(a.west, b.west), std::min(a.south, b.south), std::max(a.east, b.east), std::max(a.north, b.north)};
}

std::optional<Box> box_of(const MultiPolygon& shape) {
  std::optional<Box> box;
  for (const Polygon& polygon : shape) {
    for (const Ring& ring : polygon) {
      for (const Point& p : ring) {
        const Box dot{p.longitude, p.latitude, p.longitude, p.latitude};
        box = box ? united(*box, dot) : dot;
      }
    }
  }
  return box;
}

double area_km2(const MultiPolygon& shape) {
  double area = 0;
  for (const Polygon& polygon : shape) area += polygon_area_km2(polygon);
  return area;
}

double distance_km(const Point& a, const Point& b) {
  const double north = std::sin((b.latitude - a.latitude) * kRadians / 2);
  const double east = std::sin((b.longitude - a.longitude) * kRadians / 2);
  const double h = north * north + std::cos(a.latitude * kRadians) * std::cos(b.latitude * kRadians) * east * east;
  return 2 * kSphereKm * std::asin(std::min(1.0, std::sqrt(h)));
}

bool contains(const MultiPolygon& shape, const Point& point) {
  bool inside = false;
  for (const Polygon& polygon : shape) {
    for (const Ring& ring : polygon) {
      for (std::size_t i = 1; i < ring.size(); ++i) inside ^= crosses(point, ring[i - 1], ring[i]);
    }
  }
  return inside;
}

std::optional<Point> inner_point(const MultiPolygon& shape) {
  const auto largest = std::ranges::max_element(shape, {}, polygon_area_km2);
  if (largest == shape.end() || polygon_area_km2(*largest) <= 0) return std::nullopt;
  const Point middle = centroid(largest->front());
  if (contains({*largest}, middle)) return middle;
  return middle_of_longest_stretch(*largest, middle.latitude);
}

std::string geojson(const MultiPolygon& shape, int decimals) {
  decimals = std::clamp(decimals, 0, 9);
  const bool one = shape.size() == 1;
  std::string out = one ? R"({"type":"Polygon","coordinates":)" : R"({"type":"MultiPolygon","coordinates":[)";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) out += ',';
    append_polygon(out, shape[i], decimals);
  }
  out += one ? "}" : "]}";
  return out;
}

}  // namespace catalyse::geo
