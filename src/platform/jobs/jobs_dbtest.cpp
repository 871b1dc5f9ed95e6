#include "jobs.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "db/testing.hpp"

namespace catalyse::jobs {
namespace {

using namespace std::chrono_literals;

class TestClock final : public core::Clock {
 public:
  [[nodiscard]] core::Instant now() const override { return now_; }
  void pass(std::chrono::seconds time) { now_ += time; }

 private:
  core::Instant now_{1'795'000'000s};
};

bool order(db::Database& database, const std::string& key, core::Instant now) {
  bool added = false;
  EXPECT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
    added = add(tx, {"mail", key, "payload of " + key}, now);
    return {};
  }));
  return added;
}

Counts counts(const db::Database& database) {
  Counts found;
  database.read([&](db::Transaction& tx) { found = count(tx); });
  return found;
}

TEST(Jobs, AreDoneOnceAndForgetWhatTheyCarried) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    TestClock clock;
    EXPECT_TRUE(order(database, "a", clock.now()));
    EXPECT_FALSE(order(database, "a", clock.now())) << "the same key";
    std::vector<std::string> seen;
    Runner runner(database, clock,
                  {{"mail",
                    [&](const Job& job) -> core::Result<void> {
                      seen.push_back(job.payload);
                      return {};
                    }}},
                  {});
    EXPECT_EQ(runner.step(), 1U);
    EXPECT_EQ(runner.step(), 0U);
    EXPECT_EQ(seen, std::vector<std::string>{"payload of a"});
    EXPECT_FALSE(order(database, "a", clock.now())) << "nor after it was done";
    database.read([](db::Transaction& tx) { EXPECT_EQ(list(tx, "mail", 10).front().payload, ""); });
  });
}

TEST(Jobs, AreTriedAgainLaterAndLaterThenGivenUp) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    TestClock clock;
    (void)order(database, "a", clock.now());
    int tries = 0;
    Runner runner(database, clock,
                  {{"mail",
                    [&](const Job&) -> core::Result<void> {
                      ++tries;
                      return core::fail(core::ErrorKind::unavailable, "mail.server", "refused");
                    }}},
                  {});
    for (int i = 1; i <= 6; ++i) {
      EXPECT_EQ(runner.step(), 1U) << i;
      EXPECT_EQ(runner.step(), 0U) << "not before its time";
      clock.pass(*wait_after(i));
    }
    EXPECT_EQ(runner.step(), 1U);
    EXPECT_EQ(tries, 7);
    clock.pass(240h);
    EXPECT_EQ(runner.step(), 0U);
    EXPECT_EQ(counts(database).failed, 1);
  });
}

TEST(Jobs, ThatCanNeverSucceedAreNotTriedAgain) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    TestClock clock;
    (void)order(database, "a", clock.now());
    Runner runner(
        database, clock,
        {{"mail",
          [](const Job&) -> core::Result<void> { return core::fail(core::ErrorKind::invalid, "mail.address"); }}},
        {});
    (void)runner.step();
    EXPECT_EQ(counts(database).failed, 1);
  });
}

TEST(Jobs, AreNotThereWhenTheDecisionFails) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    TestClock clock;
    EXPECT_FALSE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      add(tx, {"mail", "a", ""}, clock.now());
      return core::fail(core::ErrorKind::conflict, "x");
    }));
    EXPECT_EQ(counts(database).pending, 0);
  });
}

TEST(Jobs, WaitForAHandlerOfTheirKind) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    TestClock clock;
    (void)order(database, "a", clock.now());
    Runner runner(database, clock, {}, {});
    EXPECT_EQ(runner.step(), 0U);
    EXPECT_EQ(counts(database).pending, 1);
  });
}

// A program killed (SIGKILL) at any point between the decision and the end: nothing is lost, and what was done is done
// again only when nobody could know that it was.
TEST(Jobs, SurviveAKillBetweenDecidedAndDone) {
  db::testing::FreshDatabase fresh(db::Backend::sqlite);
  {
    auto database = db::Database::open(fresh.url());
    ASSERT_TRUE(database && database->migrate(migrations()));
  }
  TestClock clock;
  const std::string file = fresh.folder() + "/sent";
  std::ofstream(file).close();
  for (int cycle = 0; cycle < 12; ++cycle) {
    const pid_t child = fork();
    if (child == 0) {
      auto database = db::Database::open(fresh.url());
      if (!database) _exit(3);
      const auto key = "k" + std::to_string(cycle);
      const auto done = database->write([&](db::Transaction& tx) -> core::Result<void> {
        add(tx, {"mail", key, key}, clock.now());
        return {};
      });
      if (!done) _exit(4);
      if (cycle % 3 == 0) kill(getpid(), SIGKILL);  // decided, not begun
      Runner runner(*database, clock,
                    {{"mail",
                      [&](const Job& job) -> core::Result<void> {
                        if (job.key == key && cycle % 3 == 1) kill(getpid(), SIGKILL);  // begun, not sent
                        std::ofstream(file, std::ios::app) << job.payload << std::endl;
                        return {};
                      }}},
                    {});
      (void)runner.step();
      kill(getpid(), SIGKILL);  // done
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << status;
    clock.pass(11min);
  }
  auto database = db::Database::open(fresh.url());
  ASSERT_TRUE(database);
  Runner runner(*database, clock,
                {{"mail",
                  [&](const Job& job) -> core::Result<void> {
                    std::ofstream(file, std::ios::app) << job.payload << std::endl;
                    return {};
                  }}},
                {});
  (void)runner.step();
  std::map<std::string, int> sent;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) ++sent[line];
  EXPECT_EQ(sent.size(), 12U) << "none is lost";
  for (const auto& [key, times] : sent) EXPECT_EQ(times, 1) << key;
}

TEST(JobsConcurrent, TwoProgramsShareTheQueue) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    TestClock clock;
    for (int i = 0; i < 20; ++i) (void)order(database, "k" + std::to_string(i), clock.now());
    std::atomic<int> done = 0;
    const Handler count_it = [&](const Job&) -> core::Result<void> {
      ++done;
      return {};
    };
    Runner one(database, clock, {{"mail", count_it}}, {});
    Runner two(database, clock, {{"mail", count_it}}, {});
    {
      const std::jthread a([&] { (void)one.step(); });
      const std::jthread b([&] { (void)two.step(); });
    }
    EXPECT_EQ(done, 20);
    EXPECT_EQ(counts(database).done, 20);
  });
}

}  // namespace
}  // namespace catalyse::jobs
