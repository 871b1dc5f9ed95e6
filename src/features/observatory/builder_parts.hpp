// The steps of ObservatoryBuilder::write. Private to the builder.
#pragma once

#include <span>
#include <vector>

#include "builder.hpp"
#include "columns/columns.hpp"

namespace catalyse::observatory {

// Error observatory.input.invalid, its note naming what breaks the contract of builder.hpp.
[[nodiscard]] core::Result<void> check(const ObservatoryInput& input);

// What exists at one level: its places and, by slot, the latest series of each indicator.
struct LevelInput {
  core::Level level = core::Level::commune;
  territories::Range range;
  std::vector<const SeriesInput*> slots;  // by theme, then in the order of the list
  [[nodiscard]] std::size_t size() const { return range.size(); }
  [[nodiscard]] std::size_t cells() const { return range.size() * slots.size(); }
};

[[nodiscard]] LevelInput level_input(const ObservatoryInput& input, core::Level level);

// The third reference group of a place (method.md §3): its département, or its région for EPCI and départements;
// kNowhere for régions.
[[nodiscard]] PlaceIndex reference_group(core::Level level, const PlaceFacts& facts);

void add_metadata(columns::Writer& out, const ObservatoryInput& input);
void add_places(columns::Writer& out, const ObservatoryInput& input);
void add_series(columns::Writer& out, const ObservatoryInput& input);
void add_standings(columns::Writer& out, const ObservatoryInput& input, const LevelInput& level);
void add_intervals(columns::Writer& out, const ObservatoryInput& input, const LevelInput& level);
void add_peers(columns::Writer& out, const ObservatoryInput& input, const LevelInput& level);

}  // namespace catalyse::observatory
