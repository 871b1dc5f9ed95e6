#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>
#include <set>

#include "dossier.hpp"
#include "export/json.hpp"
#include "exports.hpp"
#include "messages.hpp"
#include "observatory/comparables_rules.hpp"
#include "pages.hpp"
#include "tables.hpp"
#include "territories/pages.hpp"
#include "territories/resolve.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using core::ErrorKind;
using core::Result;
using http::Form;
using http::Request;
using http::Response;
using web::say;

// What is behind the address of a place; the table of routes below names each once.
enum class Behind : std::uint8_t { summary, theme, comparables, evolution, take_away };

Response data(std::string_view type, std::string body) {
  Response response;
  response.content_type = std::string(type);
  response.body = std::move(body);
  return response;
}
Response json(std::string body) { return data("application/json; charset=utf-8", std::move(body)); }

Response csv(std::string body, std::string_view file) {
  auto response = data("text/csv; charset=utf-8; header=present", std::move(body));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + std::string(file) + ".csv\"");
  return response;
}

std::string_view suffix(Form form) {
  switch (form) {
    case Form::json:
      return ".json";
    case Form::csv:
      return ".csv";
    case Form::geojson:
      return ".geojson";
    default:
      return {};
  }
}

std::string behind_path(Behind behind, const Request& request) {
  switch (behind) {
    case Behind::summary:
      return {};
    case Behind::theme:
      return "/theme/" + std::string(request.capture("theme"));
    case Behind::comparables:
      return "/comparables";
    case Behind::evolution:
      return "/evolution";
    case Behind::take_away:
      return "/emporter";
  }
  return {};
}

Result<exporting::Dialect> dialect(const Request& request) {
  const auto asked = request.query.first("dialecte");
  const auto dialect = exporting::dialect_from(asked);
  if (!dialect)
    return core::fail(ErrorKind::invalid, msg::unknown_dialect.key, {},
                      {{"dialect", std::string(asked->substr(0, 40))}});
  return *dialect;
}

std::vector<web::Link> crumbs(const Subject& subject, const std::string& last) {
  const auto& place = subject.place();
  std::vector<web::Link> links{
      {say(subject.language, msg::crumb_france), web::localised(subject.language, "/territoires")}};
  for (const auto parent : {place.region, place.departement, place.epci, place.commune}) {
    if (parent != territories::kNowhere)
      links.push_back({std::string(subject.place(parent).name), subject.href_of(parent)});
  }
  links.push_back({std::string(place.name), last.empty() ? std::string{} : subject.href()});
  if (!last.empty()) links.push_back({last, {}});
  return links;
}

// schema.org: the place, so that a search engine shows what it is.
std::string json_ld(const Subject& subject) {
  const auto& place = subject.place();
  exporting::JsonWriter json;
  json.object([&] {
    json.field("@context", "https://schema.org");
    json.field("@type", "AdministrativeArea");
    json.field("name", place.name);
    json.field("identifier", place.code);
    json.field("url", subject.context.site->base_url + subject.href());
    if (place.longitude && place.latitude) {
      json.object("geo", [&] {
        json.field("@type", "GeoCoordinates");
        json.field("longitude", *place.longitude);
        json.field("latitude", *place.latitude);
      });
    }
    if (place.region != territories::kNowhere) {
      json.object("containedInPlace", [&] {
        json.field("@type", "AdministrativeArea");
        json.field("name",
                   subject.place(place.departement != territories::kNowhere ? place.departement : place.region).name);
      });
    }
  });
  return json.take();
}

web::Page frame(const Subject& subject, const Request& request, std::string last_crumb) {
  const auto& place = subject.place();
  web::Page page;
  page.language = subject.language;
  page.title =
      say(subject.language, msg::title, {{"name", std::string(place.name)}, {"code", std::string(place.code)}});
  page.description = say(subject.language, msg::description, {{"name", std::string(place.name)}});
  page.path = territories::address(place);
  page.query = request.raw_query;
  page.crumbs = crumbs(subject, last_crumb);
  page.layout = web::Layout::wide;
  page.print_footer =
      std::string(place.name) + " (" + std::string(place.code) + ") · " + subject.context.site->data(subject.language);
  return page;
}

