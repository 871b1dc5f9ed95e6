// Copies: taken under load, restored elsewhere, refused when damaged.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "things.hpp"

namespace catalyse::db {
namespace {

using namespace things;
using core::ErrorKind;

Database migrated(const Text& url) {
  auto db = Database::open(url);
  if (!db) throw std::runtime_error(db.error().note);
  if (auto done = db->migrate(kMigrations); !done) throw std::runtime_error(done.error().note);
  return std::move(*db);
}

void expect_ok(const core::Result<void>& result) {
  EXPECT_TRUE(result.has_value()) << result.error().message_id << ": " << result.error().note;
}

Text bytes_of(const Text& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const Text& path, const Text& bytes) { std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes; }

TEST(Backup, ConcurrentWithWritesIsOneStateAndRestoresTheSameRows) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = migrated(fresh.url());
    for (Integer i = 1; i <= 50; ++i) ASSERT_TRUE(add(db, i, "ballast " + std::to_string(i) + Text(2000, 'b'), i));
    std::atomic<bool> stop = false;
    std::atomic<Integer> written = 0;
    std::thread writer([&] {  // two rows in each commit: a copy with an odd number is torn
      for (Integer i = 1'000; !stop; i += 2) {
        const auto done = db.write([&](Transaction& t) -> core::Result<void> {
          for (Integer k = i; k < i + 2; ++k)
            t.execute(kAdd, {k, Text("row ") + std::to_string(k), 5'000'000'000 + k, static_cast<double>(k) / 3});
          return {};
        });
        if (!done) break;
        written = i;
      }
    });
    const auto copy = fresh.folder() + "/copy";
    while (written == 0) std::this_thread::yield();
    expect_ok(db.backup(copy));
    stop = true;
    writer.join();
    testing::FreshDatabase elsewhere(db.backend());
    expect_ok(Database::restore(elsewhere.url(), copy));
    auto restored = migrated(elsewhere.url());
    const auto rows = all(restored), original = all(db);
    ASSERT_GE(rows.size(), 52U);
    EXPECT_EQ(rows.size() % 2, 0U);
    ASSERT_LE(rows.size(), original.size());
    EXPECT_TRUE(std::equal(rows.begin(), rows.end(), original.begin()));
    expect_ok(restored.check());
    EXPECT_TRUE(add(restored, 1, "again").error().message_id == "db.constraint") << "constraints come back too";
  });
}

TEST(Restore, BringsBackExactlyTheCopy) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    const auto copy = fresh.folder() + "/copy";
    {
      auto db = migrated(fresh.url());
      ASSERT_TRUE(add(db, 1, "before"));
      expect_ok(db.backup(copy));
      ASSERT_TRUE(add(db, 2, "after"));
      const Migration later[] = {
          kMigrations[0],
          {"test", 2, "later", "CREATE TABLE later(id INTEGER PRIMARY KEY REFERENCES thing(id)) STRICT", ""}};
      ASSERT_TRUE(db.migrate(later));
      ASSERT_TRUE(run(db, "INSERT INTO later VALUES(2)"));
    }
    expect_ok(Database::restore(fresh.url(), copy));
    auto db = migrated(fresh.url());  // db.newer unless the later migration is gone
    EXPECT_EQ(all(db), (std::vector<Row>{{1, "before", {}, {}}}));
    EXPECT_THROW(count(db, "later"), std::logic_error) << "a table the copy does not know is gone";
    ASSERT_TRUE(add(db, 2, "again"));
    expect_ok(Database::restore(testing::FreshDatabase(db.backend()).url(), copy));
  });
}

TEST(Restore, OfADamagedCopyIsRefusedAndLeavesTheTarget) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    const auto copy = fresh.folder() + "/copy", bad = fresh.folder() + "/bad";
    {
      auto db = migrated(fresh.url());
      for (Integer i = 0; i < 400; ++i)
        ASSERT_TRUE(add(db, i, std::to_string(i * 7919) + "/" + std::to_string(i * 104729)));
      expect_ok(db.backup(copy));
      ASSERT_TRUE(add(db, 1000, "in the target only"));
    }
    const auto whole = bytes_of(copy);
    auto flipped = whole;
    for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + 64; ++i)
      flipped[i] = static_cast<char>(flipped[i] ^ 0x5a);
    for (const auto& damaged : {Text(), Text("no copy at all"), whole.substr(0, whole.size() / 2), whole.substr(0, 100),
                                flipped, Text(whole.size(), '\0')}) {
      put(bad, damaged);
      const auto outcome = Database::restore(fresh.url(), bad);
      ASSERT_FALSE(outcome) << "a damaged copy of " << damaged.size() << " bytes was restored";
      EXPECT_EQ(outcome.error().kind, ErrorKind::damaged) << outcome.error().note;
      EXPECT_FALSE(outcome.error().note.empty());
    }
    EXPECT_FALSE(Database::restore(fresh.url(), fresh.folder() + "/nothing here"));
    auto db = migrated(fresh.url());
    EXPECT_EQ(count(db), 401);
    expect_ok(db.check());
  });
}

TEST(Restore, RefusesADatabaseThatIsNotOurs) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    const auto copy = fresh.folder() + "/copy";
    {
      testing::FreshDatabase other(fresh.url().starts_with("sqlite") ? Backend::sqlite : Backend::postgresql);
      auto db = Database::open(other.url());
      ASSERT_TRUE(db && run(*db, "CREATE TABLE foreign_thing(id TEXT)"));
      const auto copied = db->backup(copy);
      expect_error(copied, ErrorKind::damaged, "db.damaged");
      EXPECT_FALSE(std::filesystem::exists(copy));
    }
    EXPECT_FALSE(Database::restore(fresh.url(), copy));
  });
}

