// The search as a reader meets it: addresses in, pages and data out, over a few documents and the small France of
// tests/world.
#include "finder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "db/db.hpp"
#include "db/fresh_database.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "territories/importers.hpp"
#include "territories/pages.hpp"
#include "web/i18n.hpp"

namespace catalyse::finder {
namespace {

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

constexpr web::Message kProgramme{"test.programme", "Programme", "Programme"};
constexpr web::Message kAmount{"test.amount", "Montant (€)", "Amount (€)"};
constexpr web::Plural kProject{{"test.project.one", "Projet", "Project"},
                               {"test.project.other", "Projets", "Projects"}};

search::Source projects() {
  search::Source source;
  source.name = "projets";
  source.kinds = {{"projet", kProject}};
  source.facets = {{"programme", &kProgramme, {}}};
  source.measures = {{"montant", &kAmount}};
  source.version = [] { return "1"; };
  source.documents = [](const search::AddDocument& add) {
    for (int i = 0; i < 45; ++i) {
      search::Document document;
      const auto id = "p" + std::to_string(i);
      document.id = id;
      document.kind = "projet";
      document.title = i % 2 == 0 ? "Rénovation de l’école <b>" : "Réfection de la toiture";
      document.body = "Travaux d'isolation & de chauffage.";
      document.address = "/projets";
      document.where = "Rouen";
      const std::array<std::string_view, 3> places{"com:76540", "dep:76", "reg:28"};
      if (i != 0) document.places = places;
      const std::array<search::FacetEntry, 1> facets{{{"programme", i % 3 == 0 ? "DETR" : "DSIL"}}};
      document.facets = facets;
      const std::array<search::NumberEntry, 1> numbers{{{"montant", 1000.0 * i}}};
      document.numbers = numbers;
      document.date = std::chrono::year(2020 + i % 3) / 6 / 30;
      document.point = search::GeoPoint{1.1, 49.44};
      add(document);
    }
  };
  return source;
}

struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  std::shared_ptr<web::Site> site = std::make_shared<web::Site>();
  std::unique_ptr<http::Router> router;

  World() {
    auto database = or_throw(db::Database::open(fresh.url()));
    std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
    all.insert(all.end(), territories::migrations().begin(), territories::migrations().end());
    if (!database.migrate(all)) throw std::runtime_error("migrations");
    const auto bundle = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& importer : territories::importers()) (void)or_throw(importer.run(bundle, database, {}));
    Context context;
    context.territories = or_throw(territories::load(database, fresh.folder()));
    site->base_url = "https://catalyse.test";
    context.site = site;
    search::EngineOptions options;
    options.folder = std::filesystem::path(fresh.folder()) / "search";
    options.sources = territories::contribution(context.territories, site).searchable;
    options.sources.push_back(projects());
    options.place_label = [territories = context.territories](std::string_view code, core::Language) {
      return place_label(*territories, code);
    };
    context.engine = std::make_shared<search::Engine>(or_throw(search::Engine::open(std::move(options))));
    context.comparables = [](const core::PlaceCode& code) {
      return code.text() == "com:76540" ? std::vector<std::string>{"com:76540", "com:76351"}
                                        : std::vector<std::string>{};
    };
    web::register_messages(web::messages());
    web::register_messages(messages());
    web::register_messages(territories::messages());
    http::RouterOptions routes;
    routes.routes = contribution(context).routes;
    routes.error_page = web::error_page(*site);
    routes.version = "test";
    router = std::make_unique<http::Router>(std::move(routes));
  }
};

http::TestAnswer get(std::string_view target) {
  static const World world;
  return http::get(*world.router, target);
}

bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}
std::size_t count(const std::string& text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

TEST(Recherche, FindsAndMarksWithoutEverWritingForeignMarkup) {
  const auto page = get("/recherche?q=renovation+ecoles");
  ASSERT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "23 résultats pour «\u00a0renovation ecoles\u00a0»"));
  EXPECT_TRUE(says(page, "<mark>Rénovation</mark> de l’<mark>école</mark> &lt;b&gt;"));
  EXPECT_FALSE(says(page, "école <b>"));
  EXPECT_TRUE(says(get("/recherche?q=%3Cscript%3E"), "&lt;script&gt;"));
  EXPECT_EQ(count(page.body, "<h1"), 1U);
}

TEST(Recherche, FindsAPlaceBeforeWhatIsInIt) {
  const auto page = get("/recherche?q=rouen");
  const auto place = page.body.find("/territoires/commune/76540-rouen"), project = page.body.find("href=\"/projets\"");
  ASSERT_NE(place, std::string::npos);
  EXPECT_TRUE(project == std::string::npos || place < project);
}

TEST(Recherche, FacetsAreLinksThatKeepTheRest) {
  const auto page = get("/recherche?q=toiture");
  EXPECT_TRUE(says(page, "/recherche?q=toiture&amp;programme=DETR"));
  EXPECT_TRUE(says(page, "/recherche?q=toiture&amp;annee=2021"));
  const auto narrowed = get("/recherche?q=toiture&programme=DETR");
  EXPECT_TRUE(says(narrowed, "DETR – enlever"));
  EXPECT_TRUE(says(narrowed, "aria-current=\"true\""));
  EXPECT_TRUE(says(narrowed, "name=\"programme\" value=\"DETR\"")) << "other words keep the filter";
}

