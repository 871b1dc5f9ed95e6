// The room as a reader meets it: addresses in, pages and data out.
#include "tracker.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <regex>

#include "accounts/permission_rules.hpp"
#include "db/fresh_database.hpp"
#include "exchange.hpp"
#include "http/http.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "model.hpp"

namespace catalyse::tracker {
namespace {

constexpr std::string_view kStatusForm = "/mesures/programmes/alliances-strategiques/3/statut";

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

std::string shipped() { return ingest::testing::content_of("data/programmes/alliances-strategiques.csv"); }

std::string status(unsigned number, std::string_view date, std::string_view word, std::string_view explanation = "",
                   std::string_view evidence = "") {
  return "status,,," + std::to_string(number) + "," + std::string(date) + ",," + std::string(word) + ",,,,," +
         std::string(explanation) + ",,,,Une pilote," + std::string(evidence) + ",,\n";
}

// A server of one test: its own database and its own day.
struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  db::Database database;
  std::shared_ptr<web::Site> site = std::make_shared<web::Site>();
  std::shared_ptr<const core::Clock> clock;
  std::unique_ptr<http::Router> router;

  explicit World(std::string_view today = "2021-06-01") : database(or_throw(db::Database::open(fresh.url()))) {
    std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
    all.insert(all.end(), migrations().begin(), migrations().end());
    if (!database.migrate(all)) throw std::runtime_error("migrations");
    site->base_url = "https://catalyse.exemple";
    web::register_messages(web::messages());
    web::register_messages(messages());
    clock = std::make_shared<core::FixedClock>(std::chrono::sys_days(*parse_day(today)));
    route({});
  }
  // How the public reads a person of ours: by name only where they allow it.
  std::string allowed{};

  void route(Relating related) {
    auto shown = context(database, site, clock);
    shown.related = std::move(related);
    shown.name_of = [this](std::string_view person, core::Language language) {
      if (person == allowed) return std::string("Aline, pilote");
      return std::string(language == core::Language::fr ? "un contributeur" : "a contributor");
    };
    http::RouterOptions options;
    options.routes = contribution(shown).routes;
    options.error_page = web::error_page(*site);
    options.version = "test";
    // The secret of a session is the name of its role here; who may what is the real table.
    options.gate.cookie = "session";
    options.gate.sign_in = "/connexion";
    options.gate.identify = [](std::string_view secret) {
      const auto colon = secret.find('.');
      http::Actor actor{"p-" + std::string(secret), "Une pilote", {}, "s", "jeton-sans-secret"};
      actor.grants.push_back(
          {std::string(secret.substr(0, colon)),
           colon == std::string_view::npos ? "" : "mesures:" + std::string(secret.substr(colon + 1))});
      return actor;
    };
    options.gate.allows = [](const http::Actor& actor, const http::Who& who) {
      std::vector<accounts::Held> held;
      for (const auto& grant : actor.grants) held.push_back({grant.role, grant.scope});
      return accounts::permits_somewhere(held, who.action, who.room);
    };
    router = std::make_unique<http::Router>(std::move(options));
  }
  void take(const std::string& text) {
    const auto imported = or_throw(import_file({"f.csv", text}, database, core::SystemClock().now()));
    if (imported.report.refused > 0) throw std::runtime_error(imported.report.bad[0].reason);
  }
  [[nodiscard]] http::TestAnswer get(std::string_view target) const { return http::get(*router, target); }
};

// A form sent by somebody who is signed in, from our own pages.
http::TestAnswer sent(const World& world, std::string_view target, const std::string& body,
                      const std::string& session = "pilot", const std::string& token = "jeton-sans-secret") {
  http::TestRequest request;
  request.method = "POST";
  request.target = target;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Sec-Fetch-Site", "same-origin"},
                     {"Cookie", "session=" + session}};
  request.body = "jeton=" + token + "&" + body;
  return http::send(*world.router, request);
}
http::TestAnswer seen(const World& world, std::string_view target, const std::string& session) {
  return http::get(*world.router, target, {{"Cookie", "session=" + session}});
}

bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}

std::size_t times(const http::TestAnswer& answer, std::string_view words) {
  std::size_t n = 0;
  for (auto at = answer.body.find(words); at != std::string::npos; at = answer.body.find(words, at + 1)) ++n;
  return n;
}

