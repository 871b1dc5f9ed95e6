// What the script of the map is told by the page.
#pragma once

#include "pages.hpp"
#include "views.hpp"

namespace catalyse::cartography {

// The map of a sheet to move in. Above `kLinkedPlaces` places the drawing of the server weighs as much as the whole
// map: it is then an image, fetched where there is no script, or when the reader asks for it (`image`).
[[nodiscard]] PlanView plan_of(const Sheet& sheet);

}  // namespace catalyse::cartography
