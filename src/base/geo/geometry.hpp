// Points, rings and polygons in WGS84 degrees (EPSG:4326, longitude first), and what can be asked of them. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catalyse::geo {

struct Point {
  double longitude = 0;
  double latitude = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

// A closed line: the last point repeats the first. At least four points.
using Ring = std::vector<Point>;
// The outline, then its holes. No order of winding is promised.
using Polygon = std::vector<Ring>;
using MultiPolygon = std::vector<Polygon>;

// Extent in degrees. No place of the bundle crosses the antimeridian.
struct Box {
  double west = 0, south = 0, east = 0, north = 0;
  [[nodiscard]] bool holds(const Point& p) const {
    return p.longitude >= west && p.longitude <= east && p.latitude >= south && p.latitude <= north;
  }
  [[nodiscard]] bool holds(const Box& b) const {
    return holds(Point{b.west, b.south}) && holds(Point{b.east, b.north});
  }
  [[nodiscard]] Point centre() const { return {(west + east) / 2, (south + north) / 2}; }
  friend bool operator==(const Box&, const Box&) = default;
};

// The box around both.
[[nodiscard]] Box united(const Box& a, const Box& b);
// Empty for a shape without points.
[[nodiscard]] std::optional<Box> box_of(const MultiPolygon& shape);

// Area on the ellipsoid GRS80 (authalic latitudes), edges taken as straight in longitude and authalic latitude.
[[nodiscard]] double area_km2(const MultiPolygon& shape);
// Great-circle distance on the sphere of radius 6 371.0072 km.
[[nodiscard]] double distance_km(const Point& a, const Point& b);

// Even-odd rule. Of two polygons that share a border, exactly one contains a point of it (their outer boundary aside).
[[nodiscard]] bool contains(const MultiPolygon& shape, const Point& point);

// A point inside the shape, for a mark or a label: the centroid of its largest polygon when that lies inside, else the
// middle of the longest stretch inside at that latitude. Empty for a shape without area.
[[nodiscard]] std::optional<Point> inner_point(const MultiPolygon& shape);

// GeoJSON geometry (RFC 7946): Polygon or MultiPolygon, outlines counter-clockwise, at most `decimals` (0-9) decimals
// of a degree.
[[nodiscard]] std::string geojson(const MultiPolygon& shape, int decimals = 5);

}  // namespace catalyse::geo
