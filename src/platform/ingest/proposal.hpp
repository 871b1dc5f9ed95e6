// A declaration to start from, made of what was found in a file: what only its owner knows is left empty.
#pragma once

#include "ingest/inspect.hpp"
#include "ingest/mapping.hpp"

namespace catalyse::ingest {

// One [[indicator]] for each column of numbers (at most thirty), or for the value of a long table. `Mapping::parse`
// asks for what is empty in it.
[[nodiscard]] Mapping propose(const Source& source, const Inspection& inspection);

}  // namespace catalyse::ingest
