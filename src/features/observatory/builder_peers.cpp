#include <atomic>
#include <cmath>
#include <thread>

#include "builder_parts.hpp"
#include "comparables_index.hpp"
#include "snapshot_layout.hpp"

namespace catalyse::observatory {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

const SeriesInput* source_series(const ObservatoryInput& input, const LevelInput& level, const VariableSpec& spec) {
  for (const std::string_view id : spec.indicators) {
    const auto found = std::ranges::find_if(level.slots, [&](const SeriesInput* series) {
      return input.indicators[series->series.indicator].indicator.id == id;
    });
    if (found != level.slots.end()) return *found;
  }
  return nullptr;
}

double raw_fact(VariableSource source, const PlaceFacts& facts) {
  const auto number = [](const auto& value) { return value ? static_cast<double>(*value) : kAbsent; };
  switch (source) {
    case VariableSource::population:
      return number(facts.population);
    case VariableSource::density:
      return number(facts.density);
    case VariableSource::centrality:
      return number(facts.centrality);
    case VariableSource::urban_category:
      return number(facts.urban_category);
    case VariableSource::communes:
      return number(facts.communes);
    case VariableSource::largest_share:
      return number(facts.largest_share);
    case VariableSource::centres_share:
      return number(facts.centres_share);
    case VariableSource::indicator:
      break;
  }
  return kAbsent;
}

// Coordinates of one variable over the places of the level; NaN where it has none.
std::vector<double> coordinates(const ObservatoryInput& input, const LevelInput& level, const VariableSpec& spec) {
  const SeriesInput* series = spec.source == VariableSource::indicator ? source_series(input, level, spec) : nullptr;
  std::vector<double> column;
  for (std::size_t r = 0; r < level.size(); ++r) {
    double raw = raw_fact(spec.source, input.places[level.range.first + r]);
    if (series != nullptr && series->states[r] == State::present) raw = series->values[r] + 0.0;
    column.push_back(coordinate(spec, raw));
  }
  return column;
}

Scaling scaling_of(const std::vector<double>& column) {
  std::vector<double> present;
  std::ranges::copy_if(column, std::back_inserter(present), [](double x) { return !std::isnan(x); });
  std::ranges::sort(present);
  return robust_scaling(present).value_or(Scaling{});
}

// Calls `work` with each row of the index and the one near it that was done before (kNoRow for the first of some), on
// every processor, a few hundred at a time.
template <class Work>
void over_all_rows(const PeerIndex& index, Work work) {
  constexpr std::size_t kChunk = 256;
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t first = next.fetch_add(kChunk); first < index.size(); first = next.fetch_add(kChunk)) {
      for (std::size_t i = first; i < std::min(first + kChunk, index.size()); ++i)
        work(index.order()[i], i == first ? kNoRow : index.order()[i - 1]);
    }
  };
  const std::size_t helpers = index.size() <= kChunk ? 0 : std::max(1U, std::thread::hardware_concurrency()) - 1;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < helpers; ++i) threads.emplace_back(run);
  run();
}

std::vector<std::uint32_t> default_peers(const ObservatoryInput& input, const LevelInput& level,
                                         const PeerIndex& index) {
  const auto k = static_cast<std::size_t>(std::min(kMethod.k_default, peer_count_max(level.size())));
  std::vector<std::uint32_t> peers(level.size() * k, kNoRow);
  if (k == 0) return peers;
  const auto full = weighing(level.level, false, {});
  const auto reduced = weighing(level.level, true, {});
  over_all_rows(index, [&](std::uint32_t row, std::uint32_t before) {
    const bool overseas = input.places[level.range.first + row].zone != territories::Zone::metropole;
    const Weighing& weights = overseas ? *reduced : *full;
    std::span<const std::uint32_t> likely;
    if (before != kNoRow && peers[before * k + k - 1] != kNoRow) likely = std::span(peers).subspan(before * k, k);
    std::size_t at = row * k;
    for (const Neighbour& neighbour : index.nearest({row, static_cast<int>(k), {}, likely}, weights))
      peers[at++] = neighbour.row;
  });
  return peers;
}

}  // namespace

void add_peers(columns::Writer& out, const ObservatoryInput& input, const LevelInput& level) {
  const auto specs = variable_specs(level.level);
  std::vector<double> rows(level.size() * specs.size());
  std::vector<double> centres;
  std::vector<double> scales;
  for (std::size_t v = 0; v < specs.size(); ++v) {
    const auto column = coordinates(input, level, specs[v]);
    const Scaling scaling = is_standardised(specs[v].kind) ? scaling_of(column) : Scaling{0, 1};
    for (std::size_t r = 0; r < column.size(); ++r)
      rows[r * specs.size() + v] = standardised(specs[v].kind, column[r], scaling);
    centres.push_back(scaling.centre);
    scales.push_back(scaling.scale);
  }
  const PeerIndex index(level.level, rows);
  out.add(level_column(level.level, "rows"), rows);
  out.add(level_column(level.level, "centre"), centres);
  out.add(level_column(level.level, "spread"), scales);
  out.add(level_column(level.level, "peers"), default_peers(input, level, index));
}

}  // namespace catalyse::observatory
