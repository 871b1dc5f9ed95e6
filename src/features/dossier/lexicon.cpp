#include "lexicon.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "observatory/wording.hpp"

namespace catalyse::dossier {
namespace {

using core::Language;
using observatory::Observatory;

std::vector<Lexicon::Source> sources_of(const Observatory& observatory, Language language) {
  std::vector<Lexicon::Source> sources;
  for (const auto& series : observatory.series()) {
    const auto& indicator = observatory.indicators()[series.indicator];
    Lexicon::Source source{observatory::cited(indicator.producer, series.vintage, language), {}, {}, 0};
    const auto comma = source.cited.find(", ");
    source.producer = source.cited.substr(0, comma);
    source.used = source.cited.substr(comma + 2);
    sources.push_back(std::move(source));
  }
  return sources;
}

// Gives each its place in the order, equal ones the same; one series of each.
std::vector<std::uint16_t> put_in_order(std::vector<Lexicon::Source>& sources) {
  std::vector<std::uint16_t> all(sources.size());
  std::iota(all.begin(), all.end(), std::uint16_t{0});
  const auto key = [&](std::uint16_t i) { return std::tie(sources[i].producer, sources[i].used); };
  std::ranges::sort(all, [&](std::uint16_t a, std::uint16_t b) { return key(a) < key(b); });
  std::vector<std::uint16_t> kept;
  for (const auto i : all) {
    if (kept.empty() || key(kept.back()) != key(i)) kept.push_back(i);
    sources[i].order = static_cast<std::uint32_t>(kept.size() - 1);
  }
  return kept;
}

// By theme, from the readings of any place of the level: each has one of every indicator that exists there.
std::vector<std::string> themes_of(const Observatory& observatory, const territories::Range& level, Language language) {
  std::vector<std::string> themes(observatory.themes().size());
  if (level.size() == 0) return themes;
  const auto dossier = observatory.dossier(level.first);
  if (!dossier) return themes;
  for (const auto& reading : dossier->readings) {
    const auto& indicator = observatory.indicators()[reading.indicator];
    if (indicator.role != observatory::Role::fragility) continue;
    auto& words = themes[indicator.theme];
    words.append(words.empty() ? "" : " · ").append(observatory::short_label(indicator, language));
  }
  return themes;
}

}  // namespace

Lexicon::Lexicon(const territories::Territories& territories, const Observatory& observatory) {
  for (const auto language : {Language::fr, Language::en}) {
    auto& words = words_[language == Language::fr ? 0 : 1];
    words.sources = sources_of(observatory, language);
    words.in_order = put_in_order(words.sources);
    for (const auto& indicator : observatory.indicators()) {
      using observatory::unit_note;
      words.units.push_back(unit_note(indicator, language, observatory::label(indicator, language)));
      words.short_units.push_back(unit_note(indicator, language, observatory::short_label(indicator, language)));
    }
    for (const auto level : core::kLevels)
      words.themes[static_cast<std::size_t>(level)] = themes_of(observatory, territories.range(level), language);
  }
  const auto& all = observatory.indicators();
  const auto found = std::ranges::find(all, "population-change-2015-2021", &observatory::Indicator::id);
  if (found != all.end()) population_change_ = static_cast<std::uint16_t>(found - all.begin());
}

std::shared_ptr<const Lexicon> prepare_lexicon(const territories::Territories& territories,
                                               const Observatory& observatory) {
  return std::make_shared<const Lexicon>(territories, observatory);
}

}  // namespace catalyse::dossier
