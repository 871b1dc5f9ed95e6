// The room as each role meets it: a class led from its opening to the gallery.
#include "examples.hpp"

#include <gtest/gtest.h>

#include "audit/audit.hpp"
#include "db/fresh_database.hpp"
#include "editorial/desk.hpp"
#include "http/http.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "web/i18n.hpp"

namespace catalyse::examples {
namespace {

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

// A session's secret is « name.role » here; who may what is the real table.
http::Actor identify(std::string_view secret) {
  const auto dot = secret.find('.');
  http::Actor actor{std::string(secret.substr(0, dot)), std::string(secret.substr(0, dot)), {}, "s", "jeton"};
  actor.grants.push_back({std::string(secret.substr(dot + 1)), ""});
  return actor;
}

constexpr std::string_view kEditor = "edith.editor", kReviewer = "rene.reviewer", kContributor = "aline.contributor",
                           kReader = "lea.reader";

struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  db::Database database;
  std::shared_ptr<web::Site> site = std::make_shared<web::Site>();
  std::unique_ptr<http::Router> router;

  World() : database(or_throw(db::Database::open(fresh.url()))) {
    std::vector<db::Migration> all(migrations().begin(), migrations().end());
    for (const auto& more :
         {audit::migrations(), accounts::migrations(), editorial::editorial_migrations(), ingest::version_migrations()})
      all.insert(all.end(), more.begin(), more.end());
    if (!database.migrate(all)) throw std::runtime_error("migrations");
    const auto bundle = ingest::testing::open_bundle("data");
    for (const auto& importer : cases::importers()) (void)or_throw(importer.run(bundle, database, {}));
    for (const auto& some : {web::messages(), messages()}) web::register_messages(some);
    const auto clock = std::make_shared<core::FixedClock>(core::Instant{std::chrono::seconds(1'767'225'600)});
    accounts::Settings settings;
    settings.key = std::string(32, 'k');
    const Context context{&database,
                          cases::load_base(database, nullptr),
                          std::make_shared<const accounts::Accounts>(database, *clock, settings),
                          site,
                          clock,
                          [](std::string_view item) {
                            return item == "1003" ? std::vector<std::string>{"carla"} : std::vector<std::string>{};
                          }};
    clock_ = clock;
    http::RouterOptions options;
    options.routes = contribution(context).routes;
    options.error_page = web::error_page(*site);
    options.version = "test";
    options.gate.cookie = "session";
    options.gate.sign_in = "/connexion";
    options.gate.identify = identify;
    options.gate.allows = [](const http::Actor& actor, const http::Who& who) {
      return !accounts::scopes_of(actor, who.action, who.room).empty();
    };
    router = std::make_unique<http::Router>(std::move(options));
  }
  [[nodiscard]] http::TestAnswer get(std::string_view who, std::string_view target) const {
    if (who.empty()) return http::get(*router, target);
    return http::get(*router, target, {{"Cookie", "session=" + std::string(who)}});
  }
  [[nodiscard]] http::TestAnswer post(std::string_view who, std::string_view target, const std::string& body,
                                      std::string_view token = "jeton") const {
    http::TestRequest request;
    request.method = "POST";
    request.target = target;
    request.body = "jeton=" + std::string(token) + "&" + body;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Sec-Fetch-Site", "same-origin"},
                       {"Cookie", "session=" + std::string(who)}};
    return http::send(*router, request);
  }
  // The address of the nomination that this makes.
  [[nodiscard]] std::string nominated(std::string_view who, const std::string& item) const {
    const auto answer =
        post(who, "/exemples/proposer", "promotion=2026&categorie=projets&raison=Des+faits&cas=" + item);
    EXPECT_EQ(answer.status, 303U) << answer.body;
    const auto location = answer.header("location");
    return std::string(location.substr(0, location.find('?')));
  }
  void judge(std::string_view juror, const std::string& address, const std::string& voice, unsigned status) const {
    EXPECT_EQ(post(juror, address, "geste=avis&mots=Parce+que&avis=" + voice).status, status) << juror << " " << voice;
  }
  std::size_t acts() {
    std::size_t n = 0;
    database.read([&](db::Transaction& tx) { n = audit::read(tx, {}).size(); });
    return n;
  }

 private:
  std::shared_ptr<core::FixedClock> clock_;
};

bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}

TEST(Exemples, NothingIsChosenBeforeAJury) {
  const World world;
  const auto gallery = world.get("", "/exemples");
  EXPECT_EQ(gallery.status, 200U);
  EXPECT_TRUE(says(gallery, "Aucun exemple"));
  EXPECT_EQ(world.get("", "/exemples.json").body, R"({"classes":[]})");
  EXPECT_EQ(world.get("", "/exemples?categorie=lune").status, 400U);
}

TEST(Exemples, AClassGoesFromItsOpeningToTheGallery) {
  World world;
  EXPECT_EQ(world.post(kContributor, "/exemples/proposer", "promotion=2026&categorie=projets&raison=x&cas=1001").status,
            400U)
      << "no class is open";
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", "geste=ouvrir&promotion=2026").status, 303U);
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", "geste=ouvrir&promotion=2026").status, 409U);
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", "geste=ouvrir&promotion=hier").status, 400U);
  const auto one = world.nominated(kContributor, "1001"),
             two = world.nominated(kContributor, "%2Fcas%2F1002-les-mureaux"),
             own = world.nominated("carla.contributor", "1003");
  EXPECT_EQ(world.post(kContributor, "/exemples/proposer", "promotion=2026&categorie=projets&raison=x&cas=1001").status,
            409U)
      << "once a class";

  const auto next = "geste=suite&promotion=2026&etape=";
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", std::string(next) + "nominations").status, 409U) << "not sorted yet";
  EXPECT_EQ(world.post(kReviewer, one, "geste=tri&motif=Solide").status, 303U);
  EXPECT_EQ(world.post(kReviewer, two, "geste=tri&motif=Trop+tot&ecarter=1").status, 303U);
  EXPECT_EQ(world.post("carla.reviewer", own, "geste=tri&motif=Le+mien").status, 403U) << "one's own";
  EXPECT_EQ(world.post(kReviewer, own, "geste=tri&motif=+").status, 400U) << "without words";
  EXPECT_EQ(world.post(kReviewer, own, "geste=tri&motif=Solide").status, 303U);
  world.judge("j1.committee", one, "yes", 409);  // no jury yet
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", std::string(next) + "nominations").status, 303U);
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", std::string(next) + "nominations").status, 409U) << "twice";

  world.judge("j1.committee", one, "yes", 303);
  world.judge("j1.committee", one, "no", 409);  // once
  EXPECT_FALSE(says(world.get("j2.committee", one), "Parce que")) << "others' voices come after one's own";
  world.judge("j2.committee", one, "yes", 303);
  EXPECT_TRUE(says(world.get("j2.committee", one), "Parce que"));
  world.judge("j3.committee", one, "tied", 303);
  world.judge("j4.committee", two, "yes", 409);  // set aside
  world.judge("carla.committee", own, "yes", 403);
  world.judge("carla.committee", own, "tied", 303);
  world.judge("j1.committee", own, "yes", 303);
  world.judge("j2.committee", own, "maybe", 400);
  EXPECT_TRUE(says(world.get("", "/exemples"), "Aucun exemple")) << "not before it is published";
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", std::string(next) + "jury").status, 303U);

  const auto gallery = world.get("", "/exemples");
  EXPECT_TRUE(says(gallery, "Alliance Dynamique"));
  EXPECT_TRUE(says(gallery, "Pour : 2 · contre : 0 · abstentions : 0 · déports : 1"));
  EXPECT_FALSE(says(gallery, "1003-")) << "one voice is no jury";
  EXPECT_FALSE(says(gallery, "Les Mureaux"));
  EXPECT_FALSE(says(gallery, "Parce que")) << "what jurors write is not public";
  EXPECT_TRUE(says(world.get("", "/exemples.json"), R"("case":"1001")"));
  EXPECT_TRUE(says(world.get("", "/exemples.csv"), "2026,1001,Alliance Dynamique"));
  EXPECT_FALSE(says(world.get("", "/exemples?categorie=artisans"), "Alliance Dynamique"));
  EXPECT_TRUE(says(world.get("", "/en/exemples"), "Class of 2026"));
  EXPECT_EQ(world.acts(), 14U) << "a line for each act, none for what was refused";
}

TEST(Exemples, EachRoleFindsItsOwnDoors) {
  const World world;
  EXPECT_EQ(world.get("", "/exemples/jury").status, 303U) << "sign in first";
  EXPECT_EQ(world.get("", "/exemples/proposer").status, 303U);
  EXPECT_EQ(world.get(kReader, "/exemples/jury").status, 404U);
  EXPECT_NE(world.get(kReader, "/exemples/proposer").status, 200U);
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", "geste=ouvrir&promotion=2026").status, 303U);
  const auto one = world.nominated(kContributor, "1001");
  EXPECT_EQ(world.get(kReader, one).status, 404U);
  EXPECT_EQ(world.get("autre.contributor", one).status, 404U) << "somebody else's";
  EXPECT_EQ(world.get(kContributor, one).status, 200U);
  for (const auto who : {kContributor, kReviewer, kReader})
    EXPECT_EQ(world.post(who, "/exemples/jury", "geste=ouvrir&promotion=2027").status, 404U) << who;
  for (const auto who : {kEditor, kReviewer, kContributor}) world.judge(who, one, "yes", 404);
  EXPECT_EQ(world.post("j1.committee", one, "geste=tri&motif=x").status, 404U);
  EXPECT_EQ(world.post(kEditor, "/exemples/jury", "geste=ouvrir&promotion=2028", "autre").status, 403U) << "forged";
  const auto typed = world.post(kContributor, "/exemples/proposer",
                                "promotion=2026&categorie=projets&cas=1002&raison=%22%3E%3Cscript%3E&cas=9");
  EXPECT_FALSE(says(typed, "<script>"));
  EXPECT_EQ(world.post(kContributor, "/exemples/proposer", "promotion=2026&categorie=projets&raison=x&cas=9999").status,
            400U);
}

}  // namespace
}  // namespace catalyse::examples
