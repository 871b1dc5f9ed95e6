// From an address to a place: `/territoires/{word}/{segment}` where the segment is a code with an optional slug. The
// code decides, the slug is decoration; former codes lead on; a current code is never redirected.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "territories/territories.hpp"

namespace catalyse::territories {

struct Found {
  PlaceIndex place;
};  // the address is the right one
struct Moved {
  PlaceIndex place;
};  // right place, other address: 301 to address(place)
struct Choice {
  std::string code;
  std::vector<PlaceIndex> places;
};  // a former code with several successors

using Resolution = std::variant<Found, Moved, Choice>;

// `word` is commune, epci, departement or region. Errors (not_found): territories.unknown.code with {code} and {level}.
[[nodiscard]] core::Result<Resolution> resolve(const Territories& territories, std::string_view word,
                                               std::string_view segment);

// The word of a level in addresses; municipal arrondissements are addressed as communes.
[[nodiscard]] std::string_view level_path_word(core::Level level);

}  // namespace catalyse::territories
