// The room as a reader meets it: addresses in, pages and data out, on the small France of tests/world.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <regex>

#include "comparisons.hpp"
#include "db/db.hpp"
#include "db/fresh_database.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "observatory/importers.hpp"
#include "observatory/sentences.hpp"
#include "territories/importers.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {
namespace {

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
  for (const auto& more : {territories::migrations(), observatory::migrations()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

// One imported world for all tests of this file.
struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  std::unique_ptr<http::Router> router;

  World() {
    auto database = or_throw(db::Database::open(fresh.url()));
    if (!database.migrate(all_migrations())) throw std::runtime_error("migrations");
    const auto bundle = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& importers : {territories::importers(), observatory::importers()}) {
      for (const auto& importer : importers) (void)or_throw(importer.run(bundle, database, {}));
    }
    Context context;
    context.territories = or_throw(territories::load(database, fresh.folder()));
    context.observatory = or_throw(observatory::load(database, *context.territories, fresh.folder()));
    context.perimeters = std::make_shared<perimeters::Perimeters>(context.territories, nullptr);
    const auto site = std::make_shared<web::Site>();
    context.site = site;
    web::register_messages(web::messages());
    web::register_messages(messages());
    web::register_messages(observatory::messages());
    http::RouterOptions options;
    options.routes = contribution(context).routes;
    options.error_page = web::error_page(*site);
    options.version = "test";
    router = std::make_unique<http::Router>(std::move(options));
    site_ = site;
  }

 private:
  std::shared_ptr<const web::Site> site_;
};

http::TestAnswer get(std::string_view target) {
  static const World world;
  return http::get(*world.router, target);
}

bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}

TEST(Comparing, SetsPlacesSideBySideInTheOrderAsked) {
  const auto page = get("/comparer?t=com:76351&t=com:76540");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "Comparer Le Havre et Rouen"));
  EXPECT_TRUE(says(page, "id=\"theme-emploi\""));
  EXPECT_TRUE(says(page, "noindex"));
  EXPECT_TRUE(says(get("/en/comparer?t=76351&t=76540"), "Compare Le Havre and Rouen"));
}

TEST(Comparing, IsAWayInWithoutPlacesAndOffersPeersWithOne) {
  EXPECT_EQ(get("/comparer").status, 200U);
  EXPECT_FALSE(says(get("/comparer"), "noindex"));
  const auto one = get("/comparer?t=com:76540");
  EXPECT_EQ(one.status, 200U);
  EXPECT_TRUE(says(one, "t=com:76540&amp;t=com:")) << "a comparable commune, one touch away";
}

TEST(Comparing, CarriesAFormerCodeForwardAndSaysSo) {
  const auto page = get("/comparer?t=com:49071&t=com:76540");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "Comparer Chemillé-en-Anjou et Rouen"));
  EXPECT_TRUE(says(page, "49071"));
  EXPECT_TRUE(says(get("/comparer.json?t=com:49071&t=com:76540"), "49071")) << "said in the notes of the data too";
}

TEST(Comparing, CountsAPlaceOnceAndSaysSo) {
  const auto page = get("/comparer?t=com:76540&t=76540&t=com:76351");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "Rouen était demandé deux fois"));
}

TEST(Comparing, TakesAPerimeterAsATerritoryLikeTheOthers) {
  const std::string both = "cGAhMZXMgZGV1eAACAJWf7wD3Ju0";  // « Les deux »: Rouen and Le Havre
  const auto data = boost::json::parse(get("/comparer.json?t=com:76540&t=com:76351&t=" + both).body);
  const auto& places = data.at("places").as_array();
  ASSERT_EQ(places.size(), 3U);
  const auto people = [&](std::size_t i) { return places[i].at("population").as_int64(); };
  EXPECT_EQ(people(2), people(0) + people(1));
  EXPECT_EQ(places[2].at("level"), "perimetre");
  std::size_t between = 0;
  for (const auto& row : data.at("indicators").as_array()) {
    const auto& values = row.at("values").as_array();
    ASSERT_EQ(values.size(), 3U);
    EXPECT_EQ(values[2].at("code").as_string(), both);
    if (values[0].at("value").is_null() || values[1].at("value").is_null() || values[2].at("value").is_null()) continue;
    if (row.at("unit") != "%") continue;
    const auto share = [&](std::size_t i) { return values[i].at("value").to_number<double>(); };
    EXPECT_GE(share(2), std::min(share(0), share(1)) - 1e-6) << row.at("indicator");
    EXPECT_LE(share(2), std::max(share(0), share(1)) + 1e-6) << row.at("indicator");
    ++between;
  }
  EXPECT_GT(between, 5U);
  const auto page = get("/comparer?t=" + both + "&t=com:76540");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "Comparer Rouen et Les deux")) << "places first";
  EXPECT_TRUE(says(page, "2 communes prises ensemble"));
  EXPECT_TRUE(says(page, "href=\"/perimetres/" + both));
  EXPECT_FALSE(says(
      page, "/comparer/distribution?indicateur=unemployment-rate-census&amp;niveau=com&amp;t=com:76540&amp;t=" + both))
      << "no place of a distribution";
  EXPECT_TRUE(says(get("/comparer.csv?t=com:76540&t=" + both), ",perimetre," + both + ","));
  EXPECT_TRUE(says(get("/comparer?t=" + both), "t=" + both + "\"")) << "alone: offers comparable territories";
  EXPECT_EQ(get("/comparer?t=" + both + "&t=" + both).status, 200U) << "asked twice, said";
  EXPECT_EQ(get("/comparer?t=com:76540&t=cHg1Sb3VlbiB").status, 400U) << "cut short";
  EXPECT_EQ(get("/comparer/nuage?t=" + both).status, 400U);
}

