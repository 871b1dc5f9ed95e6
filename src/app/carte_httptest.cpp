// The map through the router, on the small France of tests/world with its real contours: the only room that knows every
// other one holds the test.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <regex>
#include <string>

#include "cartography/cartography.hpp"
#include "commands.hpp"
#include "db/db.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "observatory/importers.hpp"
#include "territories/importers.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

std::shared_ptr<const geo::Contours> contours(const std::string& file) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(("gzip -dc data/geo/" + file).c_str(), "r"), &::pclose);
  std::string text;
  std::array<char, 65536> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;)
    text.append(block.data(), n);
  geo::ContoursBuilder builder;
  if (!builder.add(text)) throw std::runtime_error(file);
  return std::make_shared<const geo::Contours>(*std::move(builder).build("test"));
}

struct Served {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("carte_httptest_" + std::to_string(std::random_device{}()));
  cartography::Context context;
  std::unique_ptr<http::Router> router;

  Served() {
    std::filesystem::create_directories(folder);
    auto database = *db::Database::open("sqlite:" + (folder / "world.db").string());
    std::vector<db::Migration> migrations;
    for (const auto& feature : features()) std::ranges::copy(feature.migrations, std::back_inserter(migrations));
    if (!database.migrate(migrations)) throw std::runtime_error("migrate");
    const auto bundle = *ingest::Bundle::open("tests/world");
    for (const auto& feature : features()) {
      for (const auto& importer : feature.importers) {
        if (const auto done = importer.run(bundle, database, {}); !done) throw std::runtime_error(done.error().note);
      }
    }
    register_all_messages();
    context.territories = *territories::load(database, folder);
    context.observatory = *observatory::load(database, *context.territories, folder);
    context.contours = contours("light.topojson.gz");
    context.tiles = std::make_shared<const geo::Tiles>(*geo::Tiles::cut(*context.contours, 2));
    context.france =
        std::make_shared<const geo::OverviewMap>(*geo::OverviewMap::make(*contours("overview.topojson.gz")));
    context.same_scale = std::make_shared<const geo::OverviewMap>(
        *geo::OverviewMap::make(*contours("overview.topojson.gz"), {}, geo::Overseas::same_scale));
    auto site = std::make_shared<web::Site>();
    site->base_url = "https://catalyse.test";
    context.site = site;
    http::RouterOptions options;
    options.routes = cartography::contribution(context).routes;
    options.error_page = web::error_page(*context.site);
    options.version = "test";
    router = std::make_unique<http::Router>(std::move(options));
  }
  ~Served() { std::filesystem::remove_all(folder); }
};

const Served& served() {
  static const Served all;
  return all;
}

http::TestAnswer get(const std::string& target) { return http::get(*served().router, target); }

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

TEST(Carte, ShowsAMapWithoutAnythingAsked) {
  const auto page = get("/carte");
  ASSERT_EQ(page.status, 200U);
  EXPECT_NE(page.body.find("<h1>Taux de chômage"), std::string::npos);
  EXPECT_NE(page.body.find("par département"), std::string::npos);
  EXPECT_NE(page.body.find("<svg class=\"carte\""), std::string::npos);
  EXPECT_EQ(page.body.find("style="), std::string::npos) << "the policy allows no inline style";
  EXPECT_EQ(count(page.body, "<h1"), 1U);
}

TEST(Carte, EveryPlaceDrawnLeadsToItsDossierAndSaysItsValue) {
  const auto page = get("/carte?niveau=departement");
  EXPECT_NE(page.body.find("<a href=\"/territoires/departement/76-seine-maritime\"><title>Seine-Maritime\u00a0: "),
            std::string::npos);
  EXPECT_EQ(count(page.body, "<a href=\"/territoires/departement/76-seine-maritime\">"), 2U) << "map and table";
}

