#include <algorithm>

#include "map_form.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "plan.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using core::Language;
using core::Level;
using http::Form;
using observatory::State;
using web::say;

constexpr std::size_t kRowsPerPage = 25;

struct Pages {
  std::size_t page = 1, last = 1, first_row = 0, end_row = 0;
};

// A page past the end is the last one: a shared address stays good when places merge.
Pages pages_of(const Sheet& sheet) {
  const auto total = sheet.picture.rows.size();
  Pages pages;
  pages.last = std::max<std::size_t>(1, (total + kRowsPerPage - 1) / kRowsPerPage);
  pages.page = std::min(static_cast<std::size_t>(sheet.choice.page), pages.last);
  pages.first_row = (pages.page - 1) * kRowsPerPage;
  pages.end_row = std::min(total, pages.first_row + kRowsPerPage);
  return pages;
}

std::string address_with(const Sheet& sheet, const Choice& choice) {
  return address_of(sheet.context, choice, sheet.language);
}

std::string ordered(const Sheet& sheet, Order order) {
  auto choice = sheet.choice;
  choice.order = order;
  choice.page = 1;
  return address_with(sheet, choice) + "#h-table";
}

std::string paged(const Sheet& sheet, std::size_t page) {
  auto choice = sheet.choice;
  choice.page = static_cast<int>(page);
  return address_with(sheet, choice) + "#h-table";
}

std::string plain(std::size_t n, Language language) { return text::number(static_cast<std::int64_t>(n), language); }

std::string caption_of(const Sheet& sheet) {
  const auto& picture = sheet.picture;
  const auto level = series_of(sheet.context, sheet.choice).level;
  const auto& perimeter = sheet.choice.perimeter;
  if (perimeter && picture.rows.size() < picture.entries.size() && picture.group.empty()) {
    return say(sheet.language, msg::table_caption,
               {{"places", level_count(level, picture.rows.size(), sheet.language)}, {"zone", perimeter->name}});
  }
  if (picture.group.empty()) {
    return say(sheet.language, msg::table_caption,
               {{"places", level_count(level, picture.rows.size(), sheet.language)},
                {"zone", zone_name(sheet.context, sheet.choice.zone, sheet.language)}});
  }
  return say(sheet.language, msg::table_caption_group,
             {{"place", sheet.context.territories->place(sheet.choice.group).name},
              {"places", level_count(level, picture.rows.size(), sheet.language)}});
}

std::vector<web::Cell> row_of(const Sheet& sheet, const Entry& entry) {
  const auto language = sheet.language;
  const auto& indicator = indicator_of(sheet.context, sheet.choice);
  const auto& place = sheet.context.territories->place(entry.place);
  web::Cell name{std::string(place.name), web::localised(language, territories::address(place))};
  if (place.level == Level::commune && place.departement != kNowhere)
    name.note = sheet.context.territories->place(place.departement).name;
  if (entry.place == sheet.choice.group) name.tone = web::Tone::strong;
  if (entry.state != State::present) {
    web::Cell none{observatory::state_words(indicator, entry.state, language)};
    none.tone = web::Tone::missing;
    none.span = 3;
    return {std::move(name), std::move(none)};
  }
  return {std::move(name),
          {observatory::value_text(indicator, entry.value, language)},
          {plain(entry.in + 1U, language)},
          {observatory::reliability_word(entry.reliability, language)}};
}

std::string table_html(const Sheet& sheet) {
  const auto language = sheet.language;
  const auto level = series_of(sheet.context, sheet.choice).level;
  const auto order = sheet.choice.order;
  web::Table table;
  table.id = "c-values";
  table.caption = caption_of(sheet);
  table.fit = web::Fit::fit;
  table.css_class = "values";
  web::Column name{level_name(level, language)};
  name.sort_address = ordered(sheet, Order::name);
  if (order == Order::name) name.sorted = web::Sorted::ascending;
  web::Column value{say(language, msg::table_value), web::Align::number};
  value.sort_address = ordered(sheet, order == Order::highest ? Order::lowest : Order::highest);
  if (order == Order::highest) value.sorted = web::Sorted::descending;
  if (order == Order::lowest) value.sorted = web::Sorted::ascending;
  table.columns = {std::move(name),
                   std::move(value),
                   {say(language, msg::table_class), web::Align::number},
                   {say(language, msg::table_reliability)}};
  const auto pages = pages_of(sheet);
  for (std::size_t i = pages.first_row; i < pages.end_row; ++i)
    table.rows.push_back(row_of(sheet, sheet.picture.entries[sheet.picture.rows[i]]));
  return web::table(table);
}

