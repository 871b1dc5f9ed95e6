// Notices from the decision to the queue of mails, through crashes, on both engines.
#include "notices.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>

#include "db/testing.hpp"
#include "mail/mail.hpp"

namespace catalyse::notices {
namespace {

using namespace std::chrono_literals;

class TestClock final : public core::Clock {
 public:
  [[nodiscard]] core::Instant now() const override { return now_; }
  void pass(std::chrono::seconds time) { now_ += time; }

 private:
  core::Instant now_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 18) + 9h;  // a Wednesday
};

constexpr web::Message kDecision{"test.decision", "« {title} » est publiée.", "“{title}” is published."};
constexpr web::Message kLabel{"test.label", "Décision", "Decision"};

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all(jobs::migrations().begin(), jobs::migrations().end());
  all.insert(all.end(), migrations().begin(), migrations().end());
  return all;
}

struct World {
  db::Database& database;
  TestClock clock{};
  Setting setting{"https://exemple.fr", "secret", {{"review", &kLabel}, {"news", &kLabel, Rhythm::daily}}, {}};
  std::vector<mail::Mail> sent{};
  core::Result<void> answer{};

  explicit World(db::Database& given) : database(given) {
    web::register_messages(messages());
    web::register_messages(std::span(&kDecision, 1));
    setting.recipient = [](db::Transaction&, const std::string& person) -> std::optional<Recipient> {
      if (person == "gone") return std::nullopt;
      return Recipient{person + "@exemple.fr", "Anne", person == "ben" ? core::Language::en : core::Language::fr};
    };
  }
  jobs::Runner runner() {
    Handlers handlers;
    handlers.emplace(mail::kKind, [this](const jobs::Job& job) -> core::Result<void> {
      if (answer) sent.push_back(mail_of(job));
      return answer;
    });
    add_handlers(handlers, database, clock, setting);
    return {database, clock, std::move(handlers), {}};
  }
  static mail::Mail mail_of(const jobs::Job& job) {
    mail::Mail mail;
    mail.to = job.payload.substr(0, job.payload.find('\n'));
    mail.text = job.payload;
    return mail;
  }
  bool told(const std::string& key, const std::string& person = "anne", const std::string& kind = "review") {
    bool added = false;
    EXPECT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      added = tell(tx, {person, kind, key, kDecision.key, {{"title", "Le marché\nde Mende"}}, "/contributions/k3"},
                   clock.now());
      return {};
    }));
    return added;
  }
  void prefer(const std::string& person, const std::string& kind, Rhythm rhythm) {
    EXPECT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      set_rhythm(tx, person, kind, rhythm, clock.now());
      return {};
    }));
  }
  std::vector<std::string> states(const std::string& person = "anne") {
    std::vector<std::string> all;
    database.read([&](db::Transaction& tx) {
      for (const auto& one : notices::told(tx, person, core::Language::fr, 50)) all.push_back(one.state);
    });
    return all;
  }
  void work() {
    auto queue = runner();
    while (queue.step() > 0) {
    }
  }
};

using States = std::vector<std::string>;

TEST(Notices, GoOutAtOnceInThePersonsLanguageAndOnce) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    EXPECT_TRUE(world.told("a"));
    EXPECT_FALSE(world.told("a")) << "the same key";
    EXPECT_TRUE(world.told("b", "ben"));
    EXPECT_FALSE(world.told("c", "")) << "nobody is told nothing";
    world.work();
    ASSERT_EQ(world.sent.size(), 2U);
    std::ranges::sort(world.sent, {}, &mail::Mail::to);
    EXPECT_EQ(world.sent[0].to, "anne@exemple.fr");
    EXPECT_NE(world.sent[0].text.find("« Le marché de Mende » est publiée.\nhttps://exemple.fr/contributions/k3\n"),
              std::string::npos)
        << world.sent[0].text;
    EXPECT_NE(world.sent[1].text.find("https://exemple.fr/en/contributions/k3"), std::string::npos);
    EXPECT_NE(world.sent[1].text.find("is published"), std::string::npos);
    EXPECT_EQ(world.states(), States{"sent"});
    world.clock.pass(48h);
    world.work();
    EXPECT_EQ(world.sent.size(), 2U);
  });
}

TEST(Notices, WaitForTheDigestOfTheDayOrOfTheWeek) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    ASSERT_TRUE(start(database, world.clock));
    world.prefer("anne", "review", Rhythm::weekly);
    (void)world.told("a", "anne", "news");
    (void)world.told("b", "anne", "news");
    (void)world.told("c");
    world.work();
    EXPECT_TRUE(world.sent.empty());
    world.clock.pass(24h);  // Thursday, after six
    world.work();
    ASSERT_EQ(world.sent.size(), 1U);
    EXPECT_NE(world.sent[0].text.find("2 nouvelles"), std::string::npos) << world.sent[0].text;
    EXPECT_EQ(world.states().size(), 3U);
    for (int day = 0; day < 3; ++day) {
      world.clock.pass(24h);
      world.work();
      EXPECT_EQ(world.sent.size(), 1U) << "weekly ones wait for Monday";
    }
    world.clock.pass(24h);
    world.work();
    EXPECT_EQ(world.sent.size(), 2U);
    EXPECT_EQ(world.states(), (States{"sent", "sent", "sent"}));
  });
}