TEST(Board, OfThe17OctoberQuotesTheTallyAndKnowsNoStatus) {
  World world;
  world.take(shipped());
  const auto page = world.get("/mesures?date=2020-10-17");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "Décompte publié le 17 octobre 2020"));
  EXPECT_TRUE(says(
      page, "Très satisfaisant\u00a0: 6, Satisfaisant\u00a0: 9, Retard expliqué\u00a0: 6 et Remis en cause\u00a0: 0"));
  EXPECT_EQ(times(page, "<td><span class=\"level l0\">Statut inconnu</span>"), 21U) << "each measure, and none guessed";
  EXPECT_FALSE(says(page, "<td><span class=\"level l1")) << "the quoted tally gives no measure a status";
  EXPECT_TRUE(says(page, "Statut inconnu\u00a0: 21"));
  EXPECT_FALSE(says(world.get("/mesures?date=2020-10-16"), "Décompte publié")) << "not known the day before";
}

TEST(Board, ShowsTheSameMeasuresUnderEachGrouping) {
  World world;
  world.take(shipped());
  for (const auto* grouping : {"dimension", "temporalite", "chantier", "nimporte"}) {
    const auto page = world.get(std::string("/mesures?groupement=") + grouping);
    EXPECT_EQ(times(page, "<th scope=\"row\"><a href=\"/mesures/"), 21U) << grouping;
  }
  EXPECT_TRUE(says(world.get("/mesures?groupement=chantier"), "proposé par Catalyse"));
  EXPECT_FALSE(says(world.get("/mesures?groupement=dimension"), "proposé par Catalyse"));
}

TEST(Board, ChangesAtOnceWithItsFeedAndItsHistory) {
  World world;
  world.take(shipped());
  EXPECT_FALSE(says(world.get("/mesures/3"), "changement-1"));
  const auto text =
      shipped() + status(3, "2021-03-01", "satisfaisant") +
      status(3, "2021-04-01", "retard-explique", "Le confinement a tout arrêté", "https://exemple.fr/note");
  world.take(text);
  EXPECT_TRUE(says(world.get("/mesures"), "Retard expliqué\u00a0: 1"));
  EXPECT_TRUE(says(world.get("/mesures?date=2021-03-31"), "Satisfaisant\u00a0: 1"));
  const auto history = world.get("/mesures/3");
  EXPECT_TRUE(says(history, "<ins>Le confinement a tout arrêté</ins>"));
  EXPECT_TRUE(says(history, "auparavant\u00a0: Satisfaisant"));
  EXPECT_TRUE(says(history, "href=\"https://exemple.fr/note\""));
  const auto feed = world.get("/mesures.atom");
  EXPECT_EQ(feed.header("content-type"), "application/atom+xml; charset=utf-8");
  EXPECT_TRUE(says(feed, "<updated>2021-04-01T00:00:00Z</updated>"));
  EXPECT_TRUE(says(world.get("/mesures/3.atom"), "#changement-2"));
  EXPECT_EQ(world.get("/mesures.csv").body, text) << "what is downloaded is what was imported";
}

TEST(Board, AsDataKeepsComputedAndQuotedApart) {
  World world;
  world.take(shipped() + status(1, "2020-09-01", "tres-satisfaisant"));
  const auto json = boost::json::parse(world.get("/mesures.json?date=2020-10-17").body);
  EXPECT_EQ(json.at("computed_tally").at("tres-satisfaisant").as_int64(), 1);
  EXPECT_EQ(json.at("computed_tally").at("unknown").as_int64(), 20);
  EXPECT_EQ(json.at("quoted_tallies").at(0).at("satisfaisant").as_int64(), 9);
  EXPECT_TRUE(json.at("measures").at(1).at("status").is_null());
  EXPECT_EQ(json.at("reviews").at(1).at("state").as_string(), "held");
  EXPECT_EQ(json.at("reviews").at(0).at("state").as_string(), "late");
  EXPECT_EQ(json.at("reviews").at(2).at("state").as_string(), "due");
  EXPECT_TRUE(
      boost::json::parse(world.get("/mesures.json?date=2020-05-08").body).at("quoted_tallies").as_array().empty());
}

