// Indicators from a file that somebody declares (ingest/mapping.hpp): judged without being kept, or kept as a set of
// its own with its versions. docs/files.md is the reader's account.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "ingest/ingest.hpp"
#include "ingest/mapping.hpp"
#include "ingest/source.hpp"
#include "observatory/observatory.hpp"

namespace catalyse::observatory {

// What one series of the file became, counted over the places of its level.
struct FileSeries {
  std::string indicator;  // its identifier
  core::Level level = core::Level::commune;
  int year = 0;
  bool summed = false;  // from the counts of the members
  std::uint64_t present = 0, estimated = 0, secret = 0, na = 0, missing = 0;
};

struct FileOutcome {
  ingest::Report report;
  std::vector<FileSeries> series;
  int cog = 0;             // of the codes, declared or found
  bool acceptable = true;  // see ingest::too_many_bad_rows
};

// What a file is judged against: the territories and the indicators of the bundle. Read once (about 0.3 s), then
// shared.
class FileGround {
 public:
  struct State;  // private to the room: file_ground.hpp
  [[nodiscard]] static core::Result<FileGround> read(const ingest::Bundle& bundle);
  ~FileGround();
  FileGround(FileGround&&) noexcept;
  FileGround& operator=(FileGround&&) noexcept;

  // Everything that an import does, but for the database. A declaration that cannot be is an error,
  // ingest.mapping.malformed; rows that cannot be are in the report. Any thread.
  [[nodiscard]] core::Result<FileOutcome> check(const ingest::Source& source, const ingest::Mapping& mapping,
                                                std::string_view file) const;
  [[nodiscard]] const std::vector<Theme>& themes() const;
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  explicit FileGround(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct FileImportOptions {
  std::string file;  // name shown in reports
  bool strict = false;
  std::shared_ptr<const core::Clock> clock = std::make_shared<core::SystemClock>();
};

// All or nothing; the same file with the same declaration changes nothing. Errors: those of `check`;
// ingest.import.refused when too many rows are bad (the note lists the first); observatory.file.taken (conflict) when
// the set's or an indicator's name belongs to something else; observatory.empty before the bundle is loaded; those of
// Database::write.
[[nodiscard]] core::Result<FileOutcome> import_file(const FileGround& ground, db::Database& database,
                                                    const ingest::Source& source, const ingest::Mapping& mapping,
                                                    const FileImportOptions& options);

// A set that came from a file is shown no longer; its versions stay at their addresses, and a file given again brings
// it back. Errors: observatory.file.unknown (not_found) when no such set came from a file, observatory.file.withdrawn
// (conflict) when it is withdrawn already; those of Database::write.
[[nodiscard]] core::Result<void> withdraw_file(db::Database& database, std::string_view set);

// A set that came from a file, in one version.
struct DepositedSet {
  std::int64_t version = 0;  // ingest::DataVersion::id
  ingest::Provenance provenance;
  std::string file, digest, mapping;  // name and SHA-256 of the file; the declaration (TOML)
  int cog = 0;
  std::vector<std::string> indicators{};  // identifiers, in order; not read when a set is added
};

// Every version of every set that came from a file, newest first.
[[nodiscard]] std::vector<DepositedSet> deposited_sets(db::Transaction& tx);

// Figures and states of places that one version of a series has and another has not.
struct ChangeCount {
  std::uint64_t added = 0, removed = 0, changed = 0, same = 0;
};

struct SeriesChange {
  std::string indicator;  // identifier
  core::Level level = core::Level::commune;
  int year = 0;
  ChangeCount count;
};

// What one version says that another did not: figures by indicator, level, year and place; places by level and code.
struct VersionChanges {
  std::vector<std::string> indicators_added, indicators_removed;  // identifiers
  std::vector<std::string> places_added, places_removed;          // com:76540
  ChangeCount count;                                              // of all series
  std::vector<SeriesChange> series;                               // those that are not the same, by indicator
};

// Between two versions of one set of indicators; some seconds for the whole of France.
[[nodiscard]] VersionChanges changes_between(db::Transaction& tx, std::int64_t older, std::int64_t newer);

}  // namespace catalyse::observatory