TEST(Comparing, ExplainsWhatCannotBeCompared) {
  const auto mixed = get("/comparer?t=com:76540&t=dep:76");
  EXPECT_EQ(mixed.status, 400U);
  EXPECT_TRUE(says(mixed, "Seine-Maritime n’est pas du même niveau"));
  EXPECT_TRUE(says(mixed, "name=\"q\"")) << "a way on";
  const auto unknown = get("/comparer?t=com:99999&t=com:76540&t=com:76351");
  EXPECT_EQ(unknown.status, 400U);
  EXPECT_TRUE(says(unknown, "Comparer seulement Rouen et Le Havre"));
  for (const auto* odd : {"%3Cb%3E", "com:", "epci:1", "%F0%9F%90%9F", "dep:2a:3"})
    EXPECT_EQ(get(std::string("/comparer?t=") + odd).status, 400U) << odd;
  EXPECT_FALSE(says(get("/comparer?t=%3Cb%3E"), "<b>&"));
  const auto many = get("/comparer?t=76540&t=76351&t=76095&t=76108&t=76322&t=76575&t=76681");
  EXPECT_EQ(many.status, 400U);
  EXPECT_EQ(get("/comparer?t=com:98818").status, 400U) << "a COM has no figures";
  const auto split = get("/comparer?t=com:76540&t=com:85030");
  EXPECT_EQ(split.status, 400U);
  EXPECT_TRUE(says(split, "t=com:76540&amp;t=com:85084")) << "a successor to choose";
}

TEST(Comparing, AnswersAProblemWhereDataWasAsked) {
  for (const auto* target : {"/comparer.json", "/comparer.csv?t=com:76540", "/comparer.json?t=com:76540&t=reg:28",
                             "/comparer.csv?t=com:76540&t=com:76351&dialecte=klingon"}) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, 400U) << target;
    EXPECT_EQ(answer.header("content-type"), "application/problem+json") << target;
  }
}

TEST(Comparing, AddsAPlaceByItsName) {
  const auto certain = get("/comparer?t=com:76540&q=le+havre");
  EXPECT_EQ(certain.status, 303U);
  EXPECT_EQ(certain.header("location"), "/comparer?t=com:76540&t=com:76351");
  const auto choice = get("/comparer?q=sainte-marie");
  EXPECT_EQ(choice.status, 200U);
  EXPECT_TRUE(says(choice, "/comparer?t=com:35294"));
  EXPECT_TRUE(says(choice, "/comparer?t=com:97418"));
  const auto none = get("/comparer?t=dep:76&q=le+grand-quevilly");
  EXPECT_EQ(none.status, 200U);
  EXPECT_TRUE(says(none, "Aucun territoire de ce niveau")) << "a commune is not offered beside a département";
}

TEST(Comparing, GivesTheSameFiguresAsData) {
  const auto csv = get("/comparer.csv?t=com:76540&t=com:76351");
  EXPECT_EQ(csv.status, 200U);
  EXPECT_TRUE(csv.body.starts_with("theme,indicator,label"));
  const auto json = get("/comparer.json?t=com:76540&t=com:76351");
  EXPECT_EQ(json.status, 200U);
  EXPECT_TRUE(says(json, "\"differences\":[{\"first\":\"76540\",\"second\":\"76351\""));
}