TEST(Address, OfADayOrAMeasureThatIsNotIsRefusedInWords) {
  World world;
  world.take(shipped());
  EXPECT_EQ(world.get("/mesures?date=2020-02-30").status, 400U);
  EXPECT_TRUE(says(world.get("/mesures?date=hier"), "hier"));
  EXPECT_EQ(world.get("/mesures?date=2021-06-02").status, 400U) << "tomorrow";
  EXPECT_EQ(world.get("/mesures?date=2021-06-01").status, 200U);
  for (const auto* bad :
       {"/mesures/0", "/mesures/22", "/mesures/03", "/mesures/-1", "/mesures/trois", "/mesures/99999999999",
        "/mesures/programmes/crte", "/mesures/programmes/alliances-strategiques/22"})
    EXPECT_EQ(world.get(bad).status, 404U) << bad;
  EXPECT_EQ(world.get("/mesures.csv?dialecte=klingon").status, 400U);
  const auto hostile = world.get("/mesures?date=%3Cscript%3E");
  EXPECT_EQ(hostile.status, 400U);
  EXPECT_FALSE(says(hostile, "<script>"));
}

TEST(Server, WithoutAProgrammeSaysSo) {
  World world;
  EXPECT_EQ(world.get("/mesures").status, 404U);
  EXPECT_TRUE(says(world.get("/mesures"), "Aucun programme"));
}

constexpr std::string_view kOther =
    "record,id,parent,number,date,months,status,label_fr,label_en,text_fr,text_en,explanation,risks,next,success,"
    "author,"
    "evidence,counts,source\n"
    "programme,crte-essai,,1,2024-01-01,,,CRTE d’essai,,,,,,,,,,,\n"
    "objective,,,1,,,,<b>Rénover</b> l’école,,,,,,,,,,,\n"
    "status,,,1,2024-02-01,,satisfaisant,,,,,,<script>alert(1)</script>,,,Une pilote,,,\n";

TEST(Programmes, BesideTheFirstHaveTheirOwnAddressAndAList) {
  World world("2026-11-22");
  world.take(shipped());
  EXPECT_FALSE(says(world.get("/mesures"), "/mesures/programmes\""));
  world.take(std::string(kOther));
  EXPECT_TRUE(says(world.get("/mesures"), "/mesures/programmes\""));
  const auto list = world.get("/en/mesures/programmes");
  EXPECT_TRUE(says(list, "/en/mesures/programmes/crte-essai"));
  EXPECT_TRUE(says(list, "href=\"/en/mesures\""));
  const auto board = world.get("/mesures/programmes/crte-essai");
  EXPECT_EQ(board.status, 200U);
  EXPECT_TRUE(says(board, "&lt;b&gt;Rénover"));
  const auto measure = world.get("/mesures/programmes/crte-essai/1");
  EXPECT_FALSE(says(measure, "<script>alert"));
  EXPECT_TRUE(says(measure, "&lt;script&gt;alert(1)"));
  EXPECT_EQ(world.get("/mesures/programmes/alliances-strategiques.csv").body, shipped());
  EXPECT_TRUE(says(world.get("/mesures/programmes/crte-essai.atom"), "crte-essai/1#changement-1"));
}

TEST(Tally, MayBeFramedAndTheBoardMayNot) {
  World world;
  world.take(shipped());
  const auto framed = world.get("/mesures/bilan");
  EXPECT_EQ(framed.status, 200U);
  EXPECT_NE(framed.header("content-security-policy").find("frame-ancestors *"), std::string_view::npos);
  EXPECT_NE(world.get("/mesures").header("content-security-policy").find("frame-ancestors 'none'"),
            std::string_view::npos);
  EXPECT_TRUE(says(framed, "<link rel=\"canonical\" href=\"https://catalyse.exemple/mesures\">"));
  EXPECT_TRUE(says(framed, "<body class=\"embedded\">")) << "the frame that all embedded pages share";
  EXPECT_TRUE(says(framed, "href=\"https://catalyse.exemple/mesures\" target=\"_blank\""));
  EXPECT_LT(framed.body.size(), 4000U);
}