TEST(Restore, RefusesAFileThatIsInUse) {
  testing::FreshDatabase fresh(Backend::sqlite);
  const auto copy = fresh.folder() + "/copy";
  {
    auto db = migrated(fresh.url());
    expect_ok(db.backup(copy));
    expect_error(Database::restore(fresh.url(), copy), ErrorKind::unavailable, "db.in_use");
  }
  // Another program, which knows nothing of our lock file.
  int ready[2], done[2];
  ASSERT_EQ(::pipe(ready) + ::pipe(done), 0);
  const auto child = ::fork();
  if (child == 0) {
    ::close(done[1]);
    ::dup2(done[0], STDIN_FILENO);
    ::dup2(ready[1], STDOUT_FILENO);
    ::execlp("sqlite3", "sqlite3", "-cmd", "SELECT count(*) FROM thing;", (fresh.folder() + "/test.db").c_str(),
             nullptr);
    ::_exit(127);
  }
  char answer = 0;
  ::close(ready[1]);
  ASSERT_EQ(::read(ready[0], &answer, 1), 1) << "sqlite3 must be installed";
  expect_error(Database::restore(fresh.url(), copy), ErrorKind::unavailable, "db.in_use");
  ::close(done[1]);
  ::waitpid(child, nullptr, 0);
  expect_ok(Database::restore(fresh.url(), copy));
  for (const int descriptor : {ready[0], done[0]}) ::close(descriptor);
}

TEST(Restore, IgnoresTheLogOfTheFileItReplaces) {
  testing::FreshDatabase fresh(Backend::sqlite);
  const auto path = fresh.folder() + "/test.db", copy = fresh.folder() + "/copy";
  Text log;
  {
    auto db = migrated(fresh.url());
    ASSERT_TRUE(add(db, 1, "in the copy"));
    expect_ok(db.backup(copy));
    ASSERT_TRUE(run(db, "UPDATE thing SET name = 'from the log'"));
    log = bytes_of(path + "-wal");
  }
  ASSERT_FALSE(log.empty());
  for (const bool file_is_gone : {false, true}) {
    put(path + "-wal", log);  // as a crash would leave it
    if (file_is_gone) std::filesystem::remove(path);
    expect_ok(Database::restore(fresh.url(), copy));
    auto db = migrated(fresh.url());
    EXPECT_EQ(all(db), (std::vector<Row>{{1, "in the copy", {}, {}}}))
        << (file_is_gone ? "without the file" : "beside the file");
  }
}

TEST(Restore, ReplacesADamagedDatabase) {
  testing::FreshDatabase fresh(Backend::sqlite);
  const auto copy = fresh.folder() + "/copy";
  {
    auto db = migrated(fresh.url());
    ASSERT_TRUE(add(db, 1, "a"));
    expect_ok(db.backup(copy));
  }
  Text log;
  {
    auto db = migrated(fresh.url());
    ASSERT_TRUE(run(db, "UPDATE thing SET name = 'from the log'"));
    log = bytes_of(fresh.folder() + "/test.db-wal");
  }
  put(fresh.folder() + "/test.db", Text(20'000, 'x'));
  put(fresh.folder() + "/test.db-wal", log);
  expect_ok(Database::restore(fresh.url(), copy));
  auto db = migrated(fresh.url());
  EXPECT_EQ(all(db), (std::vector<Row>{{1, "a", {}, {}}}));
}

TEST(Backup, IntoAPlaceThatCannotBeWrittenIsAnError) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = migrated(fresh.url());
    expect_error(db.backup(fresh.folder() + "/nowhere/copy"), ErrorKind::unavailable, "db.file");
  });
}

TEST(Backup, ReplacesTheCopyBeforeItAndIsReadableByItsOwnerOnly) {
  testing::each_fresh([](testing::FreshDatabase& fresh) {
    auto db = migrated(fresh.url());
    const auto copy = fresh.folder() + "/copy";
    expect_ok(db.backup(copy));
    ASSERT_TRUE(add(db, 1, "a"));
    expect_ok(db.backup(copy));
    testing::FreshDatabase elsewhere(db.backend());
    expect_ok(Database::restore(elsewhere.url(), copy));
    EXPECT_EQ(count(migrated(elsewhere.url())), 1);
    EXPECT_EQ(std::filesystem::status(copy).permissions(), std::filesystem::perms(0600));
  });
}

TEST(Check, FindsRowsThatReferToNothing) {
  testing::FreshDatabase fresh(Backend::sqlite);
  auto db = migrated(fresh.url());
  expect_ok(db.check());
  const auto hack = "sqlite3 '" + fresh.folder() +
                    "/test.db' 'INSERT INTO part(id, thing) VALUES(1, 99)'";  // foreign_keys is off there
  ASSERT_EQ(std::system(hack.c_str()), 0);
  expect_error(db.check(), ErrorKind::damaged, "db.damaged");
}

TEST(Check, ReadsEveryTableOfPostgresql) {
  testing::FreshDatabase fresh(Backend::postgresql);
  auto db = migrated(fresh.url());
  ASSERT_TRUE(run(db, "CREATE TABLE \"Odd \"\"name\"(x text)"));
  ASSERT_TRUE(run(db, "INSERT INTO \"Odd \"\"name\" VALUES(:x)", {Text(1'000'000, 'x')}));
  expect_ok(db.check());
}

}  // namespace
}  // namespace catalyse::db
