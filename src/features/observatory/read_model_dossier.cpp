#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "fragility_rules.hpp"
#include "read_model.hpp"
#include "reliability_rules.hpp"
#include "standing_rules.hpp"
#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

std::vector<std::uint32_t> rows_of(const LevelModel& level, const Peers& peers) {
  std::vector<std::uint32_t> rows;
  rows.reserve(peers.list.size());
  for (const Peer& peer : peers.list) rows.push_back(peer.place - level.range.first);
  return rows;
}

// Values of the peers of a place, slot after slot: in the peers' order, and sorted, all slots together.
class PeerValues {
 public:
  PeerValues(const LevelModel& level, std::span<const std::uint32_t> peers)
      : slots_(level.slots()),
        width_((level.slots() + kTogether - 1) / kTogether * kTogether),
        lines_(peers.size()),
        sorted_(std::make_unique_for_overwrite<double[]>(lines_ * width_)) {
    rows_.reserve(lines_);
    for (const std::uint32_t peer : peers) rows_.push_back(level.value.data() + peer * slots_);
    double* to = sorted_.get();
    for (const double* row : rows_) {
      for (std::size_t slot = 0; slot < slots_; ++slot) to[slot] = std::isnan(row[slot]) ? kLast : row[slot];
      std::fill(to + slots_, to + width_, kLast);
      to += width_;
    }
    sort_columns({sorted_.get(), lines_ * width_}, width_);
  }

  // Those present, in the peers' order.
  void present(std::size_t slot, core::ShortList<double, kPeersMax>& out) const {
    out.resize_for_overwrite(lines_);
    std::size_t count = 0;
    for (const double* row : rows_) {
      out.data()[count] = row[slot];
      count += std::isnan(row[slot]) ? 0U : 1U;  // the next one takes the place of an absent value
    }
    out.resize_for_overwrite(count);
  }
  // The same `count` values, ascending.
  [[nodiscard]] std::span<const double> sorted(std::size_t slot, std::size_t count,
                                               std::array<double, kPeersMax>& out) const {
    const double* value = sorted_.get() + slot;
    for (std::size_t i = 0; i < count; ++i, value += width_) out[i] = *value;
    return std::span(out).first(count);
  }

 private:
  static constexpr double kLast = std::numeric_limits<double>::infinity();  // where there is no value
  static constexpr std::size_t kTogether = 4;                               // columns that are sorted at once

  std::size_t slots_, width_, lines_;
  std::vector<const double*> rows_;
  std::unique_ptr<double[]> sorted_;
};

// The readings of one place: what is common to all its indicators, and scratch memory kept from one to the next.
class Readings {
 public:
  Readings(const ReadModel& model, const LevelModel& level, PlaceIndex place, const Peers& peers)
      : model_(model),
        level_(level),
        place_(place),
        row_(place - level.range.first),
        population_(model.population_of(place)),
        peer_rows_(rows_of(level, peers)),
        peer_values_(level, peer_rows_) {}

  void read(std::uint32_t slot, Reading& reading) {
    const std::uint32_t s = level_.series[slot];
    const Series& series = model_.series[s];
    const Indicator& indicator = model_.indicators[series.indicator];
    reading.indicator = series.indicator;
    reading.series = static_cast<std::uint16_t>(s);
    reading.year = series.year;
    reading.vintage = series.vintage;
    reading.summed = series.summed;
    reading.limited = level_.limited[slot] != 0;
    reading.cell = model_.latest_cell(level_, row_, slot);
    reading.reliability = reliability(indicator, level_.level, population_, reading.cell);
    reading.interval = level_.intervals.of(row_, slot);
    model_.add_references(reading, level_, slot, {model_.departement[place_], model_.region[place_]});
    add_peers(reading, slot, indicator.direction);
    if (reading.cell.state != State::present) return;
    add_standings(reading, slot);
    if (reading.limited) {
      for (auto* standing : {&reading.in_france, &reading.among_peers, &reading.in_departement}) {
        if (*standing) withhold_rank(**standing);
      }
    }
  }

