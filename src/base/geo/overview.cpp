#include "overview.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace catalyse::geo {
namespace {

using core::Level;
using core::PlaceCode;

// West to east, as atlases set them.
constexpr std::array<std::string_view, 5> kOverseas{"01", "02", "03", "04", "06"};
constexpr double kColumn = 100;  // width of the insets' column, left of metropolitan France
constexpr double kRow = OverviewMap::kSize.height / kOverseas.size();
constexpr double kCaption = 24;  // left free under each inset for its name and scale bar
constexpr double kMargin = 4;
constexpr double kBeyondDegrees = 0.05;  // points just off the simplified coast still belong to the map

bool is_overseas(std::string_view region) { return std::ranges::find(kOverseas, region) != kOverseas.end(); }

Box widened(Box box) {
  return {box.west - kBeyondDegrees, box.south - kBeyondDegrees, box.east + kBeyondDegrees, box.north + kBeyondDegrees};
}

// Metropolitan départements: those whose middle lies in metropolitan France.
std::vector<PlaceCode> departements_in(const Contours& overview, const Box& box) {
  std::vector<PlaceCode> out;
  for (const PlaceCode& code : overview.places(Level::departement)) {
    if (box.holds(overview.box(code)->centre())) out.push_back(code);
  }
  return out;
}

// A part that was given its place on the drawing.
struct Placed {
  Frame frame;
  double x = 0, y = 0;
  Size size;
};

// As large as one of five equal rows of the column allows.
Placed in_row(const Box& box, std::size_t row) {
  const Size size{kColumn, kRow - kCaption};
  const double top = kRow * static_cast<double>(row);
  return {Frame::fit(box, size, kMargin).shifted(0, top), 0, top, size};
}

// At this scale: in the column one under the other, and what is too high for it in the corner under them, where the
// Bay of Biscay leaves room. `top` is where the next one begins.
Placed at_scale(const Box& box, double km_per_unit, double& top) {
  constexpr double kTrial = 1'000, kHighest = kRow;
  const double side = kTrial * Frame::fit(box, {kTrial, kTrial}).km_per_unit() / km_per_unit;
  const Frame frame = Frame::fit(box, {side, side});
  const Pixel low = frame.project({box.west, box.north}), high = frame.project({box.east, box.south});
  const Size size{high.x - low.x + 2 * kMargin, high.y - low.y + 2 * kMargin};
  const bool corner = size.height > kHighest;
  const double y = corner ? OverviewMap::kSize.height - kCaption - size.height : top;
  if (!corner) top += size.height + kCaption;
  return {frame.shifted(kMargin - low.x, y + kMargin - low.y), 0, y, size};
}

}  // namespace

core::Result<OverviewMap> OverviewMap::make(const Contours& overview, const SvgOptions& options,
                                            Overseas overseas_scale) {
  std::optional<Box> metropolitan;
  std::vector<PlaceCode> regions;
  std::vector<Point> outline;
  for (const PlaceCode& code : overview.places(Level::region)) {
    if (is_overseas(code.code())) continue;
    regions.push_back(code);
    const MultiPolygon shape = *overview.shape(code);
    for (const Polygon& polygon : shape) outline.insert(outline.end(), polygon[0].begin(), polygon[0].end());
    metropolitan = metropolitan ? united(*metropolitan, *overview.box(code)) : *overview.box(code);
  }
  const auto incomplete = [](std::string note) {
    return core::fail(core::ErrorKind::damaged, "geo.overview.incomplete", std::move(note));
  };
  if (!metropolitan) return incomplete("no metropolitan région");
  OverviewMap map(Frame::lambert(outline, {kSize.width - kColumn, kSize.height}, kMargin).shifted(kColumn, 0));
  map.parts_.push_back({widened(*metropolitan), map.metropole_});
  for (const PlaceCode& code : regions) map.land_ += svg_path(overview, code, map.metropole_, options);
  map.borders_ = svg_borders(overview, departements_in(overview, *metropolitan), map.metropole_, options);

  map.overseas_ = overseas_scale;
  double top = 0;
  for (std::size_t i = 0; i < kOverseas.size(); ++i) {
    const auto code = PlaceCode::make(Level::region, kOverseas[i]);
    const auto box = code ? overview.box(*code) : std::nullopt;
    if (!box) return incomplete("no région " + std::string(kOverseas[i]));
    const auto [frame, x, y, size] =
        overseas_scale == Overseas::own_scale ? in_row(*box, i) : at_scale(*box, map.km_per_unit(), top);
    map.parts_.push_back({widened(*box), frame});
    map.insets_.push_back(
        {std::string(kOverseas[i]), x, y, size, frame.km_per_unit(), map.km_per_unit() / frame.km_per_unit()});
    map.land_ += svg_path(overview, *code, frame, options);
  }
  return map;
}

std::optional<Pixel> OverviewMap::project(const Point& point) const {
  for (const Part& part : parts_) {
    if (part.box.holds(point)) return part.frame.project(point);
  }
  return std::nullopt;
}

}  // namespace catalyse::geo
