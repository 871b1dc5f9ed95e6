// The room as those who write and those who review meet it: forms in, pages out, on the small France of tests/world.
#include "contributions.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "accounts/open_forms.hpp"
#include "accounts/permission_rules.hpp"
#include "audit/audit.hpp"
#include "db/fresh_database.hpp"
#include "form.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"
#include "messages.hpp"
#include "territories/importers.hpp"
#include "web/i18n.hpp"

namespace catalyse::contributions {
namespace {

constexpr std::array<std::string_view, 2> kColours{"rouge", "vert"};

const editorial::Kind& kind() {
  using editorial::Shape;
  static const editorial::Kind kOne{
      .name = "cas",
      .fields = {{.name = "titre", .most = 60, .required = true},
                 {.name = "recit", .shape = Shape::text, .most = 500, .required = true},
                 {.name = "couleurs", .shape = Shape::choices, .entries = 2, .choices = kColours},
                 {.name = "sources", .shape = Shape::lines, .most = 100, .entries = 3},
                 {.name = "lieux", .shape = Shape::places, .entries = 5}},
      .title = "titre",
      .places = "lieux",
      .check = {}};
  return kOne;
}

plug::Contributed contributed() {
  plug::Contributed one;
  one.kind = &kind();
  one.name = &msg::column_kind;
  one.invitation = &msg::own_lead;
  one.words = [](std::string_view) { return plug::Contributed::Words{&msg::column_title, nullptr}; };
  one.choice_text = [](std::string_view, std::string_view choice, core::Language) { return std::string(choice); };
  one.address = [](std::string_view id) { return "/cas/" + std::string(id); };
  one.list = "/cas";
  return one;
}

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

std::shared_ptr<const territories::Territories> small_france() {
  static const auto kLoaded = [] {
    db::testing::FreshDatabase fresh{db::Backend::sqlite};
    auto database = or_throw(db::Database::open(fresh.url()));
    std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
    all.insert(all.end(), territories::migrations().begin(), territories::migrations().end());
    if (!database.migrate(all)) throw std::runtime_error("migrations");
    const auto bundle = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& importer : territories::importers()) (void)or_throw(importer.run(bundle, database, {}));
    return or_throw(territories::load(database, fresh.folder()));
  }();
  return kLoaded;
}

// A session's secret is « name.role » or « name.role-76 », for one département, here; who may what is the real table.
http::Actor identify(std::string_view secret) {
  const auto dot = secret.find('.');
  const auto at = std::min(secret.find('-'), secret.size());
  http::Actor actor{
      std::string(secret.substr(0, dot)), std::string(secret.substr(0, dot)), {}, "s", "jeton-sans-secret"};
  const auto scope = at == secret.size() ? std::string{} : "dep:" + std::string(secret.substr(at + 1));
  actor.grants.push_back({std::string(secret.substr(dot + 1, at - dot - 1)), scope});
  return actor;
}

accounts::Settings account_settings() {
  accounts::Settings settings;
  settings.key = std::string(32, 'k');
  return settings;
}

struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  db::Database database;
  core::FixedClock clock{core::Instant{std::chrono::seconds(1'767'225'600)}};
  int changes = 0;
  std::shared_ptr<web::Site> site = std::make_shared<web::Site>();
  std::shared_ptr<editorial::ReportBox> reports;
  std::shared_ptr<const accounts::Accounts> people;
  std::unique_ptr<http::Router> router;

  World() : database(or_throw(db::Database::open(fresh.url()))) {
    std::vector<db::Migration> all(editorial::editorial_migrations().begin(), editorial::editorial_migrations().end());
    for (const auto& more : {audit::migrations(), jobs::migrations(), notices::migrations(), accounts::migrations()})
      all.insert(all.end(), more.begin(), more.end());
    if (!database.migrate(all)) throw std::runtime_error("migrations");
    web::register_messages(web::messages());
    web::register_messages(messages());
    people = std::make_shared<const accounts::Accounts>(database, clock, account_settings());
    editorial::Setting reading{.allows = permissions(small_france()), .clock = &clock};
    Context context{
        std::make_shared<editorial::Desk>(database, std::vector{&kind()},
                                          editorial::Setting{.allows = permissions(small_france()),
                                                             .journal = journal(clock),
                                                             .changed = [this] { ++changes; },
                                                             .clock = &clock}),
        std::make_shared<editorial::ReportBox>(database, reading, answers_by_mail("https://catalyse.exemple", clock)),
        {contributed()},
        small_france(),
        people,
        site,
        {{"cas", {"/cas.json", "/cas.csv", {}}}}};
    reports = context.reports;
    http::RouterOptions options;
    options.routes = contribution(context).routes;
    options.error_page = web::error_page(*site);
    options.version = "test";
    options.gate.cookie = "session";
    options.gate.sign_in = "/connexion";
    options.gate.identify = identify;
    options.gate.allows = [](const http::Actor&, const http::Who&) { return false; };
    router = std::make_unique<http::Router>(std::move(options));
  }

  [[nodiscard]] http::TestAnswer get(std::string_view who, std::string_view target) const {
    if (who.empty()) return http::get(*router, target);
    return http::get(*router, target, {{"Cookie", "session=" + std::string(who)}});
  }
  [[nodiscard]] http::TestAnswer post(std::string_view who, std::string_view target, const std::string& body) const {
    return send(who, target, "jeton=jeton-sans-secret&" + body);
  }
  [[nodiscard]] http::TestAnswer send(std::string_view who, std::string_view target, std::string body) const {
    http::TestRequest request;
    request.method = "POST";
    request.target = target;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}};
    if (!who.empty()) request.headers.emplace_back("Cookie", "session=" + std::string(who));
    request.body = std::move(body);
    request.client = "192.0.2.7";
    return http::send(*router, request);
  }
  // A report as a reader sends it who took a minute to write it.
  [[nodiscard]] http::TestAnswer report(const std::string& id, const std::string& body) const {
    return send("", "/signaler/" + id, body + minute_old(id));
  }
  [[nodiscard]] std::string minute_old(const std::string& id) const {
    return "&site_web=&heure=" + accounts::form_stamp(*people, "signaler " + id, clock.now() - std::chrono::minutes(1));
  }
  // A draft of Aline's; its id.
  [[nodiscard]] std::string begun(const std::string& body) const {
    const auto answer = post(kAline, "/proposer/cas", body);
    EXPECT_EQ(answer.status, 303U);
    std::smatch found;
    const std::string where(answer.header("location"));
    EXPECT_TRUE(std::regex_match(where, found, std::regex("/contributions/([0-9a-z]+)\\?fait=[a-z]+"))) << where;
    return found[1];
  }
  [[nodiscard]] std::string submitted(const std::string& place) const {
    return begun("titre=Atelier&recit=Un+r%C3%A9cit.&lieux=" + place + "&_geste=soumettre");
  }

  static constexpr std::string_view kAline = "aline.contributor", kRene = "rene.reviewer";
};

bool says(const http::TestAnswer& answer, std::string_view words) { return answer.body.contains(words); }

TEST(Contributions, ADraftIsWrittenSentCorrectedAndPublished) {
  World world;
  const auto id = world.begun("titre=Atelier&lieux=com%3A76540");
  const auto path = "/contributions/" + id;
  EXPECT_TRUE(says(world.get(World::kAline, path), "com:76540 Rouen (Seine-Maritime)"));
  EXPECT_TRUE(says(world.get(World::kAline, "/contributions"), path));

  const auto early = world.post(World::kAline, path, "titre=Atelier+2&lieux=com%3A76540&_edition=1&_geste=soumettre");
  EXPECT_EQ(early.status, 400U);  // the story is missing: kept, not sent
  EXPECT_TRUE(says(early, "Atelier 2"));
  EXPECT_TRUE(says(early, "f-recit-erreur"));
  EXPECT_TRUE(says(early, "name=\"_edition\" value=\"2\""));

  EXPECT_EQ(
      world.post(World::kAline, path, "titre=Atelier&recit=Un&lieux=com%3A76540&_edition=2&_geste=soumettre").status,
      303U);
  EXPECT_EQ(world.get(World::kAline, "/moderation").status, 404U);
  EXPECT_TRUE(says(world.get(World::kRene, "/moderation"), "/moderation/" + id));
  EXPECT_TRUE(says(world.get(World::kRene, "/moderation/" + id), "name=\"_edition\" value=\"3\""));

  const auto both =
      world.post(World::kRene, "/moderation/" + id, "_edition=3&_champ=recit&_remarque=Dites+qui.&_geste=publier");
  EXPECT_EQ(both.status, 400U);  // remarks would be lost
  EXPECT_TRUE(says(both, "Dites qui."));
  EXPECT_EQ(world.changes, 0);
  EXPECT_EQ(
      world.post(World::kRene, "/moderation/" + id, "_edition=3&_champ=recit&_remarque=Dites+qui.&_geste=demander")
          .status,
      303U);
  EXPECT_TRUE(says(world.get(World::kAline, path), "Dites qui."));

  EXPECT_EQ(
      world.post(World::kAline, path, "titre=Atelier&recit=Deux&lieux=com%3A76540&_edition=3&_geste=soumettre").status,
      303U);
  EXPECT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=3&_geste=publier").status,
            409U);  // not what was read
  EXPECT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=4&_motif=Vu.&_geste=publier").status, 303U);
  EXPECT_EQ(world.changes, 1);
  const auto history = http::get(*world.router, "/historique/" + id);
  EXPECT_EQ(history.status, 200U);
  EXPECT_TRUE(says(history, "Vu."));
  EXPECT_TRUE(says(http::get(*world.router, "/historique/" + id + ".json"), "\"recit\":[\"Deux\"]"));
}

