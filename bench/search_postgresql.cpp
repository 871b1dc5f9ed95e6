#include <libpq-fe.h>

#include <stdexcept>

#include "search_peers.hpp"
#include "text/fold.hpp"

namespace catalyse::bench {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

class Postgresql final : public Peer {
 public:
  Postgresql(const std::string& url, const std::vector<Thing>& things) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) fail();
    run("SET jit = off");  // it would compile each plan for longer than it runs
    // All is in memory: https://www.postgresql.org/docs/15/runtime-config-query.html on random_page_cost
    run("SET seq_page_cost = 0.1");
    run("SET random_page_cost = 0.1");
    run("SET work_mem = '64MB'");
    run("CREATE UNLOGGED TABLE p(id integer PRIMARY KEY, kind text, programme text, year text, dep text, file text, "
        "title text, words tsvector)");
    load(things);
    run("CREATE INDEX ON p USING gin(words) WITH (fastupdate = off)");
    run("VACUUM ANALYZE p");
    prepare();
  }
  ~Postgresql() override { PQfinish(connection_); }
  Postgresql(const Postgresql&) = delete;
  Postgresql& operator=(const Postgresql&) = delete;

  [[nodiscard]] std::string name() const override {
    const int version = PQserverVersion(connection_);
    return "PostgreSQL " + std::to_string(version / 10000) + "." + std::to_string(version % 10000);
  }

  Told ask(const std::string& words) override {
    const char* value = words.c_str();
    const Result result(PQexecPrepared(connection_, "ask", 1, &value, nullptr, nullptr, 0), PQclear);
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail();
    Told told;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      const std::string_view part(PQgetvalue(result.get(), row, 0));
      if (part == "best") ++told.best;
      if (part == kCounted[0]) told.counted += std::stoul(PQgetvalue(result.get(), row, 2));
    }
    return told;
  }

 private:
  static constexpr std::size_t kChunk = 1U << 20U;

  void load(const std::vector<Thing>& things) {
    if (Result(PQexec(connection_,
                      "CREATE TEMP TABLE raw(id integer, kind text, programme text, year text, dep text, "
                      "file text, title text, folded text); COPY raw FROM STDIN"),
               PQclear);
        PQtransactionStatus(connection_) != PQTRANS_ACTIVE)
      fail();
    std::string lines;
    for (std::size_t i = 0; i < things.size(); ++i) {
      const auto& one = things[i];
      lines += std::to_string(i + 1);
      // Folded by us, so that both sides see the same words; the column of its own words is PostgreSQL's.
      for (const auto& cell : {one.kind, one.programme, one.year, one.departement, one.file, one.title,
                               text::fold(one.title + " " + one.body + " " + one.names)})
        append(lines, cell);
      lines += '\n';
      if (lines.size() > kChunk) send(lines);
    }
    send(lines);
    if (PQputCopyEnd(connection_, nullptr) != 1) fail();
    while (const auto result = Result(PQgetResult(connection_), PQclear)) {
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail();
    }
    run("INSERT INTO p SELECT id, kind, programme, year, dep, file, title, to_tsvector('simple', folded) FROM raw");
    run("DROP TABLE raw");
  }

  // The matches once, read five times for the counts and once for the best.
  void prepare() {
    std::string sql =
        "WITH m AS MATERIALIZED (SELECT kind, programme, year, dep, file, title, ts_rank(words, asked) AS score "
        "FROM p, plainto_tsquery('simple', $1) AS asked WHERE words @@ asked) "
        "(SELECT 'best', title, 0 FROM m ORDER BY score DESC LIMIT " +
        std::to_string(kBest) + ")";
    for (const auto column : kCounted)
      sql += " UNION ALL (SELECT '" + std::string(column) + "', " + std::string(column) +
             ", count(*) FROM m GROUP BY 2 ORDER BY 3 DESC LIMIT " + std::to_string(kValues) + ")";
    if (PQresultStatus(Result(PQprepare(connection_, "ask", sql.c_str(), 1, nullptr), PQclear).get()) !=
        PGRES_COMMAND_OK)
      fail();
  }

  static void append(std::string& lines, std::string_view cell) {
    lines += '\t';
    for (const char c : cell) {
      if (c == '\\') {
        lines += "\\\\";
      } else {
        lines += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
      }
    }
  }
  void send(std::string& lines) {
    if (PQputCopyData(connection_, lines.data(), static_cast<int>(lines.size())) != 1) fail();
    lines.clear();
  }
  void run(const std::string& sql) {
    if (PQresultStatus(Result(PQexec(connection_, sql.c_str()), PQclear).get()) != PGRES_COMMAND_OK) fail();
  }
  [[noreturn]] void fail() const {
    throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection_));
  }

  PGconn* connection_;
};

}  // namespace

std::unique_ptr<Peer> open_postgresql(const std::string& url, const std::vector<Thing>& things) {
  return std::make_unique<Postgresql>(url, things);
}

}  // namespace catalyse::bench
