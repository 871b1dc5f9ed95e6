// SQLite over SOCI. The native handle serves what SOCI has no word for: configuration, scripts, bulk insertion.
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include "session.hpp"
#include "sql_text.hpp"
#include "statement.hpp"

namespace catalyse::db {
namespace {

using namespace sqlite_api;

constexpr int kBusyMilliseconds = 5'000;
constexpr int kMigrationMilliseconds = 60'000;
constexpr int kOpeningMilliseconds = 60'000;  // an import may have the file to itself

core::Error classify(int code, std::string note) {
  using core::ErrorKind;
  if ((code & 0xff) == SQLITE_FULL)
    return {ErrorKind::unavailable, "db.unavailable", {{"cause", "disk_full"}}, std::move(note)};
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::unavailable, "db.busy", {}, std::move(note)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return {ErrorKind::damaged, "db.damaged", {}, std::move(note)};
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_NOTNULL || code == SQLITE_CONSTRAINT_DATATYPE) break;
      return {ErrorKind::conflict, "db.constraint", {}, std::move(note)};
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorKind::unavailable, "db.unavailable", {}, std::move(note)};
    default:
      break;
  }
  throw std::logic_error(note);
}

// Rethrows the current exception of SOCI as ours. Only the engine's own sentence is kept: SOCI's longer text repeats
// the values.
[[noreturn]] void rethrow_as_ours() {
  try {
    throw;
  } catch (const soci::sqlite3_soci_error& error) {
    throw Failure(classify(error.result(), error.get_error_message()));
  } catch (const soci::soci_error& error) {
    throw std::logic_error(error.get_error_message());
  }
}

// SOCI reads "key=value" words only when there is a '=' in the text; otherwise the text is the path.
std::string connect_string(const std::string& path) {
  if (path.find('=') == std::string::npos) return path;
  if (path.find('"') == std::string::npos) return "dbname=\"" + path + "\"";
  throw Failure({core::ErrorKind::invalid, "db.open", {{"place", path}}, "a path with both = and \" cannot be opened"});
}

