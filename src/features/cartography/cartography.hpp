// The map of an indicator: `/carte`, its page and its files, for one data version.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "geo/contours.hpp"
#include "geo/overview.hpp"
#include "geo/tiles.hpp"
#include "observatory/observatory.hpp"
#include "perimeters/perimeters.hpp"
#include "plug/embed.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::cartography {

// The read models of one data version: immutable, shared by all handlers.
struct Context {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const geo::Contours> contours;   // every level, light
  std::shared_ptr<const geo::OverviewMap> france;  // where a point of France stands, overseas in insets at own scales
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const geo::Tiles> tiles;                   // cut from `contours`
  std::shared_ptr<const perimeters::Perimeters> perimeters;  // of `?perimetre=`; null: there are none
  std::shared_ptr<const geo::OverviewMap> same_scale;        // the same with one scale for all
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] plug::Embed embed(const Context& context);  // a map, `?integration=1`
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

}  // namespace catalyse::cartography
