// One table of the bundle (indicators/tables/*.csv.gz): a column `code`, then columns of numbers, blank where the
// source is blank.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ingest/ingest.hpp"
#include "observatory.hpp"
#include "series_ground.hpp"

namespace catalyse::observatory {

struct Table {
  std::string path;
  std::vector<std::string> codes;
  std::vector<std::uint64_t> lines;          // in the file, by row
  std::vector<std::string> names;            // of the columns, without `code`
  std::vector<std::vector<double>> columns;  // by column, then row; NaN is blank
  // Parallel to the columns: what the file itself says of a blank; empty, or nothing there: the indicator's rule.
  std::vector<std::vector<std::optional<State>>> blanks;
  CodeIndex rows;  // row by code

  [[nodiscard]] const std::vector<double>* column(std::string_view name) const;
  // The same of `blanks`; null where the file says nothing.
  [[nodiscard]] const std::vector<std::optional<State>>* said(std::string_view name) const;

  // Rows with a cell that is not a finite decimal number, without code or with a code met before are refused in
  // `report`. Error: observatory.import.table (kind damaged) when the header is not that of a table.
  [[nodiscard]] static core::Result<Table> read(std::string_view text, ingest::FileReport& report);
};

}  // namespace catalyse::observatory
