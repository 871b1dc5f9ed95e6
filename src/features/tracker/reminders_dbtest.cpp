#include "tracker/reminders.hpp"

#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "exchange.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "messages.hpp"
#include "model.hpp"

namespace catalyse::tracker {
namespace {

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
  for (const auto& some : {migrations(), jobs::migrations(), notices::migrations()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

// The day goes on; a new runner each time, as after a restart.
struct World {
  db::Database& database;
  std::string today = "2020-07-20";
  std::vector<std::string> pilots{"anne"};

  explicit World(db::Database& given) : database(given) {
    web::register_messages(messages());
    const auto taken = import_file({"f.csv", ingest::testing::content_of("data/programmes/alliances-strategiques.csv")},
                                   database, std::chrono::sys_days(*parse_day("2026-11-22")));
    EXPECT_TRUE(taken && taken->report.refused == 0);
  }
  void pass(std::string_view day) {
    const auto morning = std::chrono::sys_days(*parse_day(day)) + std::chrono::hours(4);
    auto shown = context(database, std::make_shared<web::Site>(), std::make_shared<core::FixedClock>(morning));
    ASSERT_TRUE(start(shown));
    const core::FixedClock later(morning + std::chrono::hours(2));
    shown.clock = std::make_shared<core::FixedClock>(later.now());
    std::map<std::string, jobs::Handler, std::less<>> handlers;
    add_handlers(handlers, shown, [this](std::string_view programme) {
      return programme == "alliances-strategiques" ? pilots : std::vector<std::string>{};
    });
    jobs::Runner runner(database, later, handlers, {});
    while (runner.step() > 0) continue;
  }
  std::vector<std::string> told(std::string_view person) {
    std::vector<std::string> all;
    database.read([&](db::Transaction& tx) {
      for (const auto& one : notices::told(tx, person, core::Language::fr, 100)) all.push_back(one.sentence);
    });
    std::ranges::sort(all);
    return all;
  }
};

TEST(Reminders, AreToldOnceAheadAndOnceWhenLateToWhoIsInCharge) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    world.pass("2020-07-20");
    EXPECT_TRUE(world.told("anne").empty()) << "the first horizon is three weeks away";
    world.pass("2020-07-24");
    ASSERT_EQ(world.told("anne").size(), 1U);
    EXPECT_NE(world.told("anne")[0].find("2020-08-07"), std::string::npos) << world.told("anne")[0];
    EXPECT_EQ(world.told("anne")[0].find('{'), std::string::npos) << world.told("anne")[0];
    world.pass("2020-07-25");
    world.pass("2020-08-07");
    EXPECT_EQ(world.told("anne").size(), 1U) << "once";
    world.pass("2020-08-08");
    ASSERT_EQ(world.told("anne").size(), 2U) << "and once when it is late";
    EXPECT_TRUE(world.told("zoe").empty());
    world.pilots.emplace_back("zoe");
    world.pass("2020-08-09");
    EXPECT_EQ(world.told("zoe").size(), 1U) << "who comes later is told what is late";
    EXPECT_EQ(world.told("anne").size(), 2U);
  });
}

}  // namespace
}  // namespace catalyse::tracker
