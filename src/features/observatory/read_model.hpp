// What `Observatory` reads: spans over the mapped columns of a snapshot, their metadata as values, one search index per
// level.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "columns/columns.hpp"
#include "comparables_index.hpp"
#include "observatory.hpp"
#include "rate_formula.hpp"
#include "snapshot_layout.hpp"

namespace catalyse::observatory {

struct SeriesColumns {
  std::span<const double> value;
  std::span<const std::uint8_t> state;
  std::span<const double> numerator, denominator;  // empty when not known
  RateFormula rate;                                // makes the value from them

  [[nodiscard]] Cell cell(std::size_t row) const;
};

// Of the slots whose values have an interval. Numbers are by row, then such slot, the low end of the value before the
// high.
struct IntervalColumns {
  std::vector<std::uint32_t> number;  // by slot: among the slots with intervals; kNoRow for the others
  std::size_t slots = 0;
  std::span<const double> ends;                // NaN where a value has none
  std::span<const std::uint32_t> above;        // places of the level more harmful than each end
  std::span<const std::uint16_t> group_above;  // the same in the group of reference

  [[nodiscard]] std::size_t at(std::size_t row, std::uint32_t slot) const { return 2 * (row * slots + number[slot]); }
  [[nodiscard]] std::optional<Interval> of(std::size_t row, std::uint32_t slot) const;
};

// One level. `cells` are indexed by row · slots + slot; a slot is an indicator that exists at the level.
struct LevelModel {
  core::Level level = core::Level::commune;
  territories::Range range;
  std::vector<std::uint32_t> series;                  // by slot: its latest series
  std::vector<std::optional<std::uint32_t>> slot_of;  // by indicator
  std::vector<std::optional<std::uint32_t>> departement_series,
      region_series;  // by slot: same indicator and year at that level
  std::span<const double> value;
  std::span<const std::uint8_t> state;
  std::span<const std::uint32_t> less, equal;
  std::span<const std::uint16_t> group_less, group_equal;
  std::span<const std::uint32_t> group, group_size;
  IntervalColumns intervals;
  std::span<const std::uint32_t> slot_size;  // places that have a value, by slot
  std::span<const double> scale, france;
  std::span<const std::uint8_t> france_is_median, limited;
  std::vector<Variable> variables;
  std::span<const std::uint32_t> peers;  // by row, default_k each; kNoRow where there are fewer
  int default_k = 0;
  std::unique_ptr<PeerIndex> index;

  [[nodiscard]] std::size_t size() const { return range.size(); }
  [[nodiscard]] std::size_t slots() const { return series.size(); }
};

struct ReadModel {
  explicit ReadModel(columns::File opened) : file(std::move(opened)) {}

  columns::File file;
  std::string version;
  std::vector<Theme> themes;
  std::vector<Indicator> indicators;
  std::vector<Series> series;
  std::vector<SeriesColumns> series_columns;
  std::array<LevelModel, core::kLevelCount> levels;
  std::span<const double> population;
  std::span<const std::uint32_t> epci, departement, region;
  std::span<const std::uint8_t> zone, density_class;
  std::vector<std::uint32_t> communes_of;  // by place: how many communes an EPCI, a département or a région has

  [[nodiscard]] static core::Result<std::unique_ptr<ReadModel>> load(columns::File file);
  [[nodiscard]] const LevelModel* level_of(PlaceIndex place) const;  // null for the COM and beyond the last place
  [[nodiscard]] const LevelModel& at(core::Level level) const { return levels[static_cast<std::size_t>(level)]; }
  [[nodiscard]] std::optional<double> population_of(PlaceIndex place) const;
  // Of the latest series of a slot: the same as that of its columns, from the row of the place.
  [[nodiscard]] Cell latest_cell(const LevelModel& level, std::uint32_t row, std::uint32_t slot) const;
  // The values of France, the département and the région beside a reading of the slot.
  struct Above {
    PlaceIndex departement, region;
  };
  void add_references(Reading& reading, const LevelModel& level, std::uint32_t slot, Above above) const;
  // Asks memory, without waiting for it, for what a dossier reads of a place, and of its default peers.
  void prefetch(const LevelModel& level, std::uint32_t row) const;
  void prefetch_peers(const LevelModel& level, std::uint32_t row) const;

  [[nodiscard]] core::Result<Peers> peers(PlaceIndex place, const PeerOptions& options) const;
  [[nodiscard]] core::Result<Dossier> dossier(PlaceIndex place, const PeerOptions& options) const;
  [[nodiscard]] core::Result<Gathered> gathered(std::span<const PlaceIndex> communes,
                                                const GatherOptions& options) const;
};

}  // namespace catalyse::observatory
