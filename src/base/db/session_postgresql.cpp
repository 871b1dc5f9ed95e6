// PostgreSQL over SOCI. The native handle serves what SOCI has no word for: scripts, COPY, the type of a result's
// column.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <charconv>
#include <stdexcept>

#include "session.hpp"
#include "sql_text.hpp"
#include "statement.hpp"

namespace catalyse::db {
namespace {

constexpr std::string_view kMigrationLock = "SELECT pg_advisory_xact_lock(4847324051)";  // any constant of this program

core::Error classify(std::string_view state, std::string note) {
  using core::ErrorKind;
  const auto in = [&](std::string_view family) { return state.starts_with(family); };
  if (state == "23502") throw std::logic_error(note);  // NOT NULL
  if (in("23")) return {ErrorKind::conflict, "db.constraint", {}, std::move(note)};
  if (in("40") || state == "55P03") return {ErrorKind::unavailable, "db.busy", {}, std::move(note)};
  if (state == "XX001" || state == "XX002") return {ErrorKind::damaged, "db.damaged", {}, std::move(note)};
  if (state == "53100") return {ErrorKind::unavailable, "db.unavailable", {{"cause", "disk_full"}}, std::move(note)};
  if (in("08") || in("53") || in("57") || in("58") || in("28") || in("3D") || in("XX") || state == "25006" || in(" ")) {
    return {ErrorKind::unavailable, "db.unavailable", {}, std::move(note)};
  }
  throw std::logic_error(note);
}

// Runs `work`, turning SOCI's exceptions into ours. Only the engine's own sentence is kept: SOCI's longer text repeats
// the values.
template <class F>
decltype(auto) translated(F&& work) {
  try {
    return work();
  } catch (const soci::postgresql_soci_error& error) {
    throw Failure(classify(error.sqlstate(), error.get_error_message()));
  } catch (const soci::soci_error& error) {
    throw std::logic_error(error.get_error_message());
  }
}

soci::session connect(const std::string& conninfo) {
  try {
    return {soci::postgresql, conninfo};
  } catch (const soci::soci_error& error) {
    throw Failure({core::ErrorKind::unavailable, "db.unavailable", {}, error.get_error_message()});
  }
}

// What a column of a result holds. https://www.postgresql.org/docs/15/datatype-oid.html; numbers from pg_type.dat,
// fixed for ever.
enum class Found : std::uint8_t { integer, real, number, text };
Found found_type(Oid oid) {
  switch (oid) {
    case 16:
    case 20:
    case 21:
    case 23:
      return Found::integer;  // bool, int8, int2, int4
    case 700:
    case 701:
      return Found::real;  // float4, float8
    case 1700:
      return Found::number;  // numeric, as sum(bigint) gives
    default:
      return Found::text;
  }
}

void escape_for_copy(std::string_view text, std::string& line) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        line += "\\\\";
        break;
      case '\n':
        line += "\\n";
        break;
      case '\r':
        line += "\\r";
        break;
      case '\t':
        line += "\\t";
        break;
      default:
        line += c;
    }
  }
}

void append_for_copy(const Value& value, std::string& line) {
  require_value(value);
  char number[32];
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    line.append(number, std::to_chars(number, number + sizeof number, *integer).ptr);
  } else if (const auto* real = std::get_if<double>(&value)) {
    line.append(
        number,
        std::to_chars(number, number + sizeof number, *real).ptr);  // the shortest text that reads back the same
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    escape_for_copy(*text, line);
  } else {
    line += "\\N";
  }
}

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using NativeResult = std::unique_ptr<PGresult, Clear>;

class PostgresqlSession final : public Session {
 public:
  PostgresqlSession(const std::string& conninfo, Purpose)
      : session_(connect(conninfo)),
        handle_(static_cast<soci::postgresql_session_backend*>(session_.get_backend())->conn_) {
    PQsetErrorVerbosity(handle_, PQERRORS_TERSE);  // without the DETAIL line, which repeats values
    PQsetNoticeProcessor(
        handle_, [](void*, const char*) {}, nullptr);
    script("SET standard_conforming_strings = on; SET client_encoding = 'UTF8'");
    if (std::get<0>(rows<std::string>("SHOW server_encoding").at(0)) != "UTF8") {
      throw Failure({core::ErrorKind::unavailable, "db.unavailable", {}, "the database must be encoded in UTF8"});
    }
  }

  Backend backend() const override { return Backend::postgresql; }

