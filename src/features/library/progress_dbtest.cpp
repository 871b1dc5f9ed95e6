#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "library/library.hpp"
#include "store_progress.hpp"

namespace catalyse::library {
namespace {

core::Instant at(int seconds) { return core::Instant(std::chrono::seconds(seconds)); }

TEST(Progress, IsOneAPathAndAPersonTheLatestFirst) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    const auto written = database.write([](db::Transaction& tx) -> core::Result<void> {
      keep(tx, "anne", {"un", "1", at(10)});
      keep(tx, "anne", {"deux", "", at(20)});
      keep(tx, "zoe", {"un", "2", at(30)});
      keep(tx, "anne", {"un", "1.2", at(40)});
      return {};
    });
    ASSERT_TRUE(written);
    database.read([](db::Transaction& tx) {
      const auto all = kept(tx, "anne");
      ASSERT_EQ(all.size(), 2U);
      EXPECT_EQ(all[0].path + " " + all[0].done, "un 1.2");
      EXPECT_EQ(all[0].saved, at(40));
      EXPECT_EQ(all[1].done, "") << "a path that was only begun is kept too";
      EXPECT_EQ(kept(tx, "zoe", "un")->done, "2");
      EXPECT_FALSE(kept(tx, "zoe", "deux"));
    });
    ASSERT_TRUE(database.write([](db::Transaction& tx) -> core::Result<void> {
      forget(tx, "anne", "un");
      forget(tx, "anne", "nulle-part");
      return {};
    }));
    database.read([](db::Transaction& tx) {
      EXPECT_FALSE(kept(tx, "anne", "un"));
      EXPECT_TRUE(kept(tx, "zoe", "un"));
    });
  });
}

}  // namespace
}  // namespace catalyse::library
