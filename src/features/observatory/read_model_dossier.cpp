#include <algorithm>
#include <cmath>

#include "fragility_rules.hpp"
#include "read_model.hpp"
#include "reliability_rules.hpp"
#include "standing_rules.hpp"
#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

std::uint32_t above(double x, std::span<const double> ascending) {
  return static_cast<std::uint32_t>(ascending.end() - std::ranges::upper_bound(ascending, x));
}

// The readings of one place: what is common to all its indicators, and scratch memory kept from one to the next.
class Readings {
 public:
  Readings(const ReadModel& model, const LevelModel& level, PlaceIndex place, const Peers& peers)
      : model_(model),
        level_(level),
        place_(place),
        row_(place - level.range.first),
        population_(model.population_of(place)) {
    for (const Peer& peer : peers.list) peer_rows_.push_back(peer.place - level.range.first);
  }

  Reading read(std::uint32_t slot) {
    const std::uint32_t s = level_.series[slot];
    const Series& series = model_.series[s];
    const Indicator& indicator = model_.indicators[series.indicator];
    Reading reading;
    reading.indicator = series.indicator;
    reading.year = series.year;
    reading.vintage = series.vintage;
    reading.cell = model_.series_columns[s].cell(row_);
    reading.reliability = reliability(indicator, level_.level, population_, reading.cell);
    if (const auto interval = proportion_interval(indicator, population_, reading.cell)) {
      // A published value rounded more than its counts must not fall outside its own interval.
      const double whole = model_.whole[series.indicator];
      reading.interval = Interval{std::min(interval->low * whole, reading.cell.value),
                                  std::max(interval->high * whole, reading.cell.value)};
    }
    add_references(reading, slot);
    add_peers(reading, slot, indicator.direction);
    if (reading.cell.state != State::present) return reading;
    add_standings(reading, slot, indicator.direction);
    if (level_.limited[slot] != 0) {
      for (auto* standing : {&reading.in_france, &reading.among_peers, &reading.in_departement}) {
        if (*standing) withhold_rank(**standing);
      }
    }
    return reading;
  }

 private:
  [[nodiscard]] std::size_t cell_at(std::uint32_t row, std::uint32_t slot) const { return row * level_.slots() + slot; }

  [[nodiscard]] std::optional<double> value_above(std::optional<std::uint32_t> series, PlaceIndex place,
                                                  core::Level above_level) const {
    const auto range = model_.at(above_level).range;
    if (!series || !range.holds(place)) return std::nullopt;
    const double value = model_.series_columns[*series].value[place - range.first];
    return std::isnan(value) ? std::nullopt : std::optional(value);
  }

  void add_references(Reading& reading, std::uint32_t slot) const {
    reading.departement_value =
        value_above(level_.departement_series[slot], model_.departement[place_], core::Level::departement);
    reading.region_value = value_above(level_.region_series[slot], model_.region[place_], core::Level::region);
    if (!std::isnan(level_.france[slot])) reading.france_value = level_.france[slot];
    reading.france_is_median = level_.france_is_median[slot] != 0;
  }

  void add_standings(Reading& reading, std::uint32_t slot, Direction direction) const {
    const std::size_t cell = cell_at(row_, slot);
    const auto sorted =
        level_.sorted.subspan(level_.sorted_at[slot], level_.sorted_at[slot + 1] - level_.sorted_at[slot]);
    reading.in_france = standing({static_cast<std::uint32_t>(sorted.size()), level_.less[cell], level_.equal[cell]},
                                 Membership::member);
    const std::uint32_t group = level_.group[row_];
    if (group != kNoRow) {
      const std::uint32_t size = level_.group_size[group * level_.slots() + slot];
      reading.in_departement = standing({size, level_.group_less[cell], level_.group_equal[cell]}, Membership::member);
    }
    if (!reading.interval) return;
    const Ends ends = harm_ends(*reading.interval, direction);
    set_rank_ends(*reading.in_france, above(ends.low, sorted), above(ends.high, sorted), Membership::member);
    if (reading.in_departement) {
      const auto [above_low, above_high] = above_in_group(group, slot, ends, direction);
      set_rank_ends(*reading.in_departement, above_low, above_high, Membership::member);
    }
  }

  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> above_in_group(std::uint32_t group, std::uint32_t slot,
                                                                       Ends ends, Direction direction) const {
    const auto values = model_.series_columns[level_.series[slot]].value;
    std::pair<std::uint32_t, std::uint32_t> counts{0, 0};
    for (const std::uint32_t member : level_.group_rows[group]) {
      const double h = harm(values[member], direction);  // NaN where absent: above nothing
      counts.first += h > ends.low ? 1U : 0U;
      counts.second += h > ends.high ? 1U : 0U;
    }
    return counts;
  }

  void add_peers(Reading& reading, std::uint32_t slot, Direction direction) {
    for (const std::uint32_t peer : peer_rows_) {
      const double value = level_.value[cell_at(peer, slot)];
      if (!std::isnan(value)) reading.peer_values.push_back(value);
    }
    const std::size_t size = reading.peer_values.size();
    if (size == 0) return;
    sorted_.assign(reading.peer_values.begin(), reading.peer_values.end());
    std::ranges::sort(sorted_);
    if (size >= kMethod.spread_min) reading.peers_spread = spread(sorted_);
    if (reading.cell.state != State::present) return;
    reading.gap_z = gap_to_peers(reading.cell.value, sorted_, level_.scale[slot], direction);
    Tally own = tally_sorted(reading.cell.value, sorted_);
    if (direction == Direction::lower_worse) own.less = own.size - own.less - own.equal;
    reading.among_peers = standing(own, Membership::stranger);
    if (!reading.interval) return;
    const Ends ends = harm_ends(*reading.interval, direction);
    const auto count_above = [&](double end) {
      return static_cast<std::uint32_t>(
          std::ranges::count_if(sorted_, [&](double value) { return harm(value, direction) > end; }));
    };
    set_rank_ends(*reading.among_peers, count_above(ends.low), count_above(ends.high), Membership::stranger);
  }

  const ReadModel& model_;
  const LevelModel& level_;
  PlaceIndex place_;
  std::uint32_t row_;
  std::optional<double> population_;
  std::vector<std::uint32_t> peer_rows_;
  std::vector<double> sorted_;
};

}  // namespace

core::Result<Dossier> ReadModel::dossier(PlaceIndex place, const PeerOptions& options) const {
  auto comparable = peers(place, options);
  if (!comparable) return std::unexpected(std::move(comparable.error()));
  const LevelModel& level = *level_of(place);
  Dossier result;
  result.place = place;
  result.peers = std::move(*comparable);
  Readings readings(*this, level, place, result.peers);
  result.readings.reserve(level.slots());
  for (std::uint32_t slot = 0; slot < level.slots(); ++slot) result.readings.push_back(readings.read(slot));
  result.themes = theme_scores(themes, indicators, result.readings);
  Findings found = findings(indicators, result.readings, result.themes);
  result.distinguishes = std::move(found.distinguishes);
  result.shared = std::move(found.shared);
  result.better = std::move(found.better);
  return result;
}

}  // namespace catalyse::observatory
