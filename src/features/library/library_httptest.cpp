// The room as a reader meets it: the shipped library over the small France of tests/world.
#include "library.hpp"

#include <gtest/gtest.h>

#include "db/fresh_database.hpp"
#include "http/http.hpp"
#include "ingest/versions.hpp"
#include "library/advice.hpp"
#include "library/testing.hpp"
#include "store_links.hpp"
#include "territories/importers.hpp"
#include "web/i18n.hpp"

namespace catalyse::library {
namespace {

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

// The secret of a session is the person.
http::RouterOptions options_of(const Context& context) {
  http::RouterOptions options;
  options.routes = contribution(context).routes;
  options.error_page = web::error_page(*context.site);
  options.version = "test";
  options.gate.cookie = "session";
  options.gate.sign_in = "/connexion";
  options.gate.identify = [](std::string_view secret) {
    http::Actor actor{std::string(secret), std::string(secret), {}, "s", "jeton-sans-secret"};
    if (actor.person == "relectrice") actor.grants = {{"reviewer", ""}};
    return actor;
  };
  options.gate.allows = [](const http::Actor& actor, const http::Who& who) {
    return actor.person == "relectrice" && who.action == "review" && who.room == "ressource";
  };
  return options;
}

struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  std::unique_ptr<db::Database> database;
  Context context;
  std::unique_ptr<http::Router> router;

  World() {
    database = std::make_unique<db::Database>(or_throw(db::Database::open(fresh.url())));
    auto all = testing::migrations();
    for (const auto part : {ingest::version_migrations(), territories::migrations()})
      all.insert(all.end(), part.begin(), part.end());
    if (!database->migrate(all)) throw std::runtime_error("migrations");
    const auto places = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& importer : territories::importers()) (void)or_throw(importer.run(places, *database, {}));
    context.territories = or_throw(territories::load(*database, fresh.folder()));
    context.site = std::make_shared<const web::Site>();
    testing::load(*database, context);
    for (const auto& some : {web::messages(), messages(), cases::messages()}) web::register_messages(some);
    router = std::make_unique<http::Router>(options_of(context));
  }
  [[nodiscard]] http::TestAnswer get(std::string_view target) const { return http::get(*router, target); }
  [[nodiscard]] http::TestAnswer seen(std::string_view who, std::string_view target) const {
    return http::get(*router, target, {{"Cookie", "session=" + std::string(who)}});
  }
  [[nodiscard]] http::TestAnswer sent(std::string_view who, std::string_view target, const std::string& body) const {
    http::TestRequest request;
    request.method = "POST";
    request.target = target;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Sec-Fetch-Site", "same-origin"},
                       {"Cookie", "session=" + std::string(who)}};
    request.body = "jeton=jeton-sans-secret&" + body;
    return http::send(*router, request);
  }
};

const World& world() {
  static const World kWorld;
  return kWorld;
}

TEST(Advice, GivesResourcesCasesAndMeasuresWithAReasonEachInTwoLanguages) {
  const std::vector<std::string_view> questions{"5-2", "9-9", "7-1"};
  for (const auto language : {core::Language::fr, core::Language::en}) {
    const auto advice = advise(world().context, questions, {.most = 2, .place = {}, .language = language});
    ASSERT_EQ(advice.size(), 3U);
    EXPECT_TRUE(advice[1].empty()) << "a question that is not there";
    std::array<int, 3> kinds{};
    for (const auto& one : advice[0]) {
      ++kinds[static_cast<std::size_t>(one.kind)];
      EXPECT_TRUE(one.address.starts_with('/')) << one.address;
      EXPECT_FALSE(one.reason.empty()) << one.title;
      EXPECT_EQ(one.reason.find('{'), std::string::npos) << one.reason;
    }
    EXPECT_EQ(kinds, (std::array{2, 2, 2}));
  }
}

TEST(Advice, PutsTheCasesOfThePlaceFirst) {
  const std::vector<std::string_view> questions{"5-2"};
  const auto advice =
      advise(world().context, questions, {.most = 1, .place = "dep:76", .language = core::Language::fr});
  const auto found = std::ranges::find(advice[0], AdviceKind::example, &Advice::kind);
  ASSERT_NE(found, advice[0].end());
  EXPECT_NE(found->reason.find("Sur votre territoire"), std::string::npos) << found->title;
}

TEST(Advice, OverAllQuestionsGivesEachWhatItGivesAlone) {
  const AdviceOptions options{.most = 3, .place = "dep:76", .language = core::Language::fr};
  std::vector<std::string_view> ids;
  for (const auto& lever : world().context.shelf->levers())
    for (const auto& question : lever.questions) ids.emplace_back(question.id);
  const auto together = advise(world().context, ids, options);
  ASSERT_EQ(together.size(), ids.size());
  const auto texts = [](const std::vector<Advice>& all) {
    std::vector<std::string> said;
    for (const auto& one : all) said.push_back(one.address + ' ' + one.title + ' ' + one.reason);
    return said;
  };
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto alone = advise(world().context, std::span(ids).subspan(i, 1), options);
    EXPECT_EQ(texts(together[i]), texts(alone.front())) << ids[i];
    EXPECT_LE(together[i].size(), 3 * options.most) << ids[i];
  }
}

