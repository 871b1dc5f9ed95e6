#include "pages.hpp"

#include <algorithm>
#include <charconv>

#include "export/csv.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "searchable.hpp"
#include "templates.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "text/query.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::territories {
namespace {

using core::ErrorKind;
using core::Language;
using core::Level;
using core::Result;
using http::Request;
using http::Response;
using web::say;

constexpr std::size_t kPageHits = 100, kSuggested = 8;

std::string level_label(Level level, Language language) {
  static constexpr std::array kWords{&msg::level_commune, &msg::level_arrondissement, &msg::level_epci,
                                     &msg::level_departement, &msg::level_region};
  return say(language, *kWords[static_cast<std::size_t>(level)]);
}

HitView hit_view(const Territories& territories, PlaceIndex index, std::string_view matched, Language language) {
  const auto& place = territories.place(index);
  HitView view;
  view.href = web::localised(language, address(place));
  view.name = std::string(place.name);
  view.kind = level_label(place.level, language);
  const auto within = place.level < Level::departement ? place.departement : place.region;
  if (within != kNowhere) view.within = std::string(territories.place(within).name);
  if (place.population) view.population = web::say_count(language, *place.population, msg::population);
  if (!matched.empty() && text::fold(matched) != text::fold(place.name))
    view.matched = say(language, msg::search_matched, {{"matched", std::string(matched)}});
  return view;
}

web::Page page(const Request& request, std::string title, std::string body) {
  web::Page page;
  page.language = request.language;
  page.title = std::move(title);
  page.description = say(request.language, msg::description);
  page.path = request.path;
  page.query = request.raw_query;
  page.crumbs = {{say(request.language, msg::crumb_france), web::localised(request.language, "/territoires")},
                 {page.title, {}}};
  page.body_html = std::move(body);
  return page;
}

struct Asked {
  std::string words;
  SearchOptions options;
};

Result<Asked> read_search(const http::Query& query) {
  Asked asked;
  asked.options.limit = kPageHits;
  asked.words = std::string(query.first("q").value_or(""));
  if (const auto limit = query.first("limite"); limit && !limit->empty()) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), number);
    if (error != std::errc{} || end != limit->data() + limit->size() || number < 1 || number > 200) {
      return core::fail(ErrorKind::invalid, msg::limit.key, {}, {{"value", std::string(limit->substr(0, 40))}});
    }
    asked.options.limit = number;
  }
  if (const auto level = query.first("niveau"); level && !level->empty()) {
    asked.options.level = core::level_from_name(*level);
    if (!asked.options.level)
      return core::fail(ErrorKind::invalid, msg::level_unknown.key, {}, {{"value", std::string(level->substr(0, 40))}});
  }
  return asked;
}

// `?dans=epci:200023414`: every commune of a group, most populated first.
std::optional<PlaceIndex> asked_group(const Territories& territories, const http::Query& query) {
  const auto within = query.first("dans");
  const auto code = within ? core::PlaceCode::parse(*within) : std::nullopt;
  const auto found = code ? territories.find(*code) : std::nullopt;
  return found && !territories.members(*found).empty() ? found : std::nullopt;
}

struct SearchPage {
  std::shared_ptr<const Territories> territories;
  std::shared_ptr<const web::Site> site;

  Result<Response> operator()(const Request& request) const {
    const auto asked = read_search(request.query);
    if (!asked) return std::unexpected(asked.error());
    const auto group = asked->words.empty() ? asked_group(*territories, request.query) : std::nullopt;
    SearchView view;
    view.action = web::localised(request.language, "/territoires");
    view.words = asked->words;
    view.title = say(request.language, msg::search_title);
    if (group)
      fill_group(*group, request, view);
    else if (asked->words.empty())
      fill_regions(request.language, view);
    else
      fill_hits(*asked, request.language, view);
    auto shown = page(request, view.title, templates::render_search(view, request.language));
    shown.search = web::SearchBox::in_content;
    if (!asked->words.empty()) shown.indexing = web::Indexing::noindex;
    return web::page_response(*site, shown);
  }

  // Nothing asked: the régions, to walk down from.
  void fill_regions(Language language, SearchView& view) const {
    view.lead = say(language, msg::search_lead);
    const auto regions = territories->range(Level::region);
    for (auto region = regions.first; region < regions.last; ++region)
      view.hits.push_back(hit_view(*territories, region, {}, language));
    view.elsewhere = say(language, msg::search_perimeter);
    view.elsewhere_href = web::localised(language, "/perimetres");
  }