soci::session connect(const std::string& path) {
  try {
    return {soci::sqlite3, connect_string(path)};
  } catch (const soci::soci_error&) {
    rethrow_as_ours();
  }
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using NativeStatement = std::unique_ptr<sqlite3_stmt, Finalize>;

constexpr std::size_t kMostKept = 64;

struct HashOfText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class SqliteSession final : public Session {
 public:
  SqliteSession(const std::string& path, Purpose purpose)
      : session_(connect(path)), handle_(static_cast<soci::sqlite3_session_backend*>(session_.get_backend())->conn_) {
    configure(purpose);
  }

  Backend backend() const override { return Backend::sqlite; }

  void begin_read() override { begin("BEGIN"); }
  void begin_write() override { begin("BEGIN IMMEDIATE"); }
  void begin_load() override {
    leave_log();
    begin("BEGIN EXCLUSIVE");
  }
  void begin_migration() override {
    sqlite3_busy_timeout(handle_, kMigrationMilliseconds);
    const auto reset = std::unique_ptr<sqlite3, void (*)(sqlite3*)>(
        handle_, [](sqlite3* h) { sqlite3_busy_timeout(h, kBusyMilliseconds); });
    begin("BEGIN IMMEDIATE");
  }
  void commit() override {
    // As in PostgreSQL: work that hid the failure of a statement has nothing to commit.
    if (spoilt_) throw std::logic_error("a statement failed before the commit");
    script("COMMIT");
    return_to_log();
  }
  void rollback() noexcept override {
    if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    return_to_log();
  }
  bool usable() const noexcept override { return !without_log_ && sqlite3_get_autocommit(handle_) != 0; }

  void script(const std::string& sql) override { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }

  bool has_table(std::string_view table) override {
    return !rows<std::string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = :name",
                              {std::string(table)})
                .empty();
  }

  std::int64_t execute(std::string_view sql, const std::vector<Value>& parameters) override {
    require_parameters(sql, parameters);
    return translated([&] {
      Statement statement(session_);
      for (const auto& value : parameters) statement.bind(value);
      const int before = sqlite3_total_changes(handle_);
      statement.prepare(std::string(sql));
      statement.execute();
      // sqlite3_changes keeps the figure of an earlier statement when this one changes nothing by its nature (DDL).
      return sqlite3_total_changes(handle_) == before ? 0 : static_cast<std::int64_t>(sqlite3_changes(handle_));
    });
  }

  void each_row(std::string_view sql, const std::vector<Value>& parameters, std::span<const Type> types,
                const std::function<void(std::span<Value>)>& row) override {
    require_parameters(sql, parameters);
    const Query query(*this, sql);
    if (sqlite3_column_count(query.native()) != static_cast<int>(types.size()))
      throw std::logic_error("the number of columns differs from what is read: " + std::string(sql));
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(query.native(), static_cast<int>(i) + 1, parameters[i]);
    std::vector<Value> values(types.size());
    for (int code = 0; (code = sqlite3_step(query.native())) != SQLITE_DONE;) {
      check(code);
      require_types(query.native(), types);
      take(query.native(), types, values);
      row(values);
    }
  }

  std::int64_t bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                           const std::function<bool(std::span<Value>)>& next) override;
  std::int64_t bulk_insert_texts(std::string_view table, std::span<const std::string_view> columns,
                                 const std::function<std::span<const CheckedText>()>& next) override;

  void quick_check() override { expect_ok("PRAGMA quick_check(1)"); }
  void full_check() override;

 private:
  // A query made ready, for the length of a scope. To prepare one costs several times what reading a row by its key
  // does, and a session reads by the same few constants: they are kept, and lent to one user at a time.
  class Query {
   public:
    Query(SqliteSession& session, std::string_view sql) : session_(session), sql_(sql) {
      if (const auto found = session.kept_.find(sql); found != session.kept_.end()) {
        statement_ = std::move(found->second);
        session.kept_.erase(found);
        return;
      }
      sqlite3_stmt* made = nullptr;
      session.check(sqlite3_prepare_v3(session.handle_, sql_.data(), static_cast<int>(sql_.size()),
                                       SQLITE_PREPARE_PERSISTENT, &made, nullptr));
      statement_.reset(made);
    }
    ~Query() {
      // Nothing of this use stays: no row under way, which would hold the transaction, and no value of the caller.
      sqlite3_reset(statement_.get());
      sqlite3_clear_bindings(statement_.get());
      session_.keep(sql_, std::move(statement_));
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    [[nodiscard]] sqlite3_stmt* native() const { return statement_.get(); }

   private:
    SqliteSession& session_;
    std::string sql_;
    NativeStatement statement_;
  };
  void keep(std::string& sql, NativeStatement statement) noexcept;
  static void take(sqlite3_stmt* statement, std::span<const Type> types, std::span<Value> row);

  void configure(Purpose purpose);
  void limit();
  void use_log();
  void leave_log();
  void return_to_log() noexcept;
  void begin(const char* sql) {
    script(sql);
    spoilt_ = false;
  }
  void check(int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    spoilt_ = true;
    throw Failure(classify(sqlite3_extended_errcode(handle_), sqlite3_errmsg(handle_)));
  }
  template <class F>
  std::invoke_result_t<F> translated(F&& work) {
    try {
      return work();
    } catch (const soci::soci_error&) {
      spoilt_ = true;
      rethrow_as_ours();
    }
  }
  void expect_ok(std::string_view pragma);
  void require_types(sqlite3_stmt* statement, std::span<const Type> types) const;
  void bind(sqlite3_stmt* statement, int position, const Value& value);
  // `bind_row` binds the values of the next row; false where there is none.
  template <class BindRow>
  std::int64_t insert_each(std::string_view table, std::span<const std::string_view> columns, const BindRow& bind_row);

  soci::session session_;
  sqlite3* handle_;      // owned by session_
  bool spoilt_ = false;  // a statement of this transaction failed
  bool without_log_ = false;
  // After session_, which can only be closed when none of its statements is left.
  std::unordered_map<std::string, NativeStatement, HashOfText, std::equal_to<>> kept_;
};

// Statements made of names at run time are few, and must not push the constants out one by one: a full store starts
// again.
void SqliteSession::keep(std::string& sql, NativeStatement statement) noexcept try {
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_.try_emplace(std::move(sql), std::move(statement));
} catch (const std::bad_alloc&) {
  // It will be prepared again.
}