TEST(Related, OfAMeasureAreTheQuestionsThatNameItWithResourcesAndCases) {
  const auto& context = world().context;
  const auto relate = related(context);
  for (unsigned measure = 1; measure <= 21; ++measure) {
    std::size_t named = 0;
    for (const auto& lever : context.shelf->levers())
      for (const auto& question : lever.questions)
        if (std::ranges::find(question.measures, measure) != question.measures.end()) ++named;
    const auto all = relate(measure, core::Language::fr);
    EXPECT_EQ(all.size(), named) << measure;
    for (const auto& one : all) {
      EXPECT_EQ(world().get(one.address.substr(0, one.address.find('#'))).status, 200U) << one.address;
      EXPECT_FALSE(one.links.empty()) << one.title;
      for (const auto& link : one.links)
        EXPECT_TRUE(link.address.starts_with("/ressources/") || link.address.starts_with("/cas/")) << link.address;
    }
  }
  EXPECT_TRUE(relate(22, core::Language::fr).empty());
}

TEST(Pages, HaveNoSentenceOutsideTheTranslations) {
  web::use_pseudo_locale(web::Pseudo::on);
  const auto& shelf = *world().context.shelf;
  std::vector<std::string> targets{"/ressources?mots=zzz", "/leviers", "/parcours"};
  std::vector<std::vector<std::string>> texts;
  for (const auto& target : targets) {
    const auto answer = world().get(target);
    EXPECT_EQ(answer.status, 200U) << target;
    std::vector<std::string> own{"zzz", "English"};
    for (const auto& lever : shelf.levers()) {
      own.push_back(std::to_string(lever.number) + ". " + lever.title.fr);
      own.push_back(lever.summary.fr);
      for (const auto& source : lever.sources) own.push_back(source.title);
    }
    for (const auto& path : shelf.paths()) {
      own.push_back(path.title.fr);
      own.push_back(path.summary.fr);
    }
    std::vector<std::string_view> data(own.begin(), own.end());
    for (const auto& left : web::hard_coded_text(answer.body, data))
      EXPECT_TRUE(left.find("Catalyse") != std::string::npos || left.find(" (") != std::string::npos) << left;
  }
  web::use_pseudo_locale(web::Pseudo::off);
}

TEST(Levers, RedirectToTheirOwnAddressAndKeepTheQuery) {
  const auto answer = world().get("/leviers/5?territoire=dep:76");
  EXPECT_EQ(answer.status, 301U);
  EXPECT_EQ(answer.header("location"), "/leviers/5-apprendre-a-faire-alliance?territoire=dep%3A76");
  EXPECT_EQ(world().get("/leviers/5-autre").status, 301U);
  for (const auto* lost : {"/leviers/0", "/leviers/8-x", "/leviers/cinq", "/leviers/55555555555"})
    EXPECT_EQ(world().get(lost).status, 404U) << lost;
}

TEST(Levers, SayWhereTheReadersPlaceStandsOrThatNothingIsKnown) {
  const auto answer = world().get("/leviers/5-apprendre-a-faire-alliance?territoire=com:76540");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_NE(answer.body.find("Rouen"), std::string::npos);
  EXPECT_NE(answer.body.find("Aucun autodiagnostic partagé"), std::string::npos);
  EXPECT_NE(answer.body.find("Mesure 12"), std::string::npos);
  EXPECT_NE(answer.body.find("rangement de Catalyse"), std::string::npos);
}

TEST(Paths, KeepProgressInTheAddressAndEscapeNothingOfIt) {
  const auto answer = world().get("/parcours/odd-17-en-pratique?fait=1.3");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_NE(answer.body.find("2 étape(s) sur 4"), std::string::npos);
  EXPECT_NE(answer.body.find("?fait=1.2.3#etape-2"), std::string::npos) << "the next step is one link away";
  EXPECT_NE(answer.body.find("?fait=3#etape-1"), std::string::npos) << "and one that is done can be taken back";
  const auto hostile = world().get("/parcours/odd-17-en-pratique?fait=%3Cscript%3E");
  EXPECT_EQ(hostile.status, 200U);
  EXPECT_NE(hostile.body.find("0 étape(s) sur 4"), std::string::npos);
  EXPECT_EQ(hostile.body.find("<script>%"), std::string::npos);
}