TEST(Contributions, ARevisionShowsWhatItChangesAndTheHistoryToo) {
  World world;
  const auto id = world.submitted("Rouen");
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  // Another contributor revises what is public.
  const auto path = "/contributions/" + id;
  EXPECT_TRUE(says(world.get("zoe.contributor", path), "Un récit."));
  ASSERT_EQ(world
                .post("zoe.contributor", path,
                      "titre=Atelier&recit=Un+autre.&lieux=com%3A76540&couleurs=vert&couleurs=rouge&_edition=0&_geste="
                      "soumettre")
                .status,
            303U);
  EXPECT_TRUE(
      says(http::get(*world.router, "/historique/" + id + ".json"), "Un récit."));  // public until it is published
  const auto review = world.get(World::kRene, "/moderation/" + id);
  EXPECT_TRUE(says(review, "<del>Un récit.</del>"));
  EXPECT_TRUE(says(review, "Un autre."));
  EXPECT_EQ(world.post("zoe.reviewer", "/moderation/" + id, "_edition=1&_geste=publier").status, 403U);  // her own
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  const auto history = http::get(*world.router, "/historique/" + id + "?version=1");
  EXPECT_TRUE(says(history, "<del>Un récit.</del>"));
  EXPECT_TRUE(says(history, "<ins>Un autre.</ins>"));
}

