// The style sheet, the icon and the scripts, compiled into the program from web/ (tools/bundle_web.sh). They go to the
// router, which serves them under names that hold their digest.
#pragma once

#include <span>

#include "http/http.hpp"
#include "web/web.hpp"

namespace catalyse::web {

// catalyse.css, icone.svg, recherche.js (on every page), brouillon.js (where something is written), and of maps
// carte.js and carte-ouvrier.js
[[nodiscard]] std::span<const http::Asset> assets();

// /statique/brouillon.1a2b3c4d.js; throws std::out_of_range for a name that is none.
[[nodiscard]] std::string asset_address(std::string_view name);

// Fills the addresses of the assets that every page uses.
void use_assets(Site& site);

}  // namespace catalyse::web
