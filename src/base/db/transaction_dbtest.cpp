// Statements and transactions, the same on both engines.
#include <cmath>
#include <limits>
#include <stdexcept>

#include "things.hpp"

namespace catalyse::db {
namespace {

using namespace things;
using core::ErrorKind;

TEST(Transaction, KeepsA64BitIntegerWhole) {
  testing::each_database(kMigrations, [](Database& db) {
    constexpr Integer large = 5'000'000'000, largest = std::numeric_limits<Integer>::max(),
                      least = std::numeric_limits<Integer>::min();
    ASSERT_TRUE(add(db, 1, "a", large));
    ASSERT_TRUE(add(db, 2, "b", largest));
    ASSERT_TRUE(add(db, 3, "c", least));
    db.read([&](Transaction& t) {
      EXPECT_EQ(t.rows<Integer>("SELECT size FROM thing ORDER BY id"),
                (std::vector<std::tuple<Integer>>{{large}, {largest}, {least}}));
      EXPECT_EQ(t.rows<Integer>("SELECT :x + 1", {large}).at(0), std::tuple(large + 1));
      EXPECT_EQ(t.rows<Integer>("SELECT sum(size) FROM thing WHERE id = 1").at(0), std::tuple(large));
    });
  });
}

TEST(Transaction, KeepsARealToTheLastBit) {
  testing::each_database(kMigrations, [](Database& db) {
    const double values[] = {0.1, -0.0, 1e308, std::numeric_limits<double>::denorm_min(), 123456789.123456789, 1.0 / 3};
    for (Integer i = 0; i < std::ssize(values); ++i) ASSERT_TRUE(add(db, i, std::to_string(i), {}, values[i]));
    const auto rows = all(db);
    for (std::size_t i = 0; i < std::size(values); ++i) EXPECT_EQ(std::get<3>(rows[i]), values[i]);
  });
}

TEST(Transaction, ReadsNullsAsAbsent) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "a"));
    ASSERT_TRUE(add(db, 2, "b", Integer{7}, 0.1));
    EXPECT_EQ(all(db), (std::vector<Row>{{1, "a", std::nullopt, std::nullopt}, {2, "b", 7, 0.1}}));
    db.read([&](Transaction& t) {
      EXPECT_THROW(t.rows<Integer>("SELECT size FROM thing WHERE id = 1"), std::bad_variant_access);
      EXPECT_EQ(
          t.rows<Text>("SELECT name FROM thing WHERE :size IS NULL OR size = :size ORDER BY id", {Value{}}).size(), 2U);
      EXPECT_EQ(
          t.rows<Text>("SELECT name FROM thing WHERE :size IS NULL OR size = :size ORDER BY id", {Integer{7}}).size(),
          1U);
    });
  });
}

// A session keeps its queries ready: nothing of one use may show in another.
TEST(Transaction, ReadsByTheSameWordsWithinItselfAfterAFailureAndAfterTheTableChanged) {
  testing::each_database(kMigrations, [](Database& db) {
    for (Integer i = 1; i <= 3; ++i) ASSERT_TRUE(add(db, i, std::to_string(i)));
    const Text above = "SELECT id, name FROM thing WHERE id > :least ORDER BY id";
    const auto pairs = [&](Transaction& t, Integer least) { return t.rows<Integer, Text>(above, {least}).size(); };
    db.read([&](Transaction& t) {
      std::size_t within = 0;
      if (t.backend() == Backend::sqlite)  // PostgreSQL reads one query at a time
        t.each<Integer, Text>(above, {Integer{0}}, [&](Integer id, const Text&) { within += pairs(t, id); });
      else
        within = 3;
      EXPECT_EQ(within, 3U) << "2 + 1 + 0";
      EXPECT_EQ(pairs(t, 0), 3U);
      EXPECT_EQ(pairs(t, 2), 1U) << "with its own value, not the one before";
    });
    EXPECT_THROW(db.read([&](Transaction& t) {
      t.each<Integer, Text>(above, {Integer{0}}, [](Integer, const Text&) { throw std::runtime_error("in a row"); });
    }),
                 std::runtime_error);
    db.read([&](Transaction& t) { EXPECT_EQ(pairs(t, 0), 3U) << "left in the middle, and read from its start"; });
    ASSERT_TRUE(run(db, "ALTER TABLE thing ADD COLUMN more TEXT"));
    ASSERT_TRUE(add(db, 4, "4"));
    db.read([&](Transaction& t) {
      EXPECT_EQ(pairs(t, 0), 4U);
      for (int i = 0; i < 200; ++i)
        EXPECT_EQ(std::get<0>(t.rows<Integer>("SELECT count(*) + " + std::to_string(i) + " FROM thing").at(0)), 4 + i);
      EXPECT_EQ(pairs(t, 3), 1U) << "more queries than are kept";
    });
  });
}

