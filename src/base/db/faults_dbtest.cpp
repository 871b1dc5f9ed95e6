// What breaks around the database: the place of the file, the disk, the server.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "things.hpp"

namespace catalyse::db {
namespace {

using namespace things;
using core::ErrorKind;

void expect_unopenable(const Text& url, ErrorKind kind = ErrorKind::unavailable) {
  const auto db = Database::open(url);
  ASSERT_FALSE(db.has_value()) << url;
  EXPECT_EQ(db.error().kind, kind) << db.error().note;
  EXPECT_EQ(db.error().message_id, kind == ErrorKind::damaged ? "db.damaged" : "db.open");
  EXPECT_FALSE(db.error().note.empty());
}

TEST(Open, RefusesAnAddressItDoesNotKnow) {
  for (const auto* url : {"", "sqlite:", "sqlite::memory:", "mysql://x", "postgresql://[", "test.db"})
    expect_unopenable(url, ErrorKind::invalid);
}

TEST(Open, SaysWhyThePlaceCannotBeUsed) {
  testing::FreshDatabase fresh(Backend::sqlite);
  std::ofstream(fresh.folder() + "/file") << "x";
  expect_unopenable("sqlite:" + fresh.folder() + "/file/test.db");
  expect_unopenable("sqlite:" + fresh.folder());
  expect_unopenable("sqlite:/proc/catalyse/test.db");
}

TEST(Open, MakesTheFolderOfTheFile) {
  testing::FreshDatabase fresh(Backend::sqlite);
  EXPECT_TRUE(Database::open("sqlite:" + fresh.folder() + "/var/a b = c/test.db"));
  EXPECT_TRUE(std::filesystem::exists(fresh.folder() + "/var/a b = c/test.db"));
}

// Permissions do not bind root: in this scope root is nobody.
class Unprivileged {
 public:
  Unprivileged() { changed_ = ::geteuid() == 0 && ::seteuid(65534) == 0; }
  ~Unprivileged() {
    if (changed_ && ::seteuid(0) != 0) std::abort();
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;

 private:
  bool changed_ = false;
};

TEST(Open, RefusesAReadOnlyFolder) {
  testing::FreshDatabase fresh(Backend::sqlite);
  const auto folder = fresh.folder() + "/kept";
  std::filesystem::create_directory(folder);
  std::filesystem::permissions(folder, std::filesystem::perms(0555));
  std::filesystem::permissions(fresh.folder(), std::filesystem::perms(0755));
  const Unprivileged scope;
  ASSERT_NE(::geteuid(), 0U);
  expect_unopenable("sqlite:" + folder + "/test.db");
}

TEST(Open, RefusesAFileThatIsNoDatabase) {
  testing::FreshDatabase fresh(Backend::sqlite);
  std::ofstream(fresh.folder() + "/test.db") << Text(8192, 'x');
  expect_unopenable(fresh.url(), ErrorKind::damaged);
}

TEST(Open, MakesAFileForItsOwnerOnly) {
  testing::FreshDatabase fresh(Backend::sqlite);
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db && db->migrate(kMigrations));
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    EXPECT_EQ(std::filesystem::status(fresh.folder() + "/test.db" + suffix).permissions(), std::filesystem::perms(0600))
        << suffix;
  }
}

TEST(Open, ConfiguresSqliteForDurabilityAndDefence) {
  testing::FreshDatabase fresh(Backend::sqlite);
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db);
  const auto look = [](Transaction& t) {
    const auto number = [&](const char* sql) { return std::get<0>(t.rows<Integer>(sql).at(0)); };
    EXPECT_EQ(number("PRAGMA synchronous"), 2) << "FULL";
    EXPECT_EQ(number("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(number("PRAGMA trusted_schema"), 0);
    EXPECT_EQ(std::get<0>(t.rows<Text>("PRAGMA journal_mode").at(0)), "wal");
    for (const auto* sql :
         {"SELECT load_extension('x')", "ATTACH 'other.db' AS other", "UPDATE sqlite_schema SET sql = ''"})
      EXPECT_ANY_THROW(t.execute(sql)) << sql;
  };
  db->read(look);
  EXPECT_ANY_THROW((void)db->write([&](Transaction& t) -> core::Result<void> {
    look(t);
    return {};
  })) << "its statements failed";
}

TEST(Open, SaysThatTheServerDoesNotAnswer) { expect_unopenable("postgresql://nobody:secret@127.0.0.1:1/nowhere"); }

TEST(Open, DoesNotRepeatThePassword) {
  const auto db = Database::open("postgresql://nobody:s3cr3t@127.0.0.1:1/nowhere");
  ASSERT_FALSE(db);
  EXPECT_EQ(db.error().note.find("s3cr3t"), Text::npos) << db.error().note;
  const auto odd = Database::open("postgresql://nobody:s3cr3t@[");
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().note.find("s3cr3t"), Text::npos) << odd.error().note;
}

// No file of this process may grow beyond `bytes`: the nearest thing to a full disk that needs no rights.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST(FullDisk, AtTheCommitIsAnErrorAndTheNextWriteWorks) {
  testing::FreshDatabase fresh(Backend::sqlite);
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db && db->migrate(kMigrations));
  ASSERT_TRUE(add(*db, 1, "kept"));
  {
    const FileSizeLimit full(64 * 1024);
    for (int i = 0; i < 3; ++i) expect_error(add(*db, 2, Text(500'000, 'x')), ErrorKind::unavailable, "db.commit");
    EXPECT_EQ(count(*db), 1) << "reading goes on";
  }
  EXPECT_TRUE(add(*db, 2, "after")) << "without a restart";
  EXPECT_EQ(all(*db), (std::vector<Row>{{1, "kept", {}, {}}, {2, "after", {}, {}}}));
  EXPECT_TRUE(db->check());
}

TEST(FullDisk, InTheMiddleOfALargeWriteUndoesIt) {
  testing::FreshDatabase fresh(Backend::sqlite);
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db && db->migrate(kMigrations));
  ASSERT_TRUE(add(*db, 1, "kept"));
  static constexpr std::string_view kColumns[] = {"id", "name"};
  const auto large = [&] {
    Integer i = 1;
    return db->write([&](Transaction& t) -> core::Result<void> {
      t.bulk_insert("thing", kColumns, [&](std::span<Value> row) {
        row[0] = ++i;
        row[1] = std::to_string(i) + Text(1000, 'x');
        return i < 25'000;
      });
      return {};
    });
  };
  {
    const FileSizeLimit full(1024 * 1024);
    expect_error(large(), ErrorKind::unavailable, "db.unavailable");
    EXPECT_EQ(count(*db), 1);
    const auto copied = db->backup(fresh.folder() + "/copy");
    EXPECT_TRUE(copied) << copied.error().note;
  }
  EXPECT_TRUE(large());
  EXPECT_EQ(count(*db), 24'999);
  EXPECT_TRUE(db->check());
}

TEST(FullDisk, DuringABackupLeavesThePreviousCopy) {
  testing::FreshDatabase fresh(Backend::sqlite);
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db && db->migrate(kMigrations) && add(*db, 1, Text(300'000, 'x')));
  const auto copy = fresh.folder() + "/copy";
  std::ofstream(copy) << "previous";
  {
    const FileSizeLimit full(64 * 1024);
    expect_error(db->backup(copy), ErrorKind::unavailable, "db.backup");
  }
  EXPECT_EQ(std::filesystem::file_size(copy), 8U);
  for (const auto& entry : std::filesystem::directory_iterator(fresh.folder())) {
    EXPECT_EQ(entry.path().string().find(".tmp"), Text::npos) << entry.path();
  }
}

TEST(LostFile, FoundDamagedIsNotWrittenTo) {
  testing::FreshDatabase fresh(Backend::sqlite);
  const auto path = fresh.folder() + "/test.db";
  {
    auto db = Database::open(fresh.url());
    ASSERT_TRUE(db && db->migrate(kMigrations));
    for (Integer i = 0; i < 200; ++i) ASSERT_TRUE(add(*db, i, std::to_string(i) + Text(500, 'x')));
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 5);
    file << Text(4096 * 4, '\xff');
  }
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db);
  expect_error(db->check(), ErrorKind::damaged, "db.damaged");
}

TEST(LostServer, IsAnErrorAndTheNextTransactionConnectsAnew) {
  testing::FreshDatabase fresh(Backend::postgresql);
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db && db->migrate(kMigrations));
  ASSERT_TRUE(add(*db, 1, "kept"));
  const auto cut = [&] {
    auto other = Database::open(fresh.url());
    ASSERT_TRUE(other);
    other->read([](Transaction& t) {
      EXPECT_GE(std::get<0>(t.rows<Integer>("SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity"
                                            " WHERE datname = current_database() AND pid <> pg_backend_pid()")
                                .at(0)),
                1);
    });
  };
  EXPECT_EQ(count(*db), 1);
  cut();
  EXPECT_EQ(count(*db), 1) << "a connection that died while idle is replaced unseen";
  EXPECT_TRUE(add(*db, 2, "b")) << "for the writer too";
  expect_error(db->write([&](Transaction& t) -> core::Result<void> {
    t.execute(kAdd, {Integer{3}, Text("c"), Value{}, Value{}});
    cut();
    t.execute(kAdd, {Integer{4}, Text("d"), Value{}, Value{}});
    return {};
  }),
               ErrorKind::unavailable, "db.unavailable");
  expect_error(db->write([&](Transaction& t) -> core::Result<void> {
    t.execute(kAdd, {Integer{3}, Text("c"), Value{}, Value{}});
    cut();
    return {};
  }),
               ErrorKind::unavailable, "db.commit");
  EXPECT_THROW(db->read([&](Transaction& t) {
    cut();
    t.rows<Integer>("SELECT 1");
  }),
               Failure);
  EXPECT_TRUE(add(*db, 3, "c"));
  EXPECT_EQ(count(*db), 3);
}

TEST(LostServer, WithAFullDiskIsUnavailable) {
  testing::FreshDatabase fresh(Backend::postgresql);
  auto db = Database::open(fresh.url());
  ASSERT_TRUE(db);
  for (const auto* state : {"53100", "57P01", "58030", "40P01"}) {
    const auto outcome = run(*db, "DO $$ BEGIN RAISE EXCEPTION SQLSTATE '" + Text(state) + "'; END $$");
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable) << state;
  }
}

}  // namespace
}  // namespace catalyse::db
