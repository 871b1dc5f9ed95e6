// A cell that a spreadsheet would run as a formula is written behind an apostrophe (OWASP, CSV Injection), and read
// back without it: any text comes back as it was.
#pragma once

#include <string_view>

namespace catalyse::exporting {

// Whether `CsvWriter::text` puts an apostrophe before it: what begins like a formula, and what would otherwise lose an
// apostrophe of its own when it is read back.
[[nodiscard]] bool needs_guard(std::string_view text);
// The text of a cell that `CsvWriter::text` wrote.
[[nodiscard]] std::string_view unguarded(std::string_view cell);

}  // namespace catalyse::exporting