TEST(Transaction, KeepsTextByteForByte) {
  testing::each_database(kMigrations, [](Database& db) {
    const Text texts[] = {"L’Haÿ-les-Roses", "œuf 𝄞 ﷽", "it's \"q\" \\ \\n %_",
                          "\x01\x7f\r\n\t",  " ",       Text(100'000, 'x')};
    for (Integer i = 0; i < std::ssize(texts); ++i) ASSERT_TRUE(add(db, i, texts[i]));
    const auto rows = all(db);
    for (std::size_t i = 0; i < std::size(texts); ++i) EXPECT_EQ(std::get<1>(rows[i]), texts[i]);
    db.read([&](Transaction& t) {
      EXPECT_EQ(t.rows<Integer>("SELECT id FROM thing WHERE name = :name", {texts[1]}).at(0), std::tuple(1));
    });
  });
}

TEST(Transaction, RefusesWhatTheEnginesWouldStoreDifferently) {
  testing::each_database(kMigrations, [](Database& db) {
    for (const auto& bad : {Text("\xe9t\xe9"), Text("a\0b", 3)})
      EXPECT_THROW((void)add(db, 1, bad), std::invalid_argument);
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()})
      EXPECT_THROW((void)add(db, 1, "a", {}, bad), std::invalid_argument);
    EXPECT_EQ(count(db), 0);
  });
}

TEST(Transaction, RefusesAValueOfAnotherTypeThanTheColumn) {
  testing::each_database(kMigrations, [](Database& db) {
    EXPECT_THROW((void)add(db, 1, "a", Text("large")), std::logic_error);
    EXPECT_THROW((void)run(db, "INSERT INTO thing(id, name) VALUES(1, NULL)"), std::logic_error);
    EXPECT_EQ(count(db), 0);
  });
}

TEST(Transaction, RefusesToReadAColumnAsAnotherType) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "75056", Integer{7}, 0.5));
    db.read([&](Transaction& t) {
      EXPECT_THROW(t.rows<Integer>("SELECT name FROM thing"), std::logic_error);
      EXPECT_THROW(t.rows<double>("SELECT name FROM thing"), std::logic_error);
      EXPECT_THROW(t.rows<Integer>("SELECT weight FROM thing"), std::logic_error);
      EXPECT_THROW(t.rows<Text>("SELECT size FROM thing"), std::logic_error);
      EXPECT_THROW(t.rows<Text>("SELECT weight FROM thing"), std::logic_error);
      EXPECT_THROW((t.rows<Integer, Integer>("SELECT id FROM thing")), std::logic_error);
      EXPECT_EQ(t.rows<double>("SELECT size FROM thing").at(0), std::tuple(7.0));
    });
  });
}

TEST(Transaction, RefusesParametersThatDoNotMatchTheStatement) {
  testing::each_database(kMigrations, [](Database& db) {
    db.read([&](Transaction& t) {
      EXPECT_THROW(t.rows<Integer>("SELECT id FROM thing WHERE id = :id"), std::logic_error);
      EXPECT_THROW(t.rows<Integer>("SELECT id FROM thing WHERE id = :id", {Integer{1}, Integer{2}}), std::logic_error);
    });
  });
}

TEST(Transaction, CountsTheRowsAStatementChanged) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "a"));
    ASSERT_TRUE(add(db, 2, "b"));
    ASSERT_TRUE(db.write([&](Transaction& t) -> core::Result<void> {
      EXPECT_EQ(t.execute("UPDATE thing SET size = 1"), 2);
      EXPECT_EQ(t.execute("UPDATE thing SET size = 2 WHERE id = :id", {Integer{9}}), 0);
      EXPECT_EQ(t.execute("DELETE FROM thing WHERE id = 1"), 1);
      EXPECT_EQ(t.execute("INSERT INTO thing(id, name) VALUES(2, 'b') ON CONFLICT DO NOTHING"), 0);
      EXPECT_EQ(t.execute("CREATE TABLE other(id TEXT)"), 0);
      EXPECT_EQ((t.rows<Integer, Text>("INSERT INTO thing(id, name) VALUES(:id, :name) RETURNING id, name",
                                       {Integer{3}, Text("c")})),
                (std::vector<std::tuple<Integer, Text>>{{3, "c"}}));
      return {};
    }));
    EXPECT_EQ(count(db), 2);
  });
}

TEST(Transaction, ReportsABrokenConstraintAsAConflict) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "a"));
    expect_error(add(db, 2, "a"), ErrorKind::conflict, "db.constraint");
    expect_error(add(db, 1, "b"), ErrorKind::conflict, "db.constraint");
    expect_error(run(db, "INSERT INTO part(id, thing, label) VALUES(1, 1, '')"), ErrorKind::conflict, "db.constraint");
    expect_error(run(db, "INSERT INTO part(id, thing) VALUES(1, 99)"), ErrorKind::conflict,
                 "db.constraint");  // at the commit
    EXPECT_TRUE(run(db, "INSERT INTO part(id, thing) VALUES(1, 1)"));
    EXPECT_EQ(count(db), 1);
    EXPECT_EQ(count(db, "part"), 1);
  });
}