TEST(Calendar, HoldsEachReviewOnceWithFoldedLines) {
  World world;
  world.take(shipped());
  const auto ics = world.get("/mesures/calendrier.ics");
  EXPECT_EQ(ics.header("content-type"), "text/calendar; charset=utf-8");
  EXPECT_EQ(times(ics, "BEGIN:VEVENT\r\n"), 5U);
  EXPECT_TRUE(says(ics, "DTSTART;VALUE=DATE:20201017"));
  for (std::size_t at = 0; at < ics.body.size();) {
    const auto end = ics.body.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75U);
    at = end + 2;
  }
}

TEST(Page, IsLightAndHasNoTextOfItsOwn) {
  World world("2026-11-22");
  std::string text = shipped();
  for (unsigned i = 0; i < 60; ++i)
    text += status(1 + i % 21, "2021-0" + std::to_string(1 + i / 10) + "-01",
                   i % 3 == 0 ? "satisfaisant" : "retard-explique", "Raison");
  world.take(text);
  for (const auto* path : {"/mesures", "/en/mesures", "/mesures?groupement=chantier", "/mesures/3", "/mesures.json"})
    EXPECT_LT(world.get(path).body.size(), 150U << 10U) << path;
  EXPECT_TRUE(says(world.get("/en/mesures"), "Operational measures"));
  EXPECT_TRUE(says(world.get("/en/mesures"), "Delay, explained"));
}

TEST(Status, IsSetByAPilotOnlyAfterItsExplanationAndShowsAtOnce) {
  World world;
  world.take(shipped());
  EXPECT_FALSE(says(world.get("/mesures/3"), "Changer le statut"));
  EXPECT_TRUE(says(seen(world, "/mesures/3", "pilot"), "/mesures/programmes/alliances-strategiques/3/statut"));
  EXPECT_TRUE(says(seen(world, kStatusForm, "pilot"), "name=\"version\" value=\"0\""));
  const auto bare = sent(world, kStatusForm, "version=0&statut=retard-explique&risques=Un+risque");
  EXPECT_EQ(bare.status, 400U);
  EXPECT_TRUE(says(bare, "Ce statut demande une explication"));
  EXPECT_TRUE(says(bare, "Un risque")) << "what was typed is kept";
  EXPECT_TRUE(says(world.get("/mesures.json"), "\"unknown\":21")) << "nothing was written";
  const auto done = sent(
      world, kStatusForm,
      "version=0&statut=retard-explique&explication=Le+confinement%0D%0Aa+dur%C3%A9&preuve=https://exemple.fr/note");
  EXPECT_EQ(done.status, 303U);
  EXPECT_EQ(done.header("location"), "/mesures/3#changement-1");
  EXPECT_TRUE(says(world.get("/mesures.json"), "\"retard-explique\":1"));
  EXPECT_TRUE(says(world.get("/mesures/3"), "Le confinement a duré"));
  EXPECT_TRUE(says(world.get("/mesures.atom"), "Le confinement a duré"));
  EXPECT_TRUE(says(world.get("/mesures.csv"), "status,,,3,2021-06-01,,retard-explique")) << "dated by the server";
}

TEST(File, NamesThePilotAsThePublicReadsThemAndComesBackAsItWentOut) {
  World world;
  world.take(shipped() + status(4, "2021-03-01", "satisfaisant"));
  ASSERT_EQ(sent(world, kStatusForm, "version=1&statut=satisfaisant").status, 303U);
  const auto file = world.get("/mesures.csv").body;
  EXPECT_NE(file.find(",un contributeur,"), std::string::npos);
  EXPECT_NE(file.find(",Une pilote,"), std::string::npos) << "a name that a file brought stands as it is";
  for (const auto* path : {"/mesures.csv", "/en/mesures.csv", "/mesures.csv?dialecte=excel-fr", "/mesures/3.csv",
                           "/mesures.json", "/mesures/3.json", "/mesures/3", "/mesures/3.atom", "/mesures.atom"}) {
    const auto answer = world.get(path);
    EXPECT_EQ(answer.status, 200U) << path;
    EXPECT_FALSE(says(answer, "p-pilot")) << path << " gives an internal id away";
    EXPECT_FALSE(says(answer, "person:")) << path;
  }
  EXPECT_EQ(world.get("/en/mesures.csv").body, file);
  world.allowed = "p-pilot";
  const auto named = world.get("/mesures.csv").body;
  EXPECT_NE(named.find(",\"Aline, pilote\","), std::string::npos);
  // Back where it comes from, under either name, and elsewhere.
  for (const auto& text : {file, named}) {
    const auto again = or_throw(import_file({"f.csv", text}, world.database, core::SystemClock().now()));
    EXPECT_EQ(again.report.refused, 0U);
    EXPECT_EQ(again.added + again.kept, 0U);
    EXPECT_EQ(world.get("/mesures.csv").body, named) << "the register knows better who signed";
    World other;
    other.take(text);
    EXPECT_EQ(other.get("/mesures.csv").body, text) << "out as in, byte for byte";
  }
  auto rewritten = named;
  rewritten.replace(rewritten.rfind("2021-06-01"), 10, "2021-05-31");
  EXPECT_EQ(import_file({"f.csv", rewritten}, world.database, core::SystemClock().now()).error().message_id,
            "tracker.import.history");
}

