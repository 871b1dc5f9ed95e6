// Zonings that are laid over a map: the communes of a national programme or of a massif, hatched.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "territories/territories.hpp"
#include "web/i18n.hpp"

namespace catalyse::cartography {

// Communes with a priority neighbourhood (QPV), of Action cœur de ville, of Petites villes de demain, of a Territoire
// d'industrie (by themselves or by their EPCI), of a massif (loi Montagne).
struct Zoning {
  std::string_view word;  // in the address
  std::string_view kind;  // of territories::Membership
};
inline constexpr std::array kZonings{Zoning{"qpv", "qpv"}, Zoning{"acv", "acv"}, Zoning{"pvd", "pvd"},
                                     Zoning{"territoires-industrie", "territoire-industrie"},
                                     Zoning{"montagne", "mountain"}};

// Its communes, in the order of their indexes.
[[nodiscard]] std::vector<territories::PlaceIndex> communes_in(const territories::Territories& territories,
                                                               std::size_t zoning);
[[nodiscard]] const web::Message& zoning_name(std::size_t zoning);

}  // namespace catalyse::cartography
