// An import that may have the database to itself: what it leaves, and what others meet meanwhile.
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "things.hpp"

namespace catalyse::db {
namespace {

using namespace things;

constexpr Integer kMany = 20'000;  // more than the writer keeps in memory: pages reach the file before the commit

core::Result<void> add_many(Transaction& tx) {
  Integer next = 0;
  constexpr std::array<std::string_view, 2> kColumns{"id", "name"};
  const std::string long_name(1'000, 'x');
  tx.bulk_insert("thing", kColumns, [&](std::span<Value> row) {
    row[0] = next;
    row[1] = std::to_string(next) + long_name;
    return next++ < kMany;
  });
  return {};
}

std::string journal_mode(Database& db) {
  std::string mode = "wal";
  if (db.backend() == Backend::sqlite)
    db.read([&](Transaction& t) { mode = std::get<0>(t.rows<Text>("PRAGMA journal_mode").at(0)); });
  return mode;
}

TEST(Load, AddsManyRowsAndLeavesADatabaseLikeAnother) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, -1, "before"));
    EXPECT_EQ(count(db), 1);  // a reader rests in the pool
    const auto done = db.load(add_many);
    ASSERT_TRUE(done) << done.error().note;
    EXPECT_EQ(count(db), kMany + 1);
    EXPECT_EQ(journal_mode(db), "wal");
    ASSERT_TRUE(add(db, -2, "after"));
    EXPECT_TRUE(db.check());
  });
}

TEST(Load, KeepsNothingOfWorkThatFails) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, -1, "before"));
    const auto refused = db.load([](Transaction& tx) -> core::Result<void> {
      (void)add_many(tx);
      return core::fail(core::ErrorKind::invalid, "test.refused", "as asked");
    });
    EXPECT_EQ(refused.error().message_id, "test.refused");
    EXPECT_THROW((void)db.load([](Transaction& tx) -> core::Result<void> {
      (void)add_many(tx);
      throw std::runtime_error("as asked");
    }),
                 std::runtime_error);
    EXPECT_EQ(count(db), 1);
    EXPECT_EQ(journal_mode(db), "wal");
    EXPECT_TRUE(db.check());
  });
}

TEST(Load, BesideAProgramThatHasTheDatabaseOpenDisturbsNoReader) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto mine = Database::open(fresh.url());
    auto other = Database::open(fresh.url());
    ASSERT_TRUE(mine && other && mine->migrate(kMigrations));
    ASSERT_TRUE(add(*mine, -1, "before"));
    other->read([&](Transaction& reading) {
      const auto seen = [&] { return std::get<0>(reading.rows<Integer>("SELECT count(*) FROM thing").at(0)); };
      EXPECT_EQ(seen(), 1);
      ASSERT_TRUE(mine->load([&](Transaction& tx) {
        auto done = add_many(tx);
        EXPECT_EQ(seen(), 1);
        EXPECT_EQ(count(*other), 1);
        return done;
      }));
      EXPECT_EQ(seen(), 1);  // one state of the data throughout
    });
    EXPECT_EQ(count(*other), kMany + 1);
  });
}

TEST(Load, WhoeverOpensTheDatabaseMeanwhileWaitsAndFindsAllOfIt) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto mine = Database::open(fresh.url());
    ASSERT_TRUE(mine && mine->migrate(kMigrations));
    Integer found = -1;
    std::thread visitor;
    ASSERT_TRUE(mine->load([&](Transaction& tx) {
      auto done = add_many(tx);
      visitor = std::thread([&] {
        auto other = Database::open(fresh.url());
        if (other) found = count(*other);
      });
      std::this_thread::sleep_for(std::chrono::milliseconds(100));  // the visitor is at the door
      return done;
    }));
    visitor.join();
    if (mine->backend() == Backend::sqlite) {
      EXPECT_EQ(found, kMany);
    } else {
      EXPECT_TRUE(found == 0 || found == kMany) << found;  // PostgreSQL lets it in: one state or the other
    }
  });
}

// A program that dies with half of its rows in the file.
void die_in_a_load(const std::string& url) {
  const auto child = ::fork();
  if (child == 0) {
    auto mine = Database::open(url);
    if (!mine) ::_exit(1);
    (void)mine->load([](Transaction& tx) -> core::Result<void> {
      (void)add_many(tx);
      ::_exit(0);
    });
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
}

class DeathInALoad : public ::testing::Test {
 protected:
  DeathInALoad() : fresh_(Backend::sqlite), file_(fresh_.folder() + "/test.db"), copy_(fresh_.folder() + "/copy") {}
  void SetUp() override {
    {
      auto mine = Database::open(fresh_.url());
      ASSERT_TRUE(mine && mine->migrate(kMigrations) && add(*mine, -1, "in the copy") && mine->backup(copy_));
      ASSERT_TRUE(run(*mine, "UPDATE thing SET name = 'since'"));
    }
    const auto small = std::filesystem::file_size(file_);
    die_in_a_load(fresh_.url());
    ASSERT_GT(std::filesystem::file_size(file_), 4 * small) << "the death came before any row was in the file";
    ASSERT_TRUE(std::filesystem::exists(file_ + "-journal"));
  }
  void expect_only(const Text& name) {
    auto again = Database::open(fresh_.url());
    ASSERT_TRUE(again) << again.error().note;
    EXPECT_EQ(all(*again), (std::vector<Row>{{-1, name, {}, {}}}));
    EXPECT_EQ(journal_mode(*again), "wal");
    EXPECT_TRUE(again->check());
  }
  testing::FreshDatabase fresh_;
  std::string file_, copy_;
};

TEST_F(DeathInALoad, LeavesTheStateBefore) { expect_only("since"); }

TEST_F(DeathInALoad, IsForgottenByARestore) {
  ASSERT_TRUE(Database::restore(fresh_.url(), copy_));
  expect_only("in the copy");
}

TEST_F(DeathInALoad, IsForgottenByARestoreOfALostFile) {
  std::filesystem::remove(file_);
  ASSERT_TRUE(Database::restore(fresh_.url(), copy_));
  expect_only("in the copy");
}

}  // namespace
}  // namespace catalyse::db