TEST(Evaluation, AtAHorizonIsWrittenByThePilotAndShownWithItsMeasure) {
  World world;
  world.take(shipped());
  EXPECT_TRUE(says(world.get("/mesures/3"), "Évaluation en retard"));
  EXPECT_FALSE(says(world.get("/mesures/3"), "echeance=3"));
  EXPECT_TRUE(says(seen(world, "/mesures/3", "pilot"), std::string(kStatusForm) + "?echeance=3"));
  EXPECT_FALSE(says(seen(world, "/mesures/3?date=2021-01-01", "pilot"), "echeance=3")) << "no past day is written";
  const auto form = seen(world, std::string(kStatusForm) + "?echeance=3", "pilot");
  EXPECT_TRUE(says(form, "Évaluation de la mesure 3 à 3 mois")) << form.body;
  EXPECT_TRUE(says(form, "name=\"echeance\" value=\"3\""));
  for (const auto* other : {"12", "0", "x", "-3", "33333"})
    EXPECT_EQ(seen(world, std::string(kStatusForm) + "?echeance=" + other, "pilot").status, 404U) << other;
  const auto bare = sent(world, kStatusForm, "version=0&statut=satisfaisant&echeance=3&suite=Continuer");
  EXPECT_EQ(bare.status, 400U);
  EXPECT_TRUE(says(bare, "Une évaluation dit ce qui est fait"));
  EXPECT_TRUE(says(bare, "Continuer"));
  EXPECT_TRUE(says(bare, "name=\"echeance\" value=\"3\"")) << "and it is still that evaluation";
  EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=satisfaisant&echeance=12&explication=Fait").status, 404U);
  EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=satisfaisant&echeance=3&explication=Fait").status, 303U);
  const auto page = world.get("/mesures/3");
  EXPECT_TRUE(says(page, "Faite le"));
  EXPECT_TRUE(says(page, "Évaluation à 3 mois"));
  EXPECT_TRUE(says(page, "Évaluation en retard")) << "the one at nine months still is";
  EXPECT_TRUE(says(world.get("/mesures.csv"), "status,,,3,2021-06-01,3,satisfaisant,,,,,Fait"));
  EXPECT_TRUE(says(world.get("/mesures/3.atom"), "évaluation à 3 mois"));
  const auto json = boost::json::parse(world.get("/mesures.json").body);
  EXPECT_EQ(json.at("reviews").at(0).at("evaluated").as_array().size(), 1U);
  EXPECT_TRUE(says(world.get("/mesures"), "1 évaluée(s) sur"));
  EXPECT_EQ(boost::json::parse(world.get("/mesures/3.json").body).at("history").at(0).at("evaluates_months").as_int64(),
            3);
}

