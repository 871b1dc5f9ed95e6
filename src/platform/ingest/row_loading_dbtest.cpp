#include "ingest/row_loading.hpp"

#include <gtest/gtest.h>

#include "db/testing.hpp"

namespace catalyse::ingest {
namespace {

constexpr db::Migration kTable{"test", 1, "rows", "CREATE TABLE loaded (a TEXT NOT NULL, b TEXT NOT NULL) STRICT;", {}};
constexpr std::string_view kColumns[] = {"a", "b"};

RowLoading loading() {
  return {"loaded", kColumns, [](std::span<const std::string_view> cells) -> std::optional<CellRefusal> {
            if (cells[0].empty()) return CellRefusal{0, "empty"};
            return std::nullopt;
          }};
}

Source source_of(std::string text) {
  auto source = Source::read(std::move(text));
  if (!source) throw std::runtime_error(source.error().note);
  return std::move(*source);
}

TEST(RowLoadingConcurrent, KeepsTheOrderAndTellsWhatItRefuses) {
  db::testing::each_database(std::vector{kTable}, [](db::Database& database) {
    std::string text = "a;b\n";
    for (int i = 0; i < 5'000; ++i)
      text += i % 100 == 7   ? ";x\n"
              : i % 100 == 9 ? "1;2;3\n"
                             : std::to_string(i) + ";\"say \"\"" + std::to_string(i) + "\"\"\"\n";
    const auto source = source_of(text);
    FileReport report;
    report.file = "f.csv";
    std::int64_t added = 0;
    ASSERT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      added = load_rows(tx, source, loading(), report);
      return {};
    }));
    EXPECT_EQ(added, 4'900);
    EXPECT_EQ(report.read, 5'000U);
    EXPECT_EQ(report.kept, 4'900U);
    EXPECT_EQ(report.refused, 100U);
    EXPECT_EQ(report.bad.front().line, 9U);
    EXPECT_EQ(report.bad.front().reason, "empty");
    database.read([&](db::Transaction& tx) {
      const auto rows = tx.rows<std::string, std::string>("SELECT a, b FROM loaded ORDER BY CAST(a AS INTEGER)");
      ASSERT_EQ(rows.size(), 4'900U);
      for (const auto& [a, b] : rows) ASSERT_EQ(b, "say \"" + a + "\"");
    });
  });
}

TEST(RowLoadingConcurrent, AFailureOfTheDatabaseEndsTheReadingToo) {
  db::testing::each_database(std::vector{kTable}, [](db::Database& database) {
    std::string text = "a;b\n";
    for (int i = 0; i < 50'000; ++i) text += "x;y\n";
    const auto source = source_of(text);
    auto wrong = loading();
    wrong.table = "absent";
    FileReport report;
    EXPECT_ANY_THROW(static_cast<void>(database.write([&](db::Transaction& tx) -> core::Result<void> {
      load_rows(tx, source, wrong, report);
      return {};
    })));
    database.read([&](db::Transaction& tx) { EXPECT_TRUE((tx.rows<std::string>("SELECT a FROM loaded").empty())); });
  });
}

}  // namespace
}  // namespace catalyse::ingest
