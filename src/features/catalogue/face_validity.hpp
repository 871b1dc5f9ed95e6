// The face validity of the comparables (method.md §2): for places of different kinds, the places that a practitioner
// would name, written down before the computation was run, beside those it gives now. The expectations are the
// project's own.
#pragma once

#include <string>

#include "catalogue.hpp"

namespace catalyse::catalogue {

// A table: place, kind, expected, obtained (the six nearest) and how many of the expected are among the peers.
[[nodiscard]] std::string face_validity_table(const Holdings& holdings, core::Language language);

}  // namespace catalyse::catalogue
