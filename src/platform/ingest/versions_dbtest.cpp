#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "ingest/versions.hpp"

namespace catalyse::ingest {
namespace {

using db::testing::each_database;

const core::Instant kNow{std::chrono::seconds(1'767'225'600)};

void in_write(db::Database& database, const std::function<void(db::Transaction&)>& work) {
  const auto done = database.write([&](db::Transaction& tx) -> core::Result<void> {
    work(tx);
    return {};
  });
  ASSERT_TRUE(done) << done.error().note;
}

TEST(Versions, ASetNeverLoadedHasNone) {
  each_database(version_migrations(), [](db::Database& database) {
    database.read([](db::Transaction& tx) {
      EXPECT_EQ(*current_version(tx, "territoires"), std::nullopt);
      EXPECT_TRUE(versions(tx).empty());
      EXPECT_FALSE(find_version(tx, 1));
      EXPECT_FALSE(find_version(tx, 0));
    });
  });
}

TEST(Versions, EarlierVersionsStayAndOneOfEachSetIsCurrent) {
  each_database(version_migrations(), [](db::Database& database) {
    std::int64_t first = 0, second = 0, other = 0;
    in_write(database, [&](db::Transaction& tx) {
      first = begin_version(tx, "territoires", "aaa", kNow).id;
      EXPECT_EQ(*current_version(tx, "territoires"), std::nullopt);  // not before it is filled
      finish_version(tx, first, "COG 2025", {.set = "territoires", .version = "aaa", .unchanged = false, .files = {}});
      other = begin_version(tx, "indicateurs", "aaa", kNow).id;
      make_current(tx, other);
    });
    in_write(database, [&](db::Transaction& tx) {
      const Begun begun = begin_version(tx, "territoires", "bbb", kNow + std::chrono::hours(1));
      EXPECT_FALSE(begun.already);
      second = begun.id;
      make_current(tx, second);
    });
    database.read([&](db::Transaction& tx) {
      EXPECT_EQ(*current_version(tx, "territoires"), second);
      EXPECT_EQ(*current_version(tx, "indicateurs"), other);
      const auto all = versions(tx, "territoires");
      ASSERT_EQ(all.size(), 2U);
      EXPECT_EQ(all[0].version, "bbb");
      EXPECT_EQ(all[0].imported_at, kNow + std::chrono::hours(1));
      EXPECT_FALSE(all[1].current);
      EXPECT_EQ(all[1].title, "COG 2025");
      EXPECT_EQ(all[1].report, R"({"set":"territoires","version":"aaa","files":[]})");
      EXPECT_EQ(versions(tx).size(), 3U);
      EXPECT_EQ(find_version(tx, first)->version, "aaa");
    });
  });
}

TEST(Versions, TheSameVersionIsFoundAgainAndMayBecomeCurrentAgain) {
  each_database(version_migrations(), [](db::Database& database) {
    in_write(database, [](db::Transaction& tx) {
      const auto a = begin_version(tx, "s", "a", kNow).id;
      make_current(tx, a);
      make_current(tx, begin_version(tx, "s", "b", kNow).id);
      const Begun again = begin_version(tx, "s", "a", kNow);
      EXPECT_TRUE(again.already);
      EXPECT_EQ(again.id, a);
      make_current(tx, again.id);
      EXPECT_EQ(*current_version(tx, "s"), a);
      EXPECT_EQ(versions(tx, "s").size(), 2U);
    });
  });
}

TEST(Versions, AWithdrawnSetKeepsItsVersionsAndMayComeBack) {
  each_database(version_migrations(), [](db::Database& database) {
    in_write(database, [](db::Transaction& tx) {
      const auto a = begin_version(tx, "s", "a", kNow).id, other = begin_version(tx, "t", "a", kNow).id;
      make_current(tx, a);
      make_current(tx, other);
      EXPECT_TRUE(withdraw(tx, "s"));
      EXPECT_FALSE(withdraw(tx, "s")) << "nothing was current";
      EXPECT_FALSE(withdraw(tx, "u"));
      EXPECT_EQ(*current_version(tx, "s"), std::nullopt);
      EXPECT_EQ(*current_version(tx, "t"), other);
      ASSERT_EQ(versions(tx, "s").size(), 1U);
      EXPECT_FALSE(versions(tx, "s").front().current);
      make_current(tx, a);
      EXPECT_EQ(*current_version(tx, "s"), a);
    });
  });
}

TEST(Versions, AFailedImportLeavesNothing) {
  each_database(version_migrations(), [](db::Database& database) {
    const auto failed = database.write([](db::Transaction& tx) -> core::Result<void> {
      make_current(tx, begin_version(tx, "s", "a", kNow).id);
      return core::fail(core::ErrorKind::damaged, "test.stop");
    });
    EXPECT_FALSE(failed);
    database.read([](db::Transaction& tx) { EXPECT_TRUE(versions(tx).empty()); });
  });
}

}  // namespace
}  // namespace catalyse::ingest
