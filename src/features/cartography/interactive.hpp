// What the interactive map reads: tiles, the column of an indicator, the codes it follows and the names of places.
#pragma once

#include <string>
#include <vector>

#include "pages.hpp"

namespace catalyse::cartography {

// `/carte/tuiles/…`, `/carte/colonne`, `/carte/codes/…`, `/carte/noms/…`
[[nodiscard]] std::vector<http::Route> interactive_routes(const Context& context);

// One character a place, in the order of the codes of its level: a class from `1`, of low reliability from `a`; `s`
// secret, `m` missing, `n` without object; `.` outside of the zone.
[[nodiscard]] std::string classes_text(const Context& context, const Choice& choice, const Picture& picture);

// Codes in order, each without what it has in common with the one before where both are of one length: « 01001 2 4 ».
[[nodiscard]] std::string codes_text(const territories::Territories& territories,
                                     const std::vector<PlaceIndex>& places);

[[nodiscard]] std::string column_json(const Sheet& sheet);

// Addresses of this data version: `{z}/{x}/{y}` is left to fill in the first.
[[nodiscard]] std::string tiles_address(const Context& context, core::Level level);
[[nodiscard]] std::string codes_address(const Context& context, core::Level level);
[[nodiscard]] std::string zoning_address(const Context& context, std::size_t zoning);
[[nodiscard]] std::string names_address(const Context& context);  // with `{groupe}` left to fill in

}  // namespace catalyse::cartography
