#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "editorial/desk.hpp"
#include "editorial/leaving.hpp"
#include "editorial/reports.hpp"
#include "once.hpp"

namespace catalyse::editorial {
namespace {

using db::testing::each_database;

const core::Instant kNow{std::chrono::seconds(1'767'225'600)};

const Kind& kind() {
  static const Kind kOne{.name = "cas",
                         .fields = {{.name = "titre", .most = 100, .required = true},
                                    {.name = "recit", .shape = Shape::text, .most = 5000},
                                    {.name = "lieux", .shape = Shape::places, .entries = 20}},
                         .title = "titre",
                         .places = "lieux",
                         .check = {}};
  return kOne;
}

http::Actor person(std::string name) {
  http::Actor actor;
  actor.person = std::move(name);
  return actor;
}
const http::Actor kNobody;

// Contributors everywhere; reviewers of one département each.
bool allows(const http::Actor& actor, std::string_view action, std::string_view room, const Item& item) {
  if (room != "cas" || !actor.signed_in()) return false;
  if (action == "contribute") return !actor.person.starts_with("reader");
  if (action == "withdraw") return actor.person == "editor";
  return action == "review" && (actor.person.starts_with("reviewer") || actor.person == "both") &&
         item.scope.starts_with("com:76");
}

struct World {
  explicit World(db::Database& database)
      : desk(database, {&kind()},
             {.allows = allows,
              .journal =
                  [this](db::Transaction&, const Done& done) {
                    log.push_back(done.by.actor.person + " " + std::string(name_of(done.act)) + " " + done.item.title);
                    concerned.assign(done.authors.begin(), done.authors.end());
                    origin = done.by.origin;
                  },
              .changed = [this] { ++changes; },
              .clock = &clock}) {}

  std::string submitted(std::string_view author, const Content& content) {
    auto id = desk.begin(person(std::string(author)), "cas", content);
    EXPECT_TRUE(id);
    EXPECT_TRUE(desk.submit(person(std::string(author)), *id, ""));
    return *id;
  }

  core::FixedClock clock{kNow};
  std::vector<std::string> log, concerned;
  std::string origin;
  int changes = 0;
  Desk desk;
};

const Content kFirst{{"titre", {"Alliance"}}, {"lieux", {"com:76540"}}};
const Content kSecond{{"titre", {"Alliance"}}, {"lieux", {"com:76540"}}, {"recit", {"Une histoire\nlongue"}}};

TEST(Desk, SentTwiceFromOnePageIsOneDraftAndOneReport) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    const auto ada = person("ada");
    const auto id = *world.desk.begin(ada, "cas", kFirst, "page 1");
    EXPECT_EQ(*world.desk.begin(ada, "cas", kSecond, "page 1"), id);
    EXPECT_NE(*world.desk.begin(person("bob"), "cas", kFirst, "page 1"), id);
    EXPECT_EQ(world.desk.mine(ada).size(), 1U);
    ASSERT_TRUE(world.desk.submit(ada, id, ""));
    ASSERT_TRUE(world.desk.publish(person("reviewer 76"), id, 1, ""));
    ReportBox box(database, {.allows = allows, .clock = &world.clock}, {});
    NewReport report{.motive = "error", .text = "La date.", .email = {}, .key = "page 2"};
    EXPECT_EQ(*box.report(id, report), *box.report(id, report));
    EXPECT_EQ(box.open(person("reviewer 76")).size(), 1U);
    report.key = "page 3";
    EXPECT_TRUE(box.report(id, report));
    EXPECT_EQ(box.open(person("reviewer 76")).size(), 2U);
  });
}

TEST(Desk, AContributionIsWrittenCorrectedAndPublished) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto ada = person("ada"), reviewer = person("reviewer");
    const auto id = desk.begin(ada, "cas", kFirst);
    ASSERT_TRUE(id) << id.error().note;
    EXPECT_EQ(desk.work(reviewer, *id).error().message_id, "editorial.error.absent");  // a draft is its author's
    ASSERT_TRUE(desk.submit(ada, *id, ""));
    ASSERT_EQ(desk.queue(reviewer).size(), 1U);
    EXPECT_EQ(desk.queue(ada).size(), 0U);
    const std::vector<Remark> remarks{{"recit", "Racontez."}, {"", "Merci."}};
    ASSERT_TRUE(desk.ask_changes(reviewer, *id, 1, remarks));
    const auto asked = desk.work(ada, *id);
    ASSERT_EQ(asked->remarks.size(), 2U);
    EXPECT_EQ(asked->remarks[0].field, "recit");
    ASSERT_TRUE(desk.save(ada, *id, 1, kSecond));
    ASSERT_TRUE(desk.submit(ada, *id, "complété"));
    EXPECT_TRUE(Desk::published(database, "cas").empty());
    ASSERT_TRUE(desk.publish(reviewer, *id, 2, "bon récit"));
    EXPECT_EQ(world.changes, 1);
    const auto published = Desk::published(database, "cas");
    ASSERT_EQ(published.size(), 1U);
    EXPECT_EQ(published[0].version.content, kSecond);
    EXPECT_EQ(published[0].version.author, "ada");
    EXPECT_EQ(published[0].version.reviewer, "reviewer");
    EXPECT_EQ(published[0].version.at, kNow);
    EXPECT_EQ(world.log, (std::vector<std::string>{"ada submit Alliance", "reviewer ask_changes Alliance",
                                                   "ada submit Alliance", "reviewer publish Alliance"}));
    EXPECT_EQ(desk.history(ada, *id).size(), 4U);
  });
}

