// Migrations: once each, whole or not at all, by one program at a time.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "things.hpp"

namespace catalyse::db {
namespace {

using namespace things;
using core::ErrorKind;

constexpr Migration kFirst = {"one", 1, "a",
                              "CREATE TABLE a(id INTEGER PRIMARY KEY, x REAL NOT NULL DEFAULT 1.5) STRICT", ""};
constexpr Migration kSecond = {"one", 2, "b",
                               "CREATE TABLE b(id INTEGER PRIMARY KEY) STRICT; INSERT INTO b VALUES(5000000000);", ""};
constexpr Migration kOther = {"two", 1, "c", "CREATE TABLE c(k TEXT PRIMARY KEY) STRICT, WITHOUT ROWID", ""};

using List = std::vector<Migration>;

Database opened(const testing::FreshDatabase& fresh) {
  auto db = Database::open(fresh.url());
  if (!db) throw std::runtime_error(db.error().note);
  return std::move(*db);
}

bool has(const Database& db, const Text& table) {
  try {
    count(db, table);
    return true;
  } catch (const std::logic_error&) {
    return false;
  }
}

TEST(Migrations, ApplyOnceEachInTheirOrder) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = opened(fresh);
    EXPECT_EQ(db.up_to_date(List{kFirst}), false);
    EXPECT_EQ(db.up_to_date(List{}), true);
    ASSERT_TRUE(db.migrate(List{kFirst}));
    EXPECT_EQ(db.up_to_date(List{kFirst}), true);
    EXPECT_EQ(db.up_to_date(List{kFirst, kSecond, kOther}), false);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(db.migrate(List{kFirst, kSecond, kOther}));
    EXPECT_EQ(count(db, "schema_migration"), 3);
    EXPECT_EQ(count(db, "b"), 1);
    auto later = opened(fresh);
    EXPECT_EQ(later.up_to_date(List{kFirst, kSecond, kOther}), true);
  });
}

TEST(Migrations, RecordWhatWasAppliedAndWhen) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = opened(fresh);
    ASSERT_TRUE(db.migrate(List{kFirst}));
    db.read([](Transaction& t) {
      const auto rows = t.rows<Text, Integer, Text, Text, Text>(
          "SELECT room, number, name, checksum, applied_at FROM schema_migration");
      ASSERT_EQ(rows.size(), 1U);
      const auto& [room, number, name, checksum, applied_at] = rows[0];
      EXPECT_EQ(std::tuple(room, number, name), std::tuple("one", 1, "a"));
      EXPECT_EQ(checksum.size(), 64U);
      EXPECT_GT(applied_at, "2026-01-01T00:00:00Z");
      EXPECT_TRUE(applied_at.ends_with('Z'));
    });
  });
}

TEST(Migrations, OfALaterProgramAreRefused) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = opened(fresh);
    ASSERT_TRUE(db.migrate(List{kFirst, kSecond}));
    expect_error(db.migrate(List{kFirst}), ErrorKind::unavailable, "db.newer");
    EXPECT_EQ(db.up_to_date(List{kFirst}), false);
    expect_error(db.migrate(List{kOther}), ErrorKind::unavailable, "db.newer");
    EXPECT_FALSE(has(db, "c"));
  });
}

TEST(Migrations, EditedAfterTheyWereAppliedAreRefused) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = opened(fresh);
    ASSERT_TRUE(db.migrate(List{kFirst}));
    auto edited = kFirst;
    edited.sqlite = "CREATE TABLE a(id INTEGER PRIMARY KEY) STRICT";
    expect_error(db.migrate(List{edited, kSecond}), ErrorKind::damaged, "db.changed");
    EXPECT_FALSE(db.up_to_date(List{edited}).has_value());
    EXPECT_FALSE(has(db, "b"));
  });
}