TEST(Notices, AreDroppedForWhoWantsNoneOrIsGone) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    world.prefer("anne", "*", Rhythm::never);
    world.prefer("ben", "*", Rhythm::never);
    world.prefer("ben", "review", Rhythm::at_once);
    (void)world.told("a");
    (void)world.told("b", "ben");
    (void)world.told("c", "gone");
    world.work();
    EXPECT_EQ(world.sent.size(), 1U) << "one kind says more than all of them";
    EXPECT_EQ(world.states(), States{"dropped"});
    EXPECT_EQ(world.states("ben"), States{"sent"});
    EXPECT_EQ(world.states("gone"), States{"dropped"});
  });
}

TEST(Notices, SayWhenTheirMailFailed) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    (void)world.told("a");
    world.answer = core::fail(core::ErrorKind::unavailable, "mail.server");
    world.work();
    EXPECT_EQ(world.states(), States{"queued"}) << "tried again later";
    world.answer = core::fail(core::ErrorKind::invalid, "mail.refused");
    world.clock.pass(2min);
    world.work();
    EXPECT_EQ(world.states(), States{"failed"});
  });
}

TEST(Notices, AreNotThereWhenTheDecisionFails) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    EXPECT_FALSE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      (void)tell(tx, {"anne", "review", "a", kDecision.key}, world.clock.now());
      return core::fail(core::ErrorKind::conflict, "x");
    }));
    world.work();
    EXPECT_TRUE(world.sent.empty());
    EXPECT_TRUE(world.states().empty());
    for (const auto* path : {"https://evil.example", "//evil.example", "/a b", "a"}) {
      EXPECT_THROW((void)database.write([&](db::Transaction& tx) -> core::Result<void> {
        (void)tell(tx, {"anne", "review", "a", kDecision.key, {}, path}, world.clock.now());
        return {};
      }),
                   std::invalid_argument)
          << path;
    }
  });
}

TEST(Notices, AKeyToUnsubscribeIsOnlyOurs) {
  const Setting setting{"", "secret", {}, {}};
  const auto key = unsubscribe_key(setting, "k3f", "review.decision");
  const auto said = read_key(setting, key);
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->person, "k3f");
  EXPECT_EQ(said->kind, "review.decision");
  for (auto bad : {std::string(), std::string("~~"), "k3g" + key.substr(3), key + "0", key.substr(0, key.size() - 1)})
    EXPECT_FALSE(read_key(setting, bad).has_value()) << bad;
  EXPECT_FALSE(read_key(Setting{"", "other", {}, {}}, key).has_value());
}

// Killed (SIGKILL) between the decision, the mail and its sending: each is told, and its mail is made once.
TEST(Notices, SurviveAKillAtEveryStep) {
  db::testing::FreshDatabase fresh(db::Backend::sqlite);
  {
    auto database = db::Database::open(fresh.url());
    ASSERT_TRUE(database && database->migrate(all_migrations()));
  }
  const std::string file = fresh.folder() + "/sent";
  std::ofstream(file).close();
  TestClock clock;
  const auto run = [&](int cycle, bool ends) {
    auto database = db::Database::open(fresh.url());
    if (!database) _exit(3);
    World world(*database);
    world.clock = clock;
    if (cycle % 3 == 0) world.prefer("anne", "review", cycle % 2 == 0 ? Rhythm::daily : Rhythm::at_once);
    if (!ends) (void)world.told("n" + std::to_string(cycle));
    if (!start(*database, world.clock)) _exit(4);
    if (cycle % 4 == 0 && !ends) kill(getpid(), SIGKILL);  // decided
    Handlers handlers;
    handlers.emplace(mail::kKind, [&](const jobs::Job& job) -> core::Result<void> {
      if (cycle % 4 == 1 && !ends) kill(getpid(), SIGKILL);  // its mail is queued, not sent
      std::ofstream(file, std::ios::app) << job.key << std::endl;
      if (cycle % 4 == 2 && !ends) kill(getpid(), SIGKILL);  // sent, not noted: the Message-ID says so
      return {};
    });
    add_handlers(handlers, *database, world.clock, world.setting);
    jobs::Runner runner(*database, world.clock, std::move(handlers), {});
    while (runner.step() > 0) {
    }
    if (!ends) kill(getpid(), SIGKILL);
  };
  constexpr int kCycles = 16;
  for (int cycle = 0; cycle < kCycles; ++cycle) {
    const pid_t child = fork();
    if (child == 0) run(cycle, false);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << status;
    clock.pass(11min);
  }
  for (int day = 0; day < 3; ++day) {
    clock.pass(24h);
    run(1, true);
  }
  auto database = db::Database::open(fresh.url());
  ASSERT_TRUE(database);
  World world(*database);
  const auto states = world.states();
  EXPECT_EQ(states.size(), static_cast<std::size_t>(kCycles)) << "none is lost";
  for (const auto& state : states) EXPECT_EQ(state, "sent");
  // Each notice stands in one mail, and each mail went out: what a mailbox shows, by Message-ID.
  std::set<std::string> mails;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) mails.insert(line);
  std::set<std::string> carried;
  database->read([&](db::Transaction& tx) {
    tx.each<std::string>("SELECT mail_key FROM notice", {}, [&](auto key) { carried.insert(key); });
  });
  EXPECT_EQ(mails, carried);
}

}  // namespace
}  // namespace catalyse::notices
