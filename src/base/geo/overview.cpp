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

bool overseas(std::string_view region) { return std::ranges::find(kOverseas, region) != kOverseas.end(); }

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

}  // namespace

core::Result<OverviewMap> OverviewMap::make(const Contours& overview, const SvgOptions& options) {
  std::optional<Box> metropolitan;
  std::vector<PlaceCode> regions;
  std::vector<Point> outline;
  for (const PlaceCode& code : overview.places(Level::region)) {
    if (overseas(code.code())) continue;
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

  for (std::size_t i = 0; i < kOverseas.size(); ++i) {
    const auto code = PlaceCode::make(Level::region, kOverseas[i]);
    const auto box = code ? overview.box(*code) : std::nullopt;
    if (!box) return incomplete("no région " + std::string(kOverseas[i]));
    const Size size{kColumn, kRow - kCaption};
    const double top = kRow * static_cast<double>(i);
    const Frame frame = Frame::fit(*box, size, kMargin).shifted(0, top);
    map.parts_.push_back({widened(*box), frame});
    map.insets_.push_back(
        {std::string(kOverseas[i]), 0, top, size, frame.km_per_unit(), map.km_per_unit() / frame.km_per_unit()});
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
