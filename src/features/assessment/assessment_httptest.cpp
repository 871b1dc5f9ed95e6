// The room as people meet it: they begin, answer, stop, resume, invite, compare, share and take back.
#include "assessment.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "db/fresh_database.hpp"
#include "http/http.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "library/testing.hpp"
#include "observatory/importers.hpp"
#include "territories/importers.hpp"
#include "text/query.hpp"
#include "web/i18n.hpp"

namespace catalyse::assessment {
namespace {

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  std::unique_ptr<db::Database> database;
  Context context;
  std::unique_ptr<http::Router> router;

  World() {
    database = std::make_unique<db::Database>(or_throw(db::Database::open(fresh.url())));
    auto all = library::testing::migrations();
    for (const auto part :
         {ingest::version_migrations(), territories::migrations(), observatory::migrations(), migrations()})
      all.insert(all.end(), part.begin(), part.end());
    if (!database->migrate(all)) throw std::runtime_error("migrations");
    const auto places = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& some : {territories::importers(), observatory::importers()})
      for (const auto& importer : some) (void)or_throw(importer.run(places, *database, {}));
    const auto bundle = ingest::testing::open_bundle("data");
    for (const auto& importer : importers()) (void)or_throw(importer.run(bundle, *database, {}));
    auto& shelf = context.library;
    shelf.territories = or_throw(territories::load(*database, fresh.folder()));
    shelf.site = std::make_shared<const web::Site>();
    library::testing::load(*database, shelf);
    const auto clock = std::make_shared<core::FixedClock>(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22));
    shelf.standing = standing(*database);
    context.observatory = or_throw(observatory::load(*database, *shelf.territories, fresh.folder()));
    context.clock = clock;
    context.database = database.get();
    for (const auto& some : {web::messages(), messages(), library::messages()}) web::register_messages(some);
    http::RouterOptions options;
    options.routes = contribution(context).routes;
    for (auto& route : library::contribution(shelf).routes) options.routes.push_back(std::move(route));
    options.error_page = web::error_page(*shelf.site);
    options.version = "test";
    options.gate.cookie = "session";
    options.gate.sign_in = "/connexion";
    // The secret of a session is the person.
    options.gate.identify = [](std::string_view secret) {
      return http::Actor{std::string(secret), std::string(secret), {}, "s", "jeton-sans-secret"};
    };
    options.gate.allows = [](const http::Actor&, const http::Who&) { return false; };
    router = std::make_unique<http::Router>(std::move(options));
  }

  [[nodiscard]] http::TestAnswer get(std::string_view target) const { return http::get(*router, target); }
  [[nodiscard]] http::TestAnswer post(std::string_view target, const Fields& fields) const {
    std::string body;
    for (const auto& [name, value] : fields) body += (body.empty() ? "" : "&") + name + "=" + text::query_value(value);
    return http::send(*router, {.method = "POST",
                                .target = std::string(target),
                                .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                            {"Origin", "http://localhost"},
                                            {"Host", "localhost"},
                                            {"Sec-Fetch-Site", "same-origin"}},
                                .body = body});
  }
  // A new one; its key.
  [[nodiscard]] std::string begin(const Fields& more = {}) const {
    Fields fields{{"genre", "territoire"}, {"territoire", "com:76540"}};
    fields.insert(fields.end(), more.begin(), more.end());
    const auto answer = post("/diagnostic", fields);
    EXPECT_EQ(answer.status, 303U) << answer.body.substr(0, 400);
    const std::string where(answer.header("location"));
    return where.substr(where.find("cle=") + 4);
  }
  [[nodiscard]] std::string dossier(const std::string& key) const {
    return std::string(get("/diagnostic/dossier?cle=" + key).body);
  }
  // The keys of the respondents of the newest round, in order.
  [[nodiscard]] std::vector<std::string> seats(const std::string& key) const {
    const auto page = dossier(key);
    const std::regex seat("/diagnostic/reponses\\?cle=([A-Za-z0-9_-]+)");
    std::vector<std::string> all;
    for (std::sregex_iterator at(page.begin(), page.end(), seat); at != std::sregex_iterator(); ++at)
      all.push_back((*at)[1]);
    return all;
  }
  // Answers every question with this level.
  void answer_all(const std::string& seat, const std::string& level) const {
    for (int lever = 1; lever <= 7; ++lever) {
      Fields fields{{"cle", seat}, {"levier", std::to_string(lever)}};
      const int questions = lever == 2 || lever == 7 ? 4 : 3;
      for (int i = 1; i <= questions; ++i) fields.emplace_back("n" + std::to_string(i), level);
      ASSERT_EQ(post("/diagnostic/reponses", fields).status, 303U) << lever;
    }
  }
};