TEST(Kept, ProgressIsOfOnePersonReplacedAndForgotten) {
  constexpr std::string_view kPath = "/compte/parcours/odd-17-en-pratique";
  EXPECT_EQ(world().get("/compte/parcours").status, 303U) << "sign in first";
  EXPECT_NE(world().get("/parcours/odd-17-en-pratique?fait=1.3").body.find(std::string(kPath) + "?fait=1.3"),
            std::string::npos);
  EXPECT_NE(world().seen("anne", std::string(kPath) + "?fait=1.3.9").body.find("name=\"fait\" value=\"1.3\""),
            std::string::npos)
      << "a step that is not there is not kept";
  EXPECT_EQ(world().sent("anne", kPath, "fait=1.3").status, 303U);
  EXPECT_NE(world().seen("anne", "/compte/parcours").body.find("/parcours/odd-17-en-pratique?fait=1.3\""),
            std::string::npos);
  EXPECT_EQ(world().seen("zoe", "/compte/parcours").body.find("odd-17-en-pratique?fait"), std::string::npos);
  const auto other = world().seen("anne", std::string(kPath) + "?fait=1");
  EXPECT_NE(other.body.find("2 étape(s) sur 4"), std::string::npos) << "what was kept so far is said before it goes";
  EXPECT_EQ(world().sent("anne", kPath, "fait=1.2.3.4").status, 303U);
  EXPECT_NE(world().seen("anne", "/compte/parcours").body.find("Parcours terminé"), std::string::npos);
  EXPECT_EQ(world().sent("zoe", kPath, "geste=oublier").status, 303U);
  EXPECT_NE(world().seen("anne", "/compte/parcours").body.find("Parcours terminé"), std::string::npos)
      << "nobody forgets for another";
  EXPECT_EQ(world().sent("anne", kPath, "geste=oublier").status, 303U);
  EXPECT_NE(world().seen("anne", "/compte/parcours").body.find("Aucun parcours"), std::string::npos);
  EXPECT_EQ(world().sent("anne", "/compte/parcours/nulle-part", "fait=1").status, 404U);
  EXPECT_EQ(world().sent("anne", "/compte/parcours/nulle-part", "geste=oublier").status, 303U)
      << "what is published no more can still be forgotten";
}

TEST(Resources, AreTheSameAsDataAndRefuseWhatIsNoFilter) {
  EXPECT_EQ(world().get("/ressources?levier=9").status, 400U);
  EXPECT_EQ(world().get("/ressources.csv?dialecte=latin").status, 400U);
  EXPECT_EQ(world().get("/ressources/nulle-part").status, 404U);
  const auto sheet = world().get("/ressources/espace-investissement-societal");
  EXPECT_NE(sheet.body.find("Aucune adresse publique"), std::string::npos);
  EXPECT_NE(world().get("/ressources/kit-odd-17.json").body.find("\"version\":1"), std::string::npos);
}

TEST(Links, SayTheirLastCheckOnEachSheetAndInAListForWhoReviews) {
  const auto& all = world().context.shelf->resources();
  const auto found = std::ranges::find_if(
      all, [](const Resource& one) { return one.value("lien").starts_with("https://www.carenews"); });
  ASSERT_NE(found, all.end());
  EXPECT_TRUE(world().get(found->address()).body.contains("n’a pas encore été vérifié"));
  EXPECT_TRUE(world().seen("relectrice", "/ressources/liens").body.contains("Aucun lien n’a encore été vérifié"));
  const auto keep = [&](LinkState state, unsigned status, const std::string& moved) {
    const auto day = [](int year, unsigned month, unsigned date) {
      return core::Instant(
          std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(date)));
    };
    ASSERT_TRUE(world().database->write([&](db::Transaction& tx) -> core::Result<void> {
      keep_check(tx, found->value("lien"), {state, day(2026, 11, 3), day(2026, 11, 17), status, moved});
      return {};
    }));
  };
  keep(LinkState::dead, 404, "");
  const auto dead = world().get(found->address());
  EXPECT_TRUE(dead.body.contains("Lien mort depuis le 3 novembre 2026"));
  EXPECT_TRUE(dead.body.contains("17 novembre 2026"));
  EXPECT_TRUE(world().get("/en" + found->address()).body.contains("Dead link since 3 November 2026"));
  EXPECT_FALSE(dead.body.contains("/ressources/liens")) << "the list is no reader's";
  EXPECT_TRUE(world().seen("relectrice", found->address()).body.contains("/ressources/liens"));
  EXPECT_TRUE(world().get(found->address() + ".json").body.contains("\"state\":\"dead\""));
  const auto list = world().seen("relectrice", "/ressources/liens");
  EXPECT_EQ(list.status, 200U);
  EXPECT_LT(list.body.find("Lien mort"), list.body.find("Jamais vérifié")) << "those to look at first";
  EXPECT_TRUE(world().seen("relectrice", "/ressources/liens.csv").body.contains(",dead,2026-11-03,2026-11-17,404,"));
  EXPECT_EQ(world().seen("lectrice", "/ressources/liens").status, 404U);
  EXPECT_EQ(world().get("/ressources/liens").status, 303U);
  keep(LinkState::moved, 301, "https://ailleurs.exemple/?a=1&b=<script>");
  const auto moved = world().get(found->address());
  EXPECT_TRUE(moved.body.contains("il renvoie à une autre adresse"));
  EXPECT_TRUE(moved.body.contains("href=\"https://ailleurs.exemple/?a=1&amp;b=&lt;script&gt;\""));
  keep(LinkState::silent, 0, "");
  EXPECT_TRUE(world().get(found->address()).body.contains("ne répond pas à Catalyse depuis le 3 novembre 2026"));
}