TEST(Desk, APublishedItemStaysAsItIsWhileItsRevisionWaitsAndEveryVersionStaysReadable) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto id = world.submitted("ada", kFirst);
    ASSERT_TRUE(desk.publish(person("reviewer"), id, 1, ""));
    ASSERT_TRUE(desk.save(person("bob"), id, 0, kSecond));  // another contributor revises
    EXPECT_EQ(Desk::published(database, "cas")[0].version.content, kFirst);
    EXPECT_EQ(desk.save(person("eve"), id, 1, kFirst).error().message_id,
              "editorial.error.denied");  // one revision at a time
    ASSERT_TRUE(desk.submit(person("bob"), id, ""));
    ASSERT_TRUE(desk.publish(person("reviewer2"), id, 1, "récit ajouté"));
    const auto versions = desk.versions(id);
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].content, kSecond);
    EXPECT_EQ(versions[1].content, kFirst);
    EXPECT_EQ(differences(versions[1].content, versions[0].content).size(), 1U);
  });
}

TEST(Desk, NobodyReviewsWhatTheyWroteAsOwnerOrAsReviser) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto own = world.submitted("both", kFirst);
    EXPECT_EQ(desk.publish(person("both"), own, 1, "").error().message_id, "editorial.error.denied");
    EXPECT_TRUE(desk.queue(person("both")).empty());
    ASSERT_TRUE(desk.publish(person("reviewer"), own, 1, ""));
    ASSERT_TRUE(desk.save(person("reviewer"), own, 0, kSecond));
    ASSERT_TRUE(desk.submit(person("reviewer"), own, ""));
    EXPECT_EQ(desk.publish(person("reviewer"), own, 1, "").error().message_id, "editorial.error.denied");
    EXPECT_EQ(desk.publish(person("both"), own, 1, "").error().message_id, "editorial.error.denied");  // the owner
    EXPECT_TRUE(desk.publish(person("reviewer2"), own, 1, ""));
  });
}

