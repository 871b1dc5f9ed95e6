#include <algorithm>

#include "drawings.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "tables.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "text/query.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using observatory::Peers;
using observatory::Variable;
using web::say;

const std::string& variable_label(const Variable& variable, core::Language language) {
  return language == core::Language::fr ? variable.label_fr : variable.label_en;
}

// A weight as the form takes it back: no grouping, decimal point, no needless zeros.
std::string weight_text(double weight) {
  auto digits = std::to_string(weight);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) digits.pop_back();
  return digits;
}

void fill_form(const Subject& subject, const Peers& peers, const Criteria& criteria, ComparablesView& view) {
  const auto language = subject.language;
  const auto& variables = subject.context.observatory->variables(subject.place().level);
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const double weight = i < peers.weights.size() ? peers.weights[i] : variables[i].weight;
    view.weights.push_back(
        {"w-" + variables[i].id, "poids-" + variables[i].id, variable_label(variables[i], language),
         weight_text(weight),
         say(language, msg::comparables_standard,
             {{"weight",
               text::number(variables[i].weight, variables[i].weight == static_cast<int>(variables[i].weight) ? 0 : 1,
                            language)}})});
  }
  const auto& options = criteria.options;
  view.k = std::to_string(options.k);
  view.k_maximum = say(language, msg::comparables_k_range);
  view.same_density = options.same_density;
  view.perimeter = criteria.perimeter;
  if (options.population_min) view.population_min = std::to_string(*options.population_min);
  if (options.population_max) view.population_max = std::to_string(*options.population_max);
  const auto level = subject.place().level;
  if (level < core::Level::region && level != core::Level::arrondissement) {
    view.region_choices_title = say(language, msg::comparables_region);
    view.region_choices = {
        {"toutes", say(language, msg::comparables_region_any), !options.same_region && !options.other_region},
        {"meme", say(language, msg::comparables_region_same), options.same_region},
        {"autre", say(language, msg::comparables_region_other), options.other_region}};
  }
  if (level == core::Level::commune) view.density_label = say(language, msg::comparables_same_density);
  view.action = subject.href("/comparables");
  view.reset_href = subject.href("/comparables") + "#criteres";
}

void fill_parameters(const Subject& subject, const Peers& peers, ComparablesView& view) {
  const auto language = subject.language;
  const auto& variables = subject.context.observatory->variables(subject.place().level);
  view.parameters_caption = say(language, msg::comparables_parameters);
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const auto& variable = variables[i];
    const double weight = i < peers.weights.size() ? peers.weights[i] : variable.weight;
    const auto dash = say(language, msg::table_absent);
    view.parameters.push_back({variable_label(variable, language),
                               {{text::number(weight, 2, language), "num"},
                                {variable.category ? dash : text::number(variable.centre, 2, language), "num"},
                                {variable.category ? dash : text::number(variable.scale, 3, language), "num"}}});
  }
}

// Room comparisons, by its address: this place beside its nearest two.
void offer_comparison(const Subject& subject, const Peers& peers, ComparablesView& view) {
  std::vector<std::string> names;
  const auto code = [&](territories::PlaceIndex index) {
    const auto& place = subject.place(index);
    return std::string(core::level_name(place.level)) + ":" + std::string(place.code);
  };
  // No map is of municipal arrondissements.
  if (subject.place().level != core::Level::arrondissement)
    view.carte_href = web::localised(subject.language, "/carte") + "?groupe=" + code(subject.index);
  view.compare_href = web::localised(subject.language, "/comparer") + "?t=" + code(subject.index);
  for (std::size_t i = 0; i < std::min<std::size_t>(2, peers.list.size()); ++i) {
    view.compare_href += "&t=" + code(peers.list[i].place);
    names.emplace_back(subject.place(peers.list[i].place).name);
  }
  // Room perimeters, by its address: a perimeter is made of communes, and of groups of communes.
  if (subject.place().level != core::Level::arrondissement) {
    const auto name = say(subject.language, msg::comparables_perimeter_name, {{"place", subject.place().name}});
    view.gather_href = web::localised(subject.language, "/perimetres") + "?nom=" + text::query_value(name) +
                       "&codes=" + code(subject.index);
    for (const auto& peer : peers.list) view.gather_href += "+" + code(peer.place);
  }
  view.compare_label =
      say(subject.language, msg::comparables_compare, {{"names", text::list(names, subject.language)}});
}

std::string why(const Subject& subject, const Peers& peers) {
  const auto language = subject.language;
  const auto& variables = subject.context.observatory->variables(subject.place().level);
  std::vector<std::string> names;
  for (const auto used : peers.variables) names.push_back(short_name(variables[used], language));
  auto words = say(
      language, msg::comparables_explained,
      {{"n", text::number(static_cast<std::int64_t>(names.size()), language)}, {"names", text::list(names, language)}});
  if (!peers.list.empty() && !peers.list[0].contributions.empty()) {
    words += " " + say(language, msg::comparables_closest,
                       {{"first", std::string(subject.place(peers.list[0].place).name)},
                        {"variable", short_name(variables[peers.list[0].contributions[0].variable], language)}});
  }
  return words;
}

}  // namespace

std::string comparables_body(const Subject& subject, const Peers& peers, const Criteria& criteria, Part part) {
  const auto language = subject.language;
  const auto& place = subject.place();
  ComparablesView view;
  view.alone = part == Part::page;
  view.place_href = subject.href();
  view.method_href = web::localised(language, "/methode");
  const std::string name(place.name);
  view.title = say(language, msg::comparables_title, {{"place", name}});
  view.lead = web::say_count(language, static_cast<std::int64_t>(peers.list.size()), msg::comparables_lead,
                             {{"group", peers_words(place.level, language)}});
  if (peers.reduced) view.reduced = say(language, msg::comparables_reduced);
  if (peers.list.empty()) {
    view.without = without_peers(peers, language);
  } else {
    view.caption = say(language, msg::comparables_caption);
    offer_comparison(subject, peers, view);
    view.map_html = peers_map_html(subject, peers);
    view.map_caption =
        say(language, msg::comparables_map_caption, {{"place", name}, {"scales", inset_scales(subject)}});
  }
  view.peers = peer_rows(subject, peers, peers.list.size());
  view.column = level_word(place.level, language);
  view.apart = say(language, msg::peers_apart);
  view.why = why(subject, peers);
  fill_form(subject, peers, criteria, view);
  fill_parameters(subject, peers, view);
  view.downloads = downloads(subject, "/comparables", criteria.query);
  return templates::render_comparables(view, language);
}

}  // namespace catalyse::dossier
