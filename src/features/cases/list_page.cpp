// `/cas`: the list, its filters with their counts, the same as data.
#include <algorithm>

#include "editorial/exchange.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "kind.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "text/utf8.hpp"
#include "web/components.hpp"

namespace catalyse::cases {
namespace {

using core::Language;
using web::say;

constexpr std::string_view kPath = "/cas";
constexpr std::string_view kPlace = "territoire", kPerimeter = "perimetre", kAfter = "apres";
constexpr std::size_t kPage = 30;

struct Asked {
  Filter filter;
  territories::Named place;
  const Sheet* after = nullptr;  // the last case of the page before
};

core::Result<Asked> read_filter(const Context& context, const http::Query& query) {
  Asked asked;
  for (const auto& facet : facets()) {
    const auto value = query.first(facet.parameter).value_or("");
    if (!value.empty() && find_term(facet.list, value) == nullptr)
      return core::fail(core::ErrorKind::invalid, msg::error_filter.key, {},
                        {{"name", std::string(facet.parameter)}, {"value", std::string(value.substr(0, 60))}});
    asked.filter.*facet.chosen = value;
  }
  // A case that is no longer published begins the list again.
  asked.after = context.base->find(query.first(kAfter).value_or(""));
  if (const auto id = query.first(kPerimeter).value_or(""); !id.empty()) {
    asked.filter.perimeter = perimeters::find_asked(context.perimeters, id);
    if (!asked.filter.perimeter)
      return core::fail(core::ErrorKind::invalid, msg::error_perimeter.key, {},
                        {{"value", std::string(text::cut_utf8(id, 60))}});
  }
  asked.place = read_place(*context.territories, query.first(kPlace).value_or(""));
  if (asked.place.place) asked.filter.place = code_of(context.territories->place(*asked.place.place));
  return asked;
}

// The address of the list as it is asked for, in a form or with another place.
std::string address(const Asked& asked, Language language, std::string_view suffix, std::string_view place) {
  std::string query;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) query.append(query.empty() ? "?" : "&").append(name).append("=").append(value);
  };
  for (const auto& facet : facets()) add(facet.parameter, asked.filter.*facet.chosen);
  add(kPlace, place);
  if (asked.filter.perimeter) add(kPerimeter, asked.filter.perimeter->id);
  const auto path = std::string(kPath) + std::string(suffix) + query;
  return suffix.empty() ? web::localised(language, path) : path;
}

// The part of the list that the page shows: cases stand in the order of the base, where the last one shown has its
// place whether or not it answers the filters any more.
struct Shown {
  std::span<const Sheet* const> sheets;
  std::size_t before = 0;
};
Shown shown_of(const std::vector<const Sheet*>& found, const Sheet* after) {
  const auto first = after == nullptr ? found.begin() : std::ranges::upper_bound(found, after);
  const auto before = static_cast<std::size_t>(first - found.begin());
  return {std::span(found).subspan(before, std::min(kPage, found.size() - before)), before};
}

std::string paging(const Asked& asked, const std::vector<const Sheet*>& found, const Shown& shown, Language language) {
  if (shown.sheets.size() == found.size()) return {};
  const auto number = [&](std::size_t n) { return text::number(static_cast<std::int64_t>(n), language); };
  web::Paging paging{say(language, msg::list_shown,
                         {{"first", number(shown.sheets.empty() ? 0 : shown.before + 1)},
                          {"last", number(shown.before + shown.sheets.size())},
                          {"total", number(found.size())}}),
                     {},
                     {}};
  const auto at = [&](const Sheet* after) {
    const auto list = address(asked, language, {}, asked.filter.place);
    return after == nullptr ? list : list + (list.contains('?') ? "&" : "?") + std::string(kAfter) + "=" + after->id;
  };
  if (shown.before > 0) paging.previous = at(shown.before <= kPage ? nullptr : found[shown.before - kPage - 1]);
  if (shown.before + shown.sheets.size() < found.size()) paging.next = at(shown.sheets.back());
  return web::paging(language, paging);
}

SelectView select(const Context& context, const Asked& asked, const Facet& facet, Language language) {
  SelectView view{"f-" + std::string(facet.parameter),
                  std::string(facet.parameter),
                  say(language, *words_of(facet.field).label),
                  {}};
  const auto& chosen = asked.filter.*facet.chosen;
  view.options.push_back({"", say(language, msg::list_all), chosen.empty()});
  for (const auto& term : terms(facet.list)) {
    const auto n = context.base->count(asked.filter, facet, term.id);
    if (n == 0 && chosen != term.id) continue;
    view.options.push_back(
        {std::string(term.id),
         say(language, *term.label) + " (" + text::number(static_cast<std::int64_t>(n), language) + ")",
         chosen == term.id});
  }
  return view;
}