 private:
  void count_close_peers(Reading& reading, std::uint32_t slot, Direction direction) const {
    const double own = harm(reading.cell.value, direction);
    for (const std::uint32_t peer : peer_rows_) {
      const auto interval = level_.intervals.of(peer, slot);
      if (!interval || !overlap(*reading.interval, *interval)) continue;
      const double other = harm(level_.value[cell_at(peer, slot)], direction);
      reading.close_less += other < own ? 1U : 0U;
      reading.close_more += other > own ? 1U : 0U;
    }
  }

  [[nodiscard]] std::size_t cell_at(std::uint32_t row, std::uint32_t slot) const { return row * level_.slots() + slot; }

  void add_standings(Reading& reading, std::uint32_t slot) const {
    const std::size_t cell = cell_at(row_, slot);
    reading.in_france = standing({level_.slot_size[slot], level_.less[cell], level_.equal[cell]}, Membership::member);
    const std::uint32_t group = level_.group[row_];
    if (group != kNoRow) {
      const std::uint32_t members = level_.group_size[group * level_.slots() + slot];
      reading.in_departement =
          standing({members, level_.group_less[cell], level_.group_equal[cell]}, Membership::member);
    }
    if (!reading.interval) return;
    const std::size_t at = level_.intervals.at(row_, slot);
    const auto& above = level_.intervals.above;
    set_rank_ends(*reading.in_france, above[at], above[at + 1], Membership::member);
    const auto& in_group = level_.intervals.group_above;
    if (reading.in_departement)
      set_rank_ends(*reading.in_departement, in_group[at], in_group[at + 1], Membership::member);
  }

  void add_peers(Reading& reading, std::uint32_t slot, Direction direction) {
    peer_values_.present(slot, reading.peer_values);
    const std::size_t size = reading.peer_values.size();
    if (size == 0) return;
    const auto sorted = peer_values_.sorted(slot, size, sorted_);
    if (size >= kMethod.spread_min) reading.peers_spread = spread(sorted);
    if (reading.cell.state != State::present) return;
    reading.gap_z = gap_to_peers(reading.cell.value, sorted, level_.scale[slot], direction);
    Tally own = tally(reading.cell.value, sorted);
    if (direction == Direction::lower_worse) own.less = own.size - own.less - own.equal;
    reading.among_peers = standing(own, Membership::stranger);
    if (!reading.interval) return;
    count_close_peers(reading, slot, direction);
    const Ends ends = harm_ends(*reading.interval, direction);
    const auto count_above = [&](double end) {
      return static_cast<std::uint32_t>(
          std::ranges::count_if(sorted, [&](double value) { return harm(value, direction) > end; }));
    };
    set_rank_ends(*reading.among_peers, count_above(ends.low), count_above(ends.high), Membership::stranger);
  }

  const ReadModel& model_;
  const LevelModel& level_;
  PlaceIndex place_;
  std::uint32_t row_;
  std::optional<double> population_;
  std::vector<std::uint32_t> peer_rows_;
  PeerValues peer_values_;
  std::array<double, kPeersMax> sorted_;
};

}  // namespace

core::Result<Dossier> ReadModel::dossier(PlaceIndex place, const PeerOptions& options) const {
  // A dossier is some tens of kilobytes from as many places of memory: all are asked for at once, before anything waits
  // for one.
  if (const LevelModel* level = level_of(place)) {
    const std::uint32_t row = place - level->range.first;
    if (options.is_default()) prefetch_peers(*level, row);
    prefetch(*level, row);
  }
  auto comparable = peers(place, options);
  if (!comparable) return std::unexpected(std::move(comparable.error()));
  const LevelModel& level = *level_of(place);
  Dossier result;
  result.place = place;
  result.peers = std::move(*comparable);
  Readings readings(*this, level, place, result.peers);
  result.readings.reserve(level.slots());
  // Each made just before it is filled, while its memory is near.
  for (std::uint32_t slot = 0; slot < level.slots(); ++slot) readings.read(slot, result.readings.emplace_back());
  result.themes = theme_scores(themes, indicators, result.readings);
  Findings found = findings(indicators, result.readings, result.themes);
  result.distinguishes = std::move(found.distinguishes);
  result.shared = std::move(found.shared);
  result.better = std::move(found.better);
  return result;
}

}  // namespace catalyse::observatory