TEST(Migrations, ThatFailLeaveWhatWasBefore) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = opened(fresh);
    const Migration broken = {
        "one", 2, "broken", "CREATE TABLE b(id INTEGER) STRICT; INSERT INTO b VALUES(1); INSERT INTO nowhere VALUES(1)",
        ""};
    const auto outcome = db.migrate(List{kFirst, broken, kOther});
    expect_error(outcome, ErrorKind::damaged, "db.migration");
    EXPECT_NE(outcome.error().note.find("one/2_broken"), Text::npos) << outcome.error().note;
    EXPECT_TRUE(has(db, "a"));
    EXPECT_FALSE(has(db, "b"));
    EXPECT_FALSE(has(db, "c"));
    EXPECT_TRUE(db.migrate(List{kFirst, kSecond, kOther})) << "the corrected program goes on";
  });
}

TEST(Migrations, OutOfOrderAreABug) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = opened(fresh);
    EXPECT_THROW((void)db.migrate(List{kSecond, kFirst}), std::logic_error);
    EXPECT_THROW((void)db.migrate(List{kFirst, kFirst}), std::logic_error);
  });
}

TEST(Migrations, UseTheirOwnTextForPostgresqlWhenThereIsOne) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = opened(fresh);
    const Migration both = {"one", 1, "both", "CREATE TABLE portable_one(id INTEGER) STRICT",
                            "CREATE TABLE postgresql_one(id INTEGER[])"};
    ASSERT_TRUE(db.migrate(List{both}));
    EXPECT_EQ(has(db, "postgresql_one"), db.backend() == Backend::postgresql);
    EXPECT_EQ(has(db, "portable_one"), db.backend() == Backend::sqlite);
    EXPECT_EQ(db.up_to_date(List{both}), true);
  });
}

// Many small migrations, each of which would fail if it ran twice.
struct Many {
  std::vector<Text> names, texts;
  List list;
  explicit Many(int n) {
    for (int i = 1; i <= n; ++i) {
      names.push_back("m" + std::to_string(i));
      texts.push_back("CREATE TABLE m" + std::to_string(i) + "(id INTEGER) STRICT; INSERT INTO m" + std::to_string(i) +
                      " VALUES(1);");
    }
    for (std::size_t i = 0; i < names.size(); ++i)
      list.push_back({"many", static_cast<int>(i) + 1, names[i], texts[i], ""});
  }
};

// A process of its own that migrates; the exit status says how it went.
pid_t migrate_in_child(const Text& url, const List& list) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int status = 2;
  if (auto db = Database::open(url)) {
    const auto outcome = db->migrate(list);
    if (!outcome) std::fprintf(stderr, "%s: %s\n", outcome.error().message_id.c_str(), outcome.error().note.c_str());
    status = outcome ? 0 : 1;
  }
  ::_exit(status);
}

TEST(Migrations, OfTwoProgramsAtOnceAreAppliedOnce) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    const Many many(30);
    std::vector<pid_t> children;
    for (int i = 0; i < 3; ++i) children.push_back(migrate_in_child(fresh.url(), many.list));
    for (const auto child : children) {
      int status = -1;
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      EXPECT_EQ(status, 0);
    }
    auto db = opened(fresh);
    EXPECT_EQ(db.up_to_date(many.list), true);
    EXPECT_EQ(count(db, "schema_migration"), 30);
  });
}

TEST(Migrations, OfAProgramThatIsKilledGoOnInTheNext) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    const Many many(40);
    for (unsigned milliseconds = 5; milliseconds < 80; milliseconds += 15) {
      const auto child = migrate_in_child(fresh.url(), many.list);
      ::usleep(milliseconds * 1000);
      ::kill(child, SIGKILL);
      ::waitpid(child, nullptr, 0);
    }
    auto db = opened(fresh);
    ASSERT_TRUE(db.migrate(many.list));
    EXPECT_EQ(db.up_to_date(many.list), true);
    EXPECT_EQ(count(db, "m40"), 1);
    EXPECT_TRUE(db.check());
  });
}

}  // namespace
}  // namespace catalyse::db
