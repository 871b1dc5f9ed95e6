#include "plan.hpp"

#include <array>
#include <utility>

#include "export/json.hpp"
#include "interactive.hpp"
#include "messages.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using core::Language;
using core::Level;
using web::say;

std::string extent_text(const geo::Box& box) {
  std::string text;
  for (const double side : {box.west, box.south, box.east, box.north})
    text += (text.empty() ? "" : ",") + std::to_string(side);
  return text;
}

constexpr geo::Box kMetropole{-5.2, 41.3, 9.6, 51.15};

// Metropolitan France and each overseas région, to go to: their names and extents.
std::string views_json(const Sheet& sheet) {
  exporting::JsonWriter json;
  const auto add = [&json](std::string_view name, const geo::Box& box) {
    json.array([&] {
      json.value(name);
      json.array([&] {
        for (const double side : {box.west, box.south, box.east, box.north}) json.value(side);
      });
    });
  };
  json.array([&] {
    if (sheet.choice.zone != kNowhere) return;
    add(say(sheet.language, msg::plan_metropole), kMetropole);
    for (const auto& inset : sheet.context.france->insets()) {
      const auto code = core::PlaceCode::make(Level::region, inset.region);
      const auto box = code ? sheet.context.contours->box(*code) : std::nullopt;
      const auto place = code ? sheet.context.territories->find(*code) : std::nullopt;
      if (box && place) add(sheet.context.territories->place(*place).name, *box);
    }
  });
  return json.take();
}

std::string plan_words(Language language) {
  static constexpr std::array kWords{std::pair{"canvas", &msg::plan_canvas},
                                     std::pair{"closer", &msg::plan_closer},
                                     std::pair{"farther", &msg::plan_farther},
                                     std::pair{"still", &msg::plan_still},
                                     std::pair{"search", &msg::plan_search},
                                     std::pair{"go", &msg::plan_go},
                                     std::pair{"list", &msg::plan_list},
                                     std::pair{"nearer", &msg::plan_nearer},
                                     std::pair{"none", &msg::plan_none},
                                     std::pair{"dossier", &msg::plan_dossier},
                                     std::pair{"low", &msg::legend_low},
                                     std::pair{"perimeter", &msg::plan_perimeter},
                                     std::pair{"perimeter_none", &msg::plan_perimeter_none},
                                     std::pair{"perimeter_count", &msg::plan_perimeter_count},
                                     std::pair{"perimeter_most", &msg::plan_perimeter_most},
                                     std::pair{"perimeter_add", &msg::plan_perimeter_add},
                                     std::pair{"perimeter_remove", &msg::plan_perimeter_remove},
                                     std::pair{"perimeter_read", &msg::plan_perimeter_read},
                                     std::pair{"perimeter_empty", &msg::plan_perimeter_empty}};
  exporting::JsonWriter json;
  json.object([&] {
    for (const auto& [key, message] : kWords) json.field(key, say(language, *message));
    json.field("perimeter_form", web::localised(language, "/perimetres"));
  });
  return json.take();
}

// The place of the group, then its comparables: code and a point inside.
std::string group_json(const Sheet& sheet) {
  if (sheet.picture.group.empty()) return {};
  exporting::JsonWriter json;
  json.array([&] {
    for (const auto index : sheet.picture.group) {
      const auto& place = sheet.context.territories->place(index);
      if (!place.longitude || !place.latitude) continue;
      json.array([&] {
        json.value(place.code);
        json.value(*place.longitude);
        json.value(*place.latitude);
      });
    }
  });
  return json.take();
}

std::optional<geo::Box> box_of(const Context& context, const std::vector<PlaceIndex>& places) {
  std::optional<geo::Box> all;
  for (const auto index : places) {
    const auto& place = context.territories->place(index);
    const auto code = core::PlaceCode::make(place.level, place.code);
    if (const auto box = code ? context.contours->box(*code) : std::nullopt) all = all ? geo::united(*all, *box) : *box;
  }
  return all;
}

// The level whose borders are drawn over the places, as in the drawing.
std::optional<Level> level_over(Level level) {
  if (level == Level::region) return std::nullopt;
  return level == Level::departement ? Level::region : Level::departement;
}

}  // namespace

PlanView plan_of(const Sheet& sheet) {
  const auto& context = sheet.context;
  const auto level = series_of(context, sheet.choice).level;
  auto choice = sheet.choice;
  choice.page = 1;
  choice.order = Order::highest;
  choice.group = kNowhere;
  choice.perimeter.reset();
  choice.view.reset();
  choice.interactive = false;
  const auto zoning = std::exchange(choice.zoning, std::nullopt);
  choice.beside.reset();
  PlanView view;
  if (!is_linked(sheet.picture)) {
    view.image = web::localised(sheet.language, "/carte.svg") + "?" + query_of(context, sheet.choice);
    view.image_title = title_of(context, sheet.choice, sheet.language);
  }
  view.group = group_json(sheet);
  view.worker = context.site->map_worker;
  view.column = web::localised(sheet.language, "/carte/colonne.json") + "?" + query_of(context, choice);
  view.codes = codes_address(context, level);
  view.tiles = tiles_address(context, level);
  if (const auto over = level_over(level)) {
    view.over = tiles_address(context, *over);
    view.over_level = word_of(*over);
  }
  view.names = names_address(context);
  if (zoning) {
    view.zoning = zoning_address(context, *zoning);
    view.communes = tiles_address(context, Level::commune);
  }
  auto box = kMetropole;
  if (choice.zone != kNowhere) {
    const auto& zone = context.territories->place(choice.zone);
    const auto code = core::PlaceCode::make(zone.level, zone.code);
    if (const auto own = code ? context.contours->box(*code) : std::nullopt) box = *own;
  }
  if (const auto& perimeter = sheet.choice.perimeter) {
    view.perimeter = perimeters::address(*perimeter) + ".geojson";
    if (const auto around = box_of(context, perimeter->communes)) box = *around;
  }
  view.extent = extent_text(box);
  view.views = views_json(sheet);
  view.words = plan_words(sheet.language);
  return view;
}

}  // namespace catalyse::cartography
