// Contents as CSV, one line an item: `id`, then a column for each field; several values of a field stand on lines of
// one cell. What is written is read back the same (export = import).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "db/db.hpp"
#include "editorial/content.hpp"
#include "export/csv.hpp"
#include "ingest/ingest.hpp"
#include "ingest/set_import.hpp"

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

// The parts of an entry of `lines`, between « | », without spaces around; at least one (Field::columns).
[[nodiscard]] std::vector<std::string> parts(std::string_view entry);

// A data set of the bundle whose files are tables of items: everything is read before anything is written, then each
// item is published (Desk::import) with the vintage of the set as its reason.
struct ContentImport {
  const ingest::Bundle& bundle;
  db::Database& database;
  std::string_view set;
  ingest::BadRows bad_rows = ingest::BadRows::some;
  ingest::Progress progress;
  // The kind of the items of a file; none for a file that is not of the set.
  std::function<const Kind*(std::string_view path)> kind_of;
};
// Errors: those of ingest::import_set, and ingest.file.missing (invalid) for a file without a kind.
[[nodiscard]] core::Result<ingest::Report> import_contents(const ContentImport& import);

}  // namespace catalyse::editorial
