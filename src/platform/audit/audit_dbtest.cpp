#include "audit.hpp"
#include "db/testing.hpp"

namespace catalyse::audit {
namespace {

const core::Instant kNow{std::chrono::seconds(1'795'000'000)};

void write_three(db::Database& database) {
  for (const auto* who : {"alice", "bob", "alice"}) {
    ASSERT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      append(tx, {who, "people.sign_in", "person:" + std::string(who), "", "2001:db8:1:2::3"}, kNow);
      return {};
    }));
  }
}

bool holds(const db::Database& database) {
  bool whole = false;
  database.read([&](db::Transaction& tx) { whole = verify(tx).has_value(); });
  return whole;
}

void change(db::Database& database, std::string_view sql) {
  ASSERT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
    tx.execute(sql);
    return {};
  }));
}

TEST(Audit, ReadsTheLatestFirstAndOnlyWhatIsWanted) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    EXPECT_TRUE(holds(database)) << "empty";
    write_three(database);
    database.read([](db::Transaction& tx) {
      EXPECT_EQ(verify(tx).value_or(0), 3);
      const auto all = read(tx, {});
      ASSERT_EQ(all.size(), 3U);
      EXPECT_EQ(all[0].number, 3);
      EXPECT_EQ(all[0].act.origin, "2001:db8:1::") << "the network, not the address";
      EXPECT_EQ(read(tx, {.person = "alice"}).size(), 2U);
      EXPECT_EQ(read(tx, {.object = "person:bob"}).size(), 1U);
      EXPECT_EQ(read(tx, {.before = 3, .most = 1}).front().number, 2);
    });
  });
}

TEST(Audit, ShowsAnyChange) {
  for (const auto* sql : {
           "UPDATE audit_line SET detail = 'x' WHERE number = 1",
           "UPDATE audit_line SET person = 'bob' WHERE number = 3",
           "UPDATE audit_line SET at = at + 1 WHERE number = 2",
           "UPDATE audit_line SET action = 'people.sign_i', object = 'nperson:bob' WHERE number = 2",
           "UPDATE audit_line SET digest = 'x' WHERE number = 3",
           "DELETE FROM audit_line WHERE number = 1",
           "DELETE FROM audit_line WHERE number = 2",
           "DELETE FROM audit_line WHERE number = 3",
           "UPDATE audit_head SET number = 2",
           "DELETE FROM audit_line",
       }) {
    db::testing::each_database(migrations(), [&](db::Database& database) {
      write_three(database);
      ASSERT_TRUE(holds(database));
      change(database, sql);
      EXPECT_FALSE(holds(database)) << sql;
    });
  }
}

TEST(Audit, IsWrittenWithTheActOrNotAtAll) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    const auto refused = database.write([](db::Transaction& tx) -> core::Result<void> {
      append(tx, {"alice", "people.sign_in", "", "", ""}, kNow);
      return core::fail(core::ErrorKind::conflict, "x");
    });
    EXPECT_FALSE(refused);
    EXPECT_TRUE(holds(database));
    database.read([](db::Transaction& tx) { EXPECT_TRUE(read(tx, {}).empty()); });
  });
}

TEST(Audit, KeepsTheNetworkOnly) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.0");
  EXPECT_EQ(network_of("2001:db8:1:2::3"), "2001:db8:1::");
  EXPECT_EQ(network_of("::1"), "::");
  EXPECT_EQ(network_of("unknown"), "");
  EXPECT_EQ(network_of(""), "");
}

}  // namespace
}  // namespace catalyse::audit
