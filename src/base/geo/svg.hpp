// Shapes as SVG path data, small enough to stand in a page. Pure. Numbers are plain ASCII with a dot, whatever the
// locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contours.hpp"
#include "core/territory.hpp"
#include "geometry.hpp"

namespace catalyse::geo {

// A place on a drawing: x to the right, y downward, in units of the viewBox.
struct Pixel {
  double x = 0;
  double y = 0;
};

struct Size {
  double width = 0;
  double height = 0;
};

// A map's projection onto a drawing. Two are offered; both keep the same scale in both directions at the map's middle.
class Frame {
 public:
  // Equirectangular with the scale of the box's mean latitude: for one place and its surroundings. The box is centred
  // in the drawing, as large as fits inside the margin. A box without extent (one point) is shown as if it were about
  // one kilometre wide.
  [[nodiscard]] static Frame fit(const Box& box, const Size& size, double margin = 0);
  // The same with the height that follows from the box, between `width`/3 and `width`*3.
  [[nodiscard]] static Frame fit_width(const Box& box, double width, double margin = 0);
  // Lambert's conformal conic on the sphere with the parallels of Lambert-93 (44° and 49°, meridian 3°): metropolitan
  // France as readers know it. The points (all of an outline, say) are centred in the drawing, as large as fits inside
  // the margin.
  [[nodiscard]] static Frame lambert(const std::vector<Point>& points, const Size& size, double margin = 0);

  [[nodiscard]] Pixel project(const Point& point) const;
  [[nodiscard]] const Size& size() const { return size_; }
  // Kilometres of one unit at the middle of the map: what a scale bar needs.
  [[nodiscard]] double km_per_unit() const;
  // The same map shifted on its drawing, to set it into a larger one.
  [[nodiscard]] Frame shifted(double dx, double dy) const;

 private:
  enum class Kind : std::uint8_t { equirectangular, lambert };
  [[nodiscard]] Pixel plane(const Point& point) const;  // radians on the sphere of radius one, y upward
  void settle(const std::vector<Point>& points, const Size& size, double margin);
  Kind kind_ = Kind::equirectangular;
  Size size_;
  double cosine_ = 1;  // of the mean latitude
  double scale_ = 1;   // units per radian
  double origin_x_ = 0, origin_y_ = 0;
};

struct SvgOptions {
  double tolerance = 0.5;  // units of the drawing: no point of a line moves farther (Douglas-Peucker)
  int decimals = 1;        // 0-3, of the coordinates
};

// Path data (`M…l…z…`, fill-rule evenodd or nonzero) of a shape. Rings smaller than the tolerance are left out, but
// never the largest one: a place too small to draw is a square of one unit. Empty for a shape without points.
[[nodiscard]] std::string svg_path(const MultiPolygon& shape, const Frame& frame, const SvgOptions& options = {});

// The same from shared arcs, each simplified once: two neighbours drawn so have the same points along their border,
// without gap. Empty when the place has no contour.
[[nodiscard]] std::string svg_path(const Contours& contours, const core::PlaceCode& place, const Frame& frame,
                                   const SvgOptions& options = {});

// Borders between two of the places (each drawn once, as open lines), without their common outline: half the size of
// their paths. Places without contour are passed over.
[[nodiscard]] std::string svg_borders(const Contours& contours, const std::vector<core::PlaceCode>& places,
                                      const Frame& frame, const SvgOptions& options = {});

}  // namespace catalyse::geo