void SqliteSession::take(sqlite3_stmt* statement, std::span<const Type> types, std::span<Value> row) {
  for (int i = 0; i < static_cast<int>(types.size()); ++i) {
    auto& value = row[static_cast<std::size_t>(i)];
    if (sqlite3_column_type(statement, i) == SQLITE_NULL) {
      value = std::monostate{};
    } else if (types[static_cast<std::size_t>(i)] == Type::integer) {
      value = std::int64_t{sqlite3_column_int64(statement, i)};
    } else if (types[static_cast<std::size_t>(i)] == Type::real) {
      value = sqlite3_column_double(statement, i);
    } else {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      value.emplace<std::string>(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
    }
  }
}

void SqliteSession::configure(Purpose purpose) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  check(sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
  check(sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr));
  check(sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr));
  // "word" is a column name or an error, never a string by mistake, as in PostgreSQL.
  check(sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr));
  check(sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr));
  limit();
  use_log();
  // case_sensitive_like: as in PostgreSQL. journal_size_limit: a large import does not leave its log behind for ever.
  // secure_delete: an erased person lies in no free page.
  script(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA case_sensitive_like = "
      "ON;"
      "PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864");
  script(purpose == Purpose::reader ? "PRAGMA cache_size = -4096; PRAGMA query_only = ON"
                                    : "PRAGMA cache_size = -16384");
}

// Two programs that open a new file at once cannot both change its mode, and SQLite does not wait for that one lock.
void SqliteSession::use_log() {
  for (int waited = 0;; waited += 20) {
    try {
      const auto mode = rows<std::string>("PRAGMA journal_mode = WAL");
      if (mode.size() == 1 && std::get<0>(mode[0]) == "wal") return;
      throw Failure(
          {core::ErrorKind::unavailable, "db.unavailable", {}, "the file system does not allow a write-ahead log"});
    } catch (const Failure& failure) {
      if (failure.error().message_id != "db.busy" || waited >= kOpeningMilliseconds) throw;
      sqlite3_sleep(20);
    }
  }
}

// Through the log every page is written twice, once in it and once in its place: what an import adds is most of its
// work. With a rollback journal a new page goes to its place alone, and the transaction is as whole and as durable
// (https://www.sqlite.org/atomiccommit.html). SQLite leaves the log only for whoever has the file to himself.
void SqliteSession::leave_log() {
  const auto keep_mode = [](void* mode, int, char** values, char**) {
    *static_cast<std::string*>(mode) = values[0];
    return 0;
  };
  std::string mode;
  sqlite3_busy_timeout(handle_, 0);
  sqlite3_exec(handle_, "PRAGMA journal_mode = DELETE", keep_mode, &mode, nullptr);
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  without_log_ = mode == "delete";
}

// A session that cannot is not usable: the next one takes the log up when it opens.
void SqliteSession::return_to_log() noexcept {
  if (!without_log_ || sqlite3_get_autocommit(handle_) == 0) return;
  try {
    use_log();
    without_log_ = false;
  } catch (const std::exception&) {
  }
}

// Far above what a statement of ours needs, far below what a crafted one could spend.
void SqliteSession::limit() {
  sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
  sqlite3_limit(handle_, SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024);
  sqlite3_limit(handle_, SQLITE_LIMIT_COLUMN, 500);
  sqlite3_limit(handle_, SQLITE_LIMIT_EXPR_DEPTH, 200);
  sqlite3_limit(handle_, SQLITE_LIMIT_COMPOUND_SELECT, 50);
  sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle_, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
  sqlite3_limit(handle_, SQLITE_LIMIT_VARIABLE_NUMBER, 1000);
  sqlite3_limit(handle_, SQLITE_LIMIT_TRIGGER_DEPTH, 20);
}

void SqliteSession::require_types(sqlite3_stmt* statement, std::span<const Type> types) const {
  for (std::size_t i = 0; i < types.size(); ++i) {
    const int found = sqlite3_column_type(statement, static_cast<int>(i));
    if (found == SQLITE_NULL) continue;
    const int wanted = types[i] == Type::integer ? SQLITE_INTEGER
                       : types[i] == Type::real  ? SQLITE_FLOAT
                                                 : SQLITE3_TEXT;
    if (found == wanted || (wanted == SQLITE_FLOAT && found == SQLITE_INTEGER)) continue;
    wrong_type(i, types[i],
               found == SQLITE_INTEGER ? "an integer"
               : found == SQLITE_FLOAT ? "a real number"
               : found == SQLITE3_TEXT ? "text"
                                       : "a blob");
  }
}