TEST(Contributions, TwoTabsAreJoinedOrBothShown) {
  World world;
  const auto id = world.begun("titre=Atelier&recit=Un");
  const auto path = "/contributions/" + id;
  ASSERT_EQ(world.post(World::kAline, path, "titre=Autre&recit=Un&_edition=1").status, 303U);
  const auto joined = world.post(World::kAline, path, "titre=Atelier&recit=Deux&_edition=1");
  EXPECT_TRUE(joined.header("location").contains("fait=joint")) << joined.header("location");
  const auto both = world.get(World::kAline, path);
  EXPECT_TRUE(says(both, "Autre") && says(both, "Deux"));

  const auto clash = world.post(World::kAline, path, "titre=Troisieme&recit=Un&_edition=1");
  EXPECT_EQ(clash.status, 409U);
  EXPECT_TRUE(says(clash, "value=\"Troisieme\""));  // mine, in the form
  EXPECT_TRUE(says(clash, "<q>Autre</q>"));         // theirs, beside it
  EXPECT_TRUE(says(clash, ">\nDeux</textarea>"));   // what only they changed is taken in
  EXPECT_TRUE(says(clash, "name=\"_edition\" value=\"3\""));
  EXPECT_EQ(world.post(World::kAline, path, "titre=Troisieme&recit=Deux&_edition=3").status, 303U);
}

TEST(Contributions, TheScriptIsAnsweredInJson) {
  World world;
  const auto begun = world.post(World::kAline, "/proposer/cas", "titre=Atelier&_geste=auto");
  EXPECT_EQ(begun.status, 200U);
  std::smatch found;
  ASSERT_TRUE(std::regex_search(begun.body, found, std::regex("\"address\":\"(/contributions/[0-9a-z]+)\"")))
      << begun.body;
  const std::string path = found[1];
  EXPECT_TRUE(says(world.post(World::kAline, path, "titre=Atelier&recit=Un&_edition=1&_geste=auto"), "\"edition\":2"));
  const auto taken = world.post(World::kAline, path, "titre=Autre&_edition=1&_geste=auto");
  EXPECT_TRUE(says(taken, "\"taken\":{\"recit\":[\"Un\"]}")) << taken.body;
  const auto clash = world.post(World::kAline, path, "titre=Encore&_edition=1&_geste=auto");
  EXPECT_EQ(clash.status, 409U);
  EXPECT_TRUE(says(clash, "\"message\":"));
}

