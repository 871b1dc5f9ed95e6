// Contents as files. CSV: one line an item, `id`, then a column for each field; several values of a field stand on
// lines of one cell. JSON: `{"cases":[{"id":…,"content":{"titre":["…"]}}]}`, as the pages of a kind give it; the name
// of the list is the kind's own, and what stands beside `id` and `content` is not read. What is written is read back
// the same (export = import).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "db/db.hpp"
#include "editorial/content.hpp"
#include "export/csv.hpp"
#include "export/json.hpp"
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

// Why an item of a file is left out, or the whole cannot be read.
struct BadContent {
  std::uint64_t number = 0;  // of the item, from 1; 0: the whole
  std::uint64_t line = 0;    // where the item begins in a table; 0 in JSON
  std::string id;            // of the item, where it has one
  std::string path;          // in JSON: cases[2].content.niveau; in a table: the column. Empty: the whole item
  std::string value;         // what the field says, a value a line
  Fault fault;               // of kFileFaultIds, of kFaultIds, or the kind's own
};

// What only a file can have wrong. `line` and `column` stand in that of `json`, `why` in that of
// `row` (English). See content.hpp for the translations.
inline constexpr std::array<std::string_view, 8> kFileFaultIds{
    "editorial.fault.id",  "editorial.fault.list",  "editorial.fault.item",     "editorial.fault.json",
    "editorial.fault.row", "editorial.fault.empty", "editorial.fault.encoding", "editorial.fault.header"};

struct ReadContents {
  std::uint64_t read = 0;
  std::vector<NamedContent> items;  // those without fault, in the order of the file
  std::vector<BadContent> bad;      // every fault
};

// The items of a file in either form, told apart by how it begins; a table may be in either dialect. An id is 1 to 60
// lower-case letters, digits and hyphens, and stands once. JSON may also be one item, or a bare list. Any bytes.
// `more`, where given: what only the caller knows of a content that is otherwise sound.
using MoreFaults = std::function<std::vector<Fault>(const Content&)>;
[[nodiscard]] ReadContents read_contents(const Kind& kind, std::string_view file, MoreFaults more = {});

// At the command line: publishes each item under its id (Desk::import), all or nothing. How many were new or changed.
[[nodiscard]] core::Result<std::size_t> publish_contents(db::Database& database, const Kind& kind,
                                                         std::span<const NamedContent> items, std::string_view reason);

// The fields of an item as the pages of its kind give it: `id`, `version`, `address`, `content`. Inside of an object.
void write_json(const ShownContent& item, std::int64_t version, std::string_view address, exporting::JsonWriter& json);
[[nodiscard]] std::string write_csv(const Kind& kind, std::span<const ShownContent> items, exporting::Dialect dialect);
// The items of a table; what is wrong goes to the report by line and column, and its item is left out.
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
