// `/ressources`: the list, its filters with their counts, the same as data.
#include <algorithm>

#include "editorial/exchange.hpp"
#include "entries.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/query.hpp"
#include "web/components.hpp"

namespace catalyse::library {
namespace {

using core::Language;
using web::say;

constexpr std::string_view kPath = "/ressources", kWords = "mots";
constexpr std::size_t kWordsMost = 100;

core::Result<Filter> read_filter(const http::Query& query) {
  Filter filter;
  for (const auto& facet : facets()) {
    const auto value = query.first(facet.parameter).value_or("");
    if (!value.empty() && std::ranges::find(facet.values, value) == facet.values.end())
      return core::fail(core::ErrorKind::invalid, msg::error_filter.key, {},
                        {{"name", std::string(facet.parameter)}, {"value", std::string(value.substr(0, 60))}});
    filter.*facet.chosen = value;
  }
  filter.words = query.first(kWords).value_or("").substr(0, kWordsMost);
  // Cut inside a letter: the rest of it goes.
  while (!filter.words.empty() && filter.words.size() == kWordsMost &&
         (static_cast<unsigned char>(filter.words.back()) & 0x80U) != 0)
    filter.words.pop_back();
  return filter;
}

std::string address(const Filter& filter, Language language, std::string_view suffix) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty())
      query.append(query.empty() ? "?" : "&").append(name).append("=").append(text::query_value(value));
  };
  for (const auto& facet : facets()) add(facet.parameter, filter.*facet.chosen);
  add(kWords, filter.words);
  const auto path = std::string(kPath) + std::string(suffix) + query;
  return suffix.empty() ? web::localised(language, path) : path;
}

SelectView select(const Context& context, const Filter& filter, const Facet& facet, Language language) {
  SelectView view{"f-" + std::string(facet.parameter), std::string(facet.parameter), say(language, *facet.label), {}};
  const auto& chosen = filter.*facet.chosen;
  view.options.push_back({"", say(language, msg::list_all), chosen.empty()});
  for (const auto value : facet.values) {
    Filter asked = filter;
    asked.*facet.chosen = value;
    const auto n = context.shelf->select(asked).size();
    if (n == 0 && chosen != value) continue;
    view.options.push_back({std::string(value),
                            value_label(context, facet.field, value, language) + " (" +
                                text::number(static_cast<std::int64_t>(n), language) + ")",
                            chosen == value});
  }
  return view;
}

CardView card(const Context& context, const Resource& resource, Language language) {
  std::string about = term_label(List::access, resource.value("acces"), language);
  for (const auto& lever : resource.values("leviers"))
    about += " · " + value_label(context, "leviers", lever, language);
  std::string where = term_label(List::kind, resource.value("genre"), language);
  for (const auto& part : {std::string(resource.value("auteur")), when_words(resource.value("date"), language)})
    if (!part.empty()) where += " · " + part;
  return {web::localised(language, resource.address()), resource.title.in(language), where,
          resource.summary.in(language), about};
}

std::string page_of(const Context& context, const Filter& filter, const std::vector<const Resource*>& found,
                    Language language, const std::vector<web::Offer>& offers) {
  ResourcesView view;
  view.title = say(language, msg::list_title);
  view.lead = say(language, msg::list_lead);
  view.action = web::localised(language, kPath);
  view.words = filter.words;
  for (const auto& facet : facets()) view.selects.push_back(select(context, filter, facet, language));
  for (const auto* resource : found) view.cards.push_back(card(context, *resource, language));
  view.count =
      web::say_count(language, static_cast<std::int64_t>(found.size()), msg::list_count,
                     {{"all", text::number(static_cast<std::int64_t>(context.shelf->resources().size()), language)}});
  if (found.empty()) {
    view.none = say(language, msg::list_none);
    view.clear_href = web::localised(language, kPath);
  }
  view.submit_href = web::localised(language, "/proposer/ressource");
  view.downloads_html = web::downloads(language, offers);
  return templates::render_resources(view, language);
}

}  // namespace