void SqliteSession::bind(sqlite3_stmt* statement, int position, const Value& value) {
  require_value(value);
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return check(sqlite3_bind_int64(statement, position, *integer));
  if (const auto* real = std::get_if<double>(&value)) return check(sqlite3_bind_double(statement, position, *real));
  // The text lives in the caller's row until the statement has been stepped.
  if (const auto* text = std::get_if<std::string>(&value)) {
    return check(sqlite3_bind_text64(statement, position, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  check(sqlite3_bind_null(statement, position));
}

template <class BindRow>
std::int64_t SqliteSession::insert_each(std::string_view table, std::span<const std::string_view> columns,
                                        const BindRow& bind_row) {
  require_identifier(table);
  std::string names, marks;
  for (const auto column : columns) {
    require_identifier(column);
    names += (names.empty() ? "" : ",") + std::string(column);
    marks += marks.empty() ? "?" : ",?";
  }
  const std::string sql = "INSERT INTO " + std::string(table) + "(" + names + ") VALUES(" + marks + ")";
  sqlite3_stmt* prepared = nullptr;
  check(sqlite3_prepare_v2(handle_, sql.c_str(), static_cast<int>(sql.size()), &prepared, nullptr));
  const NativeStatement statement(prepared);
  std::int64_t count = 0;
  for (; bind_row(prepared); ++count) {
    check(sqlite3_step(prepared));
    check(sqlite3_reset(prepared));
  }
  return count;
}

std::int64_t SqliteSession::bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                        const std::function<bool(std::span<Value>)>& next) {
  std::vector<Value> row(columns.size());
  return insert_each(table, columns, [&](sqlite3_stmt* statement) {
    if (!next(row)) return false;
    for (std::size_t i = 0; i < row.size(); ++i) bind(statement, static_cast<int>(i) + 1, row[i]);
    return true;
  });
}

std::int64_t SqliteSession::bulk_insert_texts(std::string_view table, std::span<const std::string_view> columns,
                                              const std::function<std::span<const CheckedText>()>& next) {
  std::vector<bool> empty(columns.size(), false);  // bound to the empty text, which stays bound from row to row
  return insert_each(table, columns, [&](sqlite3_stmt* statement) {
    const auto row = next();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto text = row[i].view();
      if (text.empty() && empty[i]) continue;
      const char* from = text.empty() ? "" : text.data();
      check(sqlite3_bind_text64(statement, static_cast<int>(i) + 1, from, text.size(), SQLITE_STATIC, SQLITE_UTF8));
      empty[i] = text.empty();
    }
    return !row.empty();
  });
}

void SqliteSession::expect_ok(std::string_view pragma) {
  const auto findings = rows<std::string>(pragma);
  if (findings.size() == 1 && std::get<0>(findings[0]) == "ok") return;
  std::string note = "SQLite:";
  for (const auto& [finding] : findings) note += " " + finding;
  throw Failure({core::ErrorKind::damaged, "db.damaged", {}, note});
}

void SqliteSession::full_check() {
  expect_ok("PRAGMA integrity_check(20)");
  const auto orphans =
      rows<std::string, std::optional<std::int64_t>, std::string, std::int64_t>("PRAGMA foreign_key_check");
  if (orphans.empty()) return;
  const auto& [table, row, parent, key] = orphans.front();
  throw Failure({core::ErrorKind::damaged,
                 "db.damaged",
                 {},
                 std::to_string(orphans.size()) + " rows refer to nothing, the first in " + table + " to " + parent});
}

}  // namespace

std::unique_ptr<Session> open_sqlite(const std::string& path, Purpose purpose) {
  // A session serves one thread at a time, so SQLite need not lock at every value; nor count what it allocates.
  static std::once_flag configured;
  std::call_once(configured, [] {
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  });
  return std::make_unique<SqliteSession>(path, purpose);
}

}  // namespace catalyse::db
