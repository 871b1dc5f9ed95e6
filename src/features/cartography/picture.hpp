// The choice with its values put into classes: what the map, the legend, the table and every file are made from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "choice.hpp"

namespace catalyse::cartography {

// Class of a place without value.
inline constexpr std::uint8_t kNoClass = 0xFF;

struct Entry {
  PlaceIndex place = 0;
  observatory::State state = observatory::State::missing;
  observatory::Reliability reliability = observatory::Reliability::unknown;
  std::uint8_t in = kNoClass;  // class, from the lowest values
  double value = 0;            // when present
};

struct Picture {
  std::vector<Entry> entries;             // every place of the level in the zone, in the order of their indexes
  Classes classes;                        // of the values of the zone
  std::vector<std::uint32_t> counts;      // places by class
  std::array<std::uint32_t, 4> states{};  // places by observatory::State
  std::uint32_t low = 0;                  // present, of low reliability
  std::vector<PlaceIndex> group;          // the place of Choice::group, then its comparables; empty: none asked
  std::vector<std::uint32_t> rows;        // indexes in entries, in the order asked: those of the group, or of the
                                          // perimeter where whole places of the level are in it, or all
};

// Places of the level in the zone, in the order of their indexes.
[[nodiscard]] std::vector<PlaceIndex> places_of(const territories::Territories& territories, core::Level level,
                                                PlaceIndex zone);

// Those of the level that lie whole in the perimeter asked for, in the order of their indexes; none beside a group.
[[nodiscard]] std::vector<PlaceIndex> places_of_perimeter(const Context& context, const Choice& choice);

// Every place with its class, without group and rows.
[[nodiscard]] Picture classified(const Context& context, const Choice& choice);

// Errors: those of Observatory::peers, for the group.
[[nodiscard]] core::Result<Picture> make_picture(const Context& context, const Choice& choice);

// Which end of the values is strong: the harmful one, else the high one.
[[nodiscard]] Strong strong_end(const observatory::Indicator& indicator);

}  // namespace catalyse::cartography
