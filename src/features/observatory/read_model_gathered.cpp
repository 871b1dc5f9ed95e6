// Communes taken together, ranked among the places of a level and compared with the nearest of them.
#include <algorithm>
#include <cmath>

#include "fragility_rules.hpp"
#include "gathering.hpp"
#include "reliability_rules.hpp"
#include "standing_rules.hpp"
#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

using core::ErrorKind;

// Where values stand among those of a whole level, all slots at once: the values of a place lie side by side.
struct Tallies {
  std::vector<double> own;  // NaN: no value
  std::vector<std::uint32_t> less, equal;

  Tallies(const LevelModel& level, std::vector<double> values)
      : own(std::move(values)), less(level.slots()), equal(level.slots()) {
    for (std::size_t row = 0; row < level.size(); ++row) {
      const double* value = level.value.data() + row * level.slots();
      for (std::size_t slot = 0; slot < level.slots(); ++slot) {
        less[slot] += value[slot] < own[slot] ? 1U : 0U;
        equal[slot] += value[slot] == own[slot] ? 1U : 0U;
      }
    }
  }
  [[nodiscard]] Tally of(std::size_t slot, std::uint32_t size, Direction direction) const {
    Tally tally{size, less[slot], equal[slot]};
    if (direction == Direction::lower_worse) tally.less = size - less[slot] - equal[slot];
    return tally;
  }
};

class GatheredReadings {
 public:
  GatheredReadings(const ReadModel& model, const Gathering& gathering, const LevelModel& level, const Peers& peers)
      : model_(model), gathering_(gathering), level_(level) {
    for (const Peer& peer : peers.list) peer_rows_.push_back(peer.place - level.range.first);
    const bool member = gathering.twin() && level.range.holds(*gathering.twin());
    membership_ = member ? Membership::member : Membership::stranger;
  }

  void fill(Gathered& result) {
    result.dossier.readings.resize(level_.slots());
    result.basis.resize(level_.slots());
    std::vector<double> own(level_.slots(), std::numeric_limits<double>::quiet_NaN());
    for (std::uint32_t slot = 0; slot < level_.slots(); ++slot) {
      const Series& series = model_.series[level_.series[slot]];
      Reading& reading = result.dossier.readings[slot];
      put(reading, result.basis[slot], series.indicator, series.year);
      // Figures of another year are told, and compared with none.
      if (reading.year == series.year && reading.cell.state == State::present) own[slot] = reading.cell.value;
      reading.limited = level_.limited[slot] != 0;
    }
    const Tallies tallies(level_, std::move(own));
    for (std::uint32_t slot = 0; slot < level_.slots(); ++slot) compare(result.dossier.readings[slot], slot, tallies);
  }

  // Indicators of communes that the level does not have.
  void fill_rest(Gathered& result) {
    const LevelModel& communes = model_.at(core::Level::commune);
    for (std::uint16_t indicator = 0; indicator < model_.indicators.size(); ++indicator) {
      const auto& slot = communes.slot_of[indicator];
      if (!slot || level_.slot_of[indicator]) continue;
      Reading& reading = result.dossier.readings.emplace_back();
      put(reading, result.basis.emplace_back(), indicator, std::nullopt);
    }
  }

 private:
  void put(Reading& reading, Basis& basis, std::uint16_t index, std::optional<int> year) {
    const Indicator& indicator = model_.indicators[index];
    const GatheredFigure figure = gathering_.figure(index, year);
    reading.indicator = index;
    reading.cell = figure.cell;
    basis = figure.basis;
    if (figure.series != kNoRow) {
      reading.year = model_.series[figure.series].year;
      reading.series = static_cast<std::uint16_t>(figure.series);
      reading.vintage = model_.series[figure.series].vintage;
    } else if (const auto slot = level_.slot_of[index]) {
      reading.year = model_.series[level_.series[*slot]].year;
      reading.series = static_cast<std::uint16_t>(level_.series[*slot]);
      reading.vintage = model_.series[level_.series[*slot]].vintage;
    }
    reading.summed = basis.made == Made::counted || basis.made == Made::summed;
    const core::Level judged = gathering_.twin() ? model_.level_of(*gathering_.twin())->level : level_.level;
    reading.reliability = reliability(indicator, judged, gathering_.population(), reading.cell);
    if (basis.made == Made::weighted) reading.reliability = lower(reading.reliability, Reliability::medium);
    if (figure.series == kNoRow || basis.made == Made::weighted) return;
    const double whole = model_.series_columns[figure.series].rate(1, 1);
    reading.interval = value_interval(indicator, whole, gathering_.population(), reading.cell);
  }

  void compare(Reading& reading, std::uint32_t slot, const Tallies& tallies) {
    const Direction direction = model_.indicators[reading.indicator].direction;
    add_peers(reading, slot, direction);
    if (reading.year != model_.series[level_.series[slot]].year) return;
    model_.add_references(reading, level_, slot, {gathering_.departement(), gathering_.region()});
    if (reading.cell.state != State::present) return;
    const Tally tally = tallies.of(slot, level_.slot_size[slot], direction);
    if (tally.size == 0) return;
    reading.in_france = standing(tally, membership_);
    if (reading.interval) {
      const Ends ends = harm_ends(*reading.interval, direction);
      set_rank_ends(*reading.in_france, above(slot, ends.low, direction), above(slot, ends.high, direction),
                    membership_);
    }
    if (!reading.limited) return;
    withhold_rank(*reading.in_france);
    if (reading.among_peers) withhold_rank(*reading.among_peers);
  }