TEST(Measure, LeadsToWhatMayHelpWhenARoomKnows) {
  World world;
  world.take(shipped());
  EXPECT_FALSE(says(world.get("/mesures/3"), "id=\"appuis\"")) << "no room says anything here";
  world.route([](unsigned measure, core::Language) {
    if (measure != 3) return std::vector<Related>{};
    return std::vector<Related>{{"Avec <qui> ?", "/leviers/5#question-5-2", {{"Un kit", "/ressources/kit"}}}};
  });
  const auto page = world.get("/en/mesures/3");
  EXPECT_TRUE(says(page, "id=\"appuis\""));
  EXPECT_TRUE(says(page, "href=\"/en/leviers/5#question-5-2\">Avec &lt;qui&gt; ?"));
  EXPECT_TRUE(says(page, "href=\"/en/ressources/kit\""));
  EXPECT_FALSE(says(world.get("/mesures/4"), "id=\"appuis\""));
}

TEST(Status, OfTwoPilotsAtOnceIsTheFirstAndTheSecondLosesNothing) {
  World world;
  world.take(shipped());
  EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=satisfaisant").status, 303U);
  const auto second = sent(world, kStatusForm, "version=0&statut=tres-satisfaisant&reussites=Un+succ%C3%A8s");
  EXPECT_EQ(second.status, 409U);
  EXPECT_TRUE(says(second, "Un succès"));
  EXPECT_TRUE(says(second, "name=\"version\" value=\"1\""));
  EXPECT_TRUE(says(world.get("/mesures.json"), "\"history_entries\":1"));
}

TEST(Status, IsNotForOthers) {
  World world;
  world.take(shipped());
  EXPECT_EQ(world.get(kStatusForm).status, 303U) << "sign in first";
  for (const auto* role : {"reader", "contributor", "editor", "reviewer", "administrator", "pilot.crte"}) {
    EXPECT_EQ(seen(world, kStatusForm, role).status, 404U) << role;
    EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=satisfaisant", role).status, 404U) << role;
  }
  EXPECT_EQ(seen(world, kStatusForm, "pilot.alliances-strategiques").status, 200U);
  EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=satisfaisant", "pilot", "autre").status, 403U);
  EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=parfait").status, 400U);
  EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=satisfaisant&preuve=javascript:alert(1)").status, 400U);
  EXPECT_EQ(sent(world, kStatusForm, "version=0&statut=satisfaisant&date=2020-01-01").status, 400U)
      << "no field dates a change";
  EXPECT_EQ(sent(world, "/mesures/programmes/alliances-strategiques/22/statut", "version=0&statut=satisfaisant").status,
            404U);
  EXPECT_TRUE(says(world.get("/mesures.json"), "\"history_entries\":0"));
}

constexpr std::string_view kReviewForm = "/mesures/programmes/alliances-strategiques/revue";

