// The handlers of a dossier's addresses: from the code in the address to a page, data or a redirection.
#pragma once

#include <cstdint>
#include <string_view>

#include "dossier.hpp"
#include "http/http.hpp"

namespace catalyse::dossier {

// What is behind the address of a place.
enum class Behind : std::uint8_t { summary, theme, comparables, evolution, take_away };

// `word` names the level in the address (commune, epci, departement, region) and lives as long as the program.
[[nodiscard]] http::Handler handler(const Context& context, std::string_view word, Behind behind);

}  // namespace catalyse::dossier
