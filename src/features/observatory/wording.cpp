#include "wording.hpp"

#include <array>

#include "messages.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"

namespace catalyse::observatory {
namespace {

// What the vintages of data/indicators/series.csv say beside years and names of sources.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kVintageWords{
    {{"recensement ", "census "},
     {"1er janvier", "1 January"},
     {"janvier", "January"},
     {"février", "February"},
     {"juin", "June"},
     {"septembre", "September"},
     {"octobre", "October"},
     {"décembre", "December"},
     {"rentrée ", "school year from "},
     {"cumul à ", "total to "},
     {"année non dite", "year not stated"},
     {"superficie ", "area "},
     {"zonage ", "zoning "},
     {" et ", " and "}}};

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

}  // namespace

using core::Language;
using core::Level;
using web::say;

std::string value_text(const Indicator& indicator, double value, Language language) {
  const std::string_view unit = indicator.unit_fr;
  if (unit == "%") return text::percent(value, indicator.decimals, language);
  if (unit.starts_with("%")) return text::signed_percent(value, indicator.decimals, language);
  if (unit.starts_with("€")) return text::euros(value, indicator.decimals, language);
  return text::number(value, indicator.decimals, language);
}

std::string unit_note(const Indicator& indicator, Language language, std::string_view shown) {
  std::string unit = language == Language::fr ? indicator.unit_fr : indicator.unit_en;
  for (const std::string_view said : {"%", "€"})  // by every value
    if (unit.starts_with(said)) unit.erase(0, said.size());
  for (const std::string_view said : {"(variation)", "(change)"})  // by the sign of every value
    if (unit.ends_with(said)) unit.erase(unit.size() - said.size());
  const auto first = unit.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  unit = unit.substr(first, unit.find_last_not_of(' ') + 1 - first);
  if (unit.starts_with('(') && unit.ends_with(')')) unit = unit.substr(1, unit.size() - 2);
  // « pour 10 000 habitants »: a label that has the rate has the unit.
  const bool rate = unit.starts_with("pour ") || unit.starts_with("per ");
  const auto telling = rate ? unit.substr(0, unit.find(' ', unit.find(' ') + 1)) : unit;
  return shown.find(telling) == std::string_view::npos ? unit : std::string{};
}

std::string_view label(const Indicator& indicator, Language language) {
  return language == Language::fr ? indicator.label_fr : indicator.label_en;
}

std::string_view short_label(const Indicator& indicator, Language language) {
  return language == Language::fr ? indicator.short_fr : indicator.label_en;
}

std::string_view theme_label(const Theme& theme, Language language) {
  return language == Language::fr ? theme.label_fr : theme.label_en;
}

std::string state_words(const Indicator&, State state, Language language) {
  switch (state) {
    case State::secret:
      return say(language, msg::state_secret);
    case State::na:
      return say(language, msg::state_na);
    case State::missing:
      return say(language, msg::state_missing);
    case State::present:
      return {};
  }
  return {};
}

std::string reliability_word(Reliability reliability, Language language) {
  switch (reliability) {
    case Reliability::good:
      return say(language, msg::reliability_good);
    case Reliability::medium:
      return say(language, msg::reliability_medium);
    case Reliability::low:
      return say(language, msg::reliability_low);
    case Reliability::unknown:
      return say(language, msg::reliability_unknown);
  }
  return {};
}

std::string peers_words(Level level, Language language) {
  static constexpr std::array kWords{&msg::peers_commune, &msg::peers_arrondissement, &msg::peers_epci,
                                     &msg::peers_departement, &msg::peers_region};
  return say(language, *kWords[static_cast<std::size_t>(level)]);
}

std::string peers_title(Level level, Language language) {
  static constexpr std::array kWords{&msg::peers_title_commune, &msg::peers_title_arrondissement,
                                     &msg::peers_title_epci, &msg::peers_title_departement, &msg::peers_title_region};
  return say(language, *kWords[static_cast<std::size_t>(level)]);
}

std::string level_words(Level level, Language language) {
  static constexpr std::array kWords{&msg::levels_commune, &msg::levels_arrondissement, &msg::levels_epci,
                                     &msg::levels_departement, &msg::levels_region};
  return say(language, *kWords[static_cast<std::size_t>(level)]);
}

std::string level_word(Level level, Language language) {
  static constexpr std::array kWords{&msg::level_commune, &msg::level_arrondissement, &msg::level_epci,
                                     &msg::level_departement, &msg::level_region};
  return say(language, *kWords[static_cast<std::size_t>(level)]);
}

std::string cited(std::string_view producer, std::string_view vintage, Language language) {
  std::string when(vintage);
  replace_all(when, "RP 2", "recensement 2");  // the producer's abbreviation, always before a year
  const auto comma = producer.rfind(", ");
  const bool repeats = comma != std::string_view::npos && when.starts_with(producer.substr(comma + 2));
  if (language == Language::en)
    for (const auto& [french, english] : kVintageWords) replace_all(when, french, english);
  std::string who(repeats ? producer.substr(0, comma) : producer);
  return when.empty() ? who : (who += ", ") += when;
}

std::string_view state_name(State state) {
  static constexpr std::array<std::string_view, 4> kNames{"present", "secret", "na", "missing"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view reliability_name(Reliability level) {
  static constexpr std::array<std::string_view, 4> kNames{"good", "medium", "low", "unknown"};
  return kNames[static_cast<std::size_t>(level)];
}

}  // namespace catalyse::observatory