const World& world() {
  static const World kWorld;
  return kWorld;
}

bool has(std::string_view page, std::string_view words) { return page.find(words) != std::string_view::npos; }

TEST(Beginning, PressedTwiceIsOneAssessmentOneRespondentAndOneRound) {
  const auto key = world().begin({{"_envoi", "page 1"}});
  EXPECT_EQ(world().begin({{"_envoi", "page 1"}}), key);
  EXPECT_NE(world().begin({{"_envoi", "page 2"}}), key);
  EXPECT_TRUE(has(world().dossier(key), "name=\"_envoi\""));
  for (int times = 0; times < 2; ++times) {
    for (const auto& fields : {Fields{{"geste", "ajouter"}, {"nom", "le maire"}, {"_envoi", "page 3"}},
                               Fields{{"geste", "tour"}, {"_envoi", "page 4"}}}) {
      auto sent = fields;
      sent.emplace_back("cle", key);
      EXPECT_EQ(world().post("/diagnostic/dossier", sent).status, 303U);
    }
  }
  EXPECT_EQ(world().seats(key).size(), 2U);
  EXPECT_TRUE(has(world().dossier(key), "Tour 2,"));
}

TEST(Beginning, SaysWhatIsMissingAndLosesNothingThatWasTyped) {
  const auto answer =
      world().post("/diagnostic", {{"genre", "projet"}, {"territoire", "zzzqqq"}, {"repondant", "L’équipe <b>"}});
  EXPECT_EQ(answer.status, 400U);
  EXPECT_TRUE(has(answer.body, "Aucun territoire ne correspond"));
  EXPECT_TRUE(has(answer.body, "Donnez un nom au projet"));
  EXPECT_TRUE(has(answer.body, "L’équipe &lt;b&gt;"));
  EXPECT_FALSE(has(answer.body, "<b>\""));
  EXPECT_EQ(world().post("/diagnostic", {{"genre", "planete"}}).status, 400U);
  EXPECT_EQ(world().post("/diagnostic", {{"genre", "territoire"}}).status, 400U) << "no place";
  EXPECT_EQ(world().post("/diagnostic", {{"genre", "projet"}, {"nom", "Un jardin"}}).status, 303U);
}

TEST(PrivateAddress, OpensWholePageAndNothingElseDoes) {
  const auto key = world().begin();
  const auto answer = world().get("/diagnostic/dossier?cle=" + key);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_TRUE(has(answer.body, "noindex"));
  EXPECT_TRUE(has(answer.header("cache-control"), "no-store"));
  EXPECT_EQ(world().get("/diagnostic/dossier?cle=" + key.substr(1)).status, 404U);
  EXPECT_EQ(world().get("/diagnostic/dossier?cle=%27%20OR%201=1").status, 404U);
  EXPECT_EQ(world().get("/diagnostic/reponses?cle=" + key).status, 404U) << "not a respondent's";
  const auto seat = world().seats(key).at(0);
  EXPECT_EQ(world().get("/diagnostic/dossier?cle=" + seat).status, 404U) << "a respondent sees their answers only";
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", seat}, {"geste", "effacer"}, {"confirmation", "1"}}).status,
            404U);
  EXPECT_EQ(world().get("/diagnostic/dossier").status, 303U);
}