void offer(web::Page& page, const Subject& subject, const std::string& behind) {
  for (const auto& [form, label] :
       {std::pair{Form::csv, &msg::summary_csv}, std::pair{Form::json, &msg::summary_json}}) {
    page.offers.push_back({form, say(subject.language, *label), subject.href(behind) + std::string(suffix(form))});
  }
}

struct Handler {
  Context context;
  std::string_view word;
  Behind behind;

  Result<Response> operator()(const Request& request) const {
    const auto resolved = territories::resolve(*context.territories, word, request.capture("place"));
    if (!resolved) return std::unexpected(resolved.error());
    if (const auto* choice = std::get_if<territories::Choice>(&*resolved)) {
      return territories::choice_page(*context.territories, *context.site, request, *choice);
    }
    if (const auto* moved = std::get_if<territories::Moved>(&*resolved)) return move(request, moved->place);
    const auto place = std::get<territories::Found>(*resolved).place;
    if (context.territories->overseas_collectivities().holds(place)) return identity(request, place);
    const Subject subject{context, place, request.language};
    switch (behind) {
      case Behind::summary:
        return summary(subject, request);
      case Behind::theme:
        return theme(subject, request);
      case Behind::comparables:
        return comparables(subject, request);
      case Behind::evolution:
        return evolution(subject, request);
      case Behind::take_away:
        return take_away(subject, request);
    }
    return core::fail(ErrorKind::not_found, "territories.unknown.code");
  }

  Response move(const Request& request, territories::PlaceIndex place) const {
    auto target = web::localised(request.language, territories::address(context.territories->place(place))) +
                  behind_path(behind, request) + std::string(suffix(request.form));
    if (!request.raw_query.empty()) target += "?" + request.raw_query;
    return http::redirect(std::move(target));
  }

  Result<Response> identity(const Request& request, territories::PlaceIndex place) const {
    if (behind == Behind::summary && request.form == Form::html)
      return territories::identity_page(*context.territories, *context.site, request, place);
    const auto code = std::string(context.territories->place(place).code);
    return core::fail(ErrorKind::not_found, "territories.unknown.code", "no figures for a COM", {{"code", code}});
  }

  Result<Response> summary(const Subject& subject, const Request& request) const {
    const auto view = request.query.first("vue").value_or("");
    if (!view.empty() && view != "complete") {
      return core::fail(ErrorKind::invalid, msg::unknown_view.key, {}, {{"view", std::string(view.substr(0, 40))}});
    }
    if (request.form == Form::geojson) {
      auto body = place_geojson(subject);
      if (!body) return std::unexpected(body.error());
      return data("application/geo+json", std::move(*body));
    }
    const auto dossier = context.observatory->dossier(subject.index);
    if (!dossier) return std::unexpected(dossier.error());
    if (request.form == Form::json) return json(dossier_json(subject, *dossier));
    if (request.form == Form::csv) {
      std::vector<std::uint16_t> all(dossier->readings.size());
      std::iota(all.begin(), all.end(), std::uint16_t{0});
      return export_csv(subject, request, *dossier, all, "");
    }
    auto page = frame(subject, request, {});
    page.json_ld = json_ld(subject);
    offer(page, subject, "");
    page.offers.push_back({Form::geojson, say(subject.language, msg::summary_geojson), subject.href() + ".geojson"});
    page.body_html = summary_body(subject, *dossier);
    page.layout = web::Layout::dossier;
    if (view == "complete") complete(subject, *dossier, page);
    return web::page_response(*context.site, page);
  }

  Result<Response> take_away(const Subject& subject, const Request& request) const {
    const auto dossier = context.observatory->dossier(subject.index);
    if (!dossier) return std::unexpected(dossier.error());
    auto page = frame(subject, request, {});
    page.body_html = summary_body(subject, *dossier);
    complete(subject, *dossier, page);
    const auto today = std::chrono::floor<std::chrono::days>(context.clock->now());
    page.print_footer += " · " + text::date(today, subject.language);
    return web::standalone_response(
        *context.site, page,
        {text::slug(subject.place().name) + "-" + text::iso_date(today) + ".html",
         say(subject.language, msg::take_away_made, {{"date", text::date(today, subject.language)}})});
  }

