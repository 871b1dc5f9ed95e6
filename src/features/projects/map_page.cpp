// `/projets/carte`: amounts by place, of any search. Départements of France, or communes of one département.
#include <algorithm>
#include <cmath>

#include "desk.hpp"
#include "geo/mosaic.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/components.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using core::Level;
using geo::Pixel;
using geo::Point;
using territories::kNowhere;
using web::say;

// Light to dark in equal steps of lightness; the first is for nothing at all.
constexpr std::array<std::string_view, 6> kFills{"#f4f5f5", "#cfe8e4", "#93cbc4", "#4fa8a0", "#1f7f79", "#0b5450"};
constexpr double kEnlarged = 1.5, kMargin = 8;
constexpr geo::Size kZoneSize{960, 810};
constexpr std::size_t kTableMost = 100;

struct Spot {
  PlaceIndex place = 0;
  Totals totals;
  double per_inhabitant = 0;  // euros; NaN where the population is not known
  std::size_t shade = 0;
};

struct Picture {
  std::vector<Spot> spots;
  std::vector<double> bounds;  // upper bound of each class of amounts per inhabitant but the last
  PlaceIndex zone = kNowhere;
};

// Quartiles of the places that have something, five classes at most.
void classify(Picture& picture) {
  std::vector<double> values;
  for (const auto& spot : picture.spots) {
    if (spot.totals.cents > 0 && !std::isnan(spot.per_inhabitant)) values.push_back(spot.per_inhabitant);
  }
  std::ranges::sort(values);
  for (std::size_t i = 1; i < 5 && values.size() >= 10; ++i) {
    const auto at = values[i * values.size() / 5];
    if (picture.bounds.empty() || at > picture.bounds.back()) picture.bounds.push_back(at);
  }
  for (auto& spot : picture.spots) {
    if (spot.totals.cents == 0 || std::isnan(spot.per_inhabitant)) continue;
    spot.shade = 1 + static_cast<std::size_t>(std::ranges::upper_bound(picture.bounds, spot.per_inhabitant) -
                                              picture.bounds.begin());
  }
}

Picture picture_of(const Desk& desk, const Selection& selection, PlaceIndex zone) {
  const auto& all = *desk.context.territories;
  Picture picture;
  picture.zone = zone;
  const auto level = zone == kNowhere ? Level::departement : Level::commune;
  const auto totals = desk.context.projects->by_place(selection, level);
  const auto range = all.range(level);
  const auto add = [&](PlaceIndex place) {
    Spot spot{place, totals[place - range.first]};
    const auto people = all.place(place).population;
    spot.per_inhabitant = people && *people > 0
                              ? static_cast<double>(spot.totals.cents) / 100 / static_cast<double>(*people)
                              : std::nan("");
    picture.spots.push_back(spot);
  };
  if (zone == kNowhere) {
    for (auto place = range.first; place < range.last; ++place) add(place);
  } else {
    for (const auto place : all.members(zone)) {
      if (range.holds(place)) add(place);
    }
  }
  classify(picture);
  return picture;
}

// The département shown: the one asked for, or that of the place asked for.
PlaceIndex zone_of(const Desk& desk) {
  if (!desk.asked.place || desk.asked.scope == Scope::peers) return kNowhere;
  const auto& place = desk.context.territories->place(*desk.asked.place);
  if (place.level == Level::departement) return *desk.asked.place;
  return place.level == Level::region ? kNowhere : place.departement;
}

struct Ground {
  geo::Size size;
  geo::Projection project;
};

Ground ground_of(const Context& context, PlaceIndex zone) {
  if (zone == kNowhere) {
    return {{geo::OverviewMap::kSize.width * kEnlarged, geo::OverviewMap::kSize.height * kEnlarged},
            [france = context.france](const Point& point) -> std::optional<Pixel> {
              const auto at = france->project(point);
              return at ? std::optional(Pixel{at->x * kEnlarged, at->y * kEnlarged}) : std::nullopt;
            }};
  }
  const auto& place = context.territories->place(zone);
  const auto code = core::PlaceCode::make(place.level, place.code);
  const auto box = code ? context.contours->box(*code) : std::nullopt;
  auto frame = geo::Frame::fit(box.value_or(geo::Box{}), kZoneSize, kMargin);
  return {kZoneSize, [frame](const Point& point) { return std::optional(frame.project(point)); }};
}

