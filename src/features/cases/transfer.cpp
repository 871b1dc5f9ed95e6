#include "transfer.hpp"

#include <algorithm>
#include <array>

#include "messages.hpp"
#include "observatory/wording.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"

namespace catalyse::cases {
namespace {

using core::Language;
using territories::PlaceIndex;
using web::say;

// Zonings of communes, and programmes that are also of EPCI: what the room territories tells of a place.
constexpr std::array<std::string_view, 6> kZonings{"qpv", "acv", "pvd", "mountain", "territoire-industrie", "tec"};
// « montagne » is what people write.
std::string_view zoning_kind(std::string_view name) { return name == "montagne" ? std::string_view("mountain") : name; }

const observatory::Indicator* find_indicator(const Context& context, std::string_view id) {
  const auto& all = context.observatory->indicators();
  const auto found = std::ranges::find(all, id, &observatory::Indicator::id);
  return found == all.end() ? nullptr : &*found;
}

std::optional<observatory::Cell> cell(const Context& context, std::string_view id, PlaceIndex place) {
  const auto* indicator = find_indicator(context, id);
  if (indicator == nullptr) return std::nullopt;
  return context.observatory->cell(static_cast<std::uint16_t>(indicator - context.observatory->indicators().data()),
                                   place);
}

std::string sign_words(Comparison comparison, Language language) {
  static constexpr std::array kWords{&msg::sign_less, &msg::sign_at_most, &msg::sign_equal, &msg::sign_at_least,
                                     &msg::sign_more};
  return say(language, *kWords[static_cast<std::size_t>(comparison)]);
}

std::string zoning_words(std::string_view name, Language language) {
  static constexpr std::array kWords{&msg::zoning_qpv,      &msg::zoning_acv,      &msg::zoning_pvd,
                                     &msg::zoning_mountain, &msg::zoning_industry, &msg::zoning_tec};
  const auto at = std::ranges::find(kZonings, zoning_kind(name)) - kZonings.begin();
  return static_cast<std::size_t>(at) < kWords.size() ? say(language, *kWords[static_cast<std::size_t>(at)])
                                                      : std::string(name);
}

std::string plain(double bound, Language language) {
  const bool whole = bound == static_cast<double>(static_cast<std::int64_t>(bound));
  return text::number(bound, whole ? 0 : 1, language);
}

// The rule in the reader's words.
std::string rule_words(const Context& context, const Condition& condition, Language language) {
  const auto with_bound = [&](const web::Message& sentence, const std::string& bound) {
    return say(language, sentence, {{"sign", sign_words(condition.comparison, language)}, {"bound", bound}});
  };
  switch (condition.subject) {
    case Subject::words:
      return condition.text;
    case Subject::population:
      return with_bound(msg::rule_population, plain(condition.bound, language));
    case Subject::density:
      return with_bound(msg::rule_density, plain(condition.bound, language));
    case Subject::zoning:
      return say(language, msg::rule_zoning, {{"zoning", zoning_words(condition.name, language)}});
    case Subject::indicator: {
      const auto* indicator = find_indicator(context, condition.name);
      if (indicator == nullptr) return condition.text;
      return std::string(observatory::label(*indicator, language)) + " " + sign_words(condition.comparison, language) +
             " " + observatory::value_text(*indicator, condition.bound, language);
    }
  }
  return condition.text;
}

// The figure that decided, with its year and source.
std::string reason(const Context& context, const Condition& condition, PlaceIndex place, Language language) {
  const auto& territories = *context.territories;
  switch (condition.subject) {
    case Subject::words:
      return {};
    case Subject::population: {
      const auto& population = territories.place(place).population;
      if (!population) return say(language, msg::reason_unknown);
      return say(language, msg::reason_population,
                 {{"value", text::number(*population, language)}, {"year", text::year(territories.population_year())}});
    }
    case Subject::density: {
      const auto density = territories.density_class(place);
      if (!density) return say(language, msg::reason_unknown);
      return say(language, msg::reason_density, {{"value", std::to_string(*density)}});
    }
    case Subject::zoning:
      return say(language, std::ranges::find(kZonings, zoning_kind(condition.name)) == kZonings.end()
                               ? msg::reason_zoning_unknown
                               : msg::reason_zoning);
    case Subject::indicator: {
      const auto* indicator = find_indicator(context, condition.name);
      if (indicator == nullptr) return say(language, msg::reason_indicator_unknown);
      const auto value = cell(context, condition.name, place);
      if (value->state != observatory::State::present)
        return observatory::state_words(*indicator, value->state, language);
      return say(
          language, msg::reason_indicator,
          {{"value", observatory::value_text(*indicator, value->value, language)}, {"source", indicator->producer}});
    }
  }
  return {};
}

}  // namespace

Facts facts_of(const Context& context, PlaceIndex place) {
  Facts facts;
  const auto& about = context.territories->place(place);
  if (about.population) facts.population = static_cast<double>(*about.population);
  if (const auto density = context.territories->density_class(place)) facts.density = *density;
  facts.in_zoning = [&context, place](std::string_view name) -> std::optional<bool> {
    const auto kind = zoning_kind(name);
    if (std::ranges::find(kZonings, kind) == kZonings.end()) return std::nullopt;
    const auto all = context.territories->memberships(place);
    return std::ranges::find(all, kind, &territories::Membership::kind) != all.end();
  };
  facts.indicator = [&context, place](std::string_view id) -> std::optional<double> {
    const auto found = cell(context, id, place);
    if (!found || found->state != observatory::State::present) return std::nullopt;
    return found->value;
  };
  return facts;
}

std::vector<ConditionView> condition_views(const Context& context, const Sheet& sheet, std::optional<PlaceIndex> place,
                                           Language language) {
  static constexpr std::array kMarks{"✓", "✗", "?", "→"};
  static constexpr std::array kVerdicts{&msg::verdict_met, &msg::verdict_not_met, &msg::verdict_unknown,
                                        &msg::verdict_to_check};
  std::vector<ConditionView> views;
  const auto facts = place ? facts_of(context, *place) : Facts{};
  for (const auto& condition : sheet.conditions) {
    ConditionView view{
        .mark = {}, .verdict = {}, .text = rule_words(context, condition, language), .reason = condition.explanation};
    if (place) {
      const auto verdict = static_cast<std::size_t>(judge(condition, facts));
      view.mark = kMarks[verdict];
      view.verdict = say(language, *kVerdicts[verdict]);
      const auto why = reason(context, condition, *place, language);
      if (!why.empty()) view.reason += (view.reason.empty() ? "" : " ") + why;
    }
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace catalyse::cases
