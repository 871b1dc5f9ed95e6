// Copies by SQLite's own online backup: https://www.sqlite.org/backup.html. Plain handles: SOCI has no word for it.
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "copies.hpp"
#include "files.hpp"
#include "lock_file.hpp"

namespace catalyse::db {
namespace {

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

core::Error engine_error(sqlite3* handle, std::string_view message_id) {
  const int code = sqlite3_errcode(handle) & 0xff;
  const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_FORMAT;
  return {damaged ? core::ErrorKind::damaged : core::ErrorKind::unavailable,
          std::string(damaged ? "db.damaged" : message_id),
          {},
          std::string("SQLite: ") + sqlite3_errmsg(handle)};
}

core::Result<Handle> open(const std::string& path, int flags, std::string_view message_id) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) return std::unexpected(engine_error(raw, message_id));
  sqlite3_busy_timeout(raw, 60'000);  // an import may have the database to itself
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return handle;
}

// Runs a statement; the first column of its first row, empty when there is none.
core::Result<std::string> ask(sqlite3* handle, std::string_view sql, std::string_view message_id) {
  sqlite3_stmt* raw = nullptr;
  int code = sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  const std::unique_ptr<sqlite3_stmt, Close> statement(raw);
  if (code == SQLITE_OK) code = sqlite3_step(raw);
  if (code != SQLITE_ROW && code != SQLITE_DONE) return std::unexpected(engine_error(handle, message_id));
  const auto* text = code == SQLITE_ROW ? sqlite3_column_text(raw, 0) : nullptr;
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

core::Result<void> expect(sqlite3* handle, std::string_view sql, std::string_view answer, std::string_view message_id) {
  const auto found = ask(handle, sql, message_id);
  if (!found) return std::unexpected(found.error());
  if (*found == answer) return {};
  return core::fail(core::ErrorKind::damaged, "db.damaged", std::string(sql) + " answers: " + *found);
}

// Page by page from one file to the other, as one state: the source is held in a read transaction.
core::Result<void> transfer(const std::string& from, const std::string& to, std::string_view message_id) {
  auto source = open(from, SQLITE_OPEN_READWRITE, message_id);
  if (!source) source = open(from, SQLITE_OPEN_READONLY, message_id);
  if (!source) return std::unexpected(source.error());
  auto copy = open(to, SQLITE_OPEN_READWRITE, message_id);
  if (!copy) return std::unexpected(copy.error());
  if (auto begun = ask(source->get(), "BEGIN", message_id); !begun) return std::unexpected(begun.error());
  if (auto held = ask(source->get(), "SELECT count(*) FROM sqlite_schema", message_id); !held)
    return std::unexpected(held.error());
  sqlite3_backup* backup = sqlite3_backup_init(copy->get(), "main", source->get(), "main");
  if (backup == nullptr) return std::unexpected(engine_error(copy->get(), message_id));
  sqlite3_backup_step(backup, -1);
  if (sqlite3_backup_finish(backup) != SQLITE_OK) return std::unexpected(engine_error(copy->get(), message_id));
  // One file without a log beside it.
  return expect(copy->get(), "PRAGMA journal_mode = DELETE", "delete", message_id);
}

// Whole, consistent and ours: an empty file is a valid SQLite database, and a restore of it would wipe everything.
core::Result<void> verify(const std::string& path, std::string_view message_id) {
  auto handle = open(path, SQLITE_OPEN_READWRITE, message_id);
  if (!handle) return std::unexpected(handle.error());
  for (const auto& [sql, answer] :
       {std::pair{"PRAGMA integrity_check(1)", "ok"},
        {"PRAGMA foreign_key_check", ""},
        {"SELECT name FROM sqlite_schema WHERE name = 'schema_migration'", "schema_migration"}}) {
    if (auto fine = expect(handle->get(), sql, answer, message_id); !fine) return fine;
  }
  return {};
}

// Brings the log into the file and makes sure that no other program (sqlite3 in a terminal) has it open. A database too
// damaged for that is let go: replacing it is why one restores.
core::Result<void> settle(const std::string& path) {
  if (!std::filesystem::exists(path)) return {};
  auto handle = open(path, SQLITE_OPEN_READWRITE, "db.restore");
  if (!handle) return {};
  sqlite3_busy_timeout(handle->get(), 1'000);
  for (const auto* sql :
       {"PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)"}) {
    const auto done = ask(handle->get(), sql, "db.restore");
    if (!done && sqlite3_errcode(handle->get()) == SQLITE_BUSY) {
      return core::fail(core::ErrorKind::unavailable, "db.in_use", path + " is open in another program",
                        {{"place", path}});
    }
    if (!done) return {};
  }
  return {};
}

}  // namespace

core::Result<void> copy_sqlite(const std::string& path, const std::string& copy) {
  if (auto done = transfer(path, copy, "db.backup"); !done) return done;
  return verify(copy, "db.backup");
}

core::Result<void> restore_sqlite(const std::string& path, const std::string& copy) {
  std::error_code ignored;  // the lock file's own error says it better
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  const auto alone = LockFile::take(path + ".lock", LockFile::Mode::alone);
  if (!alone) return std::unexpected(alone.error());
  auto pending = PendingFile::beside(path);
  if (!pending) return std::unexpected(pending.error());
  if (auto done = transfer(copy, pending->name(), "db.restore"); !done) return done;
  if (auto fine = verify(pending->name(), "db.restore"); !fine) return fine;
  if (auto settled = settle(path); !settled) return settled;
  // Before the rename: a log or a journal left behind would be played into the new file.
  for (const auto* suffix : kBesideSqlite) ::unlink((path + suffix).c_str());
  return pending->take_place();
}

}  // namespace catalyse::db
