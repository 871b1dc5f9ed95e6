// The search as a reader meets it: addresses in, pages and data out, over a few documents and the small France of
// tests/world.
#include "finder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include "db/db.hpp"
#include "db/fresh_database.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "messages.hpp"
#include "territories/importers.hpp"
#include "territories/pages.hpp"
#include "text/query.hpp"
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
    context.perimeters = std::make_shared<perimeters::Perimeters>(context.territories, nullptr);
    context.site = site;
    search::EngineOptions options;
    options.folder = std::filesystem::path(fresh.folder()) / "search";
    options.sources = territories::contribution(context.territories, site).searchable;
    options.sources.push_back(projects());
    options.place_label = [territories = context.territories](std::string_view code, core::Language) {
      return place_label(*territories, code);
    };
    context.engine = std::make_shared<search::Engine>(or_throw(search::Engine::open(std::move(options))));
    context
        .comparables = [](const core::PlaceCode& code, std::string_view weights) -> core::
                                                                                     Result<std::vector<std::string>> {
                                                                                       if (weights == "lune:3")
                                                                                         return core::fail(
                                                                                             core::ErrorKind::invalid,
                                                                                             msg::error_place.key);
                                                                                       if (code.text() != "com:76540")
                                                                                         return std::vector<
                                                                                             std::string>{};
                                                                                       // Under other weights Rouen is
                                                                                       // like nobody but itself.
                                                                                       return weights.empty() ? std::vector<std::string>{"com:76540", "com:76351"}
                             : std::vector<std::string>{"com:76540"};
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

TEST(Recherche, SuggestsTitlesAsOneTypes) {
  const auto found = get("/api/v1/recherche/suggestions?q=toit&sans=territoires");
  ASSERT_EQ(found.status, 200U);
  EXPECT_EQ(count(found.body, "\"title\":"), 4U);
  EXPECT_TRUE(says(
      found, "\"title\":\"Réfection de la toiture\",\"kind\":\"Projet\",\"where\":\"Rouen\",\"address\":\"/projets\""));
  EXPECT_TRUE(says(get("/api/v1/recherche/suggestions?q=rouen&sans=projets"), "/territoires/commune/76540-rouen"));
  EXPECT_TRUE(says(get("/en/api/v1/recherche/suggestions?q=toit"), "\"kind\":\"Project\""));
  const auto* none = "{\"suggestions\":[]}";
  for (const auto* q : {"q=", "q=zzqxwv", "q=%22+-+*", "q=toit&sans=projets&sans=territoires", ""})
    EXPECT_EQ(get(std::string("/api/v1/recherche/suggestions?") + q).body, none) << q;
  for (const auto* q : {"q=a*+b*+c", "q=%22non+ferm", "q=%C2%AB+x", "q=%E6%9D%B1"})
    EXPECT_EQ(get(std::string("/api/v1/recherche/suggestions?") + q).status, 200U) << q;
  EXPECT_EQ(get("/api/v1/recherche/suggestions?q=" + std::string(7000, 'a')).status, 200U);
  EXPECT_EQ(get("/api/v1/recherche/suggestions?q=%FF").status, 400U);
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

TEST(Recherche, PutsThePlacesThatTheWordsNameFirst) {
  const auto page = get("/recherche?q=rouen");
  const auto places = page.body.find("id=\"h-places\""), rouen = page.body.find("/territoires/commune/76540-rouen");
  ASSERT_NE(places, std::string::npos);
  EXPECT_LT(places, rouen);
  EXPECT_LT(rouen, page.body.find("id=\"h-hits\""));
  EXPECT_EQ(count(page.body, "\"/territoires/commune/76540-rouen\""), 1U) << "not a second time among the results";
  EXPECT_TRUE(says(get("/recherche?q=76000"), "76540-rouen"));
  EXPECT_TRUE(says(get("/recherche?q=ruoen"), "76540-rouen")) << "with a typo too";
  EXPECT_TRUE(says(get("/recherche?q=havrre"), "Le Havre"));
  EXPECT_FALSE(says(get("/recherche?q=rou"), "id=\"h-places\"")) << "a beginning means no place yet";
  EXPECT_FALSE(says(get("/recherche?q=rouen&type=projet"), "id=\"h-places\"")) << "what is filtered is not a place";
}

TEST(Recherche, NarrowsByAPlaceThatIsNamed) {
  EXPECT_TRUE(says(get("/recherche?type=projet&ou=Seine-Maritime"), "44 résultats"));
  EXPECT_TRUE(says(get("/recherche?type=projet&ou=dep:76"), "44 résultats"));
  const auto page = get("/recherche?type=commune&ou=Rouen&perimetre=comparables");
  EXPECT_TRUE(says(page, "Le Havre") && says(page, "comparables=com:76540"));
  EXPECT_TRUE(says(page, "value=\"Rouen (Seine-Maritime)\""));
  EXPECT_TRUE(says(get("/recherche?type=commune&ou=Rouen+(Seine-Maritime)&perimetre=comparables"), "Le Havre"))
      << "what the form shows is understood when it is sent again";
  EXPECT_TRUE(says(get("/recherche?type=projet&ou=Rouen&perimetre=autour&rayon=5"), "45 résultats"));
  const auto none = get("/recherche?ou=Zzqxwv");
  EXPECT_EQ(none.status, 200U);
  EXPECT_TRUE(says(none, "Aucun territoire ne s’appelle") && says(none, "value=\"Zzqxwv\""));
  EXPECT_EQ(get("/recherche.json?ou=Zzqxwv").status, 400U) << "data cannot ask back";
  EXPECT_EQ(get("/recherche?ou=Rouen&perimetre=lune").status, 400U);
}

TEST(Recherche, KeepsTheWeightsOfTheDossier) {
  const auto page = get("/recherche?type=commune&comparables=com:76540&poids=densite:0");
  EXPECT_FALSE(says(page, "Le Havre"));
  EXPECT_TRUE(says(page, "poids=densite%3A0") || says(page, "poids=densite:0"));
  EXPECT_EQ(get("/recherche?comparables=com:76540&poids=lune:3").status, 400U);
}

// What must hold for any address, by asking the program itself.

std::vector<std::string> ids_of_csv(const std::string& query) {
  const auto csv = get("/recherche.csv?" + query);
  EXPECT_EQ(csv.status, 200U) << query;
  std::vector<std::string> ids;
  for (std::size_t at = csv.body.find('\n') + 1; at < csv.body.size(); at = csv.body.find('\n', at) + 1) {
    const auto source = csv.body.find(',', at), id = csv.body.find(',', source + 1);
    ids.push_back(csv.body.substr(at, id - at));
  }
  return ids;
}

boost::json::object answer_of(const std::string& query) {
  const auto answer = get("/api/v1/recherche?" + query);
  EXPECT_EQ(answer.status, 200U) << query;
  return boost::json::parse(answer.body).as_object();
}

const std::vector<std::string> kAsked{"q=travaux",
                                      "q=ecole+rouen",
                                      "q=",
                                      "q=isolation&programme=DETR",
                                      "q=toiture&annee=2021&annee=2022",
                                      "q=&type=projet&montant=5000..20000",
                                      "q=&comparables=com:76540"};
const std::vector<std::string> kFilters{"programme=DETR",       "annee=2021",        "type=projet",
                                        "territoire=com:76540", "territoire=reg:28", "autour=com:76540&rayon=30",
                                        "depuis=2021-01-01",    "jusqu=2021-12-31",  "montant=..9000",
                                        "comparables=com:76540"};

TEST(RechercheHolds, AFilterNeverAddsAResult) {
  for (const auto& asked : kAsked) {
    const auto all = ids_of_csv(asked);
    const std::set<std::string> before(all.begin(), all.end());
    for (const auto& filter : kFilters) {
      // A second value of a facet widens that facet; it is no further filter.
      if (asked.find(filter.substr(0, filter.find('='))) != std::string::npos) continue;
      for (const auto& id : ids_of_csv(asked + "&" + filter)) EXPECT_TRUE(before.contains(id)) << asked << filter << id;
    }
  }
}

TEST(RechercheHolds, TheCountOfAFacetIsWhatItsLinkGives) {
  std::size_t compared = 0;
  for (const auto& asked : kAsked) {
    const auto answer = answer_of(asked);
    for (const auto& facet : answer.at("facets").as_array()) {
      const std::string id(facet.at("id").as_string());
      const bool place = id == "reg" || id == "dep" || id == "epci" || id == "com";
      if (asked.find("&" + id + "=") != std::string::npos) continue;
      for (const auto& value : facet.at("values").as_array()) {
        const auto filter = (place ? "territoire" : id) + "=" + text::query_value(value.at("value").as_string());
        const auto n = boost::json::value_to<std::size_t>(value.at("count"));
        EXPECT_EQ(ids_of_csv(asked + "&" + filter).size(), n) << asked << "&" << filter;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 40U);
}

// The page folds the rarer values of a facet; each can still be chosen.
TEST(RechercheHolds, EveryValueOfAFacetIsALinkOfThePage) {
  bool folded = false;
  for (const auto& asked : kAsked) {
    const auto page = get("/recherche?" + asked);
    folded = folded || says(page, "<details><summary");
    const auto answer = answer_of(asked);
    for (const auto& facet : answer.at("facets").as_array()) {
      const std::string id(facet.at("id").as_string());
      const auto& values = facet.at("values").as_array();
      if (values.size() < 2) continue;
      const bool place = id == "reg" || id == "dep" || id == "epci" || id == "com";
      for (const auto& value : values) {
        const auto filter = (place ? "territoire" : id) + "=" + text::query_value(value.at("value").as_string());
        EXPECT_TRUE(says(page, filter) || value.at("chosen").as_bool()) << asked << " " << filter;
      }
    }
  }
  EXPECT_TRUE(folded);
}

TEST(RechercheHolds, ThePagesTogetherAreTheExport) {
  for (const auto& asked : kAsked) {
    for (const auto* sort : {"", "&tri=date", "&autour=com:76540&tri=distance"}) {
      std::vector<std::string> read;
      std::string cursor;
      do {
        const auto answer = answer_of(asked + sort + "&limite=7" + (cursor.empty() ? "" : "&apres=" + cursor));
        for (const auto& hit : answer.at("results").as_array())
          read.push_back(std::string(hit.at("source").as_string()) + "," + std::string(hit.at("id").as_string()));
        cursor = answer.at("next").as_string();
      } while (!cursor.empty() && read.size() < 1000);
      EXPECT_EQ(read, ids_of_csv(asked + sort)) << asked << sort;
    }
  }
}

TEST(RechercheHolds, AnythingIsAnsweredInWords) {
  std::string many;
  for (int i = 0; i < 900; ++i) many += "mot" + std::to_string(i) + "+";
  const std::string deep = std::string(boost::json::value_to<std::string>(answer_of("q=&limite=60").at("next")));
  const std::vector<std::pair<std::string, unsigned>> all{
      {"q=", 200},
      {"q=" + std::string(7900, 'a'), 200},
      {"q=" + std::string(10'000, 'a'), 0},  // more than an address may hold: refused, not searched
      {"q=le+la+les+de+du", 200},
      {"q=%22non+ferm%C3%A9", 200},
      {"q=%C2%AB+jamais", 200},
      {"q=AND+OR+NOT+%28%29+-+%2B", 200},
      {"q=%2A%2A%2A+-+%22%22", 200},
      {"q=%E6%9D%B1%E4%BA%AC+%D0%BC%D0%BE%D1%81%D0%BA%D0%B2%D0%B0+%D9%85%D8%AF%D9%8A%D9%86%D8%A9", 200},
      {"q=%FF%FE%C3", 400},
      {"q=a%00b", 400},
      {"q=a*+b*+c*", 200},
      {"q=ab*+cd*+ef*+gh*+ij*+kl*", 200},
      {"q=" + many, 200},
      {"q=&apres=" + deep, 0},
      {"q=&apres=" + std::string(3000, 'f'), 400},
      {"q=rouen&apres=%22%3E%3Cscript%3E", 400},
      {"q=rouen&apres=" + deep, 400}};
  for (const auto& [query, status] : all) {
    for (const auto* path :
         {"/recherche", "/recherche.json", "/recherche.csv", "/recherche.atom", "/api/v1/recherche"}) {
      const auto answer = get(path + ("?" + query));
      EXPECT_LT(answer.status, 500U) << path << query.substr(0, 60);
      if (status != 0) {
        EXPECT_EQ(answer.status, status) << path << query.substr(0, 60);
      }
      EXPECT_FALSE(answer.body.empty());
      EXPECT_FALSE(says(answer, "<script>"));
    }
  }
}

// How soon depends on the machine: the bounds only end a hang.
TEST(RenewalConcurrent, FindsWhatALiveSourceGivesByItself) {
  const db::testing::FreshDatabase fresh(db::Backend::sqlite);
  std::atomic<int> published{1}, live{1};
  const auto source = [](std::string_view name, std::atomic<int>& n) {
    search::Source one;
    one.name = name;
    one.version = [&n] { return std::to_string(n); };
    one.documents = [&n](const search::AddDocument& add) {
      for (int i = 0; i < n; ++i) {
        const auto id = std::to_string(i);
        search::Document document;
        document.id = id;
        document.kind = "cas";
        document.title = "Une expérience";
        add(document);
      }
    };
    return one;
  };
  search::EngineOptions options;
  options.folder = std::filesystem::path(fresh.folder()) / "search";
  options.sources = {source("cas", published), source("mesures", live)};
  options.sources[1].live = true;
  const auto engine = std::make_shared<search::Engine>(or_throw(search::Engine::open(std::move(options))));
  std::vector<std::string> logged;
  const auto found = [&] {
    search::Question question;
    question.words = "expérience";
    return engine->ask(question)->total;
  };
  const auto comes_to = [&](std::size_t wanted) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (found() != wanted && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return found() == wanted;
  };
  {
    const Renewal renewal([&] { return engine; }, [&](std::string_view line) { logged.emplace_back(line); });
    published = 2;
    live = 3;
    EXPECT_TRUE(comes_to(4)) << "a live source by itself, and no other";
  }
  EXPECT_TRUE(logged.empty());
  ASSERT_TRUE(engine->refresh());
  EXPECT_EQ(found(), 5U);
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

// « Rouen et Le Havre »: 76351 and 76540.
constexpr std::string_view kPair = "cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7wAG7QE";

std::string total_of(std::string_view query) {
  const auto body = get("/recherche.json?" + std::string(query)).body;
  const auto at = body.find("\"total\":");
  return at == std::string::npos ? body : body.substr(at, body.find(',', at) - at);
}

TEST(Searching, InAPerimeterIsInAnyOfItsCommunes) {
  const auto in = "perimetre=" + std::string(kPair);
  const auto page = get("/recherche?q=renovation&" + in);
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "Dans le périmètre"));
  EXPECT_TRUE(says(page, "href=\"/recherche?q=renovation\"")) << "the filter can be removed";
  EXPECT_TRUE(says(page, "href=\"/perimetres/" + std::string(kPair) + "-rouen-et-le-havre\""));
  EXPECT_TRUE(says(get("/en/recherche?" + in), "In the perimeter “Rouen et Le Havre”"));
  for (const auto* words : {"q=renovation&", "type=commune&"}) {
    EXPECT_EQ(total_of(words + in), total_of(std::string(words) + "territoire=com:76540&territoire=com:76351"))
        << words;
    EXPECT_EQ(total_of(words + in + "&territoire=com:76540"), total_of(std::string(words) + "territoire=com:76540"));
  }
  EXPECT_NE(total_of(in), total_of(""));
  EXPECT_EQ(total_of(in + "&territoire=com:48095"), "\"total\":0") << "filters narrow";
  EXPECT_EQ(get("/recherche.csv?" + in).status, 200U);
}

TEST(Searching, TakesAPerimeterBesideAPlaceByName) {
  const auto in = "perimetre=" + std::string(kPair);
  EXPECT_EQ(total_of(in + "&ou=Rouen&perimetre=lieu"), total_of("territoire=com:76540"));
  EXPECT_TRUE(says(get("/recherche?" + in), "name=\"perimetre\" value=\"" + std::string(kPair) + "\""))
      << "choosing a place keeps it";
}

TEST(Searching, InABadPerimeterIsAClearAnswer) {
  for (const auto* bad :
       {"perimetre=cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7", "perimetre=s000000000000000000000000", "perimetre=x",
        "perimetre=cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7wAG7QE&perimetre=cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7wAG7QE"})
    for (const auto* path : {"/recherche?", "/recherche.json?", "/recherche.csv?", "/api/v1/recherche?"})
      EXPECT_EQ(get(std::string(path) + bad).status, 400U) << path << bad;
  EXPECT_TRUE(says(get("/recherche?perimetre=cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7"), "coupé en le copiant"));
}

}  // namespace
}  // namespace catalyse::finder