TEST(Answers, AreStoppedHalfwayResumedAndJoinedBetweenTabs) {
  const auto key = world().begin({{"repondant", "La secrétaire"}});
  const auto seat = world().seats(key).at(0);
  const auto base = "/diagnostic/reponses?cle=" + seat;
  EXPECT_EQ(world()
                .post("/diagnostic/reponses",
                      {{"cle", seat}, {"levier", "5"}, {"n1", "2"}, {"c1", "Dit \"vite\" & bien\nou pas"}})
                .status,
            303U);
  const auto again = world().get(base + "&levier=5");
  EXPECT_TRUE(has(again.body, "id=\"n1-2\" name=\"n1\" value=\"2\" checked"));
  EXPECT_TRUE(has(again.body, "Dit &quot;vite&quot; &amp; bien\nou pas"));
  EXPECT_TRUE(has(world().get(base).body, "1 réponse(s) sur 3"));
  EXPECT_TRUE(has(world().get(base).body, "Reprendre"));
  // A tab that was opened before answers the same question otherwise: nothing is written, both are shown.
  const auto clash = world().post("/diagnostic/reponses", {{"cle", seat}, {"levier", "5"}, {"n1", "4"}, {"n2", "1"}});
  EXPECT_EQ(clash.status, 409U);
  EXPECT_TRUE(has(clash.body, "Enregistré entre-temps\u00a0: 2."));
  EXPECT_TRUE(has(clash.body, "id=\"n1-4\" name=\"n1\" value=\"4\" checked")) << "what was typed is not lost";
  EXPECT_TRUE(has(world().get(base).body, "1 réponse(s) sur 3"));
  // Sent again having seen it, it is kept.
  EXPECT_TRUE(has(clash.body, "name=\"vn1\" value=\"2\""));
  EXPECT_EQ(world()
                .post("/diagnostic/reponses", {{"cle", seat},
                                               {"levier", "5"},
                                               {"n1", "4"},
                                               {"n2", "1"},
                                               {"vn1", "2"},
                                               {"vc1", "Dit \"vite\" & bien\nou pas"}})
                .status,
            303U);
  EXPECT_TRUE(has(world().get(base).body, "2 réponse(s) sur 3"));
}

TEST(Answers, RefuseWhatIsNoLevelAndGiveTheCommentBack) {
  const auto seat = world().seats(world().begin()).at(0);
  for (const auto* level : {"5", "-1", "deux", "11"}) {
    const auto answer = world().post("/diagnostic/reponses", {{"cle", seat}, {"levier", "1"}, {"n1", level}});
    EXPECT_EQ(answer.status, 400U) << level;
  }
  const auto alone = world().post("/diagnostic/reponses", {{"cle", seat}, {"levier", "1"}, {"c2", "Un mot"}});
  EXPECT_EQ(alone.status, 400U);
  EXPECT_TRUE(has(alone.body, "Un mot"));
  EXPECT_TRUE(has(alone.body, "Choisissez aussi un niveau"));
  EXPECT_EQ(world().post("/diagnostic/reponses", {{"cle", seat}, {"levier", "9"}, {"n1", "1"}}).status, 400U);
  EXPECT_EQ(world().post("/diagnostic/reponses", {{"cle", "x"}, {"levier", "1"}, {"n1", "1"}}).status, 404U);
}