std::string page_of(const Context& context, const Asked& asked, const std::vector<const Sheet*>& found,
                    Language language, const std::vector<web::Offer>& offers) {
  ListView view;
  view.title = say(language, msg::list_title);
  view.lead = say(language, msg::list_lead);
  view.action = web::localised(language, kPath);
  view.place = asked.place.words;
  if (const auto& perimeter = asked.filter.perimeter) {
    view.perimeter = perimeter->id;
    view.perimeter_words = web::say_count(language, static_cast<std::int64_t>(perimeter->communes.size()),
                                          msg::list_perimeter, {{"name", perimeter->name}});
    view.perimeter_href = web::localised(language, perimeters::address(*perimeter));
    auto anywhere = asked;
    anywhere.filter.perimeter = nullptr;
    view.anywhere_href = address(anywhere, language, {}, asked.filter.place);
  }
  const bool lost = !asked.place.words.empty() && !asked.place.place;
  if (lost) {
    view.place_error = say(language, asked.place.choices.empty() ? msg::place_none : msg::place_several,
                           {{"words", asked.place.words}});
    for (const auto choice : asked.place.choices)
      view.place_choices.push_back({address(asked, language, {}, code_of(context.territories->place(choice))),
                                    place_label(*context.territories, choice)});
  }
  for (const auto& facet : facets()) {
    view.selects.push_back(select(context, asked, facet, language));
    view.open = view.open || !(asked.filter.*facet.chosen).empty();
  }
  const auto shown = shown_of(found, asked.after);
  for (const auto* sheet : shown.sheets)
    view.cards.push_back({web::localised(language, sheet->address()), sheet->title, where(context, *sheet, language),
                          sheet->summary, about(*sheet, language)});
  view.count =
      web::say_count(language, static_cast<std::int64_t>(found.size()), msg::list_count,
                     {{"all", text::number(static_cast<std::int64_t>(context.base->sheets().size()), language)}});
  if (found.empty()) {
    view.none = say(language, msg::list_none);
    view.clear_href = web::localised(language, kPath);
  }
  view.paging_html = paging(asked, found, shown, language);
  view.examples_href = web::localised(language, "/exemples");
  view.submit_href = web::localised(language, "/proposer/cas");
  if (asked.place.place) view.submit_href += "?territoire=" + asked.filter.place;
  view.file_href = web::localised(language, "/proposer/cas/fichier");
  auto downloads = offers;
  downloads.push_back({http::Form::json, say(language, msg::download_schema), "/api/v1/cas/schema"});
  view.downloads_html = web::downloads(language, downloads);
  return templates::render_list(view, language);
}

}  // namespace

std::string where(const Context& context, const Sheet& sheet, Language language) {
  std::vector<std::string> names;
  for (const auto& code : sheet.places) {
    const auto place = find_place(*context.territories, code);
    if (place) names.push_back(place_label(*context.territories, *place));
  }
  if (names.empty()) return term_label(List::level, sheet.value("niveau"), language);
  return text::list(names, language);
}

std::string about(const Sheet& sheet, Language language) {
  std::string words;
  const auto add = [&](const std::string& word) { words += (words.empty() ? "" : " · ") + word; };
  if (!sheet.value("categorie").empty()) add(term_label(List::category, sheet.value("categorie"), language));
  for (const auto& id : sheet.values("fragilites")) add(term_label(List::fragility, id, language));
  return words;
}

core::Result<http::Response> list_page(const Context& context, const http::Request& request) {
  const auto asked = read_filter(context, request.query);
  if (!asked) return std::unexpected(asked.error());
  const auto found = context.base->select(asked->filter);
  if (request.form == http::Form::json) return http::answer(http::kJsonType, cases_json(found));
  if (request.form == http::Form::csv) {
    const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
    if (!dialect) return std::unexpected(dialect.error());
    std::vector<editorial::ShownContent> items;
    for (const auto* sheet : found) items.push_back({sheet->id, &sheet->content});
    return http::attachment(http::kCsvType, editorial::write_csv(kind(), items, *dialect), "cas.csv");
  }
  const auto language = request.language;
  const auto csv = address(*asked, language, ".csv", asked->filter.place);
  const std::vector<web::Offer> offers{
      {http::Form::csv, say(language, msg::download_csv), csv},
      {http::Form::csv, say(language, msg::download_excel),
       csv + (csv.contains('?') ? "&" : "?") + "dialecte=excel-fr"},
      {http::Form::json, say(language, msg::download_json), address(*asked, language, ".json", asked->filter.place)}};
  web::Page page;
  page.language = language;
  page.title = say(language, msg::list_title);
  page.description = say(language, msg::list_lead);
  page.path = request.path;
  page.query = request.raw_query;
  page.layout = web::Layout::wide;
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = offers;
  page.body_html = page_of(context, *asked, found, language, offers);
  return web::page_response(*context.site, page);
}

std::string case_json(const Sheet& sheet) {
  exporting::JsonWriter json;
  json.object([&] { editorial::write_json({sheet.id, &sheet.content}, sheet.version, sheet.address(), json); });
  return json.take();
}

std::string cases_json(std::span<const Sheet* const> sheets) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("total", sheets.size());
    json.array("cases", [&] {
      for (const auto* sheet : sheets) json.raw(case_json(*sheet));
    });
  });
  return json.take();
}

}  // namespace catalyse::cases
