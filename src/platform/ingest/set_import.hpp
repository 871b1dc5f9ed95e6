// The import of one data set, the same in every room: a version known already is brought back, everything is read and
// checked before anything is written, and the database sees one transaction or nothing.
#pragma once

#include <functional>
#include <string>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::ingest {

enum class BadRows : std::uint8_t { some, none };  // whether a few may be left out, see too_many_bad_rows

struct SetImport {
  const Bundle& bundle;
  db::Database& database;
  const core::Clock& clock;
  std::string set;
  std::string version;  // what the rows are made of; Bundle::set_version where nothing else counts
  std::string title;    // for the reader of a list of versions
  BadRows bad_rows = BadRows::some;
  Progress progress;
  // Fills its room's own rows, and the report.
  std::function<core::Result<void>(Report&)> read;
  // Adds them under the id of the version.
  std::function<core::Result<void>(db::Transaction&, std::int64_t id)> write;
};

// Errors: ingest.import.refused (invalid; parameters set and count; the note has the first rows), those of read, of
// write and of the database.
[[nodiscard]] core::Result<Report> import_set(const SetImport& import);

// The vintage of the first file of the set that says one.
[[nodiscard]] std::string vintage_of(const Bundle& bundle, std::string_view set);

}  // namespace catalyse::ingest