TEST(Respondents, DivergeAndWeakAnswersLeadSomewhereWithTheReason) {
  const auto key = world().begin({{"repondant", "Le maire"}});
  EXPECT_TRUE(has(world().dossier(key), "pas encore de réponse"));
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "ajouter"}, {"nom", "L’association"}}).status,
            303U);
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "ajouter"}, {"nom", " "}}).status, 400U);
  const auto seats = world().seats(key);
  ASSERT_EQ(seats.size(), 2U);
  world().answer_all(seats[0], "1");
  EXPECT_EQ(world().post("/diagnostic/reponses", {{"cle", seats[1]}, {"levier", "5"}, {"n1", "4"}, {"n2", "1"}}).status,
            303U);
  const auto page = world().dossier(key);
  EXPECT_TRUE(has(page, "Le maire\u00a0: 1 et L’association\u00a0: 4"));
  EXPECT_TRUE(has(page, "Vous avez répondu 1,0 sur 4 en moyenne."));
  EXPECT_TRUE(has(page, "rangement de Catalyse"));
  EXPECT_TRUE(has(page, "viewBox"));
  EXPECT_TRUE(has(page, "Niveau moyen par levier, au 22 novembre 2026"));
  EXPECT_TRUE(has(page, "Pas encore de comparaison"));
  const auto english = world().get("/en/diagnostic/dossier?cle=" + key);
  EXPECT_TRUE(has(english.body, "You answered 1.0 out of 4 on average."));
  const auto csv = world().get("/diagnostic/dossier.csv?cle=" + key);
  EXPECT_TRUE(has(csv.body, "1,2026-11-22,1,L’association,5-1,"));
  EXPECT_TRUE(has(world().get("/diagnostic/dossier.json?cle=" + key).body, "\"mean\":1"));
}

TEST(Rounds, CompareWithTheYearBefore) {
  const auto key = world().begin();
  world().answer_all(world().seats(key).at(0), "2");
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "tour"}}).status, 303U);
  world().answer_all(world().seats(key).at(0), "3");
  const auto page = world().dossier(key);
  EXPECT_TRUE(has(page, "Tour 2"));
  EXPECT_TRUE(has(page, "+1,0")) << "the change by lever";
  EXPECT_TRUE(has(page, "stroke-dasharray")) << "and the year before, dashed";
}

TEST(Sharing, ShowsMeansToEverybodyAndIsTakenBackAtOnce) {
  const auto key = world().begin({{"repondant", "Nom à taire"}});
  world().answer_all(world().seats(key).at(0), "3");
  const std::string lever = "/leviers/5-apprendre-a-faire-alliance?territoire=com:76540";
  EXPECT_TRUE(has(world().get(lever).body, "Aucun autodiagnostic partagé"));
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "partage"}, {"partage", "tous"}}).status,
            400U);
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "partage"}, {"partage", "public"}}).status,
            303U);
  const auto page = world().dossier(key);
  std::smatch found;
  ASSERT_TRUE(std::regex_search(page, found, std::regex("/diagnostic/partages\\?de=[a-z0-9]+")));
  const auto address = found[0].str();
  const auto shown = world().get(address);
  EXPECT_EQ(shown.status, 200U);
  EXPECT_TRUE(has(shown.body, "3,0"));
  EXPECT_FALSE(has(shown.body, "Nom à taire"));
  EXPECT_FALSE(has(shown.body, key));
  EXPECT_TRUE(has(world().get("/diagnostic/partages").body, "Rouen"));
  EXPECT_TRUE(has(world().get(lever).body, "niveau moyen 3,0 sur 4"));
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "partage"}, {"partage", "non"}}).status, 303U);
  EXPECT_EQ(world().get(address).status, 404U);
  EXPECT_TRUE(has(world().get(lever).body, "Aucun autodiagnostic partagé"));
}

TEST(Erasing, AsksFirstAndLeavesNothing) {
  const auto key = world().begin();
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "effacer"}}).status, 400U);
  EXPECT_EQ(world().get("/diagnostic/dossier?cle=" + key).status, 200U);
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", key}, {"geste", "effacer"}, {"confirmation", "1"}}).status,
            303U);
  EXPECT_EQ(world().get("/diagnostic/dossier?cle=" + key).status, 404U);
}

