// The versions of the data sets in SQL: each import of changed files adds one, none is ever removed, one of each set is
// current, or none once the set is withdrawn. An importer, inside one write: begin → (already there? make it current,
// done) → add rows that carry the id → finish.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::ingest {

// The table data_version; goes before the migrations of every room that imports.
[[nodiscard]] std::span<const db::Migration> version_migrations();

struct DataVersion {
  std::int64_t id = 0;
  std::string set, version, title;
  core::Instant imported_at;
  bool current = false;
  std::string report;  // JSON, see Report::json
};

// The id of the current version of a set; empty when the set was never loaded. Fails only as statements do (db::Failure
// is thrown).
[[nodiscard]] core::Result<std::optional<std::int64_t>> current_version(db::Transaction& tx, std::string_view set);

struct Begun {
  std::int64_t id = 0;
  bool already = false;  // this very version was loaded before: add no rows
};

// Adds a version, not yet current, or finds the one that is already there.
[[nodiscard]] Begun begin_version(db::Transaction& tx, std::string_view set, std::string_view version,
                                  core::Instant now);

// Makes a version the current one of its set; the previous one stays, no longer current.
void make_current(db::Transaction& tx, std::int64_t id);

// The same for a version just filled, with its title and its report.
void finish_version(db::Transaction& tx, std::int64_t id, std::string_view title, const Report& report);

// Leaves a set without a current version; its versions stay. Whether there was one.
bool withdraw(db::Transaction& tx, std::string_view set);

// Every version of a set, newest first; of all sets when `set` is empty.
[[nodiscard]] std::vector<DataVersion> versions(db::Transaction& tx, std::string_view set = {});
[[nodiscard]] std::optional<DataVersion> find_version(db::Transaction& tx, std::int64_t id);

}  // namespace catalyse::ingest
