// SQL storage: SQLite (one file, WAL, one writer) or PostgreSQL (pool), behind one interface of values. Statements are
// constants with named parameters (`:code`), bound in order of first appearance (a name used twice is one value);
// results are typed tuples (never SOCI's dynamic row, which truncates 64-bit integers of STRICT tables). ROOM.md says
// which SQL both engines understand alike.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace catalyse::db {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;  // monostate is NULL
enum class Type : std::uint8_t { integer, real, text };
enum class Backend : std::uint8_t { sqlite, postgresql };

// Text that both engines store alike, UTF-8 without NUL, looked at once, on whichever thread has the time.
class CheckedText {
 public:
  CheckedText() = default;
  explicit CheckedText(std::string_view text);  // throws std::invalid_argument; keeps a view
  [[nodiscard]] std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

// Thrown by a statement, and out of Database::read, when the database cannot serve or refuses; Database::write turns it
// into its Result.
// - db.unavailable (unavailable): the file, the server or the disk cannot be used;
// - db.busy (unavailable): locked for too long, or a deadlock;
// - db.damaged (damaged): the engine found corruption;
// - db.constraint (conflict): UNIQUE, CHECK or FOREIGN KEY refused the row.
// Wrong SQL, a value of the wrong type, a NULL in a NOT NULL column and a wrong number of parameters are bugs:
// std::logic_error; text that is not UTF-8 or holds NUL, and a number that is not finite: std::invalid_argument.
class Failure : public std::runtime_error {
 public:
  explicit Failure(core::Error error) : std::runtime_error(error.note), error_(std::move(error)) {}
  [[nodiscard]] const core::Error& error() const { return error_; }

 private:
  core::Error error_;
};

namespace detail {
template <class T>
struct TypeOf;
template <>
struct TypeOf<std::int64_t> {
  static constexpr Type value = Type::integer;
};
template <>
struct TypeOf<double> {
  static constexpr Type value = Type::real;
};
template <>
struct TypeOf<std::string> {
  static constexpr Type value = Type::text;
};
template <class T>
struct TypeOf<std::optional<T>> : TypeOf<T> {};
template <class T>
T take(Value& value) {
  if constexpr (requires {
                  typename T::value_type;
                  requires std::same_as<T, std::optional<typename T::value_type>>;
                }) {
    if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
    return std::get<typename T::value_type>(std::move(value));
  } else {
    return std::get<T>(std::move(value));  // throws std::bad_variant_access on an unexpected NULL: a bug in the query
  }
}
}  // namespace detail

// One transaction. Not thread-safe; lives only inside Database::read or Database::write.
class Transaction {
 public:
  virtual ~Transaction() = default;
  [[nodiscard]] virtual Backend backend() const = 0;
  // Runs a statement that answers no rows; the number of rows it changed. Use `each` for INSERT … RETURNING.
  virtual std::int64_t execute(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;
  // Calls `row` for each row; the values may be moved from. A column must hold what `types` says (an integer may be
  // read as a real, a PostgreSQL boolean as an integer), or std::logic_error is thrown.
  virtual void each_row(std::string_view sql, const std::vector<Value>& parameters, std::span<const Type> types,
                        const std::function<void(std::span<Value>)>& row) = 0;
  // Adds many rows to a table as fast as the engine allows (SQLite: one prepared statement; PostgreSQL: COPY). `next`
  // fills the row and returns false at the end; `next` must not use this transaction. Returns the number of rows added.
  virtual std::int64_t bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                   const std::function<bool(std::span<Value>)>& next) = 0;
  // The same for rows of texts alone, which are not copied: `next` gives a row that lasts until it is called again,
  // none at the end.
  virtual std::int64_t bulk_insert_texts(std::string_view table, std::span<const std::string_view> columns,
                                         const std::function<std::span<const CheckedText>()>& next) = 0;

  template <class... T>
  std::vector<std::tuple<T...>> rows(std::string_view sql, const std::vector<Value>& parameters = {}) {
    std::vector<std::tuple<T...>> all;
    each<T...>(sql, parameters, [&](T... values) { all.emplace_back(std::move(values)...); });
    return all;
  }
  template <class... T, class F>
  void each(std::string_view sql, const std::vector<Value>& parameters, F&& consume) {
    static constexpr Type types[] = {detail::TypeOf<T>::value...};
    each_row(sql, parameters, types, [&](std::span<Value> row) {
      [&]<std::size_t... I>(std::index_sequence<I...>) { consume(detail::take<T>(row[I])...); }
      (std::index_sequence_for<T...>{});
    });
  }
};

// A migration, from sql/NNNN_name.sql (and NNNN_name.pg.sql where the dialect differs). Never edited once merged: the
// checksum is kept. Without a .pg.sql `postgresql` is empty and the runner gives PostgreSQL the portable text with
// INTEGER → BIGINT, REAL → DOUBLE PRECISION and the table options STRICT and WITHOUT ROWID removed (whole words outside
// quotes and comments); a .pg.sql is taken as it stands.
struct Migration {
  std::string_view room;
  int number;
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgresql;
};

class Database {
 public:
  // `sqlite:PATH` or `postgresql://…`. Errors: db.open (with the reason), db.newer when `migrate` finds a schema of a
  // later program.
  [[nodiscard]] static core::Result<Database> open(std::string_view url);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  [[nodiscard]] Backend backend() const;
  [[nodiscard]] const std::string& url() const;

  // Runs `work` in a read-only transaction on a pooled connection: it sees one state of the data throughout. Many at
  // once. Throws Failure when no connection can be had; what `work` throws passes through.
  void read(const std::function<void(Transaction&)>& work) const;
  // Runs `work` in a transaction of the one writer. Commits when it returns a value, rolls back when it returns an
  // error or throws. The commit is on the disk when this returns (synchronous=FULL). A failed commit is db.commit, kind
  // unavailable; the connection is then opened anew and checked before the next write. A Failure thrown by a statement
  // becomes the error; other exceptions pass through. A write inside a write of the same thread is a bug:
  // std::logic_error.
  [[nodiscard]] core::Result<void> write(const std::function<core::Result<void>(Transaction&)>& work);
  // As `write`, for an import made by a command: where nobody else has the database open it is taken for this
  // transaction alone, which writes much at half the cost (SQLite; whoever opens it meanwhile waits up to a minute).
  // `work` must not read through this Database.
  [[nodiscard]] core::Result<void> load(const std::function<core::Result<void>(Transaction&)>& work);

  // Applies what is missing, each migration in its own transaction, all under a lock so that two programs may start at
  // once. Refuses a database that has migrations this program does not know (db.newer) or whose checksums differ
  // (db.changed).
  [[nodiscard]] core::Result<void> migrate(std::span<const Migration> migrations);
  // True when every given migration is applied and none unknown is.
  [[nodiscard]] core::Result<bool> up_to_date(std::span<const Migration> migrations) const;

  // A consistent copy of the whole database into one file, also while it is being written; verified before it gets its
  // name. Errors: db.file (its place), db.backup, db.damaged (also for a database that was never migrated).
  [[nodiscard]] core::Result<void> backup(const std::string& file) const;
  // Replaces the database at `url` by the copy: verified first, the previous content stands until the swap.
  // Errors: db.damaged (the copy is not whole or not ours), db.in_use (SQLite), db.restore, db.file.
  [[nodiscard]] static core::Result<void> restore(std::string_view url, const std::string& file);
  // Integrity as the engine knows it (PRAGMA integrity_check and foreign_key_check; PostgreSQL: a reading of every
  // table).
  [[nodiscard]] core::Result<void> check() const;

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::db