TEST(Desk, WhatIsNotYoursIsNotThere) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto id = world.submitted("ada", {{"titre", {"Ailleurs"}}, {"lieux", {"com:69123"}}});
    for (const auto& stranger : {kNobody, person("bob"), person("reviewer"), person("reader")}) {
      EXPECT_EQ(desk.work(stranger, id).error().message_id, "editorial.error.absent") << stranger.person;
      EXPECT_EQ(desk.save(stranger, id, 1, kFirst).error().message_id, "editorial.error.absent");
      EXPECT_EQ(desk.publish(stranger, id, 1, "").error().message_id, "editorial.error.absent");
      EXPECT_EQ(desk.take_back(stranger, id).error().message_id, "editorial.error.absent");
      EXPECT_TRUE(desk.history(stranger, id).empty());
      EXPECT_TRUE(desk.versions(id).empty());
    }
    EXPECT_EQ(desk.work(person("ada"), "nothing").error().message_id, "editorial.error.absent");
    EXPECT_EQ(desk.begin(kNobody, "cas", kFirst).error().message_id, "editorial.error.denied");
    EXPECT_EQ(desk.begin(person("reader"), "cas", kFirst).error().message_id, "editorial.error.denied");
    EXPECT_EQ(desk.begin(person("ada"), "autre", kFirst).error().message_id, "editorial.error.absent");
  });
}

TEST(Desk, TwoTabsDoNotOverwriteEachOther) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto ada = person("ada");
    const auto id = *desk.begin(ada, "cas", kFirst);
    auto story = kFirst;
    story["recit"] = {"Un"};
    ASSERT_EQ(desk.save(ada, id, 1, story)->edition, 2);
    auto title = kFirst;
    title["titre"] = {"Alliance dynamique"};
    const auto joined = desk.save(ada, id, 1, title);  // the other tab, still on the first edition
    ASSERT_TRUE(joined->clashes.empty());
    EXPECT_TRUE(joined->joined);
    EXPECT_EQ(joined->edition, 3);
    const auto both = desk.work(ada, id);
    EXPECT_EQ(both->content.at("recit"), std::vector<std::string>{"Un"});
    EXPECT_EQ(both->content.at("titre"), std::vector<std::string>{"Alliance dynamique"});
    EXPECT_EQ(both->item.title, "Alliance dynamique");

    auto other = kFirst;
    other["recit"] = {"Deux"};
    const auto clash = desk.save(ada, id, 1, other);
    EXPECT_EQ(clash->clashes, std::vector<std::string>{"recit"});
    EXPECT_EQ(clash->theirs.at("recit"), std::vector<std::string>{"Un"});
    EXPECT_EQ(clash->mine.at("recit"), std::vector<std::string>{"Deux"});
    EXPECT_EQ(desk.work(ada, id)->content, both->content);        // nothing was stored
    EXPECT_EQ(desk.save(ada, id, 3, both->content)->edition, 3);  // nothing changed, nothing added
  });
}

// What is left of somebody's work in hand when they leave, by how far others had to do with it.
TEST(Leaving, TakesTheDraftsThatNobodyElseWasShownAndNothingMore) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto ada = person("ada"), bob = person("bob"), reviewer = person("reviewer");
    const std::vector<Remark> remarks{{"recit", "Racontez."}};
    const auto draft = *desk.begin(ada, "cas", kFirst);
    ASSERT_TRUE(desk.save(ada, draft, 1, kSecond));
    const auto taken_back = world.submitted("ada", kFirst);
    ASSERT_TRUE(desk.take_back(ada, taken_back));
    const auto waiting = world.submitted("ada", kFirst);
    const auto asked = world.submitted("ada", kFirst);
    ASSERT_TRUE(desk.ask_changes(reviewer, asked, 1, remarks));
    const auto judged = world.submitted("ada", kFirst);
    ASSERT_TRUE(desk.ask_changes(reviewer, judged, 1, remarks));
    ASSERT_TRUE(desk.submit(ada, judged, ""));
    ASSERT_TRUE(desk.take_back(ada, judged));
    const auto revised = world.submitted("bob", kFirst);
    ASSERT_TRUE(desk.ask_changes(reviewer, revised, 1, remarks));  // long before, of what was published since
    ASSERT_TRUE(desk.submit(bob, revised, ""));
    ASSERT_TRUE(desk.publish(reviewer, revised, 1, ""));
    ASSERT_TRUE(desk.save(ada, revised, 0, kSecond));
    const auto others = *desk.begin(bob, "cas", kFirst);

    std::int64_t gone = 0;
    ASSERT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      gone = drop_private_drafts(tx, "ada");
      return {};
    }));
    EXPECT_EQ(gone, 8) << "2 editions and the item; 1 edition, 2 events and the item; 1 edition of the revision";
    for (const auto& id : {draft, taken_back}) EXPECT_FALSE(desk.work(ada, id)) << id;
    for (const auto& id : {waiting, asked, judged}) EXPECT_TRUE(desk.work(ada, id)) << id;
    EXPECT_TRUE(desk.work(bob, others));
    const auto left = desk.work(bob, revised);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->content, kFirst) << "what is public stands, and another may revise it";
    EXPECT_EQ(left->item.state.work, Work::none);
    EXPECT_TRUE(desk.save(bob, revised, 0, kSecond));
    database.read([&](db::Transaction& tx) {
      for (const auto* table : {"editorial_edition", "editorial_event"})
        tx.each<std::int64_t>(
            "SELECT COUNT(*) FROM " + std::string(table) + " WHERE item NOT IN (SELECT id FROM editorial_item)", {},
            [&](std::int64_t count) { EXPECT_EQ(count, 0) << table; });
    });
  });
}

