// Many rows at once.
#include <stdexcept>

#include "things.hpp"

namespace catalyse::db {
namespace {

using namespace things;

constexpr std::string_view kColumns[] = {"id", "name", "size", "weight"};
constexpr Integer kMany = 100'000;

// A row with everything that COPY's text format must escape.
Row hostile(Integer i) {
  static const Text tails[] = {"",          "it's", "\"q\"", "a\\b\\", "\\N", "line\nnext\r\n",
                               "tab\there", "\\.",  "é𝄞",    "NULL"};
  const auto name = std::to_string(i) + tails[static_cast<std::size_t>(i) % std::size(tails)];
  return {i, name, i % 3 == 0 ? std::nullopt : std::optional(5'000'000'000 + i),
          i % 7 == 0 ? std::nullopt : std::optional(static_cast<double>(i) / 7)};
}

void fill(const Row& row, std::span<Value> values) {
  const auto& [id, name, size, weight] = row;
  values[0] = id;
  values[1] = name;
  values[2] = size ? Value(*size) : Value();
  values[3] = weight ? Value(*weight) : Value();
}

core::Result<void> insert(Database& db, const std::function<bool(std::span<Value>)>& next) {
  return db.write([&](Transaction& t) -> core::Result<void> {
    t.bulk_insert("thing", kColumns, next);
    return {};
  });
}

TEST(BulkInsert, KeepsAHundredThousandHostileRows) {
  testing::each_database(kMigrations, [](Database& db) {
    Integer i = 0, added = 0;
    ASSERT_TRUE(db.write([&](Transaction& t) -> core::Result<void> {
      added = t.bulk_insert("thing", kColumns, [&](std::span<Value> values) {
        if (i == kMany) return false;
        fill(hostile(i++), values);
        return true;
      });
      return {};
    }));
    EXPECT_EQ(added, kMany);
    const auto rows = all(db);
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(kMany));
    for (Integer k = 0; k < kMany; ++k) ASSERT_EQ(rows[static_cast<std::size_t>(k)], hostile(k));
  });
}

TEST(BulkInsert, OfTextsKeepsThemAsTheyAre) {
  static constexpr Migration kPairs{"test", 1, "pairs", "CREATE TABLE pair(a TEXT NOT NULL, b TEXT NOT NULL) STRICT;",
                                    ""};
  constexpr std::string_view kTexts[] = {"a", "b"};
  testing::each_database(std::vector{kPairs}, [&](Database& db) {
    std::vector<std::tuple<Text, Text>> given;
    for (Integer i = 0; i < 1000; ++i) given.emplace_back(std::to_string(i), i % 5 < 2 ? "" : std::get<1>(hostile(i)));
    std::size_t at = 0;
    std::vector<CheckedText> row;
    ASSERT_TRUE(db.write([&](Transaction& t) -> core::Result<void> {
      const auto added = t.bulk_insert_texts("pair", kTexts, [&]() -> std::span<const CheckedText> {
        if (at == given.size()) return {};
        const auto& [a, b] = given[at++];
        row = {CheckedText(a), CheckedText(b)};
        return row;
      });
      EXPECT_EQ(added, 1000);
      return {};
    }));
    db.read([&](Transaction& t) {
      EXPECT_EQ((t.rows<Text, Text>("SELECT a, b FROM pair ORDER BY CAST(a AS INTEGER)")), given);
    });
  });
  EXPECT_THROW(CheckedText(std::string_view("a\0b", 3)), std::invalid_argument);
  EXPECT_THROW(CheckedText("\xe9t\xe9"), std::invalid_argument);
}

TEST(BulkInsert, OfNothingAddsNothing) {
  testing::each_database(kMigrations, [](Database& db) {
    EXPECT_TRUE(insert(db, [](std::span<Value>) { return false; }));
    EXPECT_EQ(count(db), 0);
  });
}

TEST(BulkInsert, IsUndoneWhenARowIsRefused) {
  testing::each_database(kMigrations, [](Database& db) {
    int i = 0;
    const auto twice = insert(db, [&](std::span<Value> values) {
      fill({i, "the same", std::nullopt, std::nullopt}, values);
      return i++ < 3;
    });
    expect_error(twice, core::ErrorKind::conflict, "db.constraint");
    EXPECT_EQ(count(db), 0);
    EXPECT_TRUE(add(db, 1, "a"));
  });
}

TEST(BulkInsert, IsUndoneWhenItsSourceThrows) {
  testing::each_database(kMigrations, [](Database& db) {
    Integer i = 0;
    const auto broken = [&](std::span<Value> values) {
      if (i == 5'000) throw std::out_of_range("a bad line");
      fill(hostile(i++), values);
      return true;
    };
    EXPECT_THROW((void)insert(db, broken), std::out_of_range);
    EXPECT_EQ(count(db), 0);
    EXPECT_TRUE(add(db, 1, "a"));
  });
}

TEST(BulkInsert, RefusesTextThatIsNotUtf8AndNamesThatAreNotNames) {
  testing::each_database(kMigrations, [](Database& db) {
    const auto latin1 = [](std::span<Value> values) {
      fill({1, "\xe9t\xe9", std::nullopt, std::nullopt}, values);
      return true;
    };
    EXPECT_THROW((void)insert(db, latin1), std::invalid_argument);
    const auto odd = [&] {
      return db.write([&](Transaction& t) -> core::Result<void> {
        t.bulk_insert("thing; DROP TABLE thing", kColumns, latin1);
        return {};
      });
    };
    EXPECT_THROW((void)odd(), std::logic_error);
    EXPECT_EQ(count(db), 0);
  });
}

}  // namespace
}  // namespace catalyse::db
