// One connection to an engine, used by one thread at a time. Private to the room: SOCI and the native handles stay
// behind it.
#pragma once

#include <memory>
#include <string>

#include "db.hpp"

namespace catalyse::db {

enum class Purpose : std::uint8_t { reader, writer };

class Session : public Transaction {
 public:
  virtual void begin_read() = 0;
  virtual void begin_write() = 0;
  // Begins a transaction that takes the whole database for itself where nobody else has it open, so that much can be
  // written at less cost; a transaction like another where somebody has.
  virtual void begin_load() = 0;
  // Begins a transaction that no other program's migration can share; waits for it.
  virtual void begin_migration() = 0;
  virtual void commit() = 0;
  // Never throws; afterwards `usable` says whether the connection can serve again.
  virtual void rollback() noexcept = 0;
  [[nodiscard]] virtual bool usable() const noexcept = 0;
  // Several statements without parameters, inside the current transaction.
  virtual void script(const std::string& sql) = 0;
  [[nodiscard]] virtual bool has_table(std::string_view table) = 0;
  // A quick reading for damage after a failed commit, outside a transaction. Throws Failure.
  virtual void quick_check() = 0;
  // Everything the engine can verify, inside a read transaction. Throws Failure.
  virtual void full_check() = 0;
};

// The part of the address behind the scheme.
struct Target {
  Backend backend = Backend::sqlite;
  std::string place;  // file path (absolute) or libpq connection string
};

[[nodiscard]] core::Result<Target> parse_url(std::string_view url);
// Throws Failure when the database cannot be reached.
[[nodiscard]] std::unique_ptr<Session> open_session(const Target& target, Purpose purpose);
[[nodiscard]] std::unique_ptr<Session> open_sqlite(const std::string& path, Purpose purpose);
[[nodiscard]] std::unique_ptr<Session> open_postgresql(const std::string& conninfo, Purpose purpose);

}  // namespace catalyse::db
