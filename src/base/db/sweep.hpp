// What was deleted leaves the files too. SQLite: deleted content is overwritten as it goes (secure_delete) and the
// write-ahead log, which holds pages as they were, is emptied into the database. PostgreSQL: VACUUM, so that the space
// of dead rows is free to be overwritten; its files are its own.
#pragma once

#include <string_view>

#include "core/result.hpp"

namespace catalyse::db {

// Also while the program serves; waits some seconds for long readings to end. Errors: db.busy when they do not, and
// those of opening.
[[nodiscard]] core::Result<void> sweep(std::string_view url);

}  // namespace catalyse::db
