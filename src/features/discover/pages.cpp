#include "pages.hpp"

#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "views.hpp"
#include "web/i18n.hpp"

namespace catalyse::discover {
namespace {

using core::Language;
using core::Level;
using http::Request;
using http::Response;
using web::localised;
using web::Message;
using web::say;

web::Page page(const Request& request, std::string title, std::string body) {
  web::Page page;
  page.language = request.language;
  page.title = std::move(title);
  page.description = say(request.language, msg::text_description, {{"title", page.title}});
  page.path = request.path;
  page.query = request.raw_query;
  page.body_html = std::move(body);
  return page;
}

struct Section {
  const Message& title;
  const Message& text;
};

Response text_response(const Surroundings& around, const Request& request, const TextView& view) {
  return web::page_response(*around.site, page(request, view.title, templates::render_text(view, request.language)));
}

Response text_page(const Surroundings& around, const Request& request, const Message& title, const Message& lead,
                   std::initializer_list<Section> sections) {
  TextView view{say(request.language, title), say(request.language, lead), {}};
  for (const auto& section : sections)
    view.sections.push_back({say(request.language, section.title), {say(request.language, section.text)}});
  return text_response(around, request, view);
}

std::string address_of(const Surroundings& around, Language language, std::string_view code) {
  const auto place = around.territories->find(*core::PlaceCode::parse(code));
  return localised(language,
                   place ? territories::address(around.territories->place(*place)) : std::string("/territoires"));
}

std::string count(const Surroundings& around, Level level, Language language) {
  return text::number(static_cast<std::int64_t>(around.territories->range(level).size()), language);
}

LinkView place_link(const Surroundings& around, Language language, territories::PlaceIndex index) {
  const auto& place = around.territories->place(index);
  return {localised(language, territories::address(place)), std::string(place.name)};
}

// Each région with its départements.
std::vector<RegionView> atlas(const Surroundings& around, Language language) {
  const auto regions = around.territories->range(Level::region);
  std::vector<RegionView> views;
  for (auto index = regions.first; index < regions.last; ++index) {
    auto link = place_link(around, language, index);
    views.push_back({std::move(link.href), std::move(link.label), {}});
  }
  const auto departements = around.territories->range(Level::departement);
  for (auto index = departements.first; index < departements.last; ++index) {
    const auto region = around.territories->place(index).region;
    if (regions.holds(region))
      views[region - regions.first].departements.push_back(place_link(around, language, index));
  }
  return views;
}

std::string mende_text(const Surroundings& around, Language language) {
  const auto place = around.territories->find(*core::PlaceCode::parse("com:48095"));
  const auto population = place ? around.territories->place(*place).population : std::nullopt;
  return population ? web::say_count(language, *population, msg::home_mende) : std::string(".");
}

std::vector<DoorView> doors(Language language) {
  const auto link = [&](std::string_view path, const Message& label) {
    return LinkView{localised(language, path), say(language, label)};
  };
  return {{"informer",
           "d1",
           say(language, msg::way_inform),
           say(language, msg::way_inform_small),
           say(language, msg::home_inform),
           {link("/territoires", msg::home_link_dossier), link("/carte", msg::nav_carte),
            link("/comparer", msg::home_link_compare), link("/perimetres", msg::nav_perimeters),
            link("/projets", msg::nav_projects), link("/donnees", msg::home_link_data)}},
          {"former",
           "d2",
           say(language, msg::way_learn),
           say(language, msg::way_learn_small),
           say(language, msg::home_learn),
           {link("/leviers", msg::nav_levers), link("/parcours", msg::nav_paths),
            link("/ressources", msg::nav_resources), link("/methode", msg::home_link_method)}},
          {"agir",
           "d3",
           say(language, msg::way_act),
           say(language, msg::way_act_small),
           say(language, msg::home_act),
           {link("/cas", msg::home_link_cases), link("/proposer/cas", msg::home_link_suggest),
            link("/diagnostic", msg::nav_assess), link("/mesures", msg::home_link_measures),
            link("/territoires", msg::home_link_print)}}};
}

}  // namespace

Response home_page(const Surroundings& around, const Request& request) {
  const auto language = request.language;
  HomeView view;
  view.search_html = web::search_form(language);
  view.rouen_href = address_of(around, language, "com:76540");
  view.mende_href = address_of(around, language, "com:48095");
  view.mende_text = mende_text(around, language);
  view.territories_href = localised(language, "/territoires");
  view.method_href = localised(language, "/methode");
  view.doors = doors(language);
  view.facts = {
      {say(language, msg::home_territories), say(language, msg::home_territories_text,
                                                 {{"communes", count(around, Level::commune, language)},
                                                  {"epci", count(around, Level::epci, language)},
                                                  {"departements", count(around, Level::departement, language)},
                                                  {"regions", count(around, Level::region, language)}})},
      {say(language, msg::home_population),
       say(language, msg::home_population_text, {{"year", text::year(around.territories->population_year())}})},
      {say(language, msg::home_comparison), say(language, msg::home_comparison_text)}};
  auto shown = page(request, say(language, msg::home_page_title), templates::render_home(view, language));
  shown.description = say(language, msg::home_description);
  shown.layout = web::Layout::home;
  shown.search = web::SearchBox::in_content;
  return web::page_response(*around.site, shown);
}

Response site_map_page(const Surroundings& around, const Request& request) {
  const auto language = request.language;
  const auto link = [&](std::string_view path, const Message& label) {
    return LinkView{localised(language, path), say(language, label)};
  };
  SiteMapView view;
  view.groups = {
      {say(language, msg::sitemap_territories),
       {link("/territoires", msg::nav_search), link("/recherche", msg::nav_everything), link("/cas", msg::nav_cases),
        link("/projets", msg::nav_projects), link("/carte", msg::nav_carte), link("/comparer", msg::nav_compare),
        link("/comparer/nuage", msg::nav_scatter), link("/comparer/distribution", msg::nav_distribution),
        link("/perimetres", msg::nav_perimeters)}},
      {say(language, msg::sitemap_follow),
       {link("/mesures", msg::nav_measures), link("/contributions", msg::nav_contributions)}},
      {say(language, msg::sitemap_understand),
       {link("/leviers", msg::nav_levers), link("/diagnostic", msg::nav_assess), link("/parcours", msg::nav_paths),
        link("/ressources", msg::nav_resources), link("/methode", msg::nav_method)}},
      {say(language, msg::sitemap_reuse),
       {link("/donnees", msg::nav_data), link("/donnees/indicateurs", msg::nav_indicators),
        link("/api", msg::nav_api)}},
      {say(language, msg::sitemap_about),
       {link("/mentions-legales", msg::nav_legal), link("/donnees-personnelles", msg::nav_personal),
        link("/accessibilite", msg::nav_accessibility)}}};
  view.regions = atlas(around, language);
  return web::page_response(
      *around.site, page(request, say(language, msg::sitemap_title), templates::render_site_map(view, language)));
}

Response legal_page(const Surroundings& around, const Request& request) {
  const auto language = request.language;
  TextView view{say(language, msg::legal_title), say(language, msg::legal_lead), {}};
  const auto publisher = around.publisher.empty() ? say(language, msg::legal_publisher_text) : around.publisher;
  view.sections.push_back({say(language, msg::legal_publisher), {publisher}});
  if (!around.contact.empty()) {
    constexpr std::string_view kMail = "mailto:";
    view.sections.push_back(
        {say(language, msg::legal_contact),
         {around.contact.starts_with(kMail) ? around.contact.substr(kMail.size()) : around.contact}});
  }
  view.sections.push_back({say(language, msg::legal_software), {say(language, msg::legal_software_text)}});
  view.sections.push_back({say(language, msg::legal_data), {say(language, msg::legal_data_text)}});
  return text_response(around, request, view);
}

Response accessibility_page(const Surroundings& around, const Request& request) {
  return text_page(around, request, msg::a11y_title, msg::a11y_lead,
                   {{msg::a11y_done, msg::a11y_done_text},
                    {msg::a11y_limits, msg::a11y_limits_text},
                    {msg::a11y_help, msg::a11y_help_text}});
}

Response api_page(const Surroundings& around, const Request& request) {
  const auto language = request.language;
  ApiView view;
  view.contract_href = "/api/openapi.yaml";
  view.rows = {
      {"/api/v1/territoires?q=", "autocomplete: places by name, postcode or code", "/api/v1/territoires?q=rouen"},
      {"/territoires/{level}/{code}-{slug}.json", "the dossier of a territory",
       "/territoires/commune/76540-rouen.json"},
      {"/territoires/{level}/{code}-{slug}.csv", "every indicator of the dossier",
       "/territoires/commune/76540-rouen.csv"},
      {"/territoires/{level}/{code}-{slug}.geojson", "outline and identity",
       "/territoires/commune/76540-rouen.geojson"},
      {"/territoires/{level}/{code}-{slug}/theme/{theme}.json", "one theme",
       "/territoires/commune/76540-rouen/theme/logement.json"},
      {"/territoires/{level}/{code}-{slug}/comparables.json",
       "comparable places; weights, k and filters in the address",
       "/territoires/commune/76540-rouen/comparables.json?poids=densite:0&k=10"},
      {"/territoires/{level}/{code}-{slug}/evolution.json", "trends",
       "/territoires/commune/76540-rouen/evolution.json"},
      {"/cas.json, /cas.csv", "the case base, with its filters", "/cas.json"},
      {"/ressources.json, /ressources.csv", "the resources of the library, with their filters", "/ressources.json"},
      {"/comparer.json?t=…&t=…", "two to five territories side by side, with the gaps that are significant",
       "/comparer.json?t=com:76540&t=com:14118"}};
  auto shown = page(request, say(language, msg::api_title), templates::render_api(view, language));
  shown.description = say(language, msg::api_description);
  shown.layout = web::Layout::wide;
  return web::page_response(*around.site, shown);
}

}  // namespace catalyse::discover
