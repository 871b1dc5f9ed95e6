// The room as those who review and those who report meet it, and whom each route answers.
#include <fstream>
#include <set>
#include <sstream>

#include "editorial/once.hpp"
#include "world_for_test.hpp"

namespace catalyse::contributions {
namespace {

using namespace testing;  // NOLINT: the world of these tests

TEST(Contributions, TheQueueBeginsWithWhatWaitsLongestAndSaysWhatOneFollows) {
  World world;
  std::vector<std::string> sent;
  for (int i = 0; i < 3; ++i) {
    sent.push_back(world.submitted("Rouen"));
    world.clock = core::FixedClock(world.clock.now() + std::chrono::hours(1));
  }
  // Asked to change and sent again: it waits since then, and the one who asked follows it.
  ASSERT_EQ(
      world.post(World::kRene, "/moderation/" + sent[0], "_edition=1&_champ=recit&_remarque=Dites+qui.&_geste=demander")
          .status,
      303U);
  EXPECT_FALSE(says(world.get(World::kRene, "/moderation"), "/moderation/" + sent[0]));
  ASSERT_EQ(world
                .post(World::kAline, "/contributions/" + sent[0],
                      "titre=Atelier&recit=Deux&lieux=com%3A76540&_edition=1&_geste=soumettre")
                .status,
            303U);
  const auto queue = world.get(World::kRene, "/moderation");
  std::vector<std::pair<std::size_t, std::string>> places;
  for (const auto& id : sent) places.emplace_back(queue.body.find("/moderation/" + id), id);
  std::ranges::sort(places);
  EXPECT_LT(places.back().first, queue.body.size());
  EXPECT_EQ(places[0].second, sent[1]);
  EXPECT_EQ(places[1].second, sent[2]);
  EXPECT_EQ(places[2].second, sent[0]);
  EXPECT_TRUE(says(queue, "Tout (3)"));
  const auto followed = world.get(World::kRene, "/moderation?vue=suivies");
  EXPECT_TRUE(says(followed, "/moderation/" + sent[0]));
  EXPECT_FALSE(says(followed, "/moderation/" + sent[1]));
  EXPECT_FALSE(says(world.get("luc.reviewer", "/moderation?vue=suivies"), "/moderation/" + sent[0]));
}

TEST(Contributions, AnEditorTakesAwayAndGivesBackWithAReason) {
  World world;
  const auto id = world.submitted("Rouen");
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  const auto at = "/moderation/" + id;
  EXPECT_EQ(world.post("edith.administrator", at, "_edition=0&_geste=retirer").status, 400U);  // no words
  EXPECT_EQ(world.post("edith.administrator", at, "_edition=0&_motif=Doublon&_geste=retirer").status, 303U);
  EXPECT_FALSE(says(http::get(*world.router, "/historique/" + id), "Un récit."));
  EXPECT_TRUE(says(http::get(*world.router, "/historique/" + id + ".json"), "\"withdrawn\":true,\"versions\":[]"));
  EXPECT_EQ(world.post("edith.administrator", at, "_edition=0&_motif=Non&_geste=retablir").status, 303U);
  EXPECT_TRUE(says(http::get(*world.router, "/historique/" + id + ".json"), "Un récit."));
  std::vector<audit::Line> lines;
  world.database.read([&](db::Transaction& tx) { lines = audit::read(tx, {.object = "cas:" + id}); });
  ASSERT_EQ(lines.size(), 4U);  // sent, published, withdrawn, shown again
  EXPECT_EQ(lines.front().act.action, msg::act_show_again.key);
  EXPECT_EQ(lines.front().act.person, "edith");
  for (const auto& line : lines) EXPECT_EQ(line.act.origin, "192.0.2.0") << line.act.action;
}

TEST(Contributions, WhatAReviewDecidesIsToldOnceToWhoWroteIt) {
  World world;
  const auto told = [&](std::string_view person) {
    std::vector<notices::Told> all;
    world.database.read([&](db::Transaction& tx) { all = notices::told(tx, person, core::Language::fr, 10); });
    return all;
  };
  const auto id = world.submitted("Rouen");
  EXPECT_TRUE(told("aline").empty()) << "nothing of what she does herself";
  const auto at = "/moderation/" + id;
  ASSERT_EQ(world.post(World::kRene, at, "_edition=1&_champ=recit&_remarque=Qui+%3F&_geste=demander").status, 303U);
  ASSERT_EQ(told("aline").size(), 1U);
  EXPECT_EQ(told("aline").front().kind, notice_kinds().front().name);
  EXPECT_EQ(told("aline").front().sentence, "Des changements vous sont demandés sur «\u00A0Atelier\u00A0».");
  EXPECT_EQ(told("aline").front().path, "/contributions/" + id);
  EXPECT_EQ(told("aline").front().state, "pending");

  // A decision that is refused tells nobody.
  const auto own = "/contributions/" + id;
  const auto corrected = "titre=Atelier&recit=Eux&lieux=com%3A76540&_edition=1&_geste=soumettre";
  ASSERT_EQ(world.post(World::kAline, own, corrected).status, 303U);
  ASSERT_EQ(world.post(World::kRene, at, "_edition=1&_geste=publier").status, 409U);
  EXPECT_EQ(told("aline").size(), 1U);
  ASSERT_EQ(world.post(World::kRene, at, "_edition=2&_geste=publier").status, 303U);
  EXPECT_EQ(told("aline").size(), 2U);
  EXPECT_NE(world.post(World::kRene, at, "_edition=2&_geste=publier").status, 303U);
  EXPECT_EQ(told("aline").size(), 2U) << "the same again tells nothing";

  // A revision by another: she is told of her own, and so is who owns the item.
  const auto revised = "titre=Atelier&recit=Nous&lieux=com%3A76540&_edition=0&_geste=soumettre";
  ASSERT_EQ(world.post("zoe.contributor", own, revised).status, 303U);
  ASSERT_EQ(world.post(World::kRene, at, "_edition=1&_geste=publier").status, 303U);
  EXPECT_EQ(told("zoe").size(), 1U);
  EXPECT_EQ(told("aline").size(), 3U);
  ASSERT_EQ(world.post("edith.administrator", at, "_edition=0&_motif=Doublon&_geste=retirer").status, 303U);
  EXPECT_EQ(told("zoe").size(), 2U);
  EXPECT_TRUE(std::ranges::any_of(told("zoe"), [](const auto& one) { return one.sentence.contains("retiré"); }));
  EXPECT_TRUE(told("rene").empty() && told("edith").empty());
}

TEST(Contributions, AReaderReportsWithoutAccountAndIsAnswered) {
  World world;
  const auto id = world.submitted("Rouen");
  const auto path = "/signaler/" + id;
  EXPECT_EQ(world.get("", path).status, 404U);
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  EXPECT_TRUE(says(world.get("", path), "Motif"));
  const auto empty = world.send("", path, "_motif=error&texte=&courriel=pas+une+adresse");
  EXPECT_EQ(empty.status, 400U);
  EXPECT_TRUE(says(empty, "pas une adresse"));
  EXPECT_EQ(world.report(id, "_motif=error&texte=").status, 400U);
  for (int times = 0; times < 2; ++times)
    EXPECT_EQ(world.report(id, "_motif=error&texte=La+date.&courriel=lea%40exemple.fr&_envoi=page").status, 303U);
  const auto queue = world.get(World::kRene, "/moderation");
  std::smatch found;
  ASSERT_TRUE(std::regex_search(queue.body, found, std::regex("/moderation/signalements/[0-9a-z]+"))) << queue.body;
  const std::string report = found[0];
  EXPECT_TRUE(says(world.get(World::kRene, report), "La date."));
  EXPECT_EQ(world.get(World::kAline, report).status, 404U);
  EXPECT_EQ(world.post(World::kRene, report, "texte=").status, 400U);
  EXPECT_EQ(world.post(World::kRene, report, "texte=Corrig%C3%A9.").status, 303U);
  EXPECT_FALSE(says(world.get(World::kRene, "/moderation"), report));
  std::vector<mail::Mail> mails;
  world.database.read([&](db::Transaction& tx) { mails = mail::waiting(tx, 10); });
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails.front().to, "lea@exemple.fr");
  EXPECT_TRUE(mails.front().text.contains("Corrigé."));
  std::vector<audit::Line> lines;
  world.database.read([&](db::Transaction& tx) { lines = audit::read(tx, {.object = "cas:" + id}); });
  EXPECT_EQ(lines.front().act.action, msg::act_uphold.key);
  EXPECT_EQ(lines.front().act.person, "rene");
  EXPECT_EQ(lines.front().act.origin, "192.0.2.0");
}

// Programs that fill forms: what they send is thrown away, and they are told nothing else than anybody.
TEST(Contributions, AProgramThatFillsTheFormReportsNothing) {
  World world;
  const auto id = world.submitted("Rouen");
  const auto other = world.submitted("Caen");
  for (const auto& one : {id, other})
    ASSERT_EQ(world.post(World::kRene, "/moderation/" + one, "_edition=1&_geste=publier").status, 303U);
  const auto path = "/signaler/" + id;
  const auto form = world.get("", path);
  EXPECT_TRUE(says(form, "aria-hidden=\"true\"><label for=\"f-site-web\">Laissez ce champ vide"));
  EXPECT_TRUE(says(form, "tabindex=\"-1\" autocomplete=\"off\""));
  const std::string body = "_motif=error&texte=Achetez+mes+liens.";
  const auto stamp = [&](const std::string& item, std::chrono::seconds age) {
    return "&heure=" + accounts::form_stamp(*world.people, "signaler " + item, world.clock.now() - age);
  };
  const auto trapped = world.send("", path, body + stamp(id, std::chrono::minutes(1)) + "&site_web=http%3A%2F%2Fspam");
  EXPECT_EQ(trapped.header("location"), path + "?fait=signale") << "it learns nothing";
  for (const auto& bad : {std::string(), std::string("&heure=12"), std::string("&heure=99999999999-x"),
                          stamp(id, std::chrono::seconds(1)), stamp(id, std::chrono::hours(25)),
                          stamp(id, -std::chrono::hours(1)), stamp(other, std::chrono::minutes(1))}) {
    const auto again = world.send("", path, body + bad);
    EXPECT_EQ(again.status, 400U) << bad;
    EXPECT_TRUE(says(again, "Achetez mes liens.")) << "nothing typed is lost: " << bad;
    EXPECT_TRUE(says(again, "envoyez-le encore une fois")) << bad;
  }
  EXPECT_TRUE(world.reports->open(identify(World::kRene)).empty());
  EXPECT_EQ(world.send("", path, body + stamp(id, std::chrono::seconds(3))).status, 303U);
  EXPECT_EQ(world.reports->open(identify(World::kRene)).size(), 1U);
}

// ---- Every route × who asks × where the item stands, against routes.tsv ----

std::vector<std::vector<std::string>> table_rows(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream cells(line);
    auto& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
  }
  return rows;
}