TEST(Recherche, NarrowsByTerritoryComparablesAndDistance) {
  EXPECT_TRUE(says(get("/recherche?type=projet&territoire=dep:76"), "44 résultats"));
  EXPECT_TRUE(says(get("/recherche?type=projet&territoire=dep:76"), "1 résultat sans lieu"));
  EXPECT_TRUE(says(get("/recherche?type=commune&comparables=com:76540"), "Le Havre"));
  EXPECT_TRUE(says(get("/recherche?type=projet&autour=com:76540&rayon=5&tri=distance"), "45 résultats"));
  EXPECT_TRUE(says(get("/recherche?type=projet&montant=10000..12000"), "3 résultats"));
  EXPECT_TRUE(says(get("/recherche?type=projet&depuis=2022-01-01"), "15 résultats"));
}

TEST(Recherche, SaysHowItUnderstood) {
  EXPECT_TRUE(says(get("/recherche?q=toitrue"), "voici les résultats pour «\u00a0toiture\u00a0»"));
  EXPECT_TRUE(says(get("/recherche?q=toitrue"), "exact=oui"));
  const auto exact = get("/recherche?q=toitrue&exact=oui");
  EXPECT_TRUE(says(exact, "Essayez avec"));
  EXPECT_TRUE(says(exact, "/recherche?q=toiture&amp;exact=oui"));
  EXPECT_TRUE(says(get("/recherche?q=zzqxwvk"), "Rien ne correspond"));
  EXPECT_TRUE(says(get("/recherche?q=%22+-+*"), "rien à chercher"));
}

TEST(Recherche, PagesAreOneListAndTheCsvTheSame) {
  std::string target = "/api/v1/recherche?q=travaux&limite=10";
  std::size_t read = 0;
  for (int page = 0; page < 20 && !target.empty(); ++page) {
    const auto answer = get(target);
    ASSERT_EQ(answer.status, 200U) << target;
    read += count(answer.body, "\"score\":");
    const std::string link(answer.header("link"));
    target = link.empty() ? "" : link.substr(1, link.find('>') - 1) + "&limite=10";
  }
  EXPECT_EQ(read, 45U);
  const auto csv = get("/recherche.csv?q=travaux");
  EXPECT_EQ(count(csv.body, "\nprojets,"), 45U);
  EXPECT_TRUE(csv.body.starts_with("source,id,nature,titre,lieu,date,adresse,com,epci,dep,reg,montant\n"));
  const auto excel = get("/recherche.csv?q=travaux&dialecte=excel-fr");
  EXPECT_TRUE(excel.body.starts_with("\xEF\xBB\xBF"));
  EXPECT_EQ(count(excel.body, "\xEF\xBB\xBF"), 1U);
}

TEST(Recherche, IsAFeedOfTheLatest) {
  const auto feed = get("/recherche.atom?q=toiture");
  EXPECT_EQ(feed.header("content-type"), "application/atom+xml; charset=utf-8");
  EXPECT_TRUE(says(feed, "<updated>2022-06-30T00:00:00Z</updated>"));
  EXPECT_LT(feed.body.find("2022-06-30"), feed.body.find("2020-06-30"));
}

TEST(Recherche, RefusesWhatCannotBe) {
  for (const auto* query : {"territoire=com:99999", "territoire=%3Cb%3E", "autour=com:76540&rayon=0", "tri=distance",
                            "tri=hasard", "depuis=hier", "depuis=2021-02-30", "montant=beaucoup", "montant=5..1",
                            "comparables=com:76351", "apres=abcdef", "q=a&apres=0123456789abcdef0123456789abcdef0"}) {
    EXPECT_EQ(get(std::string("/recherche?") + query).status, 400U) << query;
    EXPECT_EQ(get(std::string("/recherche.json?") + query).header("content-type"), "application/problem+json") << query;
    EXPECT_EQ(get(std::string("/recherche.csv?") + query).status, 400U) << query;
  }
}

TEST(Recherche, SpeaksEnglish) {
  const auto page = get("/en/recherche?q=toiture");
  EXPECT_TRUE(says(page, "22 results for"));
  EXPECT_TRUE(says(page, "/en/recherche?q=toiture&amp;programme=DETR"));
  EXPECT_FALSE(says(page, "Affiner"));
}

TEST(Recherche, NothingIsWrittenInTheCode) {
  web::use_pseudo_locale(web::Pseudo::on);
  const auto body = get("/recherche?type=projet&q=toiture&programme=DETR").body;
  web::use_pseudo_locale(web::Pseudo::off);
  for (const auto& found : web::hard_coded_text(body)) {
    bool data = false;
    for (const auto* known : {"Catalyse", "English", "toiture", "Réfection", "de la", "Rouen", "isolation", "DETR",
                              "DSIL", "Normandie", "CSV", "JSON"})
      data = data || found.find(known) != std::string::npos;
    EXPECT_TRUE(data) << found;
  }
}

}  // namespace
}  // namespace catalyse::finder
