// Contents as CSV, one line an item: `id`, then a column for each field; several values of a field stand on lines of
// one cell. What is written is read back the same (export = import).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "editorial/content.hpp"
#include "export/csv.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::editorial {

struct NamedContent {
  std::string id;
  Content content;
};

// An item to be written; what it points to outlives the call.
struct ShownContent {
  std::string_view id;
  const Content* content = nullptr;
};

[[nodiscard]] std::string write_csv(const Kind& kind, std::span<const ShownContent> items, exporting::Dialect dialect);
// The items of a table in the standard dialect; what is wrong goes to the report by line and column, and its item is
// left out. An id is 1 to 60 lower-case letters, digits and hyphens, and stands once.
[[nodiscard]] std::vector<NamedContent> read_csv(const Kind& kind, std::string_view table, ingest::FileReport& report);

}  // namespace catalyse::editorial