TEST(Desk, ManySavesKeepTheirLastFiftyEditions) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto ada = person("ada");
    const auto id = *desk.begin(ada, "cas", kFirst);
    for (int i = 1; i <= 60; ++i) {
      auto content = kFirst;
      content["recit"] = {std::to_string(i)};
      ASSERT_EQ(desk.save(ada, id, i, content)->edition, i + 1);
    }
    std::int64_t kept = 0;
    database.read([&](db::Transaction& tx) {
      tx.each<std::int64_t>("SELECT COUNT(*) FROM editorial_edition", {}, [&](std::int64_t n) { kept = n; });
    });
    EXPECT_EQ(kept, 50);
    // A tab of long ago: what it changed cannot be told from what it never saw, so it clashes and loses nothing.
    auto old = kFirst;
    old["recit"] = {"vieux"};
    EXPECT_EQ(desk.save(ada, id, 2, old)->clashes, (std::vector<std::string>{"recit"}));
  });
}

TEST(Desk, AReviewIsOfWhatWasRead) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto ada = person("ada"), reviewer = person("reviewer");
    const auto id = world.submitted("ada", kFirst);
    ASSERT_TRUE(desk.take_back(ada, id));
    ASSERT_TRUE(desk.save(ada, id, 1, kSecond));
    ASSERT_TRUE(desk.submit(ada, id, ""));
    EXPECT_EQ(desk.publish(reviewer, id, 1, "").error().message_id, "editorial.error.state");
    const std::vector<Remark> remarks{{"titre", "Court."}};
    EXPECT_EQ(desk.ask_changes(reviewer, id, 1, remarks).error().message_id, "editorial.error.state");
    EXPECT_EQ(desk.history(ada, id).size(), 3U);  // what was refused left no event
    EXPECT_TRUE(desk.publish(reviewer, id, 2, ""));
    EXPECT_EQ(desk.publish(reviewer, id, 2, "").error().message_id, "editorial.error.state");  // once
    EXPECT_EQ(desk.versions(id).size(), 1U);
  });
}

TEST(Desk, WordsAreAskedWhereAnActNeedsThem) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto id = world.submitted("ada", kFirst);
    EXPECT_EQ(desk.ask_changes(person("reviewer"), id, 1, {}).error().message_id, "editorial.error.reason");
    const std::vector<Remark> blank{{"titre", " \n"}};
    EXPECT_EQ(desk.ask_changes(person("reviewer"), id, 1, blank).error().message_id, "editorial.error.reason");
    ASSERT_TRUE(desk.publish(person("reviewer"), id, 1, ""));
    EXPECT_EQ(desk.withdraw(person("ada"), id, " ").error().message_id, "editorial.error.reason");
    ASSERT_TRUE(desk.withdraw(person("ada"), id, "obsolète"));
    EXPECT_TRUE(Desk::published(database, "cas").empty());
    EXPECT_TRUE(desk.versions(id).empty());
    EXPECT_EQ(desk.show_again(person("ada"), id, "").error().message_id, "editorial.error.denied");
    ASSERT_TRUE(desk.show_again(person("reviewer"), id, ""));
    EXPECT_EQ(desk.versions(id).size(), 1U);
    EXPECT_EQ(world.changes, 3);
  });
}