TEST(Uses, AreReportedWithoutAccountAndCountedUpToABound) {
  const auto use = [](std::string_view target, const std::string& key = {}) {
    http::TestRequest request;
    request.method = "POST";
    request.target = target;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}};
    request.body = "geste=usage&_envoi=" + key;
    return http::send(*world().router, request);
  };
  EXPECT_TRUE(world().get("/ressources/base-impact").body.contains("Aucun lecteur n’a encore dit"));
  EXPECT_TRUE(world().get("/ressources/base-impact").body.contains("name=\"_envoi\""));
  const auto done = use("/ressources/base-impact/usage", "page");
  EXPECT_EQ(done.status, 303U);
  EXPECT_EQ(use("/ressources/base-impact/usage", "page").status, 303U) << "pressed twice, counted once";
  EXPECT_EQ(done.header("location"), "/ressources/base-impact?merci=1#usages");
  EXPECT_TRUE(done.header("set-cookie").empty()) << "nothing follows the reader";
  EXPECT_TRUE(world().get("/ressources/base-impact?merci=1").body.contains("votre usage est compté"));
  EXPECT_TRUE(world().get("/ressources/base-impact").body.contains("1 usage déclaré depuis le"));
  for (int i = 0; i < 19; ++i) EXPECT_EQ(use("/en/ressources/base-impact/usage").status, 303U);
  const auto full = use("/ressources/base-impact/usage");
  EXPECT_EQ(full.status, 409U);
  EXPECT_TRUE(full.body.contains("le vôtre n’est pas compté"));
  EXPECT_TRUE(world().get("/ressources/base-impact").body.contains("20 usages déclarés depuis le"));
  EXPECT_TRUE(world().get("/ressources/base-impact.json").body.contains("\"reported_uses\":20"));
  EXPECT_EQ(use("/ressources/nulle-part/usage").status, 404U);
}

TEST(Schemas, OfResourcesAndPathsNameEveryFieldOfTheirKind) {
  for (const auto& [path, kind] : {std::pair{"/api/v1/ressources/schema", &resource_kind()},
                                   std::pair{"/en/api/v1/parcours/schema", &path_kind()}}) {
    const auto schema = world().get(path);
    EXPECT_EQ(schema.status, 200U) << path;
    EXPECT_EQ(schema.header("content-type"), "application/schema+json");
    for (const auto& field : kind->fields)
      EXPECT_TRUE(schema.body.contains("\"" + std::string(field.name) + "\":{\"title\":\"")) << field.name;
  }
  EXPECT_TRUE(world().get("/api/v1/ressources/schema").body.contains("\"enum\":[\"document\",\"methode\""));
  EXPECT_TRUE(world().get("/api/v1/ressources/schema").body.contains("\"required\":[\"genre\",\"titre\",\"resume\""));
}

TEST(Levers, ShowWhatTheReadersOwnAssessmentsSayToNobodyElse) {
  auto context = world().context;
  context.own = [](std::string_view person, unsigned lever, core::Language) {
    std::vector<OwnStanding> all;
    if (person == "anne" && lever == 5) all.push_back({"Rouen <2026>", "/diagnostic/dossier?cle=abc", "2,5 sur 4."});
    return all;
  };
  const http::Router router(options_of(context));
  const std::string lever = "/leviers/5-apprendre-a-faire-alliance";
  const auto own = http::get(router, lever, {{"Cookie", "session=anne"}});
  EXPECT_TRUE(
      own.body.contains("href=\"/diagnostic/dossier?cle=abc\">Rouen &lt;2026&gt;</a> <small>2,5 sur 4.</small>"));
  EXPECT_EQ(own.header("cache-control"), "private, no-store");
  EXPECT_FALSE(http::get(router, lever, {{"Cookie", "session=zoe"}}).body.contains("h-miens"));
  EXPECT_FALSE(http::get(router, lever).body.contains("h-miens"));
}

}  // namespace
}  // namespace catalyse::library
