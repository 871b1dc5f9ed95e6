// Colours of classes, pure. Every palette is read in grey and by colour-blind eyes: lightness runs one way (or, for the
// diverging one, falls away from the middle on both sides, teal and rust, which no common deficiency confuses).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace catalyse::cartography {

enum class Palette : std::uint8_t { diverging, teal, viridis, cividis };

// Which end of the values is the strong one: dark, or rust on the diverging palette.
enum class Strong : std::uint8_t { high, low };

// `#rrggbb` of class `index` of `count` (1 to 9), from the lowest values.
[[nodiscard]] std::string_view colour(Palette palette, Strong strong, std::size_t index, std::size_t count);

}  // namespace catalyse::cartography