std::string per_inhabitant(const Spot& spot, Language language) {
  return std::isnan(spot.per_inhabitant) ? say(language, msg::map_unknown)
                                         : text::euros(spot.per_inhabitant, 0, language);
}

std::string spot_words(const Desk& desk, const Spot& spot) {
  const auto language = desk.language();
  return say_count(language, spot.totals.projects, msg::map_spot,
                   {{"place", desk.name(spot.place)},
                    {"amount", money(spot.totals.cents, language)},
                    {"inhabitant", per_inhabitant(spot, language)}});
}

void fill_shapes(const Desk& desk, const Picture& picture, MapView& view) {
  const auto& all = *desk.context.territories;
  std::vector<core::PlaceCode> codes;
  std::vector<const Spot*> drawn;
  for (const auto& spot : picture.spots) {
    const auto& place = all.place(spot.place);
    if (const auto code = core::PlaceCode::make(place.level, place.code)) {
      codes.push_back(*code);
      drawn.push_back(&spot);
    }
  }
  const auto ground = ground_of(desk.context, picture.zone);
  view.width = std::to_string(static_cast<int>(ground.size.width));
  view.height = std::to_string(static_cast<int>(ground.size.height));
  const geo::Mosaic mosaic(*desk.context.contours, codes, ground.project, 1);
  // A département is a link to its communes; communes are too many to be links, and stand in the table.
  if (picture.zone == kNowhere) {
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      if (!mosaic.drawn(i)) continue;
      view.shapes.push_back({desk.href(kMapPath, "lieu", code_of(all.place(drawn[i]->place))),
                             spot_words(desk, *drawn[i]), mosaic.path(i), std::string(kFills[drawn[i]->shade])});
    }
  } else {
    for (std::size_t shade = 0; shade < kFills.size(); ++shade) {
      std::vector<bool> group(drawn.size());
      for (std::size_t i = 0; i < drawn.size(); ++i) group[i] = drawn[i]->shade == shade;
      if (auto d = mosaic.merged(group); !d.empty())
        view.shapes.push_back({"", "", std::move(d), std::string(kFills[shade])});
    }
    view.borders = mosaic.lines();
  }
}

void fill_legend(const Desk& desk, const Picture& picture, MapView& view) {
  const auto language = desk.language();
  std::vector<std::size_t> counts(kFills.size());
  std::size_t unknown = 0;
  for (const auto& spot : picture.spots) {
    ++counts[spot.shade];
    unknown += spot.totals.cents > 0 && std::isnan(spot.per_inhabitant) ? 1U : 0U;
  }
  const auto euros = [&](double value) { return text::euros(value, 0, language); };
  for (std::size_t shade = 0; shade <= picture.bounds.size() + 1; ++shade) {
    std::string words;
    if (shade == 0)
      words = say(language, msg::map_none);
    else if (picture.bounds.empty())
      words = say(language, msg::map_some);
    else if (shade == 1)
      words = say(language, msg::map_under, {{"high", euros(picture.bounds[0])}});
    else if (shade == picture.bounds.size() + 1)
      words = say(language, msg::map_over, {{"low", euros(picture.bounds.back())}});
    else
      words = say(language, msg::map_between,
                  {{"low", euros(picture.bounds[shade - 2])}, {"high", euros(picture.bounds[shade - 1])}});
    view.swatches.push_back({std::string(kFills[shade]), words,
                             say_count(language, static_cast<std::int64_t>(counts[shade]), msg::map_places)});
  }
}

