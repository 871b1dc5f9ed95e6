#include <array>
#include <set>

#include "dossier.hpp"
#include "exports.hpp"
#include "handler.hpp"
#include "observatory/comparables_rules.hpp"
#include "subject.hpp"

namespace catalyse::dossier {
namespace {

using core::ErrorKind;
using http::Form;

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
  route.handler = handler(context, level.word, behind);
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
                               {"perimetre", "only these places, and the members of these groups", "dep:76"},
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
