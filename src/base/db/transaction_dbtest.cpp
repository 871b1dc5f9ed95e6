// Statements and transactions, the same on both engines.
#include <limits>
#include <stdexcept>

#include "db/testing.hpp"

namespace catalyse::db {
namespace {

using Text = std::string;
using Integer = std::int64_t;

constexpr Migration kThings[] = {{"test", 1, "things",
                                  "CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER, weight REAL) STRICT;\n"
                                  "CREATE TABLE part(id INTEGER PRIMARY KEY, thing INTEGER NOT NULL REFERENCES thing(id) DEFERRABLE INITIALLY DEFERRED,"
                                  " label TEXT CHECK(label <> '')) STRICT;\n",
                                  ""}};

constexpr std::string_view kAdd = "INSERT INTO thing(id, name, size, weight) VALUES(:id, :name, :size, :weight)";

core::Result<void> add(Database& db, Integer id, const Text& name, const Value& size = {}, const Value& weight = {}) {
  return db.write([&](Transaction& t) -> core::Result<void> {
    t.execute(kAdd, {id, name, size, weight});
    return {};
  });
}

Integer count_things(const Database& db) {
  Integer count = -1;
  db.read([&](Transaction& t) { count = std::get<0>(t.rows<Integer>("SELECT count(*) FROM thing").at(0)); });
  return count;
}

TEST(Transaction, KeepsA64BitIntegerWhole) {
  testing::each_database(kThings, [](Database& db) {
    constexpr Integer large = 5'000'000'000, largest = std::numeric_limits<Integer>::max(), least = std::numeric_limits<Integer>::min();
    ASSERT_TRUE(add(db, 1, "a", large));
    ASSERT_TRUE(add(db, 2, "b", largest));
    ASSERT_TRUE(add(db, 3, "c", least));
    db.read([&](Transaction& t) {
      EXPECT_EQ(t.rows<Integer>("SELECT size FROM thing ORDER BY id"), (std::vector<std::tuple<Integer>>{{large}, {largest}, {least}}));
    });
  });
}

TEST(Transaction, ReadsNullsAsAbsent) {
  testing::each_database(kThings, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "a"));
    ASSERT_TRUE(add(db, 2, "b", Integer{7}, 0.1));
    db.read([&](Transaction& t) {
      const auto rows = t.rows<Text, std::optional<Integer>, std::optional<double>>("SELECT name, size, weight FROM thing ORDER BY id");
      ASSERT_EQ(rows.size(), 2U);
      EXPECT_EQ(rows[0], std::tuple("a", std::nullopt, std::nullopt));
      EXPECT_EQ(rows[1], std::tuple("b", 7, 0.1));
      EXPECT_THROW(t.rows<Integer>("SELECT size FROM thing WHERE id = 1"), std::bad_variant_access);
    });
  });
}

TEST(Transaction, IsUndoneWhenItsWorkReturnsAnError) {
  testing::each_database(kThings, [](Database& db) {
    const auto outcome = db.write([&](Transaction& t) -> core::Result<void> {
      EXPECT_EQ(t.execute(kAdd, {Integer{1}, Text("a"), Value{}, Value{}}), 1);
      return core::fail(core::ErrorKind::conflict, "test.refused");
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message_id, "test.refused");
    EXPECT_EQ(count_things(db), 0);
  });
}

TEST(Transaction, IsUndoneWhenItsWorkThrows) {
  testing::each_database(kThings, [](Database& db) {
    EXPECT_THROW((void)db.write([&](Transaction& t) -> core::Result<void> {
      t.execute(kAdd, {Integer{1}, Text("a"), Value{}, Value{}});
      throw std::out_of_range("a bug");
    }), std::out_of_range);
    EXPECT_EQ(count_things(db), 0);
    EXPECT_TRUE(add(db, 1, "a"));
  });
}

}  // namespace
}  // namespace catalyse::db
