// Intervals of the values of a level and how many places stand above their ends: the same for every request.
#include <algorithm>
#include <cmath>
#include <map>

#include "builder_parts.hpp"
#include "reliability_rules.hpp"
#include "snapshot_layout.hpp"
#include "standing_rules.hpp"

namespace catalyse::observatory {
namespace {

// The columns of snapshot_layout.hpp: the low end, then the high end, place after place, then slot after slot of
// `slots`.
struct Intervals {
  std::vector<std::uint32_t> slots;
  std::vector<double> ends;
  std::vector<std::uint32_t> above;
  std::vector<std::uint16_t> group_above;
};

Cell cell_of(const SeriesInput& series, std::size_t row) {
  Cell cell;
  cell.state = series.states[row];
  if (cell.state == State::present) cell.value = series.values[row] + 0.0;
  if (std::isfinite(series.numerators[row])) cell.numerator = series.numerators[row];
  if (std::isfinite(series.denominators[row])) cell.denominator = series.denominators[row];
  return cell;
}

// Values of harm in ascending order: of the level, and of each group of reference.
struct Ranking {
  std::vector<double> level;
  std::map<PlaceIndex, std::vector<double>> groups;

  void add(double harm, PlaceIndex group) {
    level.push_back(harm);
    if (group != territories::kNowhere) groups[group].push_back(harm);
  }
  void sort() {
    std::ranges::sort(level);
    for (auto& [_, values] : groups) std::ranges::sort(values);
  }
};

template <class Count>
Count above(double end, const std::vector<double>& ascending) {
  return static_cast<Count>(ascending.end() - std::ranges::upper_bound(ascending, end));
}

void add_slot(Intervals& out, const ObservatoryInput& input, const LevelInput& level, std::size_t number) {
  const SeriesInput& series = *level.slots[out.slots[number]];
  const auto& [indicator, rate] = input.indicators[series.series.indicator];
  const auto group_of = [&](std::size_t row) {
    return reference_group(level.level, input.places[level.range.first + row]);
  };
  Ranking ranking;
  for (std::size_t row = 0; row < level.size(); ++row) {
    if (series.states[row] == State::present) ranking.add(harm(series.values[row], indicator.direction), group_of(row));
  }
  ranking.sort();
  const double whole = rate(1, 1);
  for (std::size_t row = 0; row < level.size(); ++row) {
    const auto& population = input.places[level.range.first + row].population;
    const auto interval = value_interval(indicator, whole, population, cell_of(series, row));
    if (!interval) continue;
    const std::size_t at = 2 * (row * out.slots.size() + number);
    out.ends[at] = interval->low;
    out.ends[at + 1] = interval->high;
    const Ends ends = harm_ends(*interval, indicator.direction);
    out.above[at] = above<std::uint32_t>(ends.low, ranking.level);
    out.above[at + 1] = above<std::uint32_t>(ends.high, ranking.level);
    const auto group = ranking.groups.find(group_of(row));
    if (group == ranking.groups.end()) continue;
    out.group_above[at] = above<std::uint16_t>(ends.low, group->second);
    out.group_above[at + 1] = above<std::uint16_t>(ends.high, group->second);
  }
}

}  // namespace

void add_intervals(columns::Writer& out, const ObservatoryInput& input, const LevelInput& level) {
  Intervals intervals;
  for (std::uint32_t slot = 0; slot < level.slots.size(); ++slot) {
    const SeriesInput& series = *level.slots[slot];
    if (input.indicators[series.series.indicator].indicator.wilson && !series.numerators.empty())
      intervals.slots.push_back(slot);
  }
  const std::size_t ends = 2 * level.size() * intervals.slots.size();
  intervals.ends.assign(ends, std::numeric_limits<double>::quiet_NaN());
  intervals.above.resize(ends);
  intervals.group_above.resize(ends);
  for (std::size_t number = 0; number < intervals.slots.size(); ++number) add_slot(intervals, input, level, number);
  out.add(level_column(level.level, "interval_slots"), intervals.slots);
  out.add(level_column(level.level, "interval"), intervals.ends);
  out.add(level_column(level.level, "interval_above"), intervals.above);
  out.add(level_column(level.level, "interval_group_above"), intervals.group_above);
}

}  // namespace catalyse::observatory
