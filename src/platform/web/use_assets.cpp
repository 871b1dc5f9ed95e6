#include "web/assets.hpp"

namespace catalyse::web {

void use_assets(Site& site) {
  for (const auto& asset : assets()) {
    if (asset.name == "catalyse.css") site.style = http::asset_address(asset);
    if (asset.name == "icone.svg") site.icon = http::asset_address(asset);
    if (asset.name == "recherche.js") site.script = http::asset_address(asset);
    if (asset.name == "carte.js") site.map_script = http::asset_address(asset);
    if (asset.name == "carte-ouvrier.js") site.map_worker = http::asset_address(asset);
  }
}

}  // namespace catalyse::web
