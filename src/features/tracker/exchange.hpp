// Programmes in and out of the database as interchange files (programme_file.hpp), for `catalyse programme` and
// `catalyse import`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "ingest/ingest.hpp"
#include "plug/plug.hpp"

namespace catalyse::tracker {

[[nodiscard]] std::span<const db::Migration> migrations();

// The data set « programmes »: one file a programme. All or nothing. Errors: tracker.import.refused (a row of a file;
// the note has the first), those of save (store.hpp), of ingest and of db.
[[nodiscard]] std::vector<plug::Importer> importers();

struct ProgrammeFile {
  std::string name, text;  // name: for the report
};
struct Imported {
  ingest::FileReport report;
  std::string programme;
  std::size_t added = 0;    // entries of the history that are new
  std::size_t kept = 0;     // entries of the register that the file does not have
  std::size_t reviews = 0;  // reviews held that the file does not have
};
// One programme, all or nothing. With refused rows nothing was kept, and the report says why; errors as above without
// tracker.import.refused.
[[nodiscard]] core::Result<Imported> import_file(const ProgrammeFile& file, db::Database& database, core::Instant now);

// The interchange file of a programme. Errors: tracker.unknown.programme (not_found), those of db.
[[nodiscard]] core::Result<std::string> export_file(const db::Database& database, std::string_view programme);

struct Listed {
  std::string id, label;
  std::size_t measures = 0, changes = 0;
};
[[nodiscard]] core::Result<std::vector<Listed>> list_programmes(const db::Database& database);

}  // namespace catalyse::tracker
