// Entries of lists, as contents write them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/reading.hpp"
#include "editorial/exchange.hpp"

namespace catalyse::library {

using editorial::parts;

// « 17 »: digits only, at most three.
[[nodiscard]] std::optional<unsigned> number_in(std::string_view text);
// « phase », « phase=deploiement »
[[nodiscard]] cases::Saying saying_in(std::string_view text);
// A path of this site as an entry may name it: /cas, /ressources?boite=odd.
[[nodiscard]] bool is_own_path(std::string_view text);

// The steps a reader has done, from `?fait=1.3`: what names no step, or one twice, is left out.
[[nodiscard]] std::vector<unsigned> done_steps(std::string_view text, std::size_t steps);
[[nodiscard]] std::string joined(const std::vector<unsigned>& done);  // « 1.3 »
// « 1.3 » with this step added, or taken out when it is there.
[[nodiscard]] std::string toggled(std::vector<unsigned> done, unsigned step);

}  // namespace catalyse::library
