// The page of a map and its files.
#pragma once

#include <optional>
#include <string>

#include "drawing.hpp"
#include "export/csv.hpp"

namespace catalyse::cartography {

// A map ready to be shown.
struct Sheet {
  const Context& context;
  const Choice& choice;
  const Picture& picture;
  std::shared_ptr<const Ground> ground;
  core::Language language = core::Language::fr;
};

// `error`: what was not understood, said above the map nearest to what was asked.
[[nodiscard]] http::Response map_page(const Sheet& sheet, const std::optional<core::Error>& error);

// The map alone, to stand in a frame of another site: drawing, legend, source, and a link to the map here. Needs no
// script. `?…&integration=1`.
[[nodiscard]] http::Response embedded_page(const Sheet& sheet);
// Under the drawing, each a sentence or empty: scales of the insets; how many places have no contour.
[[nodiscard]] std::string scale_note(const Sheet& sheet);
[[nodiscard]] std::string missing_note(const Sheet& sheet);

// One line a place, in the order asked.
[[nodiscard]] std::string map_csv(const Sheet& sheet, exporting::Dialect dialect);
[[nodiscard]] std::string map_json(const Sheet& sheet);
// The drawing with its title, legend and source, for a report. Needs nothing beside it.
[[nodiscard]] std::string map_svg(const Sheet& sheet);

// A FeatureCollection (RFC 7946) of the places that are listed, light, made while it is sent: the communes of France
// are some 20 MB. Up to kContoursAtOnce places, those of the largest région, it is made at once, to be kept.
inline constexpr std::size_t kContoursAtOnce = 5000;
[[nodiscard]] http::Pieces map_geojson(const Sheet& sheet);

}  // namespace catalyse::cartography