  void complete(const Subject& subject, const observatory::Dossier& dossier, web::Page& page) const {
    page.layout = web::Layout::wide;
    page.indexing = web::Indexing::noindex;
    page.body_html = "<div class=\"dossier\">" + page.body_html + "</div>";
    const auto& themes = context.observatory->themes();
    for (std::uint16_t theme = 0; theme < themes.size(); ++theme)
      page.body_html += theme_body(subject, dossier, theme, Part::section);
    page.body_html += comparables_body(subject, dossier.peers, Criteria{}, Part::section);
    page.body_html += evolution_body(subject, Part::section);
  }

  Result<Response> export_csv(const Subject& subject, const Request& request, const observatory::Dossier& dossier,
                              std::span<const std::uint16_t> readings, std::string_view part) const {
    const auto spoken = dialect(request);
    if (!spoken) return std::unexpected(spoken.error());
    return csv(dossier_csv(subject, dossier, readings, *spoken), std::string(subject.place().code) + std::string(part));
  }

  Result<Response> theme(const Subject& subject, const Request& request) const {
    const auto& themes = context.observatory->themes();
    const auto found = std::ranges::find(themes, request.capture("theme"), &observatory::Theme::slug);
    if (found == themes.end()) {
      return core::fail(ErrorKind::not_found, msg::unknown_theme.key, {},
                        {{"theme", std::string(request.capture("theme").substr(0, 60))}});
    }
    const auto index = static_cast<std::uint16_t>(found - themes.begin());
    const auto dossier = context.observatory->dossier(subject.index);
    if (!dossier) return std::unexpected(dossier.error());
    if (request.form != Form::html) {
      auto part = *dossier;
      std::erase_if(part.readings,
                    [&](const Reading& reading) { return subject.indicator(reading.indicator).theme != index; });
      std::erase_if(part.themes, [&](const auto& score) { return score.theme != index; });
      part.distinguishes.clear(), part.shared.clear(), part.better.clear();
      if (request.form == Form::json) return json(dossier_json(subject, part));
      std::vector<std::uint16_t> all(part.readings.size());
      std::iota(all.begin(), all.end(), std::uint16_t{0});
      return export_csv(subject, request, part, all, "-" + found->slug);
    }
    const std::string label(theme_label(*found, subject.language));
    auto page = frame(subject, request, label);
    page.title = label + ", " + page.title;
    page.description =
        say(subject.language, msg::theme_description, {{"theme", label}, {"place", std::string(subject.place().name)}});
    page.path += "/theme/" + found->slug;
    offer(page, subject, "/theme/" + found->slug);
    page.body_html = theme_body(subject, *dossier, index, Part::page);
    return web::page_response(*context.site, page);
  }

  Result<Response> comparables(const Subject& subject, const Request& request) const {
    const auto criteria = read_criteria(subject, request.query);
    if (!criteria) return std::unexpected(criteria.error());
    const auto peers = context.observatory->peers(subject.index, criteria->options);
    if (!peers) return std::unexpected(peers.error());
    if (request.form == Form::json) return json(peers_json(subject, *peers));
    if (request.form == Form::csv) {
      const auto spoken = dialect(request);
      if (!spoken) return std::unexpected(spoken.error());
      return csv(peers_csv(subject, *peers, *spoken), std::string(subject.place().code) + "-comparables");
    }
    auto page = frame(subject, request, peers_title(subject.place().level, subject.language));
    page.title = say(subject.language, msg::comparables_title, {{"place", std::string(subject.place().name)}});
    page.description =
        say(subject.language, msg::comparables_description, {{"place", std::string(subject.place().name)}});
    page.path += "/comparables";
    if (!criteria->query.empty()) page.indexing = web::Indexing::noindex;
    offer(page, subject, "/comparables");
    page.body_html = comparables_body(subject, *peers, *criteria, Part::page);
    return web::page_response(*context.site, page);
  }

  Result<Response> evolution(const Subject& subject, const Request& request) const {
    if (request.form == Form::json) return json(trends_json(subject));
    if (request.form == Form::csv) {
      const auto spoken = dialect(request);
      if (!spoken) return std::unexpected(spoken.error());
      return csv(trends_csv(subject, *spoken), std::string(subject.place().code) + "-evolution");
    }
    auto page = frame(subject, request, say(subject.language, msg::summary_evolution));
    page.title = say(subject.language, msg::evolution_title, {{"place", std::string(subject.place().name)}});
    page.description =
        say(subject.language, msg::evolution_description, {{"place", std::string(subject.place().name)}});
    page.path += "/evolution";
    offer(page, subject, "/evolution");
    page.body_html = evolution_body(subject, Part::page);
    return web::page_response(*context.site, page);
  }
};