TEST(Transaction, DoesNotRepeatPersonalDataInItsErrors) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "jeanne@example.org"));
    const auto again = add(db, 2, "jeanne@example.org");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().note.find("jeanne"), Text::npos) << again.error().note;
  });
}

TEST(Transaction, IsUndoneWhenItsWorkReturnsAnError) {
  testing::each_database(kMigrations, [](Database& db) {
    const auto outcome = db.write([&](Transaction& t) -> core::Result<void> {
      EXPECT_EQ(t.execute(kAdd, {Integer{1}, Text("a"), Value{}, Value{}}), 1);
      return core::fail(ErrorKind::conflict, "test.refused", "no");
    });
    expect_error(outcome, ErrorKind::conflict, "test.refused");
    EXPECT_EQ(count(db), 0);
  });
}

TEST(Transaction, IsUndoneWhenItsWorkThrows) {
  testing::each_database(kMigrations, [](Database& db) {
    const auto broken = [&] {
      return db.write([&](Transaction& t) -> core::Result<void> {
        t.execute(kAdd, {Integer{1}, Text("a"), Value{}, Value{}});
        throw std::out_of_range("a bug");
      });
    };
    EXPECT_THROW((void)broken(), std::out_of_range);
    EXPECT_EQ(count(db), 0);
    EXPECT_TRUE(add(db, 1, "a"));
  });
}

TEST(Transaction, CannotCommitAfterHidingTheFailureOfAStatement) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "a"));
    const auto hiding = [&] {
      return db.write([&](Transaction& t) -> core::Result<void> {
        t.execute(kAdd, {Integer{2}, Text("b"), Value{}, Value{}});
        try {
          t.execute(kAdd, {Integer{3}, Text("a"), Value{}, Value{}});
        } catch (const Failure&) {
        }
        return {};
      });
    };
    EXPECT_THROW((void)hiding(), std::logic_error);
    EXPECT_EQ(count(db), 1);
    EXPECT_TRUE(add(db, 2, "b"));
  });
}

TEST(Transaction, InsideAnotherOfTheSameThreadIsRefused) {
  testing::each_database(kMigrations, [](Database& db) {
    EXPECT_THROW((void)db.write([&](Transaction&) { return add(db, 1, "a"); }), std::logic_error);
    EXPECT_TRUE(add(db, 1, "a"));
  });
}

TEST(Read, CannotWrite) {
  testing::each_database(kMigrations, [](Database& db) {
    for (const auto* sql :
         {"INSERT INTO thing(id, name) VALUES(1, 'a')", "CREATE TABLE other(id TEXT)", "DELETE FROM thing"}) {
      EXPECT_ANY_THROW(db.read([&](Transaction& t) { t.execute(sql); })) << sql;
    }
    EXPECT_EQ(count(db), 0);
  });
}

TEST(Read, SeesOneStateWhileOthersWrite) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "a"));
    const auto seen = [](Transaction& t) { return std::get<0>(t.rows<Integer>("SELECT count(*) FROM thing").at(0)); };
    db.read([&](Transaction& t) {
      EXPECT_EQ(seen(t), 1);
      ASSERT_TRUE(add(db, 2, "b"));
      EXPECT_EQ(seen(t), 1);
      EXPECT_EQ(count(db), 2) << "a later reader sees the commit";
      EXPECT_EQ(seen(t), 1);
    });
  });
}

TEST(Read, DoesNotSeeWhatIsNotCommitted) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(db.write([&](Transaction& t) -> core::Result<void> {
      t.execute(kAdd, {Integer{1}, Text("a"), Value{}, Value{}});
      EXPECT_EQ(count(db), 0);
      return {};
    }));
    EXPECT_EQ(count(db), 1);
  });
}

TEST(Read, ServesAgainAfterAFailedStatement) {
  testing::each_database(kMigrations, [](Database& db) {
    for (int i = 0; i < 40; ++i) {  // more often than there are connections
      EXPECT_THROW(db.read([](Transaction& t) { t.rows<Integer>("SELECT nothing FROM nowhere"); }), std::logic_error);
    }
    EXPECT_EQ(count(db), 0);
  });
}

TEST(Read, ComparesTextAlikeOnBothEngines) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "Rouen"));
    db.read([](Transaction& t) {
      EXPECT_TRUE(t.rows<Integer>("SELECT id FROM thing WHERE name LIKE 'rou%'").empty());
      EXPECT_EQ(t.rows<Integer>("SELECT id FROM thing WHERE name LIKE 'Rou%'").size(), 1U);
      EXPECT_THROW(t.rows<Integer>("SELECT id FROM thing WHERE name = \"Rouen\""), std::logic_error)
          << "a word in double quotes is a column";
    });
  });
}

}  // namespace
}  // namespace catalyse::db
