#include "wording.hpp"

#include <array>
#include <cmath>

#include "messages.hpp"
#include "observatory/aggregation_rules.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"

namespace catalyse::perimeters {
namespace {

using observatory::Direction;
using observatory::Made;
using observatory::State;
using observatory::Without;
using web::say;
using web::say_count;

// « 98 % », never « 100 % » of what is not whole.
std::string share_text(double share, core::Language language) {
  return text::percent(std::floor(100 * share + 1e-9), 0, language);
}

const web::Message& weight_words(std::uint8_t weight) {
  static const std::array<const web::Message*, observatory::kWeightCount> kWords{
      &msg::weight_population, &msg::weight_area,       &msg::weight_aged_15_64,
      &msg::weight_active,     &msg::weight_residences, &msg::weight_dwellings};
  return *kWords.at(weight);
}

}  // namespace

std::string count_text(std::size_t n, core::Language language) {
  return text::number(static_cast<std::int64_t>(n), language);
}

std::string comparison(const Subject& subject, const Reading& reading) {
  const auto language = subject.language;
  if (!reading.among_peers || reading.among_peers->size == 0) return {};
  const auto& standing = *reading.among_peers;
  const Direction direction = subject.indicator(reading.indicator).direction;
  const std::uint32_t less_fragile = standing.more_fragile_than;
  const std::uint32_t more_fragile = standing.size - standing.equal - less_fragile;
  const bool harmful_side = less_fragile >= more_fragile;
  const bool more = harmful_side == (direction != Direction::lower_worse);
  const std::uint32_t apart = harmful_side ? less_fragile - reading.close_less : more_fragile - reading.close_more;
  const std::uint32_t close = reading.close_less + reading.close_more;
  const auto group = observatory::peers_words(subject.gathered.among, language);
  const auto& words = apart == 0 && close > 0 ? msg::compare_close_only : more ? msg::compare_more : msg::compare_less;
  const auto& indicator = subject.indicator(reading.indicator);
  return say(language, words,
             {{"n", count_text(apart == 0 && close > 0 ? close : apart, language)},
              {"total", count_text(standing.size, language)},
              {"group", group},
              {"close", apart > 0 && close > 0 ? say(language, msg::compare_close, {{"n", count_text(close, language)}})
                                               : std::string{}},
              {"median", reading.peers_spread
                             ? say(language, msg::compare_median,
                                   {{"value", observatory::value_text(indicator, reading.peers_spread->p50, language)}})
                             : std::string{}}});
}

std::string made_words(const Subject& subject, const Basis& basis) {
  const auto language = subject.language;
  const auto parts = observatory::level_words(basis.parts, language);
  std::string words;
  switch (basis.made) {
    case Made::published:
      return say(language, msg::made_published);
    case Made::counted:
      words = say(language, msg::made_counted, {{"parts", parts}});
      break;
    case Made::summed:
      words = say(language, msg::made_summed, {{"parts", parts}});
      break;
    case Made::weighted:
      words =
          say(language, msg::made_weighted, {{"parts", parts}, {"weight", say(language, weight_words(basis.weight))}});
      break;
    case Made::none:
      return without_words(subject, basis);
  }
  if (basis.covered < 0.9995)
    words += say(language, msg::made_covered, {{"share", share_text(basis.covered, language)}});
  return words;
}

std::string without_words(const Subject& subject, const Basis& basis) {
  switch (basis.without) {
    case Without::not_additive:
      return say(subject.language, msg::without_not_additive);
    case Without::too_little_known:
      return say(subject.language, msg::without_too_little, {{"share", share_text(basis.covered, subject.language)}});
    case Without::nothing:
      break;
  }
  return say(subject.language, msg::without_value);
}

std::string_view made_name(Made made) {
  static constexpr std::array<std::string_view, 5> kNames{"none", "published", "counted", "summed", "weighted"};
  return kNames.at(static_cast<std::size_t>(made));
}

std::string_view without_name(Without without) {
  static constexpr std::array<std::string_view, 3> kNames{"", "not_additive", "too_little_known"};
  return kNames.at(static_cast<std::size_t>(without));
}

std::string_view weight_name(std::uint8_t weight) {
  static constexpr std::array<std::string_view, observatory::kWeightCount> kNames{
      "population", "area", "aged_15_64", "active_15_64", "main_residences", "dwellings"};
  return kNames.at(weight);
}

std::string rank_words(const Subject& subject, const Reading& reading) {
  const auto language = subject.language;
  if (!reading.in_france) return say(language, msg::table_absent);
  const auto& standing = *reading.in_france;
  if (standing.rank == 0) return say(language, msg::table_no_rank);
  const auto total = count_text(standing.size, language);
  const auto low = std::min(standing.rank_low, standing.rank_high),
             high = std::max(standing.rank_low, standing.rank_high);
  if (low != high)
    return say(language, msg::table_rank_range,
               {{"low", count_text(low, language)}, {"high", count_text(high, language)}, {"total", total}});
  return say(language, msg::table_rank, {{"rank", count_text(standing.rank, language)}, {"total", total}});
}

std::string portrait(const Subject& subject) {
  const auto language = subject.language;
  const auto& gathered = subject.gathered;
  const auto people = static_cast<std::int64_t>(gathered.population);
  const auto communes = static_cast<std::int64_t>(subject.perimeter.communes.size());
  std::string words = say_count(language, communes, msg::portrait_communes,
                                {{"people", text::number(people, language)},
                                 {"year", text::year(subject.context.territories->population_year())}});
  if (gathered.area_km2 > 0) {
    const double density = gathered.population / gathered.area_km2;
    words += " " + say(language, msg::portrait_density,
                       {{"area", text::number(gathered.area_km2, 0, language)},
                        {"density", text::number(density, density < 10 ? 1 : 0, language)}});
  }
  return words;
}

}  // namespace catalyse::perimeters
