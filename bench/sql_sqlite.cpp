#include <sqlite3.h>

#include <cmath>
#include <stdexcept>

#include "sql_engine.hpp"

namespace catalyse::bench {
namespace {

class Sqlite final : public Engine {
 public:
  explicit Sqlite(const std::string& file) {
    check(sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr));
    // A throw-away file, all of it in memory once read.
    for (const auto* pragma : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000",
                               "PRAGMA mmap_size = 2000000000"}) {
      run(pragma);
    }
  }
  ~Sqlite() override {
    for (auto& of_ranks : prepared_) {
      for (auto* statement : of_ranks) sqlite3_finalize(statement);
    }
    sqlite3_close(handle_);
  }

  [[nodiscard]] std::string name() const override { return std::string("SQLite ") + sqlite3_libversion(); }

  void load(const Table& table, const Next& next) override {
    std::string columns, marks;
    for (const auto& column : table.columns) {
      columns += std::string(column.name) + " " + std::string(column.type) + ", ";
      marks += marks.empty() ? "?" : ",?";
    }
    run("CREATE TABLE " + std::string(table.name) + "(" + columns + "PRIMARY KEY (" + std::string(table.key) +
        ")) WITHOUT ROWID");
    run("BEGIN");
    auto* insert = make("INSERT INTO " + std::string(table.name) + " VALUES (" + marks + ")");
    for (Row row(table.columns.size()); next(row);) {
      for (std::size_t i = 0; i < row.size(); ++i)
        bind(insert, static_cast<int>(i), row[i], table.columns[i].type == "BIGINT");
      if (sqlite3_step(insert) != SQLITE_DONE) check(SQLITE_ERROR);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run("COMMIT");
  }

  void prepare() override {
    for (const auto index : indexes()) run(std::string(index));
    run("ANALYZE");
    for (const auto ranks : {Ranks::computed, Ranks::kept}) {
      for (const auto& statement : statements(ranks))
        prepared_[static_cast<std::size_t>(ranks)].push_back(make(std::string(statement.sql)));
    }
  }

  void ask(std::int64_t place, Ranks ranks, Answer& answer) override {
    const auto& all = statements(ranks);
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto* statement = prepared_[static_cast<std::size_t>(ranks)][i];
      auto& cells = answer.cells[all[i].part];
      sqlite3_bind_int64(statement, 1, place);
      const int columns = sqlite3_column_count(statement);
      int code = 0;
      while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int c = 0; c < columns; ++c) {
          cells.push_back(sqlite3_column_type(statement, c) == SQLITE_NULL ? std::nan("")
                                                                           : sqlite3_column_double(statement, c));
        }
      }
      sqlite3_reset(statement);
      check(code == SQLITE_DONE ? SQLITE_OK : code);
    }
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(handle_));
  }
  void run(const std::string& sql) { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }
  sqlite3_stmt* make(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(handle_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
  }
  static void bind(sqlite3_stmt* statement, int column, double value, bool whole) {
    if (std::isnan(value)) {
      sqlite3_bind_null(statement, column + 1);
    } else if (whole) {
      sqlite3_bind_int64(statement, column + 1, static_cast<std::int64_t>(value));
    } else {
      sqlite3_bind_double(statement, column + 1, value);
    }
  }

  sqlite3* handle_ = nullptr;
  std::array<std::vector<sqlite3_stmt*>, 2> prepared_;
};

}  // namespace

std::unique_ptr<Engine> open_sqlite(const std::string& file) { return std::make_unique<Sqlite>(file); }

}  // namespace catalyse::bench