std::string table_of(const Desk& desk, const Picture& picture) {
  const auto language = desk.language();
  std::vector<const Spot*> order;
  for (const auto& spot : picture.spots) order.push_back(&spot);
  std::ranges::stable_sort(order, [](const Spot* a, const Spot* b) { return a->totals.cents > b->totals.cents; });
  std::erase_if(order, [](const Spot* one) { return one->totals.projects == 0; });
  const auto total = order.size();
  if (order.size() > kTableMost) order.resize(kTableMost);
  web::Table table;
  table.id = "c-amounts";
  table.caption = say_count(language, static_cast<std::int64_t>(total), msg::map_table,
                            {{"shown", text::number(static_cast<std::int64_t>(order.size()), language)}});
  table.columns = {{say(language, msg::project_place)},
                   {say(language, msg::map_projects), web::Align::number},
                   {say(language, msg::map_amount), web::Align::number},
                   {say(language, msg::map_inhabitant), web::Align::number}};
  for (const auto* spot : order) {
    const auto& place = desk.context.territories->place(spot->place);
    table.rows.push_back({{std::string(place.name), desk.href(kPath, "lieu", code_of(place))},
                          {text::number(std::int64_t{spot->totals.projects}, language)},
                          {money(spot->totals.cents, language)},
                          {per_inhabitant(*spot, language)}});
  }
  table.fit = web::Fit::fit;
  return web::table(table);
}

http::Response framed(const Desk& desk, const MapView& view) {
  const auto language = desk.language();
  web::Page page;
  page.language = language;
  page.title = view.title;
  page.description = say(language, msg::map_description);
  page.path = kMapPath;
  page.query = desk.request.raw_query;
  page.layout = web::Layout::wide;
  page.crumbs = {{say(language, msg::search_title), desk.href(kPath)}, {say(language, msg::map_crumb), ""}};
  if (!desk.request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.body_html = templates::render_map(view, language);
  auto response = web::page_response(*desk.context.site, page);
  if (desk.asked.fault) response.status = core::status_of(desk.asked.fault->kind);
  return response;
}

}  // namespace

core::Result<http::Response> map_page(const Context& context, const http::Request& request) {
  Desk desk{context, request, read_asked(context, request.query)};
  const auto language = desk.language();
  if (desk.asked.fault && request.form != http::Form::html) return std::unexpected(*desk.asked.fault);
  const auto zone = zone_of(desk);
  auto search = desk.asked.search;
  // The map shows the whole zone beside the place asked for.
  if (zone != kNowhere && desk.asked.scope == Scope::within) search.places = {zone};
  const auto selection = context.projects->select(search);
  const auto picture = picture_of(desk, selection, zone);
  MapView view;
  if (desk.asked.fault) {
    const auto* sentence = web::find_message(desk.asked.fault->message_id);
    if (sentence != nullptr) view.fault = say(language, *sentence, std::span(desk.asked.fault->parameters));
  }
  view.title = zone == kNowhere ? say(language, msg::map_title)
                                : say(language, msg::map_title_of,
                                      {{"place", territories::of_name(context.territories->place(zone))}});
  view.lead = say_count(language, selection.count, msg::map_lead);
  view.back_href = desk.href(kPath);
  fill_shapes(desk, picture, view);
  view.drawing_title = view.title;
  view.drawing_sentence = say(language, msg::map_sentence);
  if (request.form == http::Form::svg)
    return http::attachment("image/svg+xml; charset=utf-8", templates::render_drawing(view, language),
                            "carte-projets.svg");
  view.legend_title = say(language, msg::map_legend);
  fill_legend(desk, picture, view);
  view.note = say(language, zone == kNowhere ? msg::map_note : msg::map_note_communes);
  if (zone != kNowhere) {
    view.other_href = desk.href(kMapPath, "lieu", "");
    view.other_label = say(language, msg::map_france);
  }
  view.drawing_html = templates::render_drawing(view, language);
  view.table_html = table_of(desk, picture);
  const web::Offer svg{http::Form::svg, say(language, msg::download_svg), desk.href(std::string(kMapPath) + ".svg")};
  view.downloads_html = web::downloads(language, std::span(&svg, 1));
  return framed(desk, view);
}

}  // namespace catalyse::projects
