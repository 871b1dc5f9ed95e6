// Programmes in SQL. The only file of the room with statements.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "records.hpp"

namespace catalyse::tracker {

// The programmes, the one to show first at the head.
struct ProgrammeRow {
  std::string id;
  std::int64_t revision = 0;
};
[[nodiscard]] std::vector<ProgrammeRow> programme_rows(db::Transaction& tx);

// Its rows, in the order of the interchange file; none for an unknown programme.
[[nodiscard]] std::vector<Record> read_records(db::Transaction& tx, std::string_view programme);

// What is recorded beside an entry of the history and is not in the file. `intact`: every entry still is what its
// digest was made of.
struct Ledgered {
  std::vector<core::Instant> recorded;  // parallel to the changes
  std::string digest;                   // of the last entry; empty without any
  bool intact = true;
};
[[nodiscard]] Ledgered read_ledger(db::Transaction& tx, std::string_view programme, std::span<const Record> records);

struct Saved {
  std::size_t added = 0;    // entries of the history
  std::size_t kept = 0;     // entries of the register that the file does not have: they stay
  std::size_t reviews = 0;  // reviews held that the file does not have: they stay too
};
// Replaces the definitions and adds the entries that are new. A review that was held stays, whatever the file says of
// others; one of the same day and horizon is the file's. `records` were checked by read_programme. Errors, all of
// kind conflict, with the note for the terminal: tracker.import.history (an entry of the register is another in the
// file: it cannot be changed), tracker.import.back_dated (a new entry is older than the last of the register),
// tracker.import.measures (the register has more measures than the file).
[[nodiscard]] core::Result<Saved> save(db::Transaction& tx, std::span<const Record> records, core::Instant now);

// One entry more, after those that its author saw. Errors: tracker.status.moved (conflict) when others were added
// meanwhile.
struct Addition {
  std::string_view programme;
  std::size_t seen = 0;
  const Record& record;
};
[[nodiscard]] core::Result<void> append(db::Transaction& tx, const Addition& addition, core::Instant now);

// One review more. Errors: tracker.review.twice (conflict): one of that day and horizon is there.
[[nodiscard]] core::Result<void> append_review(db::Transaction& tx, const std::string& programme, const Record& record);

}  // namespace catalyse::tracker