// Aline's, at this point of its way; with the id of a report where one waits.
std::string item_at(const World& world, std::string_view state) {
  if (state == "-") return {};
  if (state == "draft") return world.begun("titre=Atelier&recit=Un&lieux=com%3A76540");
  auto id = world.submitted("com%3A76540");
  const auto at = "/moderation/" + id;
  if (state == "asked") world.post(World::kRene, at, "_edition=1&_champ=recit&_remarque=Qui+%3F&_geste=demander");
  if (state == "public" || state == "withdrawn" || state == "reported")
    world.post(World::kRene, at, "_edition=1&_geste=publier");
  if (state == "withdrawn") world.post("edith.editor", at, "_edition=0&_motif=Doublon&_geste=retirer");
  if (state == "reported") {
    (void)world.report(id, "_motif=error&texte=La+date.");
    for (const auto& one : world.reports->open(identify(World::kRene)))
      if (one.item.id == id) return one.id;
  }
  return id;
}

TEST(Contributions, EveryRouteAnswersWhomItMayAndNobodyElse) {
  const auto rows = table_rows("src/features/contributions/routes.tsv");
  ASSERT_GT(rows.size(), 20U);
  const auto& people = rows.front();
  std::set<std::pair<std::string, std::string>> asked;
  World world;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    const auto& row = rows[r];
    ASSERT_EQ(row.size(), people.size()) << row[1];
    asked.emplace(row[0], row[1]);
    for (std::size_t i = 4; i < row.size(); ++i) {
      const auto who = people[i] == "nobody" ? std::string_view() : std::string_view(people[i]);
      const auto path = std::regex_replace(std::regex_replace(row[1], std::regex("\\{sorte\\}"), "cas"),
                                           std::regex("\\{[a-z]+\\}"), item_at(world, row[2]));
      const bool reports = row[0] == "POST" && path.starts_with("/signaler/");
      const auto body = row[3] + (reports ? world.minute_old(path.substr(std::string_view("/signaler/").size())) : "");
      const auto answer = row[0] == "GET" ? world.get(who, path) : world.post(who, path, body);
      EXPECT_EQ(std::to_string(answer.status), row[i])
          << row[0] << " " << row[1] << " " << row[2] << " " << row[3] << " by " << people[i];
    }
  }
  for (const auto& route : world.router->routes())
    EXPECT_TRUE(asked.contains({route.method == http::Method::post ? "POST" : "GET", route.pattern})) << route.pattern;
}

TEST(Contributions, NoFieldOfAKindTakesTheNameOfTheForms) {
  for (const auto& field : input_fields({contributed()}))
    EXPECT_EQ(field.name.starts_with("_"), field.name == kEdition || field.name == kGesture || field.name == kReason ||
                                               field.name == editorial::kSendingField);
}

}  // namespace
}  // namespace catalyse::contributions
