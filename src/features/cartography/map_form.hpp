// The form that chooses a map, filled with what is shown.
#pragma once

#include "pages.hpp"
#include "views.hpp"

namespace catalyse::cartography {

void fill_form(const Sheet& sheet, MapView& view);

}  // namespace catalyse::cartography
