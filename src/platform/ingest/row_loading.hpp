// The rows of a file added to a table as they are, once each is judged: one thread reads and judges, the other writes,
// so that validation costs no time. For sets whose rows are facts of their own (associations, projects), not figures.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "db/db.hpp"
#include "ingest/ingest.hpp"
#include "ingest/source.hpp"

namespace catalyse::ingest {

struct CellRefusal {
  std::size_t column = 0;   // of the source
  std::string_view reason;  // English, for the terminal; a constant
};

struct RowLoading {
  std::string_view table;
  std::span<const std::string_view> columns;  // of the table, one for each column of the source, in its order
  // Why a row cannot be; nothing when it can. Called on another thread than the caller's, one row after another.
  std::function<std::optional<CellRefusal>(std::span<const std::string_view> cells)> judge;
};

// Adds what is judged sound, as text, an empty cell as an empty text; the rest is refused in `report`. The number of
// rows added. What the database throws passes through.
std::int64_t load_rows(db::Transaction& tx, const Source& source, const RowLoading& loading, FileReport& report);

}  // namespace catalyse::ingest