std::string paging_html(const Sheet& sheet) {
  const auto pages = pages_of(sheet);
  if (pages.last == 1) return {};
  web::Paging paging;
  paging.count = say(sheet.language, msg::table_count,
                     {{"first", plain(pages.first_row + 1, sheet.language)},
                      {"last", plain(pages.end_row, sheet.language)},
                      {"total", plain(sheet.picture.rows.size(), sheet.language)}});
  if (pages.page > 1) paging.previous = paged(sheet, pages.page - 1);
  if (pages.page < pages.last) paging.next = paged(sheet, pages.page + 1);
  return web::paging(sheet.language, paging);
}

void fill_group(const Sheet& sheet, MapView& view) {
  if (sheet.picture.group.empty()) return;
  const auto peers = static_cast<std::int64_t>(sheet.picture.group.size()) - 1;
  view.group = web::say_count(sheet.language, peers, msg::group_shown,
                              {{"place", sheet.context.territories->place(sheet.choice.group).name}});
  auto everyone = sheet.choice;
  everyone.group = kNowhere;
  everyone.page = 1;
  view.group_all_href = address_with(sheet, everyone);
}

void fill_perimeter(const Sheet& sheet, MapView& view) {
  const auto& perimeter = sheet.choice.perimeter;
  if (!perimeter) return;
  const auto communes = static_cast<std::int64_t>(perimeter->communes.size());
  view.group += (view.group.empty() ? "" : " ") +
                web::say_count(sheet.language, communes, msg::perimeter_shown, {{"name", perimeter->name}});
  auto everyone = sheet.choice;
  everyone.perimeter.reset();
  everyone.group = kNowhere;
  everyone.page = 1;
  view.group_all_href = address_with(sheet, everyone);
}

void fill_map(const Sheet& sheet, MapView& view) {
  const auto language = sheet.language;
  const auto& picture = sheet.picture;
  if (!view.plan || view.plan->image.empty())
    view.drawing_html = drawing_svg(sheet.context, sheet.choice, picture, *sheet.ground, language, Use::page);
  view.legend = legend_of(sheet.context, sheet.choice, picture, language);
  if (picture.classes.size() == 0) view.none = say(language, msg::map_none);
  const auto& links = view.plan ? msg::plan_moves : is_linked(picture) ? msg::map_links : msg::map_no_links;
  view.links_note = say(language, links);
  view.scale_note = scale_note(sheet);
  view.missing_note = missing_note(sheet);
  if (!sheet.ground->france || sheet.choice.interactive) return;
  auto other = sheet.choice;
  const bool same = other.overseas == geo::Overseas::same_scale;
  other.overseas = same ? geo::Overseas::own_scale : geo::Overseas::same_scale;
  view.scale_href = address_with(sheet, other);
  view.scale_label = say(language, same ? msg::map_to_own_scale : msg::map_to_same_scale);
}

void fill_notes(const Sheet& sheet, MapView& view) {
  const auto language = sheet.language;
  const bool french = language == Language::fr;
  const auto& indicator = indicator_of(sheet.context, sheet.choice);
  view.notes.push_back(
      say(language, msg::notes_source, {{"source", source_of(sheet.context, sheet.choice, sheet.language)}}));
  const auto& limits = french ? indicator.limits_fr : indicator.limits_en;
  if (!limits.empty()) view.notes.push_back(limits);
  const auto& blank = french ? indicator.blank_note_fr : indicator.blank_note_en;
  if (!blank.empty()) view.notes.push_back(blank);
  view.notes.push_back(say(language, msg::notes_reliability,
                           {{"note", french ? indicator.reliability_note_fr : indicator.reliability_note_en}}));
  view.links.push_back({web::localised(language, "/methode"), say(language, msg::notes_method)});
  view.links.push_back({web::localised(language, "/donnees/indicateurs"), say(language, msg::notes_indicators)});
  if (const auto& perimeter = sheet.choice.perimeter) {
    view.links.push_back({web::localised(language, perimeters::address(*perimeter)),
                          say(language, msg::perimeter_dossier, {{"name", perimeter->name}})});
  }
  if (sheet.choice.zone != kNowhere) {
    const auto& zone = sheet.context.territories->place(sheet.choice.zone);
    view.links.push_back(
        {web::localised(language, territories::address(zone)), say(language, msg::notes_zone, {{"zone", zone.name}})});
  }
}

void fill_beside(const Sheet& sheet, MapView& view) {
  if (!sheet.choice.beside) return;
  const auto choice = choice_beside(sheet.context, sheet.choice);
  const auto picture = classified(sheet.context, choice);
  const Sheet other{sheet.context, choice, picture, sheet.ground, sheet.language};
  BesideView beside;
  beside.title = title_of(sheet.context, choice, sheet.language);
  beside.alone_href = address_of(sheet.context, choice, sheet.language);
  beside.legend = legend_of(sheet.context, choice, picture, sheet.language);
  if (view.plan && picture.classes.size() > 0) beside.plan = plan_of(other);
  if (!beside.plan || beside.plan->image.empty())
    beside.drawing_html = drawing_svg(sheet.context, choice, picture, *sheet.ground, sheet.language, Use::beside);
  view.beside = std::move(beside);
}