std::span<const Facet> facets() {
  static const std::array kFacets{Facet{"levier", "leviers", &msg::field_leviers, &Filter::lever, lever_ids()},
                                  Facet{"acces", "acces", &msg::field_acces, &Filter::access, ids(List::access)},
                                  Facet{"genre", "genre", &msg::field_genre, &Filter::kind, ids(List::kind)},
                                  Facet{"boite", "boite", &msg::field_boite, &Filter::toolbox, ids(List::toolbox)},
                                  Facet{"odd", "odd", &msg::field_odd, &Filter::goal, goal_ids()}};
  return kFacets;
}

std::string value_label(const Context& context, std::string_view field, std::string_view value, Language language) {
  if (field == "odd") return std::string(value) + ". " + cases::goal_label(value, language);
  if (field == "leviers") {
    for (const auto& lever : context.shelf->levers())
      if (std::to_string(lever.number) == value) return std::string(value) + ". " + lever.title.in(language);
    return std::string(value);
  }
  const auto list = list_of(field);
  return list ? term_label(*list, value, language) : std::string(value);
}

std::string when_words(std::string_view date, Language language) {
  using namespace std::chrono;
  if (date.size() < 7) return std::string(date);
  const auto month_number = number_in(date.substr(5, 2)), year_number = number_in(date.substr(1, 3));
  const auto day_number = date.size() == 10 ? number_in(date.substr(8, 2)) : std::optional(2U);
  if (!month_number || !year_number || !day_number) return std::string(date);
  const auto millennium = static_cast<int>(date[0] - '0') * 1000;
  const year_month_day when{year(millennium + static_cast<int>(*year_number)), month(*month_number), day(*day_number)};
  if (!when.ok()) return std::string(date);
  const auto words = text::date(when, language);
  return date.size() == 10 ? words : words.substr(words.find(' ') + 1);
}

Answer resources_page(const Context& context, const http::Request& request) {
  const auto filter = read_filter(request.query);
  if (!filter) return std::unexpected(filter.error());
  const auto found = context.shelf->select(*filter);
  if (request.form == http::Form::json) return http::answer(http::kJsonType, resources_json(found));
  if (request.form == http::Form::csv) {
    const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
    if (!dialect) return std::unexpected(dialect.error());
    std::vector<editorial::ShownContent> items;
    for (const auto* resource : found) items.push_back({resource->id, &resource->content});
    return http::attachment(http::kCsvType, editorial::write_csv(resource_kind(), items, *dialect), "ressources.csv");
  }
  const auto language = request.language;
  const auto csv = address(*filter, language, ".csv");
  const std::vector<web::Offer> offers{
      {http::Form::csv, say(language, msg::download_csv), csv},
      {http::Form::csv, say(language, msg::download_excel),
       csv + (csv.contains('?') ? "&" : "?") + "dialecte=excel-fr"},
      {http::Form::json, say(language, msg::download_json), address(*filter, language, ".json")}};
  web::Page page;
  page.language = language;
  page.title = say(language, msg::list_title);
  page.description = say(language, msg::list_lead);
  page.path = request.path;
  page.query = request.raw_query;
  page.layout = web::Layout::wide;
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = offers;
  page.body_html = page_of(context, *filter, found, language, offers);
  return web::page_response(*context.site, page);
}

std::string resource_json(const Resource& resource) {
  exporting::JsonWriter json;
  json.object([&] {
    editorial::write_json({resource.id, &resource.content}, resource.version, resource.address(), json);
  });
  return json.take();
}

std::string resources_json(std::span<const Resource* const> resources) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("total", resources.size());
    json.array("resources", [&] {
      for (const auto* resource : resources) json.raw(resource_json(*resource));
    });
  });
  return json.take();
}

}  // namespace catalyse::library