  void begin_read() override { script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  void begin_write() override { script("BEGIN"); }
  void begin_load() override { begin_write(); }
  void begin_migration() override {
    script("BEGIN");
    script(std::string(kMigrationLock));
  }
  void commit() override {
    const NativeResult result(PQexec(handle_, "COMMIT"));
    check(result.get());
    // A transaction that a failed statement has spoilt answers ROLLBACK to COMMIT, without an error.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
      throw std::logic_error("a statement failed before the commit");
  }
  void rollback() noexcept override {
    if (PQstatus(handle_) == CONNECTION_OK && PQtransactionStatus(handle_) != PQTRANS_IDLE)
      NativeResult(PQexec(handle_, "ROLLBACK"));
  }
  bool usable() const noexcept override {
    return PQstatus(handle_) == CONNECTION_OK && PQtransactionStatus(handle_) == PQTRANS_IDLE;
  }

  void script(const std::string& sql) override { check(NativeResult(PQexec(handle_, sql.c_str())).get()); }

  bool has_table(std::string_view table) override {
    return !rows<std::string>(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = :name",
                {std::string(table)})
                .empty();
  }

  std::int64_t execute(std::string_view sql, const std::vector<Value>& parameters) override {
    require_parameters(sql, parameters);
    return translated([&] {
      Statement statement(session_);
      prepare(statement, sql, parameters);
      return std::max<std::int64_t>(0, statement.execute());
    });
  }

  void each_row(std::string_view sql, const std::vector<Value>& parameters, std::span<const Type> types,
                const std::function<void(std::span<Value>)>& row) override {
    require_parameters(sql, parameters);
    translated([&] {
      Statement statement(session_);
      for (const auto type : types) statement.define(type);
      prepare(statement, sql, parameters);
      statement.start();
      require_types(static_cast<soci::postgresql_statement_backend*>(statement.backend())->result_, types);
      std::vector<Value> values(types.size());
      while (statement.fetch()) {
        statement.take(types, values);
        row(values);
      }
    });
  }

  std::int64_t bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                           const std::function<bool(std::span<Value>)>& next) override;
  std::int64_t bulk_insert_texts(std::string_view table, std::span<const std::string_view> columns,
                                 const std::function<std::span<const CheckedText>()>& next) override;

  void quick_check() override { script("SELECT 1"); }
  void full_check() override;

 private:
  static void prepare(Statement& statement, std::string_view sql, const std::vector<Value>& parameters) {
    std::vector<const Value*> kept;
    const auto text = with_typed_parameters(sql, parameters, kept);
    for (const auto* value : kept) statement.bind(*value);
    statement.prepare(text);
  }
  void check(const PGresult* result) const {
    const auto status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) return;
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    throw Failure(classify(state == nullptr ? " " : state, PQerrorMessage(handle_)));
  }
  static void require_types(const PGresult* result, std::span<const Type> types);
  void finish_copy(const char* reason) const;
  // `append_row` appends the values of the next row, each with a tab; false where there is none.
  template <class AppendRow>
  std::int64_t copy_each(std::string_view table, std::span<const std::string_view> columns,
                         const AppendRow& append_row);

  soci::session session_;
  PGconn* handle_;  // owned by session_
};

void PostgresqlSession::require_types(const PGresult* result, std::span<const Type> types) {
  if (PQnfields(result) != static_cast<int>(types.size()))
    throw std::logic_error("the number of columns differs from what is read");
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto found = found_type(PQftype(result, static_cast<int>(i)));
    const bool fits = types[i] == Type::text      ? found == Found::text
                      : types[i] == Type::integer ? found == Found::integer || found == Found::number
                                                  : found != Found::text;
    if (!fits && PQntuples(result) > 0) wrong_type(i, types[i], found == Found::text ? "text" : "a number");
  }
}

// Ends a COPY, well (no reason) or with the reason why it is given up; throws Failure when the server refuses the rows.
void PostgresqlSession::finish_copy(const char* reason) const {
  PQputCopyEnd(handle_, reason);
  NativeResult first(PQgetResult(handle_));
  while (NativeResult(PQgetResult(handle_))) {
  }
  if (reason == nullptr) check(first.get());
}

template <class AppendRow>
std::int64_t PostgresqlSession::copy_each(std::string_view table, std::span<const std::string_view> columns,
                                          const AppendRow& append_row) {
  require_identifier(table);
  std::string names;
  for (const auto column : columns) {
    require_identifier(column);
    names += (names.empty() ? "" : ",") + std::string(column);
  }
  script("COPY " + std::string(table) + "(" + names + ") FROM STDIN");
  constexpr std::size_t kFlush = 64 * 1024;
  std::string lines;
  std::int64_t count = 0;
  const auto send = [&] {
    if (PQputCopyData(handle_, lines.data(), static_cast<int>(lines.size())) != 1) {
      throw Failure({core::ErrorKind::unavailable, "db.unavailable", {}, PQerrorMessage(handle_)});
    }
    lines.clear();
  };
  try {
    while (append_row(lines)) {
      lines.back() = '\n';  // for the tab after the last value
      if (lines.size() >= kFlush) send();
      ++count;
    }
    send();
  } catch (...) {
    finish_copy("given up");
    throw;
  }
  finish_copy(nullptr);
  return count;
}

std::int64_t PostgresqlSession::bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                            const std::function<bool(std::span<Value>)>& next) {
  std::vector<Value> row(columns.size());
  return copy_each(table, columns, [&](std::string& lines) {
    if (!next(row)) return false;
    for (const auto& value : row) {
      append_for_copy(value, lines);
      lines += '\t';
    }
    return true;
  });
}

std::int64_t PostgresqlSession::bulk_insert_texts(std::string_view table, std::span<const std::string_view> columns,
                                                  const std::function<std::span<const CheckedText>()>& next) {
  return copy_each(table, columns, [&](std::string& lines) {
    const auto row = next();
    for (const auto& text : row) {
      escape_for_copy(text.view(), lines);
      lines += '\t';
    }
    return !row.empty();
  });
}

void PostgresqlSession::full_check() {
  const auto tables = rows<std::string>(
      "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', "
      "'information_schema') ORDER BY 1");
  for (const auto& [table] : tables) {
    // The text of the whole row makes the server read long values too, which lie beside the table.
    rows<std::int64_t>("SELECT count(t::text) FROM " + table + " t");
  }
}

}  // namespace

std::unique_ptr<Session> open_postgresql(const std::string& conninfo, Purpose purpose) {
  return std::make_unique<PostgresqlSession>(conninfo, purpose);
}

}  // namespace catalyse::db
