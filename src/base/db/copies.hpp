// Copies of a whole database, engine by engine. Errors: db.file, db.backup, db.restore, db.in_use, db.damaged,
// db.unavailable.
#pragma once

#include <string>

#include "core/result.hpp"

namespace catalyse::db {

// A consistent, verified copy into the file `copy`, which exists and is empty.
[[nodiscard]] core::Result<void> copy_sqlite(const std::string& path, const std::string& copy);
[[nodiscard]] core::Result<void> copy_postgresql(const std::string& conninfo, const std::string& copy);

// Puts the copy in the place of the database; nothing changes unless everything succeeds.
[[nodiscard]] core::Result<void> restore_sqlite(const std::string& path, const std::string& copy);
[[nodiscard]] core::Result<void> restore_postgresql(const std::string& conninfo, const std::string& copy);

// The connection string without its password, and the password.
[[nodiscard]] std::pair<std::string, std::string> split_password(const std::string& conninfo);

}  // namespace catalyse::db
