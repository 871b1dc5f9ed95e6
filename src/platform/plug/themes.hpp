// What a room adds to the page of one theme of a place's dossier: from what the place is fragile in to what may help.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/language.hpp"
#include "core/territory.hpp"

namespace catalyse::plug {

// A whole <section> with its <h2>, some thirty elements and a millisecond at most, the same for the same data version.
// `theme`: id of an objective theme of the observatory. Empty: the room says nothing about it.
struct ThemeSection {
  std::string_view name;  // of the room
  std::function<std::string(const core::PlaceCode& place, std::string_view theme, core::Language language)> html;
};

}  // namespace catalyse::plug
