#include "map_form.hpp"

#include <algorithm>
#include <array>

#include "messages.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using core::Level;
using web::say;

// Indicators that a map can show, by theme.
// By indicator: whether there is a map of it at some level.
std::vector<bool> mapped(const observatory::Observatory& observatory) {
  std::vector<bool> found(observatory.mapped_indicators().size(), false);
  for (const auto& series : observatory.mapped_series()) {
    if (std::ranges::find(kLevelWords, series.level, &LevelWord::level) != kLevelWords.end())
      found[series.indicator] = true;
  }
  return found;
}

std::vector<GroupView> indicator_groups(const Sheet& sheet, std::optional<std::uint16_t> chosen) {
  const auto& observatory = *sheet.context.observatory;
  const auto& indicators = observatory.mapped_indicators();
  const auto has_map = mapped(observatory);
  std::vector<GroupView> groups;
  for (std::uint16_t theme = 0; theme < observatory.themes().size(); ++theme) {
    GroupView group{std::string(observatory::theme_label(observatory.themes()[theme], sheet.language)), {}};
    for (std::uint16_t i = 0; i < indicators.size(); ++i) {
      if (indicators[i].theme != theme || !has_map[i]) continue;
      OptionView option{indicators[i].id, std::string(observatory::label(indicators[i], sheet.language)), i == chosen};
      // The score of the theme comes first.
      const bool score = i >= observatory.indicators().size();
      group.options.insert(score ? group.options.begin() : group.options.end(), std::move(option));
    }
    if (!group.options.empty()) groups.push_back(std::move(group));
  }
  return groups;
}

GroupView zone_group(const Sheet& sheet, const web::Message& label, const std::vector<PlaceIndex>& places) {
  GroupView group{say(sheet.language, label), {}};
  for (const auto index : places) {
    const auto& place = sheet.context.territories->place(index);
    group.options.push_back({code_text(place), std::string(place.name), index == sheet.choice.zone});
  }
  std::ranges::sort(group.options, [&](const OptionView& a, const OptionView& b) { return a.label < b.label; });
  return group;
}

std::vector<GroupView> zone_groups(const Sheet& sheet) {
  const auto& territories = *sheet.context.territories;
  std::vector<GroupView> groups;
  if (sheet.choice.zone != kNowhere) {
    // The EPCI of the département in hand: all of France's would be 1 255 lines.
    const auto& zone = territories.place(sheet.choice.zone);
    const auto around = zone.level == Level::epci ? zone.departement : sheet.choice.zone;
    if (around != kNowhere && territories.place(around).level == Level::departement)
      groups.push_back(zone_group(sheet, msg::form_epci, places_of(territories, Level::epci, around)));
  }
  groups.push_back(zone_group(sheet, msg::form_regions, places_of(territories, Level::region, kNowhere)));
  groups.push_back(zone_group(sheet, msg::form_departements, places_of(territories, Level::departement, kNowhere)));
  return groups;
}

void fill_levels_and_years(const Sheet& sheet, MapView& view) {
  const auto& shown = series_of(sheet.context, sheet.choice);
  const auto& all = sheet.context.observatory->mapped_series();
  for (const auto& [level, word] : kLevelWords) {
    if (std::ranges::any_of(
            all, [&](const auto& series) { return series.indicator == shown.indicator && series.level == level; }))
      view.levels.push_back({std::string(word), level_name(level, sheet.language), level == shown.level});
  }
  std::vector<int> years;
  for (const auto& series : all) {
    if (series.indicator == shown.indicator && series.level == shown.level) years.push_back(series.year);
  }
  std::ranges::sort(years, std::greater{});
  for (const int year : years)
    view.years.push_back({text::year(year), text::year(year), !sheet.choice.latest && year == shown.year});
}

// Which second map: another indicator, or another year of the first.
void fill_beside_form(const Sheet& sheet, MapView& view) {
  const auto& choice = sheet.choice;
  const auto& all = sheet.context.observatory->mapped_series();
  const auto& shown = series_of(sheet.context, choice);
  const auto* beside = choice.beside ? &all[*choice.beside] : nullptr;
  const bool other = beside != nullptr && beside->indicator != shown.indicator;
  view.indicators_beside =
      indicator_groups(sheet, other ? std::optional<std::uint16_t>(beside->indicator) : std::nullopt);
  const auto of = other ? beside->indicator : shown.indicator;
  for (const auto& series : all) {
    if (series.indicator != of || series.level != shown.level || (!other && series.year == shown.year)) continue;
    const bool chosen = beside != nullptr && beside->year == series.year && (!other || !beside->latest);
    view.years_beside.push_back({text::year(series.year), text::year(series.year), chosen});
  }
  std::ranges::sort(view.years_beside, std::greater{}, &OptionView::value);
  for (std::size_t i = 0; i < kZonings.size(); ++i)
    view.zonings.push_back({std::string(kZonings[i].word), say(sheet.language, zoning_name(i)), choice.zoning == i});
}

}  // namespace

void fill_form(const Sheet& sheet, MapView& view) {
  static constexpr std::array kMethods{&msg::method_quantile, &msg::method_equal, &msg::method_ckmeans};
  static constexpr std::array kPalettes{&msg::palette_diverging, &msg::palette_teal, &msg::palette_viridis,
                                        &msg::palette_cividis};
  const auto& choice = sheet.choice;
  view.action = web::localised(sheet.language, "/carte");
  view.indicators = indicator_groups(sheet, series_of(sheet.context, choice).indicator);
  fill_beside_form(sheet, view);
  view.zones = zone_groups(sheet);
  fill_levels_and_years(sheet, view);
  for (std::size_t i = 0; i < kMethods.size(); ++i)
    view.methods.push_back({std::string(kMethodWords[i]), say(sheet.language, *kMethods[i]),
                            i == static_cast<std::size_t>(choice.method)});
  for (int n = kFewestClasses; n <= kMostClasses; ++n)
    view.counts.push_back({std::to_string(n), text::number(std::int64_t{n}, sheet.language), n == choice.classes});
  const bool own = choice.palette != usual_palette(indicator_of(sheet.context, choice));
  for (std::size_t i = 0; i < kPalettes.size(); ++i)
    view.palettes.push_back({std::string(kPaletteWords[i]), say(sheet.language, *kPalettes[i]),
                             own && i == static_cast<std::size_t>(choice.palette)});
  if (choice.group != kNowhere)
    view.hidden.push_back({"groupe", code_text(sheet.context.territories->place(choice.group))});
  if (choice.perimeter) view.hidden.push_back({"perimetre", choice.perimeter->id});
  if (choice.overseas != geo::Overseas::same_scale && choice.zone == kNowhere)
    view.hidden.push_back({"outre-mer", std::string(kOverseasWords[static_cast<std::size_t>(choice.overseas)])});
  if (choice.interactive) view.hidden.push_back({"vue", std::string(kModeWords[0])});
  if (choice.order != Order::highest)
    view.hidden.push_back({"tri", std::string(kOrderWords[static_cast<std::size_t>(choice.order)])});
  view.open = own || choice.classes != 5 || choice.method != Method::quantile || !choice.latest || choice.zoning ||
              choice.beside;
}

}  // namespace catalyse::cartography
