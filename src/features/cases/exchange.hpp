// Cases as CSV, one line a case: `id`, then a column for each field; several values of a field stand on lines of one
// cell. What is written is read back the same (export = import).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "editorial/content.hpp"
#include "export/csv.hpp"
#include "ingest/ingest.hpp"
#include "sheet.hpp"

namespace catalyse::cases {

struct NamedContent {
  std::string id;
  editorial::Content content;
};

[[nodiscard]] std::string write_csv(std::span<const Sheet* const> sheets, exporting::Dialect dialect);
// The cases of a table in the standard dialect; what is wrong goes to the report by line and column, and its case is
// left out. An id is 1 to 60 lower-case letters, digits and hyphens, and stands once.
[[nodiscard]] std::vector<NamedContent> read_csv(std::string_view table, ingest::FileReport& report);

}  // namespace catalyse::cases
