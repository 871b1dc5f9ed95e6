// The outline of a perimeter within its surroundings, and the same as GeoJSON.
#include <algorithm>
#include <cmath>
#include <map>

#include "export/json.hpp"
#include "geo/mosaic.hpp"
#include "geo/outline.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "views.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::perimeters {
namespace {

using core::PlaceCode;
using territories::kNowhere;

constexpr double kWidth = 640;
constexpr double kMargin = 12;
constexpr std::size_t kBordersMost = 1'500;  // communes whose borders are drawn

std::vector<PlaceCode> codes_of(const Subject& subject, std::span<const PlaceIndex> places) {
  std::vector<PlaceCode> codes;
  for (const PlaceIndex index : places) {
    const auto& place = subject.place(index);
    if (const auto code = PlaceCode::make(place.level, place.code)) codes.push_back(*code);
  }
  return codes;
}

// Communes of one land: metropolitan France, or one overseas département. The largest group is drawn.
std::vector<PlaceIndex> drawn_communes(const Subject& subject) {
  std::map<PlaceIndex, std::vector<PlaceIndex>> lands;
  for (const PlaceIndex commune : subject.perimeter.communes) {
    const auto& place = subject.place(commune);
    lands[place.zone == territories::Zone::metropole ? kNowhere : place.departement].push_back(commune);
  }
  return std::ranges::max_element(lands, {}, [](const auto& land) { return land.second.size(); })->second;
}

std::vector<PlaceIndex> departements_around(const Subject& subject, std::span<const PlaceIndex> communes) {
  std::vector<PlaceIndex> list;
  for (const PlaceIndex commune : communes) list.push_back(subject.place(commune).departement);
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
  std::erase(list, kNowhere);
  return list;
}

std::optional<geo::Box> box_of(const Subject& subject, std::span<const PlaceCode> codes) {
  std::optional<geo::Box> box;
  for (const auto& code : codes)
    if (const auto one = subject.context.contours->box(code)) box = box ? geo::united(*box, *one) : *one;
  return box;
}

std::string whole(double number) { return std::to_string(static_cast<int>(std::lround(number))); }

}  // namespace

std::string outline_html(const Subject& subject) {
  const auto language = subject.language;
  const auto communes = drawn_communes(subject);
  const auto codes = codes_of(subject, communes);
  const auto around = departements_around(subject, communes);
  OutlineView view;
  // One or two départements stand around it; more would make it small.
  const auto ground = codes_of(subject, around);
  const auto box = box_of(subject, around.size() <= 2 ? std::span<const PlaceCode>(ground) : std::span(codes));
  if (!box) {
    view.caption = web::say(language, msg::outline_none);
    return templates::render_outline(view, language);
  }
  const auto frame = geo::Frame::fit_width(*box, kWidth, kMargin);
  const geo::Projection project = [&frame](const geo::Point& point) { return std::optional(frame.project(point)); };
  const geo::Mosaic mosaic(*subject.context.contours, codes, project, 0.7);
  view.land = mosaic.merged(std::vector<bool>(mosaic.size(), true));
  if (codes.size() <= kBordersMost) view.borders = mosaic.lines();
  const geo::Mosaic behind(*subject.context.contours, ground, project, 0.7);
  view.around = behind.merged(std::vector<bool>(behind.size(), true));
  view.width = whole(frame.size().width);
  view.height = whole(frame.size().height);
  view.title = web::say(language, msg::outline_title, {{"name", subject.perimeter.name}});
  const auto apart = subject.perimeter.communes.size() - communes.size();
  std::vector<std::string> names;
  view.caption = view.title + ".";
  if (apart > 0) view.caption += " " + web::say_count(language, static_cast<std::int64_t>(apart), msg::outline_apart);
  return templates::render_outline(view, language);
}

core::Result<std::string> perimeter_geojson(const Subject& subject) {
  const auto codes = codes_of(subject, subject.perimeter.communes);
  auto shape = geo::united_outline(*subject.context.fine, codes);
  if (shape.empty()) shape = geo::united_outline(*subject.context.contours, codes);
  if (shape.empty())
    return core::fail(core::ErrorKind::not_found, msg::no_contour.key, {}, {{"name", subject.perimeter.name}});
  exporting::JsonWriter json;
  json.object([&] {
    json.field("type", "Feature");
    json.field("id", subject.perimeter.id);
    json.object("properties", [&] {
      json.field("name", subject.perimeter.name);
      json.field("communes", static_cast<std::int64_t>(subject.perimeter.communes.size()));
      json.field("population", static_cast<std::int64_t>(subject.gathered.population));
      json.field("population_year", subject.context.territories->population_year());
      json.field("data_version", subject.context.observatory->version());
      json.array("codes", [&] {
        for (const PlaceIndex commune : subject.perimeter.communes) json.value(subject.place(commune).code);
      });
    });
    json.key("geometry");
    json.raw(geo::geojson(shape));
  });
  return json.take();
}

}  // namespace catalyse::perimeters