constexpr std::string_view kCloud = "/comparer/nuage?x=unemployment-rate-census&y=employment-rate-15-64";
constexpr std::string_view kSpread = "/comparer/distribution?indicateur=unemployment-rate-census";

TEST(Scatter, DrawsThePlacesAndSaysThatAnAssociationIsNotACause) {
  const auto page = get(std::string(kCloud) + "&niveau=com&t=com:76540");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "class=\"cloud\""));
  EXPECT_TRUE(says(page, "Une association n’est pas une cause"));
  EXPECT_TRUE(says(page, "Spearman"));
  EXPECT_TRUE(says(page, ">Rouen</text>"));
  EXPECT_EQ(get("/en" + std::string(kCloud)).status, 200U);
}

TEST(Scatter, IsAWayInWithoutIndicators) {
  const auto page = get("/comparer/nuage");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "value=\"unemployment-rate-census\""));
  EXPECT_FALSE(says(page, "class=\"cloud\""));
}

TEST(Scatter, ExplainsWhatCannotBeDrawn) {
  for (const auto* query :
       {"x=unemployment-rate-census&y=no-such-thing", "x=unemployment-rate-census&y=unemployment-rate-census",
        "x=unemployment-rate-census&y=employment-rate-15-64&niveau=canton",
        "x=unemployment-rate-census&y=employment-rate-15-64&niveau=dep&t=com:76540", "x=%3Cscript%3E&y=%00"}) {
    const auto page = get(std::string("/comparer/nuage?") + query);
    EXPECT_EQ(page.status, 400U) << query;
    EXPECT_FALSE(says(page, "class=\"cloud\"")) << query;
    EXPECT_FALSE(says(page, "<script>")) << query;
  }
  for (const auto* query : {"", "?x=unemployment-rate-census", "?x=a&y=b"}) {
    const auto data = get(std::string("/comparer/nuage.json") + query);
    EXPECT_EQ(data.status, 400U) << query;
    EXPECT_EQ(data.header("content-type"), "application/problem+json") << query;
  }
}

TEST(Scatter, GivesEveryPlaceOfTheLevelAsData) {
  const auto csv = get("/comparer/nuage.csv?x=unemployment-rate-census&y=employment-rate-15-64&t=com:76540");
  EXPECT_EQ(csv.status, 200U);
  EXPECT_TRUE(says(csv, "com,76540,Rouen,chosen,"));
  EXPECT_TRUE(says(csv, "com,01") || says(csv, "com,22016,")) << "the first commune of the world";
  const auto json = get("/comparer/nuage.json?x=unemployment-rate-census&y=employment-rate-15-64");
  EXPECT_TRUE(says(json, "\"spearman\":{\"rho\":"));
}

TEST(Distribution, DrawsBinsAndMarksThePlaces) {
  const auto page = get(std::string(kSpread) + "&t=com:76540&t=com:76351");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "class=\"histogram\""));
  EXPECT_TRUE(says(page, "id=\"c-tranches\""));
  EXPECT_TRUE(says(page, "Le Havre"));
  EXPECT_EQ(get("/comparer/distribution").status, 200U);
  EXPECT_EQ(get(std::string(kSpread) + "&niveau=departement").status, 200U) << "the word of the maps";
}

TEST(Distribution, SaysWhenOnlySomePlacesArePublished) {
  constexpr std::string_view kWords = "La publication dépend de la taille";
  EXPECT_TRUE(says(get("/comparer/distribution?indicateur=poverty-rate"), kWords));
  EXPECT_FALSE(says(get(kSpread), kWords));
}

TEST(Distribution, RefusesWhatIsNotThere) {
  EXPECT_EQ(get("/comparer/distribution?indicateur=nothing").status, 400U);
  EXPECT_EQ(get(std::string(kSpread) + "&niveau=pays").status, 400U);
  EXPECT_EQ(get("/comparer/distribution.json").status, 400U);
  EXPECT_EQ(get("/comparer/distribution.csv?indicateur=unemployment-rate-census").status, 200U);
}

// Nothing on a page is written in the code: every sentence has its translation.
TEST(Comparing, HasNoSentenceOfItsOwnInTheCode) {
  for (const auto& target :
       {std::string("/comparer?t=com:76540&t=com:76351&t=com:76575"), std::string(kCloud) + "&t=com:76540",
        std::string(kSpread) + "&t=com:76540", std::string("/comparer?t=com:85030&t=dep:76&q=zzz")}) {
    const auto page = get(target);
    EXPECT_FALSE(std::regex_search(page.body, std::regex("\\{[a-z_]+\\}"))) << target;
  }
}

}  // namespace
}  // namespace catalyse::comparisons