  [[nodiscard]] double value_at(std::uint32_t row, std::uint32_t slot) const {
    return level_.value[row * level_.slots() + slot];
  }
  [[nodiscard]] std::uint32_t above(std::uint32_t slot, double end, Direction direction) const {
    std::uint32_t count = 0;
    for (std::uint32_t row = 0; row < level_.size(); ++row)
      count += harm(value_at(row, slot), direction) > end ? 1U : 0U;  // NaN is above nothing
    return count;
  }

  void add_peers(Reading& reading, std::uint32_t slot, Direction direction) {
    if (reading.year != model_.series[level_.series[slot]].year) return;
    for (const std::uint32_t row : peer_rows_)
      if (const double value = value_at(row, slot); !std::isnan(value)) reading.peer_values.push_back(value);
    if (reading.peer_values.empty()) return;
    sorted_.assign(reading.peer_values.begin(), reading.peer_values.end());
    std::ranges::sort(sorted_);
    if (sorted_.size() >= kMethod.spread_min) reading.peers_spread = spread(sorted_);
    if (reading.cell.state != State::present) return;
    reading.gap_z = gap_to_peers(reading.cell.value, sorted_, level_.scale[slot], direction);
    Tally own = tally_sorted(reading.cell.value, sorted_);
    if (direction == Direction::lower_worse) own.less = own.size - own.less - own.equal;
    reading.among_peers = standing(own, Membership::stranger);
    if (!reading.interval) return;
    const double harmful = harm(reading.cell.value, direction);
    for (const std::uint32_t row : peer_rows_) {
      const auto interval = level_.intervals.of(row, slot);
      if (!interval || !overlap(*reading.interval, *interval)) continue;
      const double other = harm(value_at(row, slot), direction);
      reading.close_less += other < harmful ? 1U : 0U;
      reading.close_more += other > harmful ? 1U : 0U;
    }
    const Ends ends = harm_ends(*reading.interval, direction);
    const auto count_above = [&](double end) {
      return static_cast<std::uint32_t>(
          std::ranges::count_if(sorted_, [&](double value) { return harm(value, direction) > end; }));
    };
    set_rank_ends(*reading.among_peers, count_above(ends.low), count_above(ends.high), Membership::stranger);
  }

  const ReadModel& model_;
  const Gathering& gathering_;
  const LevelModel& level_;
  Membership membership_ = Membership::stranger;
  std::vector<std::uint32_t> peer_rows_;
  std::vector<double> sorted_;
};

// The nearest places of the level, by comparing with each: the perimeter stands in no index.
core::Result<Peers> nearest(const Gathering& gathering, const LevelModel& level, const PeerOptions& options) {
  Peers result;
  result.reduced = gathering.overseas() && has_reduced_set(level.level);
  const auto weights = weighing(level.level, result.reduced, options.weights);
  if (!weights) return std::unexpected(weights.error());
  const auto k = peer_count(options.k, level.size());
  if (!k) return std::unexpected(k.error());
  result.k = *k;
  result.weights.assign(weights->weight.begin(), weights->weight.begin() + static_cast<std::ptrdiff_t>(weights->count));
  const std::vector<double> own = gathering.row(level);
  for (std::uint16_t v = 0; v < weights->count; ++v)
    if (weights->weight[v] > 0 && !std::isnan(own[v])) result.variables.push_back(v);
  if (!has_enough_variables(own.data(), *weights)) {
    result.reason_without = "observatory.peers.too_few_variables";
    return result;
  }
  std::vector<Neighbour> all;
  for (std::uint32_t row = 0; row < level.size(); ++row) {
    if (gathering.holds(level.range.first + row)) continue;
    const double squared = squared_distance(own.data(), level.index->row(row), *weights);
    if (!std::isnan(squared)) all.push_back({row, squared});
  }
  const auto before = [](const Neighbour& a, const Neighbour& b) {
    return a.squared != b.squared ? a.squared < b.squared : a.row < b.row;
  };
  const auto kept = std::min(all.size(), static_cast<std::size_t>(*k));
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(), before);
  for (std::size_t i = 0; i < kept; ++i) {
    auto [squared, parts] = compare(own.data(), level.index->row(all[i].row), *weights);
    result.list.push_back({level.range.first + all[i].row, std::sqrt(squared), std::move(parts)});
  }
  if (result.list.empty())
    result.reason_without = *k == 0 ? "observatory.peers.level_too_small" : "observatory.peers.none_match";
  return result;
}

}  // namespace

core::Result<Gathered> ReadModel::gathered(std::span<const PlaceIndex> communes, const GatherOptions& options) const {
  const territories::Range range = at(core::Level::commune).range;
  const bool sound = !communes.empty() && std::ranges::is_sorted(communes) && range.holds(communes.front()) &&
                     range.holds(communes.back());
  if (!sound) return core::fail(ErrorKind::not_found, "observatory.place.none");
  const Gathering gathering(*this, communes);
  Gathered result;
  result.among = options.among.value_or(gathering.among());
  result.twin = gathering.twin();
  result.population = gathering.population();
  result.area_km2 = gathering.area_km2();
  result.departement = gathering.departement();
  result.region = gathering.region();
  const LevelModel& level = at(result.among);
  auto peers = nearest(gathering, level, options.peers);
  if (!peers) return std::unexpected(std::move(peers.error()));
  Dossier& dossier = result.dossier;
  dossier.place = territories::kNowhere;
  dossier.peers = std::move(*peers);
  GatheredReadings readings(*this, gathering, level, dossier.peers);
  readings.fill(result);
  dossier.themes = theme_scores(themes, indicators, dossier.readings);
  Findings found = findings(indicators, dossier.readings, dossier.themes);
  dossier.distinguishes = std::move(found.distinguishes);
  dossier.shared = std::move(found.shared);
  dossier.better = std::move(found.better);
  readings.fill_rest(result);
  return result;
}

}  // namespace catalyse::observatory
