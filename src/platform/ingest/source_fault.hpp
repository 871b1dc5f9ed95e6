// The error of a file that is no table. Private to the room.
#pragma once

#include <string>

#include "source.hpp"

namespace catalyse::ingest {

[[nodiscard]] std::unexpected<core::Error> refuse_source(SourceFault fault, std::string note, std::string detail = {});

}  // namespace catalyse::ingest
