#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "builder_parts.hpp"

namespace catalyse::observatory {
namespace {

// Beyond it sums of squares and differences of two values would lose their meaning; no real figure comes near.
constexpr double kLargest = 1e15;

constexpr std::size_t kGroupMax = 0xFFFF;  // what the counts of a group can hold

std::unexpected<core::Error> invalid(std::string note) {
  return core::fail(core::ErrorKind::invalid, "observatory.input.invalid", std::move(note));
}

std::string name_of(const ObservatoryInput& input, const Series& series) {
  return input.indicators[series.indicator].indicator.id + " (" + std::string(core::level_name(series.level)) + ", " +
         std::to_string(series.year) + ")";
}

bool in_range_or_nowhere(PlaceIndex place, territories::Range range) {
  return place == territories::kNowhere || range.holds(place);
}

core::Result<void> check_places(const ObservatoryInput& input) {
  PlaceIndex end = 0;
  for (const core::Level level : core::kLevels) {
    const auto range = input.ranges[static_cast<std::size_t>(level)];
    if (range.last < range.first || range.first < end)
      return invalid("range of level " + std::string(core::level_name(level)));
    end = range.last;
  }
  if (input.places.size() < end) return invalid("facts of fewer places than the ranges hold");
  const auto range_of = [&input](core::Level level) { return input.ranges[static_cast<std::size_t>(level)]; };
  for (std::size_t p = 0; p < input.places.size(); ++p) {
    const PlaceFacts& facts = input.places[p];
    const bool placed = in_range_or_nowhere(facts.epci, range_of(core::Level::epci)) &&
                        in_range_or_nowhere(facts.departement, range_of(core::Level::departement)) &&
                        in_range_or_nowhere(facts.region, range_of(core::Level::region));
    if (!placed) return invalid("membership of place " + std::to_string(p) + " is not a place of that level");
    const double population = facts.population.value_or(0);
    if (!(population >= 0 && population <= kLargest)) return invalid("population of place " + std::to_string(p));
  }
  return {};
}

core::Result<void> check_groups(const ObservatoryInput& input) {
  for (const core::Level level : core::kLevels) {
    const auto range = input.ranges[static_cast<std::size_t>(level)];
    std::map<PlaceIndex, std::size_t> members;
    for (PlaceIndex p = range.first; p < range.last; ++p) ++members[reference_group(level, input.places[p])];
    members.erase(territories::kNowhere);
    if (std::ranges::any_of(members, [](const auto& group) { return group.second > kGroupMax; }))
      return invalid("more places than the counts of a group can hold");
  }
  return {};
}

core::Result<void> check_indicators(const ObservatoryInput& input) {
  std::set<std::string_view> ids;
  if (input.indicators.size() > 0xFFFF || input.themes.size() > 0xFFFF) return invalid("too many indicators or themes");
  for (const auto& [indicator, rate] : input.indicators) {
    if (!ids.insert(indicator.id).second) return invalid("two indicators named " + indicator.id);
    if (indicator.theme >= input.themes.size()) return invalid(indicator.id + ": no such theme");
    if (!(indicator.weight >= 0 && indicator.weight <= kLargest)) return invalid(indicator.id + ": weight");
    if (indicator.wilson && !rate) return invalid(indicator.id + ": an interval needs the rate that its counts make");
  }
  return {};
}

core::Result<void> check_values(const ObservatoryInput& input, const SeriesInput& series) {
  const std::size_t size = input.ranges[static_cast<std::size_t>(series.series.level)].size();
  const auto parallel_or_empty = [size](const auto& array) { return array.empty() || array.size() == size; };
  if (series.states.size() != size || series.values.size() != size || !parallel_or_empty(series.numerators) ||
      series.denominators.size() != series.numerators.size() || !parallel_or_empty(series.estimated)) {
    return invalid(name_of(input, series.series) + ": arrays are not parallel to the places");
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (static_cast<unsigned>(series.states[i]) > static_cast<unsigned>(State::missing)) {
      return invalid(name_of(input, series.series) + ": state of place " + std::to_string(i));
    }
    const bool sound = series.states[i] != State::present || std::abs(series.values[i]) <= kLargest;  // false for NaN
    if (!sound) return invalid(name_of(input, series.series) + ": value of place " + std::to_string(i));
  }
  return {};
}

}  // namespace

core::Result<void> check(const ObservatoryInput& input) {
  if (auto places = check_places(input); !places) return places;
  if (auto groups = check_groups(input); !groups) return groups;
  if (auto indicators = check_indicators(input); !indicators) return indicators;
  std::set<std::tuple<std::uint16_t, core::Level, int>> seen;
  std::set<std::pair<std::uint16_t, core::Level>> present;
  std::set<std::pair<std::uint16_t, core::Level>> latest;
  for (const SeriesInput& input_series : input.series) {
    const Series& series = input_series.series;
    if (series.indicator >= input.indicators.size()) return invalid("series of no indicator");
    if (!seen.insert({series.indicator, series.level, series.year}).second)
      return invalid(name_of(input, series) + ": given twice");
    const std::pair at{series.indicator, series.level};
    present.insert(at);
    if (series.latest && !latest.insert(at).second) return invalid(name_of(input, series) + ": two latest years");
    if (auto values = check_values(input, input_series); !values) return values;
  }
  for (const auto& [indicator, level] : present) {
    if (!latest.contains({indicator, level})) {
      return invalid(input.indicators[indicator].indicator.id + " (" + std::string(core::level_name(level)) +
                     "): no latest year");
    }
  }
  return {};
}

}  // namespace catalyse::observatory
