#include "builder.hpp"

#include "builder_parts.hpp"
#include "snapshot_layout.hpp"

namespace catalyse::observatory {

LevelInput level_input(const ObservatoryInput& input, core::Level level) {
  LevelInput result{level, input.ranges[static_cast<std::size_t>(level)], {}};
  for (const SeriesInput& series : input.series) {
    if (series.series.level == level && series.series.latest) result.slots.push_back(&series);
  }
  std::ranges::sort(result.slots, {}, [&input](const SeriesInput* series) {
    const std::uint16_t indicator = series->series.indicator;
    return std::pair(input.indicators[indicator].indicator.theme, indicator);
  });
  return result;
}

PlaceIndex reference_group(core::Level level, const PlaceFacts& facts) {
  switch (level) {
    case core::Level::commune:
    case core::Level::arrondissement:
      return facts.departement;
    case core::Level::epci:
    case core::Level::departement:
      return facts.region;
    case core::Level::region:
      break;
  }
  return territories::kNowhere;
}

core::Result<void> ObservatoryBuilder::write(const ObservatoryInput& input, const std::filesystem::path& snapshot) {
  if (auto checked = check(input); !checked) return checked;
  auto out = columns::Writer::create(snapshot, kSnapshotKind);
  if (!out) return std::unexpected(std::move(out.error()));
  add_metadata(*out, input);
  add_places(*out, input);
  add_series(*out, input);
  for (const core::Level level : core::kLevels) {
    const LevelInput at_level = level_input(input, level);
    add_standings(*out, input, at_level);
    add_intervals(*out, input, at_level);
    add_peers(*out, input, at_level);
  }
  return out->finish();
}

}  // namespace catalyse::observatory
