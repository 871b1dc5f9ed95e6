#include <cmath>

#include "builder_parts.hpp"
#include "snapshot_layout.hpp"
#include "standing_rules.hpp"
#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

// The columns of one level, place after place, slot after slot.
struct Standings {
  std::vector<double> value;
  std::vector<std::uint8_t> state;
  std::vector<std::uint32_t> less, equal;              // in the level
  std::vector<std::uint16_t> group_less, group_equal;  // in the département or région
  std::vector<std::uint32_t> group_size;               // by group, then slot
  std::vector<std::uint32_t> slot_size;                // places that have a value, by slot
  std::vector<double> scale;                           // robust scale of the values of the level, by slot
  std::vector<double> france;                          // reference of the level, by slot
  std::vector<std::uint8_t> france_is_median, limited;

  explicit Standings(const LevelInput& level)
      : value(level.cells(), kAbsent),
        state(level.cells()),
        less(level.cells()),
        equal(level.cells()),
        group_less(level.cells()),
        group_equal(level.cells()) {}
};

struct Harm {
  double harm = 0;
  std::uint32_t row = 0;
};

std::vector<Harm> sorted_harms(const SeriesInput& series, Direction direction) {
  std::vector<Harm> harms;
  for (std::uint32_t r = 0; r < series.states.size(); ++r) {
    if (series.states[r] == State::present) harms.push_back({harm(series.values[r] + 0.0, direction), r});
  }
  std::ranges::sort(harms,
                    [](const Harm& a, const Harm& b) { return a.harm != b.harm ? a.harm < b.harm : a.row < b.row; });
  return harms;
}

// The groups of reference of a level, numbered from 0; kNoRow where a place has none.
struct Groups {
  std::vector<std::uint32_t> of_row;
  std::uint32_t count = 0;

  Groups(const ObservatoryInput& input, const LevelInput& level) {
    const bool by_departement = level.level == core::Level::commune || level.level == core::Level::arrondissement;
    const auto range =
        input.ranges[static_cast<std::size_t>(by_departement ? core::Level::departement : core::Level::region)];
    count = level.level == core::Level::region ? 0 : static_cast<std::uint32_t>(range.size());
    for (PlaceIndex p = level.range.first; p < level.range.last; ++p) {
      const PlaceIndex group = reference_group(level.level, input.places[p]);
      of_row.push_back(group == territories::kNowhere ? kNoRow : group - range.first);
    }
  }
};

// Runs of equal values, in ascending order: each gives its places what is under it, in the level and in their group.
void rank_slot(Standings& out, std::span<const Harm> harms, const Groups& groups,
               std::pair<std::size_t, std::size_t> slot_of) {
  const auto [slot, slots] = slot_of;
  std::vector<std::uint32_t> under(groups.count);
  std::vector<std::uint32_t> in_run(groups.count);
  for (std::size_t first = 0, last = 0; first < harms.size(); first = last) {
    while (last < harms.size() && harms[last].harm == harms[first].harm) ++last;
    const auto run = harms.subspan(first, last - first);
    for (const Harm& h : run) {
      if (const auto g = groups.of_row[h.row]; g != kNoRow) ++in_run[g];
    }
    for (const Harm& h : run) {
      const std::size_t cell = h.row * slots + slot;
      out.less[cell] = static_cast<std::uint32_t>(first);
      out.equal[cell] = static_cast<std::uint32_t>(run.size());
      if (const auto g = groups.of_row[h.row]; g != kNoRow) {
        out.group_less[cell] = static_cast<std::uint16_t>(under[g]);
        out.group_equal[cell] = static_cast<std::uint16_t>(in_run[g]);
      }
    }
    for (const Harm& h : run) {
      if (const auto g = groups.of_row[h.row]; g != kNoRow) under[g] += std::exchange(in_run[g], 0);
    }
  }
  for (std::uint32_t g = 0; g < groups.count; ++g) out.group_size[g * slots + slot] = under[g];
}

