// A look at a file before it is declared or imported: what is understood of it, what will not be read, a declaration to
// take away, and with a declaration everything an import would judge. Nothing is kept.
#pragma once

#include "catalogue.hpp"

namespace catalyse::catalogue {

// GET and POST /donnees/verifier.
void add_verification(const Holdings& holdings, plug::Contribution& all);

}  // namespace catalyse::catalogue
