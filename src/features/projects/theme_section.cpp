// « Projets financés sur ce sujet »: the section of the page of a theme in a place's dossier.
#include <algorithm>
#include <array>

#include "desk.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using web::say;

constexpr std::size_t kRows = 3;

// Themes of the observatory and the group of projects that answers each; our own bringing together of two lists.
struct Bridge {
  std::string_view theme, group;
};
constexpr std::array kBridges{Bridge{"employment", "emploi"},
                              Bridge{"income-poverty", "pauvrete"},
                              Bridge{"education", "education"},
                              Bridge{"ageing-isolation", "vieillissement"},
                              Bridge{"housing", "logement"},
                              Bridge{"services-health", "sante"},
                              Bridge{"energy-transition", "transition-energetique"},
                              Bridge{"safety", "securite"},
                              Bridge{"environment", "environnement"}};

std::optional<std::uint8_t> group_of(std::string_view theme) {
  const auto bridge = std::ranges::find(kBridges, theme, &Bridge::theme);
  if (bridge == kBridges.end()) return std::nullopt;
  const auto group = std::ranges::find(themes(), bridge->group, &Theme::id);
  if (group == themes().end()) return std::nullopt;
  return static_cast<std::uint8_t>(group - themes().begin());
}

struct Funded {
  Totals totals;
  std::vector<RowIndex> newest;
};

Funded funded(const Context& context, std::vector<PlaceIndex> places, std::uint8_t group) {
  Search search;
  search.places = std::move(places);
  search.theme = group;
  const auto selection = context.projects->select(search);
  return {context.projects->facets(selection).all,
          context.projects->slice(selection, Order::recent, kNoRow, kRows).rows};
}

// Euros per inhabitant of what may be compared between places (PlaceTotals::investment); nothing without inhabitants.
std::optional<double> investment(const Context& context, const std::vector<PlaceIndex>& places, std::uint8_t group) {
  std::int64_t people = 0, cents = 0;
  for (const auto place : places) people += context.territories->place(place).population.value_or(0);
  if (people <= 0) return std::nullopt;
  for (std::size_t family = 0; family < families().size(); ++family) {
    if (!families()[family].investment) continue;
    Search search;
    search.places = places;
    search.theme = group;
    search.family = static_cast<std::uint8_t>(family);
    cents += context.projects->facets(context.projects->select(search)).all.cents;
  }
  return static_cast<double>(cents) / 100 / static_cast<double>(people);
}

std::string about_theme(const Context& context, const core::PlaceCode& code, std::string_view theme,
                        Language language) {
  const auto place = context.territories->find(code);
  const auto group = group_of(theme);
  if (!place || !group) return {};
  const auto here = funded(context, {*place}, *group);
  const auto label = theme_label(*group, language);
  const auto path = web::localised(language, kPath) + "?lieu=" + code.text();
  const auto filter = "&theme=" + std::string(themes()[*group].id);
  SectionView view;
  view.id = "projets";
  view.title = say(language, msg::theme_section_title);
  view.note = say(language, msg::theme_section_note, {{"label", label}});
  if (here.totals.projects == 0) {
    view.sentence = say(language, msg::theme_section_none, {{"label", label}});
  } else {
    view.sentence = web::say_count(language, here.totals.projects, msg::theme_section_sentence,
                                   {{"label", label}, {"amount", money(here.totals.cents, language)}});
    for (const auto row : here.newest) view.rows.push_back(row_view(context, row, language));
    view.any = !view.rows.empty();
    view.href = path + filter;
    view.link = web::say_count(language, here.totals.projects, msg::section_all);
  }
  const auto peers = context.observatory->peers(*place);
  if (!peers || peers->list.empty()) return templates::render_section(view, language);
  std::vector<PlaceIndex> near;
  for (const auto& peer : peers->list) near.push_back(peer.place);
  const auto own = investment(context, {*place}, *group), theirs = investment(context, near, *group);
  if (own && theirs)
    view.comparison = say(language, msg::theme_section_comparison,
                          {{"amount", text::euros(*own, 0, language)},
                           {"n", std::to_string(near.size())},
                           {"near", text::euros(*theirs, 0, language)}});
  const auto there = funded(context, near, *group);
  if (there.totals.projects > 0) {
    view.near_href = path + "&perimetre=comparables" + filter;
    view.near_link = web::say_count(language, there.totals.projects, msg::theme_section_near);
  }
  return templates::render_section(view, language);
}

}  // namespace

plug::ThemeSection theme_section(const Context& context) {
  return {"projets", [context](const core::PlaceCode& place, std::string_view theme, Language language) {
            return about_theme(context, place, theme, language);
          }};
}

}  // namespace catalyse::projects