// The form of the comparables sends one weight a field: `poids-densite`. The names live as long as the program.
const std::set<std::string>& weight_fields() {
  static const std::set<std::string> kAll = [] {
    std::set<std::string> all;
    for (const auto level : core::kLevels) {
      for (const auto& variable : observatory::variable_specs(level)) all.insert("poids-" + std::string(variable.id));
    }
    return all;
  }();
  return kAll;
}

struct LevelRoute {
  std::string_view word;     // in the address
  std::string_view example;  // code and slug of a place in the bundle
};
constexpr std::array kLevels{LevelRoute{"commune", "76540-rouen"},
                             LevelRoute{"epci", "200023414-metropole-rouen-normandie"},
                             LevelRoute{"departement", "76-seine-maritime"}, LevelRoute{"region", "28-normandie"}};

http::Route route(const Context& context, const LevelRoute& level, Behind behind) {
  const std::string base = "/territoires/" + std::string(level.word) + "/";
  http::Route route;
  route.forms = {Form::html, Form::json, Form::csv};
  route.handler = Handler{context, level.word, behind};
  const http::Parameter dialect{"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"};
  route.parameters = {dialect};
  switch (behind) {
    case Behind::summary:
      route.forms.push_back(Form::geojson);
      route.pattern = base + "{place}";
      route.example = base + std::string(level.example);
      route.summary = "dossier of a territory: summary";
      route.parameters.push_back({"vue", "complete: everything on one page, for print", "complete"});
      break;
    case Behind::theme:
      route.pattern = base + "{place}/theme/{theme}";
      route.example = base + std::string(level.example) + "/theme/logement";
      route.summary = "dossier of a territory: one theme";
      break;
    case Behind::comparables:
      route.pattern = base + "{place}/comparables";
      route.example = base + std::string(level.example) + "/comparables";
      route.summary = "dossier of a territory: comparable places, weights and filters";
      route.rate = http::RateClass::search;
      route.parameters.insert(route.parameters.end(),
                              {{"poids", "weights by variable, 0 to 10", "population:2,densite:0"},
                               {"k", "how many places", "20"},
                               {"region", "meme, autre or toutes", "meme"},
                               {"meme-densite", "oui: same density class only", "oui"},
                               {"population-min", "smallest population", "1000"},
                               {"population-max", "largest population", "50000"}});
      for (const auto& field : weight_fields())
        route.parameters.push_back({field, "weight of one variable, 0 to 10", "1"});
      break;
    case Behind::evolution:
      route.pattern = base + "{place}/evolution";
      route.example = base + std::string(level.example) + "/evolution";
      route.summary = "dossier of a territory: trends";
      break;
    case Behind::take_away:
      route.pattern = base + "{place}/emporter";
      route.example = base + std::string(level.example) + "/emporter";
      route.summary = "dossier of a territory: one file that opens without network";
      route.forms = {Form::html};
      route.parameters.clear();
      route.cache = http::CacheClass::live;  // it bears the date of the day
      route.rate = http::RateClass::heavy;
      break;
  }
  return route;
}

}  // namespace

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  for (const auto& level : kLevels) {
    for (const auto behind :
         {Behind::summary, Behind::theme, Behind::comparables, Behind::evolution, Behind::take_away})
      all.routes.push_back(route(context, level, behind));
  }
  return all;
}

core::Result<std::string> dossier_for_terminal(const Context& context, const core::PlaceCode& code, Format format) {
  const auto place = context.territories->find(code);
  if (!place || context.territories->overseas_collectivities().holds(*place)) {
    return core::fail(ErrorKind::not_found, "territories.unknown.code", "no dossier for " + code.text(),
                      {{"code", std::string(code.code())}});
  }
  const Subject subject{context, *place, core::Language::fr};
  const auto dossier = context.observatory->dossier(*place);
  if (!dossier) return std::unexpected(dossier.error());
  return format == Format::json ? dossier_json(subject, *dossier) + "\n" : dossier_text(subject, *dossier);
}

}  // namespace catalyse::dossier
