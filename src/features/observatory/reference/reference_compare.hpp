// Differences between the fast method and the reference, in words; empty when they agree as method.md §6 asks:
// distances and contributions to 1e-9, percentiles and ranks exactly, the same peers but for places at the same
// distance to 1e-9.
#pragma once

#include <string>
#include <vector>

#include "observatory.hpp"

namespace catalyse::observatory::reference {

[[nodiscard]] std::vector<std::string> differences(const Peers& fast, const Peers& plain);
[[nodiscard]] std::vector<std::string> differences(const Dossier& fast, const Dossier& plain);

}  // namespace catalyse::observatory::reference