TEST(Review, IsRecordedWithItsMinutesByWhoIsInChargeAndStaysWhateverIsImported) {
  World world;
  world.take(shipped());
  EXPECT_FALSE(says(world.get("/mesures"), "/revue"));
  EXPECT_TRUE(says(seen(world, "/mesures", "pilot"), std::string(kReviewForm) + "?echeance=9"));
  EXPECT_FALSE(says(seen(world, "/mesures?date=2021-01-01", "pilot"), "/revue?echeance")) << "no past day is written";
  EXPECT_TRUE(says(world.get("/mesures.json"), "\"months\":9,\"due\":\"2021-02-07\",\"state\":\"late\""));
  const auto form = seen(world, std::string(kReviewForm) + "?echeance=9", "pilot");
  EXPECT_TRUE(says(form, "Revue tenue à 9 mois"));
  EXPECT_TRUE(says(form, "value=\"Revue à 9 mois\"")) << "a title to begin with";
  const auto bare = sent(world, kReviewForm, "echeance=9&jour=2021-02-15&titre=Bilan");
  EXPECT_EQ(bare.status, 400U);
  EXPECT_TRUE(says(bare, "Écrivez le compte rendu, ou dites où le lire"));
  for (const auto* day : {"2021-06-02", "2020-05-06", "2021-02-30", "hier", ""})
    EXPECT_EQ(sent(world, kReviewForm, std::string("echeance=9&titre=B&compte_rendu=C&jour=") + day).status, 400U)
        << day;
  EXPECT_EQ(sent(world, kReviewForm, "echeance=9&jour=2021-02-15&titre=B&preuve=javascript:alert(1)").status, 400U);
  const auto done =
      sent(world, kReviewForm,
           "echeance=9&jour=2021-02-15&titre=Bilan+de+neuf+mois&compte_rendu=%3Cb%3ESept%3C/b%3E%0D%0Amesures"
           "&preuve=https://exemple.fr/cr.pdf");
  EXPECT_EQ(done.status, 303U);
  EXPECT_EQ(done.header("location"), "/mesures#revue-2021-02-15-9");
  const auto board = world.get("/mesures");
  EXPECT_TRUE(says(board, "id=\"revue-2021-02-15-9\""));
  EXPECT_TRUE(says(board, "&lt;b&gt;Sept&lt;/b&gt; mesures"));
  EXPECT_TRUE(says(board, "href=\"https://exemple.fr/cr.pdf\""));
  EXPECT_TRUE(says(board, "id=\"revue-2020-10-17-6\"")) << "beside those of the file";
  EXPECT_FALSE(says(world.get("/mesures?date=2021-02-14"), "revue-2021-02-15-9")) << "not known the day before";
  EXPECT_TRUE(says(world.get("/mesures.json"), "\"months\":9,\"due\":\"2021-02-07\",\"state\":\"held\""));
  EXPECT_TRUE(says(world.get("/mesures.atom"), "Bilan de neuf mois"));
  const auto twice = sent(world, kReviewForm, "echeance=9&jour=2021-02-15&titre=Autre&compte_rendu=Un+autre+texte");
  EXPECT_EQ(twice.status, 409U);
  EXPECT_TRUE(says(twice, "Un autre texte")) << "what was typed is kept";
  EXPECT_TRUE(says(twice, "déjà enregistrée"));
  EXPECT_EQ(sent(world, kReviewForm, "jour=2021-02-15&titre=Hors+calendrier&compte_rendu=Texte").status, 303U)
      << "another horizon, or none, is another review";
  world.take(shipped());
  EXPECT_TRUE(says(world.get("/mesures"), "id=\"revue-2021-02-15-9\"")) << "the shipped file without it takes nothing";
  const auto text = world.get("/mesures.csv").body;
  EXPECT_TRUE(text.find("review,,,,2021-02-15,9,,Bilan de neuf mois,,<b>Sept</b> mesures,") != std::string::npos)
      << text;
  EXPECT_FALSE(text.contains("person:")) << "an id is nobody's business";
  world.take(text);
  EXPECT_EQ(world.get("/mesures.csv").body, text) << "and it goes out as it came in";
  world.allowed = "p-pilot";
  EXPECT_TRUE(says(world.get("/mesures"), "Par Aline, pilote.")) << "the register still knows who signed";
}

TEST(Review, IsNotForOthers) {
  World world;
  world.take(shipped());
  EXPECT_EQ(world.get(kReviewForm).status, 303U) << "sign in first";
  const std::string whole = "jour=2021-02-15&titre=Bilan&compte_rendu=Texte";
  for (const auto* role : {"reader", "contributor", "editor", "reviewer", "administrator", "pilot.crte"}) {
    EXPECT_EQ(seen(world, kReviewForm, role).status, 404U) << role;
    EXPECT_EQ(sent(world, kReviewForm, whole, role).status, 404U) << role;
  }
  for (const auto* horizon : {"4", "0", "x", "-3", "9999"}) {
    const auto asked = std::string("echeance=").append(horizon);
    EXPECT_EQ(seen(world, std::string(kReviewForm).append("?").append(asked), "pilot").status, 404U) << horizon;
    EXPECT_EQ(sent(world, kReviewForm, std::string(whole).append("&").append(asked)).status, 404U) << horizon;
  }
  EXPECT_EQ(sent(world, kReviewForm, whole, "pilot", "autre").status, 403U);
  EXPECT_EQ(sent(world, kReviewForm, whole + "&auteur=moi").status, 400U) << "no field signs a review";
  EXPECT_EQ(sent(world, kReviewForm, whole, "pilot.alliances-strategiques").status, 303U);
  EXPECT_TRUE(says(world.get("/mesures"), "Par un contributeur."));
}