TEST(Carte, LegendTableAndFilesSayTheSameClasses) {
  const auto page = get("/carte?niveau=departement&classes=4&tri=nom");
  const auto csv = get("/carte.csv?niveau=departement&classes=4&tri=nom");
  const auto json = get("/carte.json?niveau=departement&classes=4&tri=nom");
  ASSERT_EQ(csv.status, 200U);
  ASSERT_EQ(json.status, 200U);
  std::array<std::size_t, 5> by_class{};
  const std::regex last(",([1-9]?)\n");
  for (std::sregex_iterator row(csv.body.begin(), csv.body.end(), last), end; row != end; ++row) {
    const auto in = (*row)[1].str();
    ++by_class[in.empty() ? 0 : static_cast<std::size_t>(in[0] - '0')];
  }
  for (std::size_t c = 1; c <= 4; ++c) {
    EXPECT_NE(json.body.find("\"places\":" + std::to_string(by_class[c]) + ",\"colour\""), std::string::npos) << c;
    EXPECT_NE(page.body.find("<b>" + std::to_string(by_class[c]) + " département"), std::string::npos) << c;
  }
}

TEST(Carte, AnAddressIsKeptWhole) {
  const auto page =
      get("/carte?indicateur=vacancy-rate&niveau=commune&classes=3&methode=ckmeans&palette=viridis&tri=nom");
  for (const auto* chosen : {"value=\"vacancy-rate\" selected", "value=\"commune\" selected", "value=\"3\" selected",
                             "value=\"ckmeans\" selected", "value=\"viridis\" selected"})
    EXPECT_NE(page.body.find(chosen), std::string::npos) << chosen;
  EXPECT_NE(
      page.body.find("/carte.svg?indicateur=vacancy-rate&amp;niveau=commune&amp;classes=3&amp;methode=ckmeans&amp;"
                     "palette=viridis&amp;tri=nom"),
      std::string::npos);
}

TEST(Carte, AZoneShowsItsOwnPlacesOnly) {
  const auto csv = get("/carte.csv?niveau=commune&zone=dep:76");
  EXPECT_EQ(count(csv.body, "\ncom,76"), 7U);
  EXPECT_EQ(count(csv.body, "\ncom,"), 7U);
  EXPECT_EQ(count(get("/carte.csv?niveau=epci&zone=reg:28").body, "\nepci,"), 2U);
}

TEST(Carte, TheGroupOfAPlaceIsOutlinedAndAloneInTheTable) {
  const auto page = get("/carte?groupe=com:76540");
  ASSERT_EQ(page.status, 200U);
  EXPECT_NE(page.body.find("La carte entoure Rouen et ses"), std::string::npos);
  EXPECT_GT(count(page.body, "stroke=\"#d0006f\""), 0U);
  const auto csv = get("/carte.csv?groupe=com:76540");
  EXPECT_LT(count(csv.body, "\ncom,"), 22U);
  EXPECT_NE(csv.body.find("\ncom,76540,"), std::string::npos);
}

