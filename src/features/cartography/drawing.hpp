// The picture on its ground, as SVG, and its legend.
#pragma once

#include <string>

#include "ground.hpp"
#include "picture.hpp"
#include "views.hpp"

namespace catalyse::cartography {

// Up to so many places each is a link of its own; more are drawn by class, so that the page keeps within 2 000
// elements.
inline constexpr std::size_t kLinkedPlaces = 450;

// beside: the second map of a page. alone: a file without links, that needs no style sheet.
enum class Use : std::uint8_t { page, beside, alone };

[[nodiscard]] bool is_linked(const Picture& picture);
[[nodiscard]] std::string drawing_svg(const Context& context, const Choice& choice, const Picture& picture,
                                      const Ground& ground, core::Language language, Use use);
// Classes from the highest values down, then what has no value, then low reliability: only those that occur.
[[nodiscard]] LegendView legend_of(const Context& context, const Choice& choice, const Picture& picture,
                                   core::Language language);

}  // namespace catalyse::cartography
