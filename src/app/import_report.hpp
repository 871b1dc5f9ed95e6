// What an import says at the terminal. Private to the room.
#pragma once

#include "ingest/ingest.hpp"

namespace catalyse::app {

// Each file: rows read, kept, refused; what was put right; the first bad rows with line, column, value and reason.
void print_files(const ingest::Report& report);
// The same after the set and its version.
void print_report(const ingest::Report& report);

}  // namespace catalyse::app
