// The job that checks links, against a site of this test, and the counts of uses.
#include "library/links.hpp"

#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "library/testing.hpp"
#include "net/testing.hpp"
#include "store_links.hpp"

namespace catalyse::library {
namespace {

const core::Instant kDay = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
const std::string kGone = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

std::vector<db::Migration> all_migrations() {
  auto all = testing::migrations();
  for (const auto& one : jobs::migrations()) all.push_back(one);
  return all;
}

void publish(db::Database& database, const std::string& id, const std::string& address) {
  editorial::Content content{{"genre", {"site"}}, {"titre", {id}},     {"resume", {"Un site."}},
                             {"leviers", {"5"}},  {"acces", {"agir"}}, {"sources", {"Essai"}}};
  if (!address.empty()) content["lien"] = {address};
  ASSERT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
    EXPECT_TRUE(editorial::Desk::import(tx, resource_kind(), id, {content, kDay, "essai"}));
    return {};
  }));
}

LinkChecking checking_of(const net::testing::Site& site) {
  LinkChecking checking;
  checking.asking.agent = "essai";
  checking.asking.guard.besides = {site.name()};
  checking.pause = {};
  checking.most = 2;
  return checking;
}

std::map<std::string, LinkCheck, std::less<>> known(const db::Database& database) {
  std::map<std::string, LinkCheck, std::less<>> all;
  database.read([&](db::Transaction& tx) { all = link_checks(tx); });
  return all;
}

TEST(Links, AreCheckedAFewAtATimeAndAgainAfterAWeekByTheJobOfTheServer) {
  const net::testing::Site site({{"/a", kOk}, {"/b", kGone}, {"/c", kOk}});
  db::testing::each_database(all_migrations(), [&](db::Database& database) {
    publish(database, "un", site.at("/a"));
    publish(database, "deux", site.at("/b"));
    publish(database, "trois", site.at("/c"));
    publish(database, "meme", site.at("/a"));
    publish(database, "interne", "http://10.0.0.1/");
    publish(database, "sans", "");
    const auto connections = site.connections();
    const auto run = [&](core::Instant now) {
      const core::FixedClock clock(now);
      std::map<std::string, jobs::Handler, std::less<>> handlers;
      add_handlers(handlers, database, clock, checking_of(site));
      ASSERT_TRUE(start(database, clock));
      jobs::Runner runner(database, clock, handlers, {});
      while (runner.step() > 0) continue;
    };
    run(kDay + std::chrono::hours(1));
    EXPECT_EQ(known(database).size(), 0U) << "ordered for the night";
    run(kDay + std::chrono::hours(3));
    EXPECT_EQ(known(database).size(), 2U) << "two at a time";
    run(kDay + std::chrono::hours(3) + std::chrono::minutes(1));
    const auto all = known(database);
    ASSERT_EQ(all.size(), 4U) << "an address that two resources share is asked once";
    EXPECT_EQ(all.at(site.at("/a")).state, LinkState::alive);
    EXPECT_EQ(all.at(site.at("/b")).state, LinkState::dead);
    EXPECT_EQ(all.at(site.at("/b")).status, 404U);
    EXPECT_EQ(all.at("http://10.0.0.1/").state, LinkState::barred);
    EXPECT_EQ(site.connections() - connections, 4) << "HEAD of three, GET of the one that failed";
    run(kDay + std::chrono::days(1) + std::chrono::hours(3));
    EXPECT_EQ(site.connections() - connections, 4) << "the next day nothing is due";
    for (int day = 2; day <= 8; ++day)
      for (int minute = 0; minute < 3; ++minute)
        run(kDay + std::chrono::days(day) + std::chrono::hours(3) + std::chrono::minutes(minute));
    EXPECT_EQ(site.connections() - connections, 8) << "a week later all are, once";
    const auto dead = known(database).at(site.at("/b"));
    EXPECT_EQ(dead.since, all.at(site.at("/b")).since);
    EXPECT_GT(dead.checked, dead.since);
  });
}

TEST(Links, OfNoResourceAnyMoreAreForgotten) {
  const net::testing::Site site({{"/a", kOk}});
  db::testing::each_database(all_migrations(), [&](db::Database& database) {
    publish(database, "un", site.at("/a"));
    ASSERT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      keep_check(tx, "https://ailleurs.exemple/", {LinkState::moved, kDay, kDay, 301, "https://ici.exemple/"});
      return {};
    }));
    EXPECT_EQ(known(database).at("https://ailleurs.exemple/").moved_to, "https://ici.exemple/");
    const auto round = check_links(database, kDay, checking_of(site));
    ASSERT_TRUE(round);
    EXPECT_FALSE(round->left);
    ASSERT_EQ(round->checked.size(), 1U);
    EXPECT_EQ(known(database).size(), 1U);
  });
}

TEST(Uses, AreCountedByDayUpToABoundAndSayNothingOfWho) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    const auto use = [&](std::string_view day) {
      bool counted = false;
      EXPECT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
        counted = add_use(tx, "kit", day);
        return {};
      }));
      return counted;
    };
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(use("2026-11-22")) << i;
    EXPECT_FALSE(use("2026-11-22")) << "the twenty-first of a day";
    EXPECT_TRUE(use("2026-11-23"));
    database.read([](db::Transaction& tx) {
      EXPECT_EQ(uses_of(tx, "kit").count, 21);
      EXPECT_EQ(uses_of(tx, "kit").since, "2026-11-22");
      EXPECT_EQ(uses_of(tx, "autre").count, 0);
    });
  });
}

}  // namespace
}  // namespace catalyse::library
