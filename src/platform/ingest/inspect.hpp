// A first look at a table from outside: which column holds the codes and of what, what stands in the others, what will
// not be read. Nothing is kept of the file but a few cells to show.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/territory.hpp"
#include "ingest/cells.hpp"
#include "ingest/source.hpp"

namespace catalyse::ingest {

enum class ColumnKind : std::uint8_t { empty, code, year, number, text };
enum class Layout : std::uint8_t {
  wide,
  insee,
  sdmx
};  // insee: CODGEO and a column a variable; sdmx: GEO, TIME_PERIOD, OBS_VALUE

struct ColumnFacts {
  std::string name;
  std::string label;  // from a dictionary of variables; empty without one
  ColumnKind kind = ColumnKind::empty;
  std::uint64_t blank = 0, numbers = 0, others = 0;  // others: neither blank, nor a number, nor the word for an absence
  std::array<std::uint64_t, 4> absences{};           // by Absence
  double low = 0, high = 0;                          // of the numbers
  std::vector<std::string> values;                   // different ones, the first thirty met
  bool more_values = false;                          // than those thirty
  std::uint64_t wrong_line = 0;                      // of the first cell of a column of numbers that is none
  std::string wrong;
};

struct Inspection {
  Layout layout = Layout::wide;
  std::vector<ColumnFacts> columns;
  std::optional<std::size_t> code, time, value;  // columns; time and value of a long table
  core::Level level = core::Level::commune;
  std::optional<int> cog;  // that the codes themselves name (2024-COM-01001)
  std::uint64_t rows = 0, malformed = 0, malformed_line = 0;
  std::string malformed_why;
  // Of the column of codes.
  std::uint64_t repaired = 0, repaired_line = 0, unread = 0, unread_line = 0, repeated = 0, repeated_line = 0;
  std::string repaired_cell, unread_cell, repeated_cell;
};

struct InspectOptions {
  AbsenceWords absences = usual_absences();
  std::string code;                  // column of the codes; empty: found
  std::optional<core::Level> level;  // of the codes; empty: found
};

[[nodiscard]] Inspection inspect(const Source& source, const InspectOptions& options = {});

// INSEE's dictionary of variables (COD_VAR;LIB_VAR…), as it comes beside base-cc files: gives columns their labels.
void label_columns(const Source& dictionary, Inspection& inspection);

}  // namespace catalyse::ingest