TEST(Desk, ASubmissionWithFaultsStaysADraft) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto ada = person("ada");
    const auto id = *desk.begin(ada, "cas", {{"lieux", {"Rouen"}}});
    EXPECT_EQ(desk.submit(ada, id, "").error().message_id, "editorial.error.faults");
    EXPECT_EQ(desk.work(ada, id)->item.state, (State{Work::draft, Shown::never}));
    EXPECT_TRUE(desk.history(ada, id).empty());
    EXPECT_EQ(desk.save(ada, id, 1, {{"role", {"admin"}}}).error().message_id, "editorial.error.faults");
    EXPECT_EQ(desk.mine(ada).size(), 1U);
  });
}

TEST(Desk, AnImportPublishesOnceAndLeavesWhatPeopleRevised) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto import = [&](const Content& content) {
      bool added = false;
      EXPECT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
        added =
            Desk::import(tx, kind(), "alliance-dynamique", {.content = content, .at = kNow, .reason = "document 000"});
        return {};
      }));
      return added;
    };
    EXPECT_TRUE(import(kFirst));
    EXPECT_FALSE(import(kFirst));
    EXPECT_TRUE(import(kSecond));
    EXPECT_EQ(desk.versions("alliance-dynamique").size(), 2U);
    ASSERT_TRUE(desk.save(person("ada"), "alliance-dynamique", 0, kFirst));
    ASSERT_TRUE(desk.submit(person("ada"), "alliance-dynamique", ""));
    ASSERT_TRUE(desk.publish(person("reviewer"), "alliance-dynamique", 1, ""));
    auto third = kSecond;
    third["recit"] = {"Autre"};
    EXPECT_FALSE(import(third));
    EXPECT_EQ(Desk::published(database, "cas")[0].version.content, kFirst);
  });
}

TEST(Desk, ARevisionIsOpenToContributorsAndAnEditorMayTakeAway) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    auto& desk = world.desk;
    const auto id = world.submitted("ada", kFirst);
    EXPECT_FALSE(desk.find_public(id));
    EXPECT_FALSE(desk.work(person("bob"), id));
    ASSERT_TRUE(desk.publish(person("reviewer"), id, 1, ""));
    EXPECT_EQ(desk.find_public(id)->version, 1);
    EXPECT_EQ(desk.work(person("bob"), id)->content, kFirst);
    EXPECT_FALSE(desk.work(person("reader"), id));
    ASSERT_TRUE(desk.save(person("bob"), id, 0, kSecond));
    EXPECT_FALSE(desk.work(person("eve"), id));  // somebody is at it
    EXPECT_EQ(desk.withdraw(person("bob2"), id, "doublon").error().kind, core::ErrorKind::not_found);
    ASSERT_TRUE(desk.withdraw(person("editor"), id, "doublon"));
    EXPECT_EQ(desk.find_public(id)->state.shown, Shown::withdrawn);
    EXPECT_TRUE(desk.versions(id).empty());
    ASSERT_TRUE(desk.show_again(person("editor"), id, ""));
    EXPECT_EQ(desk.versions(id).size(), 1U);
  });
}