std::string multipart(std::string_view file, std::string_view gesture) {
  const auto part = [](std::string_view name, std::string_view value) {
    return "--x\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + std::string(value) +
           "\r\n";
  };
  return part("jeton", "jeton-sans-secret") + part("texte", "") + part("_geste", gesture) +
         "--x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"fiches.json\"\r\nContent-Type: "
         "application/json\r\n\r\n" +
         std::string(file) + "\r\n--x--\r\n";
}

TEST(Contributions, AFileBecomesDraftsAndRevisionsAndIsCheckedFirst) {
  World world;
  const auto id = world.submitted("Rouen");
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  const auto path = "/proposer/cas/fichier";
  EXPECT_TRUE(says(world.get("zoe.contributor", path), "/cas.json"));
  const auto item = [](std::string_view name, std::string_view story, std::string_view place) {
    return "{\"id\":\"" + std::string(name) + "\",\"version\":1,\"content\":{\"titre\":[\"Atelier\"],\"recit\":[\"" +
           std::string(story) + "\"],\"lieux\":[\"" + std::string(place) + "\"]}}";
  };
  const auto file = "{\"total\":5,\"cases\":[" + item(id, "Un récit.", "com:76540") + "," +
                    item("neuf", "Neuf.", "com:76540") + "," + item("perdu", "Perdu.", "com:99999") +
                    ",{\"id\":\"b\",\"content\":{\"titre\":[\"T\"],\"couleurs\":[\"bleu\"]}}]}";
  const auto send = [&](std::string_view who, std::string_view text, std::string_view gesture) {
    http::TestRequest request;
    request.method = "POST";
    request.target = path;
    request.headers = {{"Content-Type", "multipart/form-data; boundary=x"},
                       {"Sec-Fetch-Site", "same-origin"},
                       {"Cookie", "session=" + std::string(who)}};
    request.body = multipart(text, gesture);
    return http::send(*world.router, request);
  };
  const auto checked = send("zoe.contributor", file, "verifier");
  EXPECT_EQ(checked.status, 200U) << checked.body;
  EXPECT_TRUE(says(checked, "4 fiches lues, 2 sans faute.") && says(checked, "Rien n’a été gardé."));
  EXPECT_TRUE(says(checked, "déjà publiée à l’identique") && says(checked, "un nouveau brouillon"));
  EXPECT_TRUE(says(checked, "cases[3].content.couleurs") && says(checked, "«\u00a0bleu\u00a0»")) << checked.body;
  EXPECT_TRUE(says(checked, "cases[3].content.recit") && says(checked, "cases[2].content.lieux") &&
              says(checked, "«\u00a0com:99999\u00a0»"));
  EXPECT_TRUE(says(checked, "&quot;neuf&quot;")) << "the text is in the form, to be kept by one more press";
  EXPECT_FALSE(says(world.get("zoe.contributor", "/contributions"), "Atelier"));

  const auto kept = send("zoe.contributor", file, "garder");
  EXPECT_TRUE(says(kept, "1 brouillon est dans vos contributions.")) << kept.body;
  EXPECT_TRUE(says(world.get("zoe.contributor", "/contributions"), "Atelier"));
  EXPECT_TRUE(says(send("zoe.contributor", file, "garder"), "déjà dans vos brouillons")) << "sent twice";

  const auto changed = "{\"cases\":[" + item(id, "Un autre.", "com:76540") + "]}";
  EXPECT_TRUE(says(send("zoe.contributor", changed, "garder"), "une révision de la fiche publiée"));
  EXPECT_TRUE(says(world.get("zoe.contributor", "/contributions/" + id), "Un autre."));
  EXPECT_TRUE(says(http::get(*world.router, "/historique/" + id + ".json"), "Un récit.")) << "public until reviewed";
  EXPECT_TRUE(
      says(send(World::kAline, "{\"cases\":[" + item(id, "Un tiers.", "com:76540") + "]}", "garder"), "déjà en cours"));
  EXPECT_TRUE(says(send("lou.contributor-14", "{\"cases\":[" + item("loin", "Loin.", "com:76540") + "]}", "garder"),
                   "ne s’étend pas à ce territoire"));
  EXPECT_EQ(world.changes, 1) << "nothing is published by a file";
}