TEST(Comparison, NeedsFiveComparableTerritoriesThatAgreedAndNeverSaysHowManyFewer) {
  const auto& all = *world().context.library.territories;
  const auto rouen = all.find(*core::PlaceCode::parse("com:76540"));
  const auto peers = world().context.observatory->peers(*rouen);
  ASSERT_TRUE(peers);
  ASSERT_GE(peers->list.size(), 5U) << "the world is too small for this test";
  const auto key = world().begin();
  world().answer_all(world().seats(key).at(0), "2");
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_TRUE(has(world().dossier(key), "Pas encore de comparaison")) << i;
    const auto& place = all.place(peers->list[i].place);
    const auto answer =
        world().post("/diagnostic",
                     {{"genre", "territoire"}, {"territoire", core::PlaceCode::make(place.level, place.code)->text()}});
    const std::string where(answer.header("location"));
    keys.push_back(where.substr(where.find("cle=") + 4));
    world().answer_all(world().seats(keys.back()).at(0), i < 3 ? "1" : "4");
    EXPECT_EQ(world()
                  .post("/diagnostic/dossier", {{"cle", keys.back()}, {"geste", "partage"}, {"partage", "comparaison"}})
                  .status,
              303U);
  }
  const auto page = world().dossier(key);
  EXPECT_TRUE(has(page, "Médiane de 5 territoires comparables"));
  EXPECT_TRUE(has(page, "Médiane des comparables"));
  EXPECT_EQ(world().post("/diagnostic/dossier", {{"cle", keys[0]}, {"geste", "partage"}, {"partage", "non"}}).status,
            303U);
  EXPECT_TRUE(has(world().dossier(key), "Pas encore de comparaison")) << "one took it back";
}

TEST(Own, AreListedForWhoBeganThemWithAnAccountAndSayWhereTheyStandOnALever) {
  const World own;
  const auto sent = [&](std::string_view target, const std::string& body) {
    return http::send(*own.router, {.method = "POST",
                                    .target = std::string(target),
                                    .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                                {"Sec-Fetch-Site", "same-origin"},
                                                {"Cookie", "session=anne"}},
                                    .body = "jeton=jeton-sans-secret&" + body});
  };
  const auto seen = [&](const std::string& who) {
    return std::string(http::get(*own.router, "/diagnostic", {{"Cookie", "session=" + who}}).body);
  };
  EXPECT_FALSE(has(seen("anne"), "/diagnostic/dossier?cle="));
  const auto begun = sent("/diagnostic", "genre=projet&nom=Un+jardin+%3Cb%3E&repondant=Anne");
  ASSERT_EQ(begun.status, 303U) << begun.body;
  const std::string address(begun.header("location"));
  ASSERT_EQ(sent("/diagnostic", "genre=alliance&nom=Une+alliance").status, 303U);
  const auto list = seen("anne");
  EXPECT_TRUE(has(list, address)) << list;
  EXPECT_TRUE(has(list, "Un jardin &lt;b&gt;"));
  EXPECT_TRUE(has(list, "Une alliance"));
  EXPECT_FALSE(has(seen("zoe"), "/diagnostic/dossier?cle=")) << "nobody else's";
  EXPECT_FALSE(has(own.get("/diagnostic").body, "/diagnostic/dossier?cle="));
  const auto standings = own_standings(*own.database);
  const auto before = standings("anne", 5, core::Language::fr);
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(before[0].text, "Aucune réponse encore sur ce levier.");
  own.answer_all(own.seats(address.substr(address.find("cle=") + 4)).at(0), "2");
  const auto all = standings("anne", 5, core::Language::fr);
  const auto garden = std::ranges::find_if(all, [](const auto& one) { return one.title.starts_with("Un jardin"); });
  ASSERT_NE(garden, all.end());
  EXPECT_EQ(garden->address, address);
  EXPECT_TRUE(has(garden->text, "2,0 sur 4")) << garden->text;
  EXPECT_TRUE(standings("zoe", 5, core::Language::fr).empty());
}

}  // namespace
}  // namespace catalyse::assessment
