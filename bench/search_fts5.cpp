#include <sqlite3.h>

#include <stdexcept>

#include "search_peers.hpp"
#include "text/fold.hpp"

namespace catalyse::bench {
namespace {

class Fts5 final : public Peer {
 public:
  explicit Fts5(const std::vector<Thing>& things) {
    run("CREATE TABLE p(id INTEGER PRIMARY KEY, kind TEXT, programme TEXT, year TEXT, dep TEXT, file TEXT, title "
        "TEXT)");
    run("CREATE VIRTUAL TABLE f USING fts5(title, body, names, content='', tokenize='unicode61 remove_diacritics 2')");
    run("CREATE TEMP TABLE m(id INTEGER PRIMARY KEY)");
    run("BEGIN");
    auto* row = prepare("INSERT INTO p VALUES (?, ?, ?, ?, ?, ?, ?)");
    auto* words = prepare("INSERT INTO f(rowid, title, body, names) VALUES (?, ?, ?, ?)");
    for (std::size_t i = 0; i < things.size(); ++i) {
      const auto& one = things[i];
      for (auto* statement : {row, words}) sqlite3_bind_int64(statement, 1, static_cast<sqlite3_int64>(i) + 1);
      bind(row, {one.kind, one.programme, one.year, one.departement, one.file, one.title});
      bind(words, {one.title, one.body, one.names});
    }
    sqlite3_finalize(row);
    sqlite3_finalize(words);
    run("COMMIT");
    clear_ = prepare("DELETE FROM m");
    match_ = prepare("INSERT INTO m SELECT rowid FROM f WHERE f MATCH ?");
    best_ = prepare("SELECT p.title FROM f JOIN p ON p.id = f.rowid WHERE f MATCH ? ORDER BY rank LIMIT " +
                    std::to_string(kBest));
    for (const auto column : kCounted)
      counts_.push_back(prepare("SELECT " + std::string(column) +
                                ", count(*) FROM m JOIN p USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT " +
                                std::to_string(kValues)));
  }
  ~Fts5() override {
    for (auto* statement : {clear_, match_, best_}) sqlite3_finalize(statement);
    for (auto* statement : counts_) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;

  [[nodiscard]] std::string name() const override { return std::string("SQLite ") + sqlite3_libversion() + " FTS5"; }

  Told ask(const std::string& words) override {
    std::string match;
    for (const auto word : text::words(words)) match += "\"" + std::string(word) + "\" ";
    Told told;
    step(clear_);
    for (auto* statement : {match_, best_}) {
      sqlite3_bind_text(statement, 1, match.c_str(), -1, SQLITE_TRANSIENT);
      told.best = step(statement);
    }
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      const auto sum = step(counts_[i]);
      if (i == 0) told.counted = sum;
    }
    return told;
  }

 private:
  static sqlite3* opened() {
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    return database;
  }
  void run(const char* sql) { sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(database_));
    return statement;
  }
  static void bind(sqlite3_stmt* statement, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i)
      sqlite3_bind_text(statement, static_cast<int>(i) + 2, texts[i].c_str(), -1, SQLITE_TRANSIENT);
    step(statement);
  }
  // The sum of the second column where there is one, the rows otherwise.
  static std::size_t step(sqlite3_stmt* statement) {
    std::size_t sum = 0;
    const bool counts = sqlite3_column_count(statement) == 2;
    while (sqlite3_step(statement) == SQLITE_ROW)
      sum += counts ? static_cast<std::size_t>(sqlite3_column_int64(statement, 1)) : 1;
    sqlite3_reset(statement);
    return sum;
  }
  sqlite3* database_ = opened();
  sqlite3_stmt *clear_ = nullptr, *match_ = nullptr, *best_ = nullptr;
  std::vector<sqlite3_stmt*> counts_;
};

}  // namespace

std::unique_ptr<Peer> open_fts5(const std::vector<Thing>& things) { return std::make_unique<Fts5>(things); }

}  // namespace catalyse::bench