TEST(Contributions, AFileThatCannotBeReadSaysWhy) {
  World world;
  const auto path = "/proposer/cas/fichier";
  for (const auto& [text, why] :
       std::vector<std::pair<std::string, std::string>>{{"", "choisissez un fichier"},
                                                        {"%7B%22cases%22%3A%5B", "ligne 1, caractère 11"},
                                                        {"%7B%7D", "aucune fiche"},
                                                        {"id%2Ctitre%0Aa%2CT", "ligne 2, colonne recit"},
                                                        {"%3Cscript%3Ealert(1)", "la première ligne nomme"}}) {
    const auto answer = world.post(World::kAline, path, "texte=" + text + "&_geste=garder");
    EXPECT_EQ(answer.status, 400U) << text;
    EXPECT_TRUE(says(answer, why)) << text << answer.body;
    EXPECT_FALSE(says(answer, "<script>alert"));
  }
  std::string many = "id,titre,recit%0A";
  for (int i = 0; i < 201; ++i) many += std::to_string(i) + ",T,R%0A";
  EXPECT_TRUE(says(world.post(World::kAline, path, "texte=" + many + "&_geste=garder"), "201 fiches"));
  EXPECT_FALSE(says(world.get(World::kAline, "/contributions"), "brouillon</td>"));
}

TEST(Contributions, APlaceIsReadAsPeopleNameIt) {
  World world;
  const auto lost = world.post(World::kAline, "/proposer/cas", "titre=Atelier&lieux=Zzqxwv");
  EXPECT_EQ(lost.status, 400U);
  EXPECT_TRUE(says(lost, ">\nZzqxwv</textarea>"));  // what was typed is still there
  const auto several = world.post(World::kAline, "/proposer/cas", "titre=Atelier&lieux=sainte-marie");
  EXPECT_EQ(several.status, 400U);
  EXPECT_TRUE(says(several, "com:"));
  const auto id = world.begun("titre=Atelier&lieux=Rouen%0D%0Adep%3A76");
  EXPECT_TRUE(says(world.get(World::kAline, "/contributions/" + id), "dep:76 Seine-Maritime"));
}

TEST(Contributions, WhatIsTooLongComesBackWhole) {
  World world;
  const std::string text(600, 'x');
  const auto refused = world.post(World::kAline, "/proposer/cas", "titre=Atelier&recit=" + text);
  EXPECT_EQ(refused.status, 400U);
  EXPECT_TRUE(says(refused, text));
  EXPECT_TRUE(says(refused, "f-recit-erreur"));
  EXPECT_EQ(world.post(World::kAline, "/proposer/cas", "titre=Atelier&auteur=moi").status, 400U);  // no such field
}

TEST(Contributions, TheirScopeHoldsAndNothingOfOthersIsThere) {
  World world;
  const auto id = world.submitted("Rouen");
  EXPECT_EQ(world.get("zoe.contributor", "/contributions/" + id).status, 404U);
  EXPECT_EQ(world.post("zoe.contributor", "/contributions/" + id, "titre=Vol&_edition=1").status, 404U);
  EXPECT_EQ(world.get("luc.reviewer-14", "/moderation/" + id).status, 404U);
  EXPECT_FALSE(says(world.get("luc.reviewer-14", "/moderation"), id));
  const auto near = world.get("luc.reviewer-76", "/moderation?vue=territoires");
  EXPECT_TRUE(says(near, id));
  EXPECT_TRUE(says(near, "Mes territoires (1)"));
  EXPECT_EQ(world.post("luc.reviewer-14", "/moderation/" + id, "_edition=1&_geste=publier").status, 404U);
  EXPECT_EQ(world.get("lea.reader", "/proposer/cas").status, 403U);
  EXPECT_EQ(world.post("lou.contributor-14", "/proposer/cas", "titre=A&lieux=Rouen").status, 403U);
  EXPECT_EQ(http::get(*world.router, "/contributions/" + id).status, 303U);  // to sign in
  EXPECT_EQ(http::get(*world.router, "/historique/" + id).status, 404U);     // not public yet
  EXPECT_EQ(world.changes, 0);
}

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
  EXPECT_EQ(world.report(id, "_motif=error&texte=La+date.&courriel=lea%40exemple.fr").status, 303U);
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
    EXPECT_EQ(field.name.starts_with("_"), field.name == kEdition || field.name == kGesture || field.name == kReason);
}

}  // namespace
}  // namespace catalyse::contributions
