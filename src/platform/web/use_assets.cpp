#include <algorithm>
#include <stdexcept>

#include "web/assets.hpp"

namespace catalyse::web {

std::string asset_address(std::string_view name) {
  const auto found = std::ranges::find(assets(), name, &http::Asset::name);
  if (found == assets().end()) throw std::out_of_range("no asset " + std::string(name));
  return http::asset_address(*found);
}

void use_assets(Site& site) {
  site.style = asset_address("catalyse.css");
  site.icon = asset_address("icone.svg");
  site.script = asset_address("recherche.js");
  site.map_script = asset_address("carte.js");
  site.map_worker = asset_address("carte-ouvrier.js");
}

}  // namespace catalyse::web
