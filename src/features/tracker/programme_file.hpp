// The interchange file of a programme: one CSV (comma, UTF-8), a header line, then one row for the programme, each
// source, grouping, group, objective, lever, state of a lever, output, quoted tally, review held and change of status.
// docs/data.md describes it. Written from what was read, it has the same bytes, as long as the rows stood in the order
// of their kinds.
#pragma once

#include "export/csv.hpp"
#include "ingest/ingest.hpp"
#include "records.hpp"

namespace catalyse::tracker {

// The rows in the order of their kinds. What is refused is in the report with its line and column, and then nothing may
// be kept of the file: an unknown or missing column, a kind of row or a cell that does not belong there, a date that
// does not exist, something given twice, a measure that is missing, a quoted tally that does not sum to the measures,
// and each ChangeFault.
[[nodiscard]] std::vector<Record> read_programme(std::string_view text, Day today, ingest::FileReport& report);

[[nodiscard]] std::string write_programme(std::span<const Record> records, exporting::Dialect dialect);

}  // namespace catalyse::tracker