TEST(Carte, ADownloadedImageNeedsNothingElse) {
  const auto svg = get("/carte.svg?niveau=departement");
  ASSERT_EQ(svg.status, 200U);
  EXPECT_EQ(svg.header("content-type"), "image/svg+xml; charset=utf-8");
  EXPECT_TRUE(svg.body.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_EQ(svg.body.find("<a "), std::string::npos);
  EXPECT_EQ(svg.body.find("style"), std::string::npos);
  EXPECT_NE(svg.body.find("id=\"p-secret\""), std::string::npos);
}

TEST(Carte, SetsOverseasAtTheScaleOfTheMainlandUnlessAskedAndSaysIt) {
  const auto same = get("/carte?niveau=departement"), own = get("/carte?niveau=departement&outre-mer=propre-echelle");
  ASSERT_EQ(same.status, 200U);
  ASSERT_EQ(own.status, 200U);
  EXPECT_NE(same.body.find("à la même échelle que l’Hexagone"), std::string::npos);
  EXPECT_NE(same.body.find("&amp;outre-mer=propre-echelle\""), std::string::npos) << "the way to the other";
  EXPECT_NE(own.body.find("Mayotte × "), std::string::npos);
  EXPECT_NE(own.body.find("name=\"outre-mer\" value=\"propre-echelle\""), std::string::npos) << "the form keeps it";
  EXPECT_NE(get("/en/carte?niveau=departement").body.find("same scale as mainland France"), std::string::npos);
  EXPECT_NE(get("/carte.svg?niveau=departement").body.find("à la même échelle"), std::string::npos);
  EXPECT_NE(get("/carte.svg?niveau=departement&outre-mer=propre-echelle").body.find("Mayotte × "), std::string::npos);
  EXPECT_EQ(get("/carte?niveau=commune&zone=dep:76&outre-mer=propre-echelle").body.find("name=\"outre-mer\""),
            std::string::npos)
      << "a département has no insets";
  EXPECT_EQ(get("/carte?outre-mer=lune").status, 400U);
}

TEST(Carte, GivesContoursOfWhatIsShown) {
  const auto features = get("/carte.geojson?niveau=departement");
  ASSERT_EQ(features.status, 200U);
  EXPECT_EQ(count(features.body, "\"type\":\"Feature\""), 18U);
  EXPECT_NE(features.body.find("\"id\":\"dep:974\""), std::string::npos);
}

struct Refused {
  const char* query;
  unsigned status;
  const char* says;
};

TEST(Carte, SaysWhatCannotBeAndOffersTheNearestMap) {
  for (const auto& [query, status, says] :
       {Refused{"indicateur=bonheur", 404, "bonheur"}, Refused{"classes=0", 400, "de 3 à 9"},
        Refused{"classes=1000", 400, "1000"}, Refused{"classes=NaN", 400, "NaN"},
        Refused{"niveau=planete", 400, "planete"},
        Refused{"niveau=commune&indicateur=life-expectancy-men", 404, "departement"},
        Refused{"zone=dep:999", 404, "dep:999"}, Refused{"zone=com:76540", 404, "com:76540"},
        Refused{"zone=dep:76&niveau=region", 400, "region"}, Refused{"annee=1789", 404, "2021"},
        Refused{"methode=pifometre", 400, "ckmeans"}, Refused{"palette=arc-en-ciel", 400, "viridis"},
        Refused{"tri=hasard", 400, "valeur"}, Refused{"page=-1", 400, "-1"},
        Refused{"groupe=com:98818", 404, "com:98818"}, Refused{"groupe=com:76540&niveau=region", 400, "Rouen"}}) {
    const auto page = get("/carte?" + std::string(query));
    EXPECT_EQ(page.status, status) << query;
    EXPECT_NE(page.body.find("role=\"alert\""), std::string::npos) << query;
    EXPECT_NE(page.body.find(says), std::string::npos) << query;
    EXPECT_NE(page.body.find("<svg class=\"carte\""), std::string::npos) << query << ": a way on";
    const auto data = get("/carte.json?" + std::string(query));
    EXPECT_EQ(data.status, status) << query;
    EXPECT_EQ(data.header("content-type"), "application/problem+json") << query;
  }
}

TEST(Carte, EveryIndicatorAtEveryLevelIsAPageOrAnAnswer) {
  for (const auto& indicator : served().context.observatory->mapped_indicators()) {
    for (const auto* level : {"region", "departement", "epci", "commune"}) {
      const auto target = "/carte?indicateur=" + indicator.id + "&niveau=" + level + "&methode=ckmeans&classes=9";
      const auto page = get(target);
      EXPECT_TRUE(page.status == 200 || page.status == 404) << target << ": " << page.status;
      for (const auto* never : {" nan", ">nan", " inf ", "lnan"})
        EXPECT_EQ(page.body.find(never), std::string::npos) << target;
      EXPECT_EQ(page.body.find("cartography."), std::string::npos) << target << ": a sentence, not its key";
    }
  }
}

TEST(Carte, TheScoreOfAThemeIsThatOfTheDossiers) {
  const auto& observatory = *served().context.observatory;
  const auto range = served().context.territories->range(core::Level::departement);
  const auto page = get("/carte?indicateur=score-emploi&niveau=departement");
  ASSERT_EQ(page.status, 200U);
  EXPECT_NE(page.body.find("(points sur 100, "), std::string::npos) << "the legend says the unit";
  const auto csv = get("/carte.csv?indicateur=score-emploi&niveau=departement").body;
  std::size_t compared = 0;
  for (auto place = range.first; place < range.last; ++place) {
    const auto dossier = observatory.dossier(place);
    ASSERT_TRUE(dossier);
    const auto score = std::ranges::find_if(dossier->themes, [&](const observatory::ThemeScore& one) {
      return observatory.themes()[one.theme].slug == "emploi";
    });
    if (score == dossier->themes.end() || !score->score) continue;
    const auto line = csv.find("\ndep," + std::string(served().context.territories->place(place).code) + ",");
    ASSERT_NE(line, std::string::npos);
    const auto value = csv.find("present,", line) + std::string_view("present,").size();
    EXPECT_NEAR(std::stod(csv.substr(value)), *score->score, 1e-9);
    ++compared;
  }
  EXPECT_GT(compared, 10U);
}

TEST(Carte, PagesOfTheTableEndWithTheLast) {
  const auto beyond = get("/carte?niveau=commune&page=9999");
  EXPECT_EQ(beyond.status, 200U);
  EXPECT_NE(beyond.body.find("26 à 3"), std::string::npos);
}

TEST(Carte, TilesAreKeptForEverUnderTheirVersionOnly) {
  const auto version = std::string(served().context.tiles->digest().substr(0, 12));
  const auto tile = get("/carte/tuiles/" + version + "/departement/5/16/11.mvt");
  ASSERT_EQ(tile.status, 200U);
  EXPECT_EQ(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
  EXPECT_NE(tile.header("cache-control").find("immutable"), std::string::npos);
  const auto former = get("/carte/tuiles/0123456789ab/departement/5/16/11.mvt");
  EXPECT_EQ(former.body, tile.body);
  EXPECT_EQ(former.header("cache-control").find("immutable"), std::string::npos) << former.header("cache-control");
  const auto whole = get("/carte/tuiles/5/16/11.mvt");
  EXPECT_NE(whole.body.find(tile.body), std::string::npos) << "every level, set end to end";
  EXPECT_EQ(get("/carte/tuiles/5/0/0.mvt").status, 204U) << "the ocean";
}

TEST(Carte, TilesThatCannotBeAreAClearAnswer) {
  for (const auto* name : {"3/4/2.mvt", "11/1/1.mvt", "5/32/0.mvt", "5/0/32.mvt", "5/-1/0.mvt", "5/1e1/0.mvt",
                           "5/16/11", "5/16/99999999999999999999.mvt"}) {
    EXPECT_EQ(get(std::string("/carte/tuiles/") + name).status, 404U) << name;
    EXPECT_EQ(get(std::string("/carte/tuiles/0/commune/") + name).status, 404U) << name;
  }
  EXPECT_EQ(get("/carte/tuiles/0/canton/5/16/11.mvt").status, 404U);
}

TEST(Carte, TheColumnHasACharacterForEachCode) {
  for (const auto* level : {"region", "departement", "epci", "commune"}) {
    const auto codes = get(std::string("/carte/codes/0/") + level + ".json").body;
    const auto column = get(std::string("/carte/colonne.json?niveau=") + level);
    ASSERT_EQ(column.status, 200U) << level;
    const std::string key = "\"places\":\"";
    const auto from = column.body.find(key) + key.size();
    EXPECT_EQ(column.body.find('"', from) - from, count(codes, " ") + 1) << level;
  }
}

TEST(Carte, SpeaksEnglish) {
  const auto page = get("/en/carte?niveau=region");
  ASSERT_EQ(page.status, 200U);
  EXPECT_NE(page.body.find("by région"), std::string::npos);
  EXPECT_NE(page.body.find("Show the map"), std::string::npos);
  EXPECT_EQ(page.body.find("Afficher"), std::string::npos);
}

TEST(Carte, NothingIsWrittenInTheCode) {
  web::use_pseudo_locale(web::Pseudo::on);
  const auto body = get("/carte?niveau=region&classes=3").body;
  web::use_pseudo_locale(web::Pseudo::off);
  std::vector<std::string> names{"%", "JSON", "CSV", "Catalyse", " – Catalyse", "English", "Viridis", "Cividis"};
  for (auto found : web::hard_coded_text(body)) {
    if (const auto at = found.find("&apos;"); at != std::string::npos) found.replace(at, 6, "'");
    const auto& all = *served().context.territories;
    bool data = std::ranges::find(names, found) != names.end();
    for (territories::PlaceIndex place = 0; place < all.size() && !data; ++place)
      data = found.find(all.place(place).name) != std::string::npos;
    for (const auto& indicator : served().context.observatory->indicators())
      data = data || found.find(indicator.label_fr) != std::string::npos ||
             found.find(indicator.limits_fr) != std::string::npos ||
             found.find(indicator.blank_note_fr) != std::string::npos;
    for (const auto& theme : served().context.observatory->themes())
      data = data || found.find(theme.label_fr) != std::string::npos;
    EXPECT_TRUE(data) << found;
  }
}

}  // namespace
}  // namespace catalyse::app
