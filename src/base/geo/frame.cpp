#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "svg.hpp"

namespace catalyse::geo {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kSphereKm = 6371.0072;
constexpr double kLeastRadians = 1 / kSphereKm;  // one kilometre: the least extent of a map

// Snyder, USGS 1395, equations 15-1 to 15-3, on the sphere; constants of Lambert-93 (IGN): parallels 44° and 49°,
// meridian 3°.
struct Cone {
  double n, f;
};

double half_angle(double latitude) { return std::tan(std::numbers::pi / 4 + latitude / 2); }

Cone lambert_93() {
  const double first = 44 * kRadians, second = 49 * kRadians;
  const double n = std::log(std::cos(first) / std::cos(second)) / std::log(half_angle(second) / half_angle(first));
  return {n, std::cos(first) * std::pow(half_angle(first), n) / n};
}

Pixel on_cone(const Point& point) {
  static const Cone cone = lambert_93();
  const double latitude = std::clamp(point.latitude, -80.0, 89.0) * kRadians;  // the south pole lies at infinity
  const double rho = cone.f / std::pow(half_angle(latitude), cone.n);
  const double theta = cone.n * (point.longitude - 3) * kRadians;
  return {rho * std::sin(theta), -rho * std::cos(theta)};
}

struct Extent {
  double west = std::numeric_limits<double>::max(), south = west, east = -west, north = -west;
  void take(const Pixel& p) {
    west = std::min(west, p.x);
    east = std::max(east, p.x);
    south = std::min(south, p.y);
    north = std::max(north, p.y);
  }
};

}  // namespace

Pixel Frame::plane(const Point& point) const {
  if (kind_ == Kind::lambert) return on_cone(point);
  return {point.longitude * kRadians * cosine_, point.latitude * kRadians};
}

Frame Frame::fit(const Box& box, const Size& size, double margin) {
  Frame frame;
  frame.cosine_ = std::max(0.01, std::cos(box.centre().latitude * kRadians));
  frame.settle({{box.west, box.south}, {box.east, box.north}}, size, margin);
  return frame;
}

Frame Frame::lambert(const std::vector<Point>& points, const Size& size, double margin) {
  Frame frame;
  frame.kind_ = Kind::lambert;
  frame.settle(points, size, margin);
  return frame;
}

void Frame::settle(const std::vector<Point>& points, const Size& size, double margin) {
  Extent extent;
  for (const Point& point : points) extent.take(plane(point));
  if (points.empty()) extent.take({0, 0});
  const double width = std::max(extent.east - extent.west, kLeastRadians);
  const double height = std::max(extent.north - extent.south, kLeastRadians);
  size_ = size;
  scale_ = std::min((size.width - 2 * margin) / width, (size.height - 2 * margin) / height);
  origin_x_ = size.width / 2 - scale_ * (extent.west + extent.east) / 2;
  origin_y_ = size.height / 2 + scale_ * (extent.south + extent.north) / 2;
}

Frame Frame::fit_width(const Box& box, double width, double margin) {
  const double cosine = std::max(0.01, std::cos(box.centre().latitude * kRadians));
  const double across = std::max((box.east - box.west) * kRadians * cosine, kLeastRadians);
  const double up = std::max((box.north - box.south) * kRadians, kLeastRadians);
  const double height = std::clamp((width - 2 * margin) * up / across + 2 * margin, width / 3, width * 3);
  return fit(box, {width, height}, margin);
}

Pixel Frame::project(const Point& point) const {
  const Pixel p = plane(point);
  return {origin_x_ + scale_ * p.x, origin_y_ - scale_ * p.y};
}

double Frame::km_per_unit() const { return kSphereKm / scale_; }

Frame Frame::shifted(double dx, double dy) const {
  Frame moved = *this;
  moved.origin_x_ += dx;
  moved.origin_y_ += dy;
  return moved;
}

}  // namespace catalyse::geo
