#include <endian.h>
#include <libpq-fe.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "sql_engine.hpp"

namespace catalyse::bench {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Types of a result's columns: https://www.postgresql.org/docs/15/datatype-oid.html
constexpr Oid kInt8 = 20, kFloat8 = 701;

std::string statement_name(Ranks ranks, std::size_t number) {
  return (ranks == Ranks::computed ? "computed" : "kept") + std::to_string(number);
}

double number_at(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return std::nan("");
  std::uint64_t bits = 0;
  std::memcpy(&bits, PQgetvalue(result, row, column), sizeof bits);
  bits = be64toh(bits);
  return PQftype(result, column) == kFloat8 ? std::bit_cast<double>(bits)
                                            : static_cast<double>(static_cast<std::int64_t>(bits));
}

class Postgresql final : public Engine {
 public:
  explicit Postgresql(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK)
      throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection_));
    run("SET jit = off");  // it would compile each plan for longer than it runs
    // All tables are in memory: https://www.postgresql.org/docs/15/runtime-config-query.html on random_page_cost
    run("SET seq_page_cost = 0.1");
    run("SET random_page_cost = 0.1");
  }
  ~Postgresql() override { PQfinish(connection_); }

  [[nodiscard]] std::string name() const override {
    const int version = PQserverVersion(connection_);
    return "PostgreSQL " + std::to_string(version / 10000) + "." + std::to_string(version % 10000);
  }

  void load(const Table& table, const Next& next) override {
    std::string columns;
    for (const auto& column : table.columns)
      columns += std::string(column.name) + " " + std::string(column.type) + ", ";
    const std::string name(table.name);
    run("CREATE UNLOGGED TABLE " + name + "(" + columns + "PRIMARY KEY (" + std::string(table.key) + "))");
    expect(Result(PQexec(connection_, ("COPY " + name + " FROM STDIN").c_str()), PQclear), PGRES_COPY_IN);
    std::string lines;
    for (Row row(table.columns.size()); next(row);) {
      for (std::size_t i = 0; i < row.size(); ++i) append(lines, row[i], i + 1 < row.size() ? '\t' : '\n');
      if (lines.size() > kChunk) send(lines);
    }
    send(lines);
    if (PQputCopyEnd(connection_, nullptr) != 1) fail();
    expect(Result(PQgetResult(connection_), PQclear), PGRES_COMMAND_OK);
    while (Result(PQgetResult(connection_), PQclear)) {
    }
  }

  void prepare() override {
    for (const auto index : indexes()) run(std::string(index));
    run("VACUUM ANALYZE");  // so that an index alone answers
    for (const auto ranks : {Ranks::computed, Ranks::kept}) {
      const auto& all = statements(ranks);
      for (std::size_t i = 0; i < all.size(); ++i) {
        expect(
            Result(PQprepare(connection_, statement_name(ranks, i).c_str(), std::string(all[i].sql).c_str(), 1, &kInt8),
                   PQclear),
            PGRES_COMMAND_OK);
      }
    }
    if (PQenterPipelineMode(connection_) != 1) fail();
  }

  // All statements in one round trip.
  void ask(std::int64_t place, Ranks ranks, Answer& answer) override {
    const std::uint64_t bits = htobe64(static_cast<std::uint64_t>(place));
    const char* value = reinterpret_cast<const char*>(&bits);
    const int length = sizeof bits, binary = 1;
    const auto& all = statements(ranks);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (PQsendQueryPrepared(connection_, statement_name(ranks, i).c_str(), 1, &value, &length, &binary, 1) != 1)
        fail();
    }
    if (PQpipelineSync(connection_) != 1) fail();
    for (const auto& statement : all) {
      const Result result(PQgetResult(connection_), PQclear);
      expect(result, PGRES_TUPLES_OK);
      take(*result, answer.cells[statement.part]);
      if (PQgetResult(connection_) != nullptr) fail();  // the end of this statement's results
    }
    expect(Result(PQgetResult(connection_), PQclear), PGRES_PIPELINE_SYNC);
  }

 private:
  static constexpr std::size_t kChunk = 1U << 20U;

  static void take(const PGresult& result, std::vector<double>& cells) {
    const int rows = PQntuples(&result), columns = PQnfields(&result);
    cells.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) cells.push_back(number_at(&result, row, column));
    }
  }
  static void append(std::string& lines, double value, char after) {
    std::array<char, 40> text{};
    if (std::isnan(value)) {
      lines += "\\N";
    } else {
      lines.append(text.data(), static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.17g", value)));
    }
    lines += after;
  }
  void send(std::string& lines) {
    if (PQputCopyData(connection_, lines.data(), static_cast<int>(lines.size())) != 1) fail();
    lines.clear();
  }
  void run(const std::string& sql) { expect(Result(PQexec(connection_, sql.c_str()), PQclear), PGRES_COMMAND_OK); }
  void expect(const Result& result, ExecStatusType status) const {
    if (PQresultStatus(result.get()) != status) fail();
  }
  [[noreturn]] void fail() const {
    throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection_));
  }

  PGconn* connection_;
};

}  // namespace

std::unique_ptr<Engine> open_postgresql(const std::string& url) { return std::make_unique<Postgresql>(url); }

}  // namespace catalyse::bench