std::vector<web::Offer> offers_of(const Sheet& sheet) {
  auto choice = sheet.choice;
  choice.page = 1;
  const auto query = "?" + query_of(sheet.context, choice);
  const auto base = web::localised(sheet.language, "/carte");
  std::vector<web::Offer> offers{
      {Form::csv, say(sheet.language, msg::file_csv), base + ".csv" + query},
      {Form::csv, say(sheet.language, msg::file_excel), base + ".csv" + query + "&dialecte=excel-fr"},
      {Form::json, "JSON", base + ".json" + query},
      {Form::svg, say(sheet.language, msg::file_svg), base + ".svg" + query}};
  offers.push_back({Form::geojson, say(sheet.language, msg::file_geojson), base + ".geojson" + query});
  return offers;
}

std::string fault_words(const core::Error& error, Language language) {
  const auto* message = web::find_message(error.message_id);
  return message == nullptr ? say(language, msg::fault_unknown) : say(language, *message, std::span(error.parameters));
}

}  // namespace

std::string scale_note(const Sheet& sheet) {
  if (!sheet.ground->france) return {};
  const auto language = sheet.language;
  if (sheet.ground->france->overseas() == geo::Overseas::same_scale) return say(language, msg::map_same_scale);
  std::vector<std::string> scales;
  for (const auto& inset : sheet.ground->france->insets()) {
    const auto code = core::PlaceCode::make(Level::region, inset.region);
    const auto place = code ? sheet.context.territories->find(*code) : std::nullopt;
    if (place)
      scales.push_back(say(language, msg::map_inset,
                           {{"name", sheet.context.territories->place(*place).name},
                            {"scale", text::number(inset.enlargement, 1, language)}}));
  }
  return say(language, msg::map_insets, {{"scales", text::list(scales, language)}});
}

std::string missing_note(const Sheet& sheet) {
  if (sheet.ground->without == 0) return {};
  return web::say_count(sheet.language, sheet.ground->without, msg::map_without);
}

http::Response map_page(const Sheet& sheet, const std::optional<core::Error>& error) {
  const auto language = sheet.language;
  const auto& series = series_of(sheet.context, sheet.choice);
  MapView view;
  view.title = title_of(sheet.context, sheet.choice, language);
  view.lead = say(language, msg::lead,
                  {{"places", level_count(series.level, sheet.picture.entries.size(), language)},
                   {"zone", zone_name(sheet.context, sheet.choice.zone, language)},
                   {"year", text::year(series.year)},
                   {"n", plain(sheet.picture.states[static_cast<std::size_t>(State::present)], language)}});
  if (error) view.fault = fault_words(*error, language);
  const bool offered = !sheet.context.site->map_script.empty() && sheet.picture.classes.size() > 0;
  if (offered && sheet.choice.interactive) view.plan = plan_of(sheet);
  fill_form(sheet, view);
  fill_group(sheet, view);
  fill_perimeter(sheet, view);
  fill_map(sheet, view);
  view.table_html = table_html(sheet);
  view.paging_html = paging_html(sheet);
  fill_notes(sheet, view);
  web::Page page;
  page.offers = offers_of(sheet);
  view.downloads_html = web::downloads(language, page.offers);
  view.picture_href = std::ranges::find(page.offers, Form::svg, &web::Offer::form)->address;
  page.language = language;
  page.title = say(language, msg::page_title, {{"title", view.title}});
  page.description = say(language, msg::description, {{"title", view.title}});
  page.path = "/carte";
  page.query = query_of(sheet.context, sheet.choice);
  page.layout = web::Layout::wide;
  auto other = sheet.choice;
  other.interactive = !other.interactive;
  if (offered || sheet.choice.interactive) view.other_href = address_with(sheet, other);
  view.other_label = say(language, sheet.choice.interactive ? msg::plan_drawing : msg::plan_interactive);
  if (view.plan) page.scripts.push_back(sheet.context.site->map_script);
  fill_beside(sheet, view);
  page.body_html = templates::render_map(view, language);
  // Anybody may name a perimeter.
  if (error || sheet.choice.perimeter) page.indexing = web::Indexing::noindex;
  auto response = web::page_response(*sheet.context.site, page);
  if (error)
    response.status = core::status_of(error->kind);
  else
    response.headers.push_back(
        plug::oembed_link(sheet.context.site->base_url, address_of(sheet.context, sheet.choice, language)));
  return response;
}

}  // namespace catalyse::cartography
