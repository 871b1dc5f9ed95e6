// The place a reader named in a box or an address, by its code or by words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "territories/territories.hpp"

namespace catalyse::territories {

// A place by its code, com:76540; nothing for a code of no place in force.
[[nodiscard]] std::optional<PlaceIndex> find_place(const Territories& territories, std::string_view code);

struct Named {
  std::string words;                // as they were typed, or the label of the place
  std::optional<PlaceIndex> place;  // when they can mean one place only
  std::vector<PlaceIndex> choices;  // otherwise, the likeliest
};
[[nodiscard]] Named read_place(const Territories& territories, std::string_view words);
[[nodiscard]] std::string code_of(const Place& place);  // com:76540
// « Rouen (Seine-Maritime) »
[[nodiscard]] std::string place_label(const Territories& territories, PlaceIndex index);
// The codes of the place and of those it lies in, the finest first, each once.
[[nodiscard]] std::vector<std::string> codes_around(const Territories& territories, PlaceIndex index);
// Whether one of the two lies in the other, or they are the same.
[[nodiscard]] bool related(const Territories& territories, PlaceIndex a, PlaceIndex b);

}  // namespace catalyse::territories