  // A page of the communes of a group, from the one after `?apres=` (the code of the last one read).
  void fill_group(PlaceIndex group, const Request& request, SearchView& view) const {
    const auto language = request.language;
    const auto members = territories->members(group);
    std::vector<PlaceIndex> sorted(members.begin(), members.end());
    std::ranges::stable_sort(sorted, std::greater{},
                             [&](PlaceIndex m) { return territories->place(m).population.value_or(0); });
    view.title = say(language, msg::search_title_within, {{"place", std::string(territories->place(group).name)}});
    view.lead = web::say_count(language, static_cast<std::int64_t>(sorted.size()), msg::search_count);
    const auto after = request.query.first("apres").value_or("");
    const auto last_read = std::ranges::find(sorted, after, [&](PlaceIndex m) { return territories->place(m).code; });
    const auto first = last_read == sorted.end() ? 0 : static_cast<std::size_t>(last_read - sorted.begin()) + 1;
    const auto last = std::min(first + kPageHits, sorted.size());
    for (auto i = first; i < last; ++i) view.hits.push_back(hit_view(*territories, sorted[i], {}, language));
    if (sorted.size() <= kPageHits) return;
    const auto number = [&](std::size_t n) { return text::number(static_cast<std::int64_t>(n), language); };
    const auto base = view.action + "?dans=" + std::string(*request.query.first("dans"));
    const auto from = [&](std::size_t start) {
      return start == 0 ? base : base + "&apres=" + std::string(territories->place(sorted[start - 1]).code);
    };
    web::Paging paging{say(language, msg::search_page,
                           {{"first", number(first + 1)}, {"last", number(last)}, {"total", number(sorted.size())}}),
                       {},
                       {}};
    if (first > 0) paging.previous = from(first > kPageHits ? first - kPageHits : 0);
    if (last < sorted.size()) paging.next = from(last);
    view.paging_html = web::paging(language, paging);
  }

  void fill_hits(const Asked& asked, Language language, SearchView& view) const {
    std::size_t total = 0;
    const auto hits = territories->search(asked.words, asked.options, &total);
    view.title = say(language, msg::search_title_words, {{"words", asked.words.substr(0, 100)}});
    view.lead = web::say_count(language, static_cast<std::int64_t>(total), msg::search_count);
    view.elsewhere = say(language, msg::search_everywhere, {{"words", asked.words.substr(0, 100)}});
    view.elsewhere_href = web::localised(language, "/recherche") + "?q=" + text::query_value(asked.words);
    if (hits.empty()) view.none = say(language, msg::search_none);
    if (total > hits.size())
      view.more =
          say(language, msg::search_cut, {{"shown", text::number(static_cast<std::int64_t>(hits.size()), language)}});
    for (const auto& hit : hits) view.hits.push_back(hit_view(*territories, hit.place, hit.matched, language));
  }
};

void write_hit(exporting::JsonWriter& json, const Territories& territories, const Hit& hit) {
  const auto& place = territories.place(hit.place);
  const auto name_of = [&](PlaceIndex index) {
    return index == kNowhere ? std::optional<std::string_view>{} : territories.place(index).name;
  };
  json.object([&] {
    json.field("level", core::level_name(place.level));
    json.field("code", place.code);
    json.field("name", place.name);
    json.field("population", place.population);
    json.field("departement", name_of(place.departement));
    json.field("region", name_of(place.region));
    json.field("matched", hit.matched);
    json.field("address", address(place));
  });
}

struct SearchData {
  std::shared_ptr<const Territories> territories;

  Result<Response> operator()(const Request& request) const {
    auto asked = read_search(request.query);
    if (!asked) return std::unexpected(asked.error());
    if (!request.query.first("limite")) asked->options.limit = 10;
    std::size_t total = 0;
    const auto hits = territories->search(asked->words, asked->options, &total);
    exporting::JsonWriter json;
    json.object([&] {
      json.field("query", asked->words);
      json.field("total", total);
      json.array("places", [&] {
        for (const auto& hit : hits) write_hit(json, *territories, hit);
      });
    });
    return http::answer(http::kJsonType, json.take());
  }
};

// What a browser shows under its address bar (OpenSearch suggestions 1.0): words, names, what each is, addresses.
struct Suggestions {
  std::shared_ptr<const Territories> territories;
  std::shared_ptr<const web::Site> site;

