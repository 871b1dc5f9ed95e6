#include "wording.hpp"

#include <algorithm>
#include <cmath>

#include "messages.hpp"
#include "tables.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"

namespace catalyse::dossier {
namespace {

using core::Language;
using core::Level;
using observatory::Direction;
using observatory::Reliability;
using observatory::State;
using web::say;
using web::say_count;

std::string count(std::int64_t n, Language language) { return text::number(n, language); }

std::string population_sentence(const Subject& subject) {
  const auto& place = subject.place();
  const auto named = subject.language == Language::fr ? territories::with_article(place) : std::string(place.name);
  if (!place.population) return say(subject.language, msg::portrait_population_unknown, {{"place", named}});
  const auto year = text::year(subject.context.territories->population_year());
  return say_count(subject.language, *place.population, msg::portrait_population,
                   {{"place", text::capitalised(named)}, {"year", year}});
}

// « Sa population augmente de 0,9 % par an de 2015 à 2021. »
std::string change_sentence(const Subject& subject) {
  const auto id = subject.lexicon().population_change();
  if (!id || !subject.context.observatory->exists(*id, subject.place().level)) return {};
  const auto cell = subject.context.observatory->cell(*id, subject.index);
  if (cell.state != State::present) return {};
  if (std::abs(cell.value) < 0.05) return say(subject.language, msg::portrait_stable);
  const auto rate = text::percent(std::abs(cell.value), 1, subject.language);
  return say(subject.language, cell.value > 0 ? msg::portrait_grows : msg::portrait_shrinks, {{"rate", rate}});
}

bool most_populated(const Subject& subject, territories::PlaceIndex group) {
  const auto members = subject.context.territories->members(group);
  return std::ranges::all_of(members, [&](auto other) {
    return subject.place(other).population.value_or(0) <= subject.place().population.value_or(0);
  });
}

std::string commune_sentence(const Subject& subject) {
  const auto& place = subject.place();
  if (place.level == Level::arrondissement)
    return say(subject.language, msg::portrait_arrondissement, {{"city", subject.place(place.commune).name}});
  if (place.epci == territories::kNowhere) return say(subject.language, msg::portrait_no_epci);
  const auto& epci = subject.place(place.epci);
  const auto size = static_cast<std::int64_t>(subject.context.territories->members(place.epci).size());
  const auto& sentence = most_populated(subject, place.epci) ? msg::portrait_largest : msg::portrait_member;
  return say(subject.language, sentence, {{"n", count(size, subject.language)}, {"epci", epci.name}});
}

// « de la Lozère » in French, the name alone in English.
std::string departement_named(const Subject& subject) {
  const auto& departement = subject.place(subject.place().departement);
  return subject.language == Language::fr ? territories::of_name(departement) : std::string(departement.name);
}

// « C'est la préfecture de la Lozère. », from the highest seat the commune holds.
std::string seat_sentence(const Subject& subject) {
  for (const auto& membership : subject.context.territories->memberships(subject.index)) {
    if (membership.kind != "chef-lieu") continue;
    if (membership.code == "region")
      return say(subject.language, msg::portrait_seat_region, {{"name", membership.label}});
    if (membership.code == "departement")
      return say(subject.language, msg::portrait_seat_departement, {{"name", departement_named(subject)}});
    return say(subject.language, msg::portrait_seat_arrondissement);
  }
  return {};
}

std::string group_sentence(const Subject& subject) {
  const auto& all = *subject.context.territories;
  const auto& place = subject.place();
  const auto communes = static_cast<std::int64_t>(all.members(subject.index).size());
  std::string within;
  if (place.level == Level::epci) {
    std::vector<std::string> names;
    for (const auto departement : all.departements_of(subject.index))
      names.emplace_back(subject.place(departement).name);
    within = say_count(subject.language, static_cast<std::int64_t>(names.size()), msg::portrait_within_departements,
                       {{"names", text::list(names, subject.language)}});
  } else if (place.level == Level::departement && place.region != territories::kNowhere) {
    within = say(subject.language, msg::portrait_within_region, {{"name", subject.place(place.region).name}});
  }
  return say_count(subject.language, communes, msg::portrait_gathers) + (within.empty() ? "" : " " + within);
}

std::string append(std::string text, std::string_view more) {
  if (!text.empty() && !more.empty()) text += ' ';
  text += more;
  return text;
}

const web::Message& more_or_less(const Indicator& indicator, Direction harmful_is) {
  return indicator.direction == harmful_is ? msg::compare_more : msg::compare_less;
}

}  // namespace

std::string Subject::href_of(territories::PlaceIndex other) const {
  auto path = territories::address(place(other));
  return language == Language::fr ? path : web::localised(language, path);
}
std::string Subject::href(std::string_view behind, std::string_view more) const {
  std::string whole;
  whole.reserve(address.size() + behind.size() + more.size());
  whole.append(address).append(behind).append(more);
  return whole;
}

bool has_region(const Subject& subject) {
  const auto& place = subject.place();
  if (place.region == territories::kNowhere) return false;
  return place.departement == territories::kNowhere ||
         subject.place(place.departement).name != subject.place(place.region).name;
}

std::string short_name(const observatory::Variable& variable, Language language) {
  static const std::array<std::pair<std::string_view, const web::Message*>, 13> kNames{
      {{"population", &msg::variable_population},
       {"densite", &msg::variable_density},
       {"evolution", &msg::variable_change},
       {"residences-secondaires", &msg::variable_second_homes},
       {"ouvriers", &msg::variable_workers},
       {"cadres", &msg::variable_executives},
       {"eloignement-intermediaire", &msg::variable_far_intermediate},
       {"eloignement-superieur", &msg::variable_far_higher},
       {"centralite", &msg::variable_centrality},
       {"aire", &msg::variable_urban_area},
       {"nombre-communes", &msg::variable_communes},
       {"part-ville-centre", &msg::variable_main_city},
       {"part-centres-urbains", &msg::variable_urban_centres}}};
  const auto found = std::ranges::find(kNames, variable.id, &std::pair<std::string_view, const web::Message*>::first);
  if (found != kNames.end()) return say(language, *found->second);
  return language == Language::fr ? variable.label_fr : variable.label_en;
}

bool shows_france(const Reading& reading) {
  return reading.france_value && !(reading.france_is_median && reading.limited);
}

Position position(const Indicator& indicator, const Reading& reading) {
  if (!reading.peers_spread || reading.cell.state != State::present) return Position::unknown;
  const auto& spread = *reading.peers_spread;
  const bool high = reading.cell.value > spread.p75;
  const bool low = reading.cell.value < spread.p25;
  if (!high && !low) return Position::inside;
  return high == (indicator.direction != Direction::lower_worse) ? Position::beyond : Position::below;
}

std::string comparison(const Subject& subject, const Reading& reading) {
  const auto language = subject.language;
  const auto& indicator = subject.indicator(reading.indicator);
  if (reading.cell.state != State::present)
    return text::capitalised(state_words(indicator, reading.cell.state, language)) + ".";
  if (!reading.among_peers || reading.among_peers->size == 0)
    return say(language, msg::compare_none, {{"group", peers_words(subject.place().level, language)}});
  const auto& standing = *reading.among_peers;
  // The more telling side: « plus que 17 des 20 », or « moins que 18 des 20 » when the place is on the favourable side.
  // Those whose interval overlaps are not called different (method.md §4).
  const std::uint32_t less_fragile = standing.more_fragile_than;
  const std::uint32_t more_fragile = standing.size - standing.equal - less_fragile;
  const bool harmful_side = less_fragile >= more_fragile;
  const std::uint32_t apart = harmful_side ? less_fragile - reading.close_less : more_fragile - reading.close_more;
  const std::uint32_t close = reading.close_less + reading.close_more;
  const auto& sided = more_or_less(
      indicator, harmful_side
                     ? (indicator.direction == Direction::neutral ? Direction::neutral : Direction::higher_worse)
                     : Direction::lower_worse);
  const auto& sentence = apart == 0 && close > 0 ? msg::compare_all_close : sided;
  const std::string equal =
      standing.equal == 0 ? std::string{} : say_count(language, standing.equal, msg::compare_equal);
  const web::Message* where = nullptr;
  switch (position(indicator, reading)) {
    case Position::beyond:
    case Position::below:
      where = &msg::compare_outside;
      break;
    case Position::inside:
      where = &msg::compare_inside;
      break;
    case Position::unknown:
      break;
  }
  return say(language, sentence,
             {{"n", count(apart == 0 && close > 0 ? close : apart, language)},
              {"close", apart > 0 && close > 0 ? say(language, msg::compare_close, {{"n", count(close, language)}})
                                               : std::string{}},
              {"total", count(standing.size, language)},
              {"group", peers_words(subject.place().level, language)},
              {"equal", equal},
              {"where", where == nullptr ? std::string{} : say(language, *where)}});
}

Spoken speak(const Subject& subject, const Reading& reading) {
  const auto& indicator = subject.indicator(reading.indicator);
  const auto words = [&](const std::optional<double>& value) {
    return value ? value_text(indicator, *value, subject.language) : std::string{};
  };
  Spoken spoken{.reading = reading,
                .value = {},
                .low = {},
                .median = {},
                .high = {},
                .departement = words(reading.departement_value),
                .region = has_region(subject) ? words(reading.region_value) : std::string{},
                .france = shows_france(reading) ? words(reading.france_value) : std::string{},
                .compared = comparison(subject, reading)};
  if (reading.cell.state == State::present) spoken.value = words(reading.cell.value);
  if (const auto& spread = reading.peers_spread) {
    spoken.low = words(spread->p25);
    spoken.median = words(spread->p50);
    spoken.high = words(spread->p75);
  }
  return spoken;
}

std::string national_words(const Subject& subject, const Spoken& spoken) {
  if (spoken.france.empty()) return {};
  const auto& words = spoken.reading.france_is_median ? msg::reference_france_median : msg::reference_france;
  return say(subject.language, words, {{"value", spoken.france}});
}

std::string references(const Subject& subject, const Spoken& spoken) {
  std::string out;
  out.reserve(160);
  const auto add = [&](std::string_view piece) { out.append(out.empty() ? "" : ", ").append(piece); };
  const auto add_place = [&](territories::PlaceIndex group, std::string_view value) {
    if (group == territories::kNowhere || value.empty()) return;
    add(subject.place(group).name);
    out.append(" ").append(value);
  };
  if (!spoken.median.empty()) add(say(subject.language, msg::reference_median, {{"value", spoken.median}}));
  const auto& place = subject.place();
  add_place(place.departement, spoken.departement);
  add_place(place.region, spoken.region);
  if (const auto france = national_words(subject, spoken); !france.empty()) add(france);
  if (out.empty()) return out;
  out = text::capitalised(out);
  out += '.';
  return out;
}

std::string source_note(const Subject& subject, const Reading& reading) {
  std::string made;  // how the figure came to this place, when it is not the producer's own
  const auto add = [&](const web::Message& sentence) { (made += ' ') += say(subject.language, sentence); };
  if (reading.cell.state == State::present && reading.summed) add(msg::source_summed);
  if (reading.cell.estimated) add(msg::source_estimated);
  return say(subject.language, msg::source_note,
             {{"source", subject.lexicon().source(reading.series, subject.language).cited},
              {"made", made},
              {"reliability", reliability_word(reading.reliability, subject.language)}});
}

std::string without_peers(const observatory::Peers& peers, Language language) {
  if (peers.reason_without == "observatory.peers.none_match") return say(language, msg::peers_none_after_filters);
  const auto& reason = peers.reason_without == "observatory.peers.level_too_small" ? msg::peers_level_too_small
                                                                                   : msg::peers_too_few_variables;
  return say(language, msg::peers_without, {{"reason", say(language, reason)}});
}

std::string standings(const Subject& subject, const Reading& reading) {
  const auto language = subject.language;
  if (!reading.in_france) return {};
  const auto& place = subject.place();
  const auto size = count(reading.in_france->size, language);
  if (reading.limited)
    return say(language, msg::standing_limited, {{"total", size}, {"levels", level_words(place.level, language)}});
  const auto words = [&](const web::Message& sentence, const observatory::Standing& standing, std::string group) {
    return say(language, sentence,
               {{"group", std::move(group)},
                {"rank", rank_text(subject, standing)},
                {"percentile", text::number(standing.percentile, 0, language)}});
  };
  auto line = words(msg::standing_france, *reading.in_france, {});
  const bool communal = place.level == Level::commune || place.level == Level::arrondissement;
  const auto group = communal ? place.departement : place.region;
  if (reading.in_departement && group != territories::kNowhere)
    line = append(std::move(line),
                  words(msg::standing_group, *reading.in_departement, std::string(subject.place(group).name)));
  return line;
}

std::string full_sentence(const Subject& subject, const Spoken& spoken) {
  const auto& reading = spoken.reading;
  const auto& indicator = subject.indicator(reading.indicator);
  if (reading.cell.state != State::present) return spoken.compared;
  auto value = spoken.value;
  if (const auto unit = subject.lexicon().unit(reading.indicator, subject.language); !unit.empty())
    value.append(" ").append(unit);
  auto sentence =
      say(subject.language, msg::full_sentence,
          {{"label", label(indicator, subject.language)}, {"value", value}, {"year", text::year(reading.year)}});
  const auto beside = references(subject, spoken);
  sentence.reserve(sentence.size() + spoken.compared.size() + beside.size() + 2);
  sentence = append(std::move(sentence), spoken.compared);
  return append(std::move(sentence), beside);
}

std::string portrait(const Subject& subject) {
  const auto level = subject.place().level;
  auto text = population_sentence(subject);
  text = append(std::move(text), change_sentence(subject));
  if (level == Level::commune) text = append(std::move(text), seat_sentence(subject));
  const bool commune = level == Level::commune || level == Level::arrondissement;
  return append(std::move(text), commune ? commune_sentence(subject) : group_sentence(subject));
}

std::string portrait_note(const Subject& subject) {
  const auto& place = subject.place();
  auto note = say(subject.language, msg::portrait_sources,
                  {{"year", text::year(subject.context.territories->population_year())}});
  if (place.area_km2 && place.population && *place.area_km2 > 0) {
    const double density = static_cast<double>(*place.population) / *place.area_km2;
    note = append(std::move(note), say(subject.language, msg::portrait_density,
                                       {{"area", text::number(*place.area_km2, 1, subject.language)},
                                        {"density", text::number(density, density < 10 ? 1 : 0, subject.language)}}));
  }
  return note;
}

std::string coverage_notice(const Subject& subject, const observatory::Dossier& dossier) {
  const auto present =
      std::ranges::count_if(dossier.readings, [](const Reading& r) { return r.cell.state == State::present; });
  const auto total = static_cast<std::int64_t>(dossier.readings.size());
  if (subject.place().zone == territories::Zone::drom) {
    return say(subject.language, msg::notice_overseas,
               {{"n", count(present, subject.language)}, {"total", count(total, subject.language)}});
  }
  if (present * 2 < total)
    return say(subject.language, msg::notice_few,
               {{"n", count(present, subject.language)}, {"total", count(total, subject.language)}});
  return {};
}

}  // namespace catalyse::dossier