TEST(Desk, TellsItsJournalWhoActsFromWhereAndWhomItConcerns) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    using People = std::vector<std::string>;
    const auto bea = person("bea");
    const auto id = world.submitted("ada", kFirst);
    ASSERT_TRUE(world.desk.publish({person("reviewer"), "192.0.2.7"}, id, 1, ""));
    EXPECT_EQ(world.concerned, People{"ada"});
    EXPECT_EQ(world.origin, "192.0.2.7");
    auto second = kFirst;
    second["titre"] = {"Alliance de Bea"};
    ASSERT_TRUE(world.desk.save(bea, id, 0, second));
    ASSERT_TRUE(world.desk.submit(bea, id, ""));
    EXPECT_EQ(world.origin, "") << "nobody said from where";
    ASSERT_TRUE(world.desk.publish(person("reviewer"), id, 1, ""));
    EXPECT_EQ(world.concerned, (People{"ada", "bea"})) << "the owner, and who wrote what was judged";
    ASSERT_TRUE(world.desk.withdraw(person("editor"), id, "Doublon."));
    EXPECT_EQ(world.concerned, (People{"ada", "bea"}));
  });
}

TEST(Reports, AreReadByThoseWhoReviewAndAnsweredOnce) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    std::vector<std::string> told;
    ReportBox box(database, {.allows = allows, .clock = &world.clock}, [&](db::Transaction&, const Decision& one) {
      told.push_back(one.report.email + (one.verdict == Verdict::upheld ? " + " : " - ") + std::string(one.answer));
    });
    const auto id = world.submitted("ada", kFirst);
    const NewReport report{.motive = "error", .text = "La date est fausse.", .email = "lea@exemple.fr"};
    EXPECT_EQ(box.report(id, report).error().kind, core::ErrorKind::not_found);  // not public yet
    ASSERT_TRUE(world.desk.publish(person("reviewer"), id, 1, ""));
    EXPECT_EQ(box.report(id, {.motive = "error", .text = " \n"}).error().message_id, "editorial.error.reason");
    EXPECT_EQ(box.report(id, {.motive = "humeur", .text = "x"}).error().message_id, "editorial.error.content");
    EXPECT_EQ(box.report(id, {.motive = "error", .text = std::string(kReportText + 1, 'x')}).error().message_id,
              "editorial.error.content");
    const auto number = box.report(id, report);
    ASSERT_TRUE(number);
    EXPECT_TRUE(box.open(person("ada")).empty());
    EXPECT_TRUE(box.open(kNobody).empty());
    ASSERT_EQ(box.open(person("reviewer")).size(), 1U);
    EXPECT_EQ(box.open(person("reviewer")).front().text, "La date est fausse.");
    EXPECT_EQ(box.decide(person("ada"), *number, Verdict::dismissed, "Non.").error().kind, core::ErrorKind::not_found);
    EXPECT_EQ(box.decide(person("reviewer"), *number, Verdict::upheld, "").error().message_id,
              "editorial.error.reason");
    ASSERT_TRUE(box.decide(person("reviewer"), *number, Verdict::upheld, "Corrigé."));
    EXPECT_EQ(told, std::vector<std::string>{"lea@exemple.fr + Corrigé."});
    EXPECT_FALSE(box.decide(person("reviewer"), *number, Verdict::dismissed, "Encore."));
    std::string left = "?";
    database.read([&](db::Transaction& tx) {
      tx.each<std::string>("SELECT email FROM editorial_report", {}, [&](std::string email) { left = email; });
    });
    EXPECT_EQ(left, "");  // the address went with the decision
    for (std::int64_t i = 0; i < kOpenReports; ++i) ASSERT_TRUE(box.report(id, report));
    EXPECT_EQ(box.report(id, report).error().message_id, "editorial.error.reported");
  });
}

TEST(Reports, NobodyJudgesWhatIsSaidOfTheirOwn) {
  each_database(editorial_migrations(), [](db::Database& database) {
    World world(database);
    ReportBox box(database, {.allows = allows, .clock = &world.clock}, {});
    const auto id = world.submitted("both", kFirst);
    ASSERT_TRUE(world.desk.publish(person("reviewer"), id, 1, ""));
    ASSERT_TRUE(box.report(id, {.motive = "other", .text = "Faux."}));
    EXPECT_TRUE(box.open(person("both")).empty());
    EXPECT_EQ(box.open(person("reviewer")).size(), 1U);
  });
}

}  // namespace
}  // namespace catalyse::editorial