  Result<Response> operator()(const Request& request) const {
    auto asked = read_search(request.query);
    if (!asked) return std::unexpected(asked.error());
    asked->options.limit = kSuggested;
    std::vector<HitView> views;
    for (const auto& hit : territories->search(asked->words, asked->options))
      views.push_back(hit_view(*territories, hit.place, {}, request.language));
    exporting::JsonWriter json;
    const auto list = [&](auto&& text) {
      json.array([&] {
        for (const auto& view : views) json.value(text(view));
      });
    };
    json.array([&] {
      json.value(asked->words);
      list([](const HitView& view) { return view.name; });
      list([](const HitView& view) { return view.within.empty() ? view.kind : view.kind + " · " + view.within; });
      list([&](const HitView& view) { return site->base_url + view.href; });
    });
    return http::answer(http::kJsonType, json.take());
  }
};

std::vector<http::Parameter> search_parameters() {
  return {{"q", "name, postcode, official code or SIREN; typos and accents do not matter", "rouen"},
          {"niveau", "only this level: com, arm, epci, dep or reg", "com"},
          {"limite", "how many places at most, 1 to 200", "10"}};
}

}  // namespace

http::Response choice_page(const Territories& territories, const web::Site& site, const Request& request,
                           const Choice& choice) {
  ChoiceView view;
  view.title = say(request.language, msg::choice_title, {{"code", choice.code}});
  view.lead = say(request.language, msg::choice_lead);
  for (const auto place : choice.places) view.places.push_back(hit_view(territories, place, {}, request.language));
  auto shown = page(request, view.title, templates::render_choice(view, request.language));
  shown.indexing = web::Indexing::noindex;
  auto response = web::page_response(site, shown);
  response.status = 300;
  return response;
}

http::Response identity_page(const Territories& territories, const web::Site& site, const Request& request,
                             PlaceIndex index) {
  const auto& place = territories.place(index);
  const auto language = request.language;
  IdentityView view;
  view.kind = say(language, msg::identity_kind, {{"code", std::string(place.code)}});
  view.name = std::string(place.name);
  view.lead = place.population ? say(language, msg::identity_lead,
                                     {{"name", view.name}, {"n", text::number(*place.population, language)}})
                               : say(language, msg::identity_lead_unknown, {{"name", view.name}});
  view.facts.push_back({say(language, msg::identity_code), std::string(place.code)});
  std::vector<std::string> postcodes;
  for (const auto code : territories.postcodes(index)) postcodes.emplace_back(code);
  if (!postcodes.empty())
    view.facts.push_back({say(language, msg::identity_postcodes), text::list(postcodes, language)});
  if (place.population)
    view.facts.push_back(
        {say(language, msg::identity_population), web::say_count(language, *place.population, msg::population)});
  if (!place.siren.empty()) view.facts.push_back({say(language, msg::identity_siren), std::string(place.siren)});
  auto shown = page(request, view.name, templates::render_identity(view, language));
  shown.description = view.lead;
  shown.path = address(place);
  return web::page_response(site, shown);
}

plug::Contribution contribution(std::shared_ptr<const Territories> territories, std::shared_ptr<const web::Site> site) {
  plug::Contribution all;
  http::Route search;
  search.pattern = "/territoires";
  search.summary = "search of places by name, postcode or code";
  search.parameters = search_parameters();
  search.parameters.push_back({"apres", "with dans: the page after the commune of this code", "76217"});
  search.parameters.push_back({"dans", "every commune of this EPCI, departement or region", "epci:200023414"});
  search.rate = http::RateClass::search;
  search.example = "/territoires?q=rouen";
  search.handler = SearchPage{territories, site};
  http::Route api = search;
  api.pattern = "/api/v1/territoires";
  api.summary = "autocomplete: places by name, postcode or code, best first";
  api.forms = {http::Form::json};
  api.parameters = search_parameters();
  api.example = "/api/v1/territoires?q=rou";
  api.handler = SearchData{territories};
  http::Route suggested = api;
  suggested.pattern = "/api/v1/territoires/suggestions";
  suggested.summary = "places for the search box of a browser (OpenSearch suggestions)";
  suggested.parameters.pop_back();
  suggested.example = "/api/v1/territoires/suggestions?q=rou";
  suggested.handler = Suggestions{territories, site};
  all.routes = {std::move(search), std::move(api), std::move(suggested)};
  all.searchable.push_back(searchable(territories));
  all.sitemaps.push_back({"territoires", [territories](const plug::AddAddress& add) {
                            for (PlaceIndex index = 0; index < territories->size(); ++index)
                              add(address(territories->place(index)));
                          }});
  return all;
}

}  // namespace catalyse::territories