TEST(Measure, LeadsWhereItsProgrammeSays) {
  World world;
  world.take(shipped() +
             "link,,,3,,,,Un <cas>,A <case>,,,,,,,,/cas/maison-des-alliances,,\n"
             "link,,,3,,,,Un site,,,,,,,,,https://exemple.fr/a?b=1&c=2,,doc-001\n"
             "link,,,4,,,,Autre,,,,,,,,,/ressources/kit-odd-17,,\n");
  const auto page = world.get("/en/mesures/3");
  EXPECT_TRUE(says(page, "href=\"/en/cas/maison-des-alliances\">A &lt;case&gt;</a> <small>Case"));
  EXPECT_TRUE(says(page, "href=\"https://exemple.fr/a?b=1&amp;c=2\""));
  EXPECT_FALSE(says(page, "kit-odd-17"));
  EXPECT_TRUE(says(world.get("/mesures/3.json"), "\"address\":\"/cas/maison-des-alliances\""));
  EXPECT_FALSE(says(world.get("/mesures/5"), "id=\"liens\""));
  for (const auto* bad : {"javascript:alert(1)", "//exemple.fr", "/cas/<b>", "cas/x", "/", "https://moi@exemple.fr/"}) {
    const auto imported =
        or_throw(import_file({"f.csv", shipped() + "link,,,3,,,,Un,,,,,,,,," + std::string(bad) + ",,\n"},
                             world.database, core::SystemClock().now()));
    EXPECT_EQ(imported.report.refused, 1U) << bad;
  }
}

TEST(History, OfAProgrammeSaysWhoWhenWhyAndWhatChangedThirtyAPage) {
  World world("2026-11-22");
  std::string text = shipped();
  EXPECT_EQ(world.get("/mesures/historique").status, 404U) << "no programme yet";
  world.take(text);
  EXPECT_TRUE(says(world.get("/mesures/historique"), "Aucun changement de statut"));
  for (unsigned i = 0; i < 65; ++i)
    text += status(1 + i % 2, "2021-03-0" + std::to_string(1 + i / 30), i % 4 < 2 ? "satisfaisant" : "retard-explique",
                   "Raison " + std::to_string(i));
  world.take(text);
  const auto newest = world.get("/mesures/historique");
  EXPECT_EQ(times(newest, "<article"), 30U);
  EXPECT_TRUE(says(newest, "65 changements"));
  EXPECT_LT(newest.body.find("id=\"changement-65\""), newest.body.find("id=\"changement-36\""));
  EXPECT_TRUE(says(newest, "<del>62</del> <ins>64</ins>")) << "beside the one before of the same measure";
  EXPECT_TRUE(says(newest, "href=\"/mesures/1#changement-65\""));
  EXPECT_TRUE(says(newest, "/mesures/historique?avant=36\">Plus anciens"));
  EXPECT_FALSE(says(newest, "Plus récents"));
  const auto last = world.get("/en/mesures/historique?avant=6");
  EXPECT_EQ(times(last, "<article"), 5U);
  EXPECT_TRUE(says(last, "/en/mesures/historique?avant=36\">Newer"));
  EXPECT_FALSE(says(last, ">Older<"));
  const auto then = world.get("/mesures/historique?date=2021-03-01");
  EXPECT_TRUE(says(then, "30 changements")) << "a past day knows no later one";
  EXPECT_FALSE(says(then, "changement-31"));
  for (const auto* odd : {"0", "1", "999999999", "-4", "x", "18446744073709551616"})
    EXPECT_EQ(world.get(std::string("/mesures/historique?avant=").append(odd)).status, 200U) << odd;
  EXPECT_TRUE(says(world.get("/mesures"), "href=\"/mesures/historique\""));
  EXPECT_EQ(world.get("/mesures/programmes/alliances-strategiques/historique").status, 200U);
  const auto measure = world.get("/mesures/1");
  EXPECT_EQ(times(measure, "<article"), 30U) << "of its 33: a page stays light";
  EXPECT_TRUE(says(measure, "href=\"/mesures/1?avant=7#historique\">Plus anciens"));
  EXPECT_EQ(times(world.get("/mesures/1?avant=7"), "<article"), 3U);
  EXPECT_TRUE(says(world.get("/mesures/1?avant=7"), "premier"));
  EXPECT_TRUE(says(world.get("/mesures/1"), "\"creativeWorkStatus\":"));
}

}  // namespace
}  // namespace catalyse::tracker
