#include "desk.hpp"
#include "http/answers.hpp"
#include "messages.hpp"

namespace catalyse::projects {
namespace {

using http::Form;

std::vector<http::Parameter> search_parameters() {
  return {{"q", "words of the title or of the beneficiary; every one must be found", "ecole"},
          {"lieu", "a territory: com:76540, arm:75112, epci:200023414, dep:76, reg:28", "com:76540"},
          {"perimetre",
           "with lieu: lieu, autour (communes within km) or comparables (its comparable territories); or the id of a "
           "perimeter",
           "autour"},
          {"km", "kilometres for autour, 1 to 100; 20 without it", "30"},
          {"poids", "weights of the variables for comparables, as in the dossier", "population:2"},
          {"programme", "detr, dsil, dpv, dsid, fonds-vert, etat-2010, departements, or the id of a programme", "detr"},
          {"annee", "year, or inconnue", "2023"},
          {"theme", "theme, as classed by this site", "education"},
          {"tranche", "class of amount, 1 to 7", "3"},
          {"montant-min", "least amount in euros", "10000"},
          {"montant-max", "largest amount in euros", "50000"},
          {"tri", "recent or montant", "montant"},
          {"apres", "id of the last project of the page before", "d23n12"}};
}

}  // namespace

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  auto search = http::declare("/projets", "funded projects, searched and counted",
                              [context](const http::Request& request) { return search_page(context, request); });
  search.forms = {Form::html, Form::json, Form::csv};
  search.parameters = search_parameters();
  search.parameters.push_back({"ou", "words that name a territory", "rouen"});
  search.parameters.push_back({"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"});
  search.rate = http::RateClass::search;
  search.example = "/projets?lieu=com:76540";
  all.routes.push_back(std::move(search));
  auto map = http::declare("/projets/carte", "amounts of the projects of a search by place",
                           [context](const http::Request& request) { return map_page(context, request); });
  map.forms = {Form::html, Form::svg};
  map.parameters = search_parameters();
  map.rate = http::RateClass::heavy;
  all.routes.push_back(std::move(map));
  all.routes.push_back(
      http::declare("/projets/methode", "how the projects are placed, classed and counted",
                    [context](const http::Request& request) { return method_page(context, request); }));
  auto api = http::declare("/api/v1/projets", "funded projects, a page at a time, with facets",
                           [context](const http::Request& request) { return api_page(context, request); });
  api.forms = {Form::json};
  api.parameters = search_parameters();
  api.parameters.push_back({"limite", "projects in a page, 1 to 200; 50 without it", "20"});
  api.rate = http::RateClass::search;
  all.routes.push_back(std::move(api));
  auto project = http::declare("/projets/{projet}", "one funded project",
                               [context](const http::Request& request) { return project_page(context, request); });
  project.forms = {Form::html, Form::json};
  project.example = context.projects->size() == 0 ? "/projets/d18n1" : address(context.projects->project(0));
  all.routes.push_back(std::move(project));
  all.sitemaps.push_back({"projets", [](const plug::AddAddress& add) {
                            add("/projets");
                            add("/projets/carte");
                            add("/projets/methode");
                          }});
  all.searchable.push_back(search_source(context));
  all.sections.push_back({"projets", [context](const core::PlaceCode& place, core::Language language) {
                            return place_section(context, place, language);
                          }});
  return all;
}

}  // namespace catalyse::projects