// Value of France for an indicator and a year: from the sums of the first level whose places with counts hold 95 % of
// the population, communes before the levels they make up. Empty when the indicator is not summed, or there is none.
std::optional<double> national(const ObservatoryInput& input, const Series& of) {
  const IndicatorInput& indicator = input.indicators[of.indicator];
  if (!indicator.rate || indicator.indicator.aggregation != Aggregation::sum_num_den) return std::nullopt;
  for (const core::Level level :
       {core::Level::commune, core::Level::departement, core::Level::region, core::Level::epci}) {
    const auto found = std::ranges::find_if(input.series, [&](const SeriesInput& s) {
      return s.series.indicator == of.indicator && s.series.level == level && s.series.year == of.year &&
             !s.numerators.empty();
    });
    if (found == input.series.end()) continue;
    double numerator = 0, denominator = 0, people = 0, covered = 0;
    const PlaceIndex first = input.ranges[static_cast<std::size_t>(level)].first;
    for (std::size_t i = 0; i < found->states.size(); ++i) {
      const double inhabitants = input.places[first + i].population.value_or(0);
      people += inhabitants;
      const bool counts = found->states[i] == State::present && std::isfinite(found->numerators[i]) &&
                          std::isfinite(found->denominators[i]);
      // Where the thing counted does not exist nothing lacks.
      if (counts || found->states[i] == State::na) covered += inhabitants;
      if (!counts) continue;
      numerator += found->numerators[i];
      denominator += found->denominators[i];
    }
    const double value = denominator > 0 ? indicator.rate(numerator, denominator) : kAbsent;
    if (std::isfinite(value) && covered >= kMethod.coverage * people) return value;
  }
  return std::nullopt;
}

// A rank among published places is wrong where some are withheld for their size (method.md §3): secret at any level,
// or, of communes, not delivered.
bool withholds(const SeriesInput& series) {
  const bool communes = series.series.level == core::Level::commune;
  return std::ranges::any_of(series.states, [communes](State state) {
    return state == State::secret || (communes && state == State::missing);
  });
}

void describe_slot(Standings& out, const ObservatoryInput& input, const SeriesInput& series,
                   std::span<const Harm> harms) {
  const Indicator& indicator = input.indicators[series.series.indicator].indicator;
  std::vector<double> ascending;
  for (const Harm& h : harms) ascending.push_back(h.harm);
  out.slot_size.push_back(static_cast<std::uint32_t>(harms.size()));
  const auto scaling = robust_scaling(ascending);
  const auto value = national(input, series.series);
  out.scale.push_back(scaling ? scaling->scale : 0);
  out.france.push_back(value     ? *value
                       : scaling ? harm(scaling->centre, indicator.direction)
                                 : kAbsent);  // harm undoes itself
  out.france_is_median.push_back(value ? 0 : 1);
  out.limited.push_back(indicator.publication_limited && withholds(series) ? 1 : 0);
}

void put_cells(Standings& out, const SeriesInput& series, std::pair<std::size_t, std::size_t> slot_of) {
  const auto [slot, slots] = slot_of;
  for (std::size_t r = 0; r < series.states.size(); ++r) {
    const std::size_t cell = r * slots + slot;
    if (series.states[r] == State::present) out.value[cell] = series.values[r] + 0.0;
    out.state[cell] = static_cast<std::uint8_t>(series.states[r]);
    if (!series.estimated.empty() && series.estimated[r] != 0) out.state[cell] |= kEstimatedBit;
  }
}

std::vector<std::uint32_t> series_of_slots(const ObservatoryInput& input, const LevelInput& level) {
  std::vector<std::uint32_t> list;
  for (const SeriesInput* series : level.slots)
    list.push_back(static_cast<std::uint32_t>(series - input.series.data()));
  return list;
}

}  // namespace

void add_standings(columns::Writer& out, const ObservatoryInput& input, const LevelInput& level) {
  Standings standings(level);
  const Groups groups(input, level);
  standings.group_size.resize(groups.count * level.slots.size());
  for (std::size_t slot = 0; slot < level.slots.size(); ++slot) {
    const SeriesInput& series = *level.slots[slot];
    const auto harms = sorted_harms(series, input.indicators[series.series.indicator].indicator.direction);
    const std::pair slot_of{slot, level.slots.size()};
    put_cells(standings, series, slot_of);
    rank_slot(standings, harms, groups, slot_of);
    describe_slot(standings, input, series, harms);
  }
  const auto add = [&](std::string_view what, const auto& column) { out.add(level_column(level.level, what), column); };
  add("series", series_of_slots(input, level));
  add("value", standings.value);
  add("state", standings.state);
  add("less", standings.less);
  add("equal", standings.equal);
  add("group", groups.of_row);
  add("group_less", standings.group_less);
  add("group_equal", standings.group_equal);
  add("group_size", standings.group_size);
  add("slot_size", standings.slot_size);
  add("scale", standings.scale);
  add("france", standings.france);
  add("france_is_median", standings.france_is_median);
  add("limited", standings.limited);
}

}  // namespace catalyse::observatory
