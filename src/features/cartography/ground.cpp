#include "ground.hpp"

#include <algorithm>

#include "picture.hpp"

namespace catalyse::cartography {
namespace {

using core::Level;
using core::PlaceCode;
using geo::Pixel;
using geo::Point;

constexpr double kTolerance = 1;
constexpr geo::Size kLargest{1600, 1350};
constexpr double kMargin = 8;

std::vector<PlaceCode> codes_of(const territories::Territories& territories, const std::vector<PlaceIndex>& places) {
  std::vector<PlaceCode> codes;
  codes.reserve(places.size());
  for (const auto index : places) {
    const auto& place = territories.place(index);
    if (const auto code = PlaceCode::make(place.level, place.code)) codes.push_back(*code);
  }
  return codes;
}

void add_points(const geo::Contours& contours, const PlaceCode& code, std::vector<Point>& points) {
  const auto shape = contours.shape(code);
  if (!shape) return;
  for (const auto& polygon : *shape) points.insert(points.end(), polygon[0].begin(), polygon[0].end());
}

// A frame as large as fits, and the drawing cut to what it holds.
struct Fitted {
  geo::Frame frame;
  geo::Size size;
};

Fitted fitted(const std::vector<Point>& points, territories::Zone where) {
  const auto frame = [&] {
    if (where == territories::Zone::metropole) return geo::Frame::lambert(points, kLargest, kMargin);
    return geo::Frame::fit(geo::box_of({{points}}).value_or(geo::Box{}), kLargest, kMargin);
  }();
  Pixel low{kLargest.width, kLargest.height}, high{0, 0};
  for (const auto& point : points) {
    const auto at = frame.project(point);
    low = {std::min(low.x, at.x), std::min(low.y, at.y)};
    high = {std::max(high.x, at.x), std::max(high.y, at.y)};
  }
  return {frame.shifted(kMargin - low.x, kMargin - low.y),
          {high.x - low.x + 2 * kMargin, high.y - low.y + 2 * kMargin}};
}

// What is drawn as lines over the tiles: régions over départements, départements over smaller places, else the zone.
std::vector<PlaceIndex> larger_places(const Context& context, Level level, PlaceIndex zone) {
  const auto& territories = *context.territories;
  const bool wide = zone == kNowhere || territories.place(zone).level == Level::region;
  if (wide && level < Level::departement) return places_of(territories, Level::departement, zone);
  if (zone != kNowhere) return {zone};
  return level == Level::departement ? places_of(territories, Level::region, zone) : std::vector<PlaceIndex>{};
}

std::shared_ptr<const Ground> make_ground(const Context& context, Level level, PlaceIndex zone,
                                          geo::Overseas overseas) {
  const auto& territories = *context.territories;
  const auto& contours = *context.contours;
  auto places = places_of(territories, level, zone);
  const auto codes = codes_of(territories, places);
  geo::Projection project;
  geo::Size size{geo::OverviewMap::kSize.width * kEnlarged, geo::OverviewMap::kSize.height * kEnlarged};
  std::shared_ptr<const geo::OverviewMap> whole;
  if (zone == kNowhere) {
    whole = overseas == geo::Overseas::same_scale ? context.same_scale : context.france;
    project = [france = whole](const Point& point) -> std::optional<Pixel> {
      const auto at = france->project(point);
      return at ? std::optional(Pixel{at->x * kEnlarged, at->y * kEnlarged}) : std::nullopt;
    };
  } else {
    std::vector<Point> points;
    for (const auto& code : codes_of(territories, {zone})) add_points(contours, code, points);
    // An EPCI may reach beyond the département it is shown in.
    for (std::size_t i = 0; level == Level::epci && i < codes.size(); ++i) add_points(contours, codes[i], points);
    const auto fit = fitted(points, territories.place(zone).zone);
    size = fit.size;
    project = [frame = fit.frame](const Point& point) { return std::optional(frame.project(point)); };
  }
  const auto over = codes_of(territories, larger_places(context, level, zone));
  auto ground = std::make_shared<Ground>(Ground{std::move(places), geo::Mosaic(contours, codes, project, kTolerance),
                                                size, project, geo::Mosaic(contours, over, project, kTolerance).lines(),
                                                0, std::move(whole)});
  for (std::size_t i = 0; i < ground->tiles.size(); ++i) ground->without += ground->tiles.drawn(i) ? 0U : 1U;
  return ground;
}

}  // namespace

std::shared_ptr<const Ground> Grounds::of(Level level, PlaceIndex zone, geo::Overseas overseas) const {
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(kept_, [&](const Kept& kept) {
      return kept.level == level && kept.zone == zone && (zone != kNowhere || kept.overseas == overseas);
    });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return found->ground;
    }
  }
  // Made outside of the lock: two requests may draw the same ground once each, none waits for another's.
  auto made = make_ground(context_, level, zone, overseas);
  const std::lock_guard lock(mutex_);
  kept_.push_front({level, zone, overseas, made});
  if (kept_.size() > kKept) kept_.pop_back();
  return made;
}

}  // namespace catalyse::cartography
