// The style sheet, the icon and the scripts, compiled into the program from web/ (tools/bundle_web.sh). They go to the
// router, which serves them under names that hold their digest.
#pragma once

#include <span>

#include "http/http.hpp"
#include "web/web.hpp"

namespace catalyse::web {

// catalyse.css, icone.svg, recherche.js, and of maps carte.js and carte-ouvrier.js
[[nodiscard]] std::span<const http::Asset> assets();

// Fills the addresses of the assets that every page uses.
void use_assets(Site& site);

}  // namespace catalyse::web
