// The room as a reader meets it, on the small France of tests/world, and its counts against brute force.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <regex>
#include <set>

#include "asked.hpp"
#include "db/db.hpp"
#include "db/fresh_database.hpp"
#include "desk.hpp"
#include "http/http.hpp"
#include "importers.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "model.hpp"
#include "observatory/importers.hpp"
#include "observatory/sentences.hpp"
#include "pages.hpp"
#include "territories/importers.hpp"
#include "theme_rules.hpp"
#include "web/i18n.hpp"

namespace catalyse::projects {
namespace {

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
  for (const auto& more : {territories::migrations(), observatory::migrations(), migrations()})
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
  Context context;
  std::vector<ingest::Report> reports;
  bool again_unchanged = false;
  std::unique_ptr<http::Router> router;

  World() {
    auto database = or_throw(db::Database::open(fresh.url()));
    if (!database.migrate(all_migrations())) throw std::runtime_error("migrations");
    const auto bundle = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& importers : {territories::importers(), observatory::importers(), importers()}) {
      for (const auto& importer : importers) reports.push_back(or_throw(importer.run(bundle, database, {})));
    }
    again_unchanged = or_throw(importers()[0].run(bundle, database, {})).unchanged;
    context.territories = or_throw(territories::load(database, fresh.folder()));
    context.observatory = or_throw(observatory::load(database, *context.territories, fresh.folder()));
    context.projects = or_throw(load(database, context.territories, fresh.folder()));
    const auto mapped = or_throw(load(database, context.territories, fresh.folder()));
    if (mapped->version() != context.projects->version()) throw std::runtime_error("another snapshot");
    context.perimeters = std::make_shared<perimeters::Perimeters>(context.territories, nullptr);
    const auto site = std::make_shared<web::Site>();
    context.site = site;
    web::register_messages(web::messages());
    web::register_messages(messages());
    web::register_messages(observatory::messages());
    http::RouterOptions options;
    options.routes = contribution(context).routes;
    // Contours are not in the small France: maps are tested with the whole of it.
    std::erase_if(options.routes, [](const http::Route& route) { return route.pattern == "/projets/carte"; });
    options.error_page = web::error_page(*site);
    options.version = "test";
    router = std::make_unique<http::Router>(std::move(options));
  }
};

const World& world() {
  static const World one;
  return one;
}
const Projects& model() { return *world().context.projects; }
http::TestAnswer get(std::string_view target) { return http::get(*world().router, target); }
bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}

PlaceIndex at(std::string_view code) { return *world().context.territories->find(*core::PlaceCode::parse(code)); }

// ---- brute force: every row looked at, with nothing of the read model's indexes.

bool within(PlaceIndex place, PlaceIndex holder) {
  if (place == territories::kNowhere) return false;
  const auto& one = world().context.territories->place(place);
  if (place == holder || one.commune == holder || one.departement == holder || one.region == holder) return true;
  if (one.level == core::Level::arrondissement) return world().context.territories->place(one.commune).epci == holder;
  // A row of an EPCI itself is in its département, not in its communes.
  return one.epci == holder;
}

bool has_word(const Project& project, const std::string& wanted) {
  for (const auto text : {project.title, project.beneficiary}) {
    for (const auto& word : index_words(text)) {
      if (word == wanted || (wanted.size() >= 4 && word.starts_with(wanted))) return true;
    }
  }
  return false;
}

bool answers(const Search& search, const Project& project) {
  if (search.places &&
      std::ranges::none_of(*search.places, [&](PlaceIndex place) { return within(project.place, place); }))
    return false;
  for (const auto& word : search.words) {
    if (!has_word(project, word)) return false;
  }
  const auto family = model().programmes()[project.programme].family;
  const auto band = static_cast<std::uint8_t>(
      std::ranges::count_if(kBands, [&](std::int64_t euros) { return project.amount >= euros * 100; }));
  return (!search.family || *search.family == family) &&
         (!search.programme || *search.programme == project.programme) &&
         (!search.year || *search.year == project.year) && (!search.theme || *search.theme == project.theme) &&
         (!search.band || *search.band == band) && (!search.least || project.amount >= *search.least) &&
         (!search.most || project.amount <= *search.most);
}

Facets brute_facets(const Search& search) {
  Facets facets;
  facets.families.resize(families().size());
  facets.programmes.resize(model().programmes().size());
  facets.years.resize(static_cast<std::size_t>(model().last_year() - model().first_year() + 2));
  facets.themes.resize(themes().size());
  const auto& places = *world().context.territories;
  facets.regions.resize(places.range(core::Level::region).size());
  facets.departements.resize(places.range(core::Level::departement).size());
  for (RowIndex row = 0; row < model().size(); ++row) {
    const auto project = model().project(row);
    if (!answers(search, project)) continue;
    ++facets.families[model().programmes()[project.programme].family];
    ++facets.programmes[project.programme];
    ++facets.years[project.year == 0 ? facets.years.size() - 1
                                     : static_cast<std::size_t>(project.year - model().first_year())];
    ++facets.themes[project.theme];
    ++facets.bands[static_cast<std::size_t>(
        std::ranges::count_if(kBands, [&](std::int64_t euros) { return project.amount >= euros * 100; }))];
    if (project.duplicate) {
      ++facets.duplicates;
    } else {
      ++facets.all.projects;
      facets.all.cents += project.amount;
    }
    if (project.place == territories::kNowhere) {
      ++facets.unplaced;
      continue;
    }
    for (auto [range, counts] : {std::pair{places.range(core::Level::region), &facets.regions},
                                 std::pair{places.range(core::Level::departement), &facets.departements}}) {
      for (auto place = range.first; place < range.last; ++place)
        (*counts)[place - range.first] += within(project.place, place) ? 1U : 0U;
    }
  }
  return facets;
}

Search random_search(std::mt19937& random) {
  const auto one_in = [&](unsigned n) { return random() % n == 0; };
  const auto some = model().project(static_cast<RowIndex>(random() % model().size()));
  Search search;
  if (one_in(2)) {
    const auto words = index_words(some.title.empty() ? some.beneficiary : some.title);
    if (!words.empty()) search.words.push_back(words[random() % words.size()].substr(0, 1 + random() % 8));
  }
  if (one_in(2)) {
    search.places.emplace();
    const auto count = 1 + random() % 3;
    for (std::size_t i = 0; i < count; ++i) {
      search.places->push_back(static_cast<PlaceIndex>(random() % world().context.territories->size()));
    }
    if (one_in(2) && some.place != territories::kNowhere) search.places->push_back(some.place);
  }
  if (one_in(4)) search.family = model().programmes()[some.programme].family;
  if (one_in(5)) search.programme = some.programme;
  if (one_in(4)) search.year = static_cast<std::uint16_t>(some.year);
  if (one_in(4)) search.theme = some.theme;
  if (one_in(5)) search.band = static_cast<std::uint8_t>(random() % kBandCount);
  if (one_in(5)) search.least = some.amount;
  if (one_in(5)) search.most = some.amount;
  return search;
}

TEST(ProjectsModel, ImportsTheWorldAndNothingTwice) {
  const auto& report = world().reports.back();
  EXPECT_EQ(report.set, "projets");
  ASSERT_EQ(report.refused(), 1U) << "a subsidy in kind without an amount";
  const auto bad = std::ranges::find(report.files, 1U, &ingest::FileReport::refused);
  EXPECT_EQ(bad->bad[0].column, "amount");
  EXPECT_TRUE(world().again_unchanged);
  EXPECT_GT(model().size(), 400U);
}

TEST(ProjectsModel, CountsWhatBruteForceCounts) {
  std::mt19937 random(20261122);
  std::size_t met = 0;
  for (int i = 0; i < 400; ++i) {
    const auto search = random_search(random);
    const auto selection = model().select(search);
    std::uint32_t wanted = 0;
    for (RowIndex row = 0; row < model().size(); ++row) {
      const bool in = answers(search, model().project(row));
      ASSERT_EQ(selection.holds(row), in) << i << " " << model().project(row).id;
      wanted += in ? 1U : 0U;
    }
    EXPECT_EQ(selection.count, wanted);
    met += wanted > 0 ? 1U : 0U;
    ASSERT_TRUE(model().facets(selection) == brute_facets(search)) << i;
  }
  EXPECT_GT(met, 100U) << "searches that find something";
}

TEST(ProjectsModel, AFilterNeverAddsAResult) {
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    const auto base = random_search(random);
    const auto more = random_search(random);
    auto both = base;
    both.words.insert(both.words.end(), more.words.begin(), more.words.end());
    if (more.year && !both.year) both.year = more.year;
    if (more.theme && !both.theme) both.theme = more.theme;
    if (more.family && !both.family) both.family = more.family;
    if (more.places && !both.places) both.places = more.places;
    const auto wide = model().select(base);
    const auto narrow = model().select(both);
    for (std::size_t w = 0; w < wide.bits.size(); ++w) EXPECT_EQ(narrow.bits[w] & ~wide.bits[w], 0U);
  }
}

TEST(ProjectsModel, PagesFollowEachOtherWithoutLossOrRepetition) {
  std::mt19937 random(11);
  for (const auto order : {Order::recent, Order::amount}) {
    for (int i = 0; i < 20; ++i) {
      const auto selection = model().select(random_search(random));
      std::vector<RowIndex> pages;
      for (RowIndex after = kNoRow;;) {
        const auto slice = model().slice(selection, order, after, 7);
        EXPECT_EQ(slice.before, pages.size());
        pages.insert(pages.end(), slice.rows.begin(), slice.rows.end());
        if (!slice.more) break;
        after = slice.rows.back();
      }
      EXPECT_EQ(pages.size(), selection.count);
      for (std::size_t k = 1; k < pages.size(); ++k) {
        const auto a = model().project(pages[k - 1]);
        const auto b = model().project(pages[k]);
        if (order == Order::amount) EXPECT_GE(a.amount, b.amount);
        if (order == Order::recent) EXPECT_GE(a.year, b.year);
      }
      EXPECT_EQ(std::set<RowIndex>(pages.begin(), pages.end()).size(), pages.size());
    }
  }
}

TEST(ProjectsModel, TotalsOfAPlaceAreThoseOfItsSearch) {
  const auto& places = *world().context.territories;
  for (PlaceIndex place = 0; place < places.size(); ++place) {
    Search search;
    search.places = {place};
    EXPECT_EQ(model().totals(place).all, model().facets(model().select(search)).all) << places.place(place).code;
  }
}

TEST(ProjectsModel, SitesByCodeThenSirenThenName) {
  std::set<Siting> seen;
  for (RowIndex row = 0; row < model().size(); ++row) {
    const auto project = model().project(row);
    seen.insert(project.siting);
    EXPECT_EQ(project.place == territories::kNowhere, project.siting == Siting::none) << project.id;
    if (project.siting == Siting::code && !project.carried) {
      EXPECT_EQ(world().context.territories->place(project.place).code, project.insee) << project.id;
    }
  }
  for (const auto siting : {Siting::code, Siting::siren, Siting::name, Siting::funder, Siting::none})
    EXPECT_TRUE(seen.contains(siting)) << static_cast<int>(siting);
}

TEST(ProjectsModel, EveryIdLeadsToItsRow) {
  for (RowIndex row = 0; row < model().size(); ++row) EXPECT_EQ(model().find(model().project(row).id), row);
  for (const auto* bad : {"", "d18", "d18n", "d18n0", "d18n01", "d18n99999999999", "x1n1", "d18n1 ", "d18n-1"})
    EXPECT_FALSE(model().find(bad)) << bad;
}

// ---- pages

std::vector<std::string> ids_in(const std::string& text) {
  static const std::regex link("href=\"/projets/([a-z]+\\d*n\\d+)");
  std::vector<std::string> all;
  for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) all.push_back((*it)[1]);
  return all;
}

std::size_t lines_of(const std::string& csv) {
  std::size_t lines = 0;
  bool quoted = false;
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    lines += c == '\n' && !quoted ? 1U : 0U;
  }
  return lines;
}

TEST(ProjectsPages, TheUnionOfThePagesIsTheExport) {
  for (const std::string query : {"", "?lieu=com:76540", "?q=renovation", "?programme=detr&tri=montant"}) {
    const auto csv = get("/projets.csv" + query);
    ASSERT_EQ(csv.status, 200U);
    std::vector<std::string> all;
    for (auto target = "/projets" + query; !target.empty();) {
      const auto page = get(target);
      ASSERT_EQ(page.status, 200U) << target;
      const auto ids = ids_in(page.body);
      all.insert(all.end(), ids.begin(), ids.end());
      ASSERT_LE(all.size(), model().size()) << "the pages go round";
      static const std::regex next("<a rel=\"next\"[^>]*href=\"([^\"]*)\"");
      std::smatch found;
      target =
          std::regex_search(page.body, found, next) ? std::regex_replace(found[1].str(), std::regex("&amp;"), "&") : "";
    }
    EXPECT_EQ(all.size() + 1, lines_of(csv.body)) << query;
    std::size_t from = 0;
    for (const auto& id : all) {
      from = csv.body.find("\n" + id + ",", from);
      ASSERT_NE(from, std::string::npos) << id << " is not where the export has it";
    }
  }
}

TEST(ProjectsPages, SayHowManyProjectsAFilterByPlaceLeavesOut) {
  EXPECT_TRUE(says(get("/projets?q=association"), "sans lieu"));
  EXPECT_TRUE(says(get("/projets?lieu=com:76540"), "n’ont pas de lieu"));
  EXPECT_TRUE(says(get("/en/projets?lieu=com:76540"), "have no place"));
}

TEST(ProjectsPages, NarrowByPlaceAtEveryLevelAroundAndAmongPeers) {
  for (const auto* query : {"lieu=com:76540", "lieu=epci:200023414", "lieu=dep:76", "lieu=reg:28",
                            "lieu=com:76540&perimetre=autour&km=30", "lieu=com:76540&perimetre=comparables"}) {
    const auto page = get(std::string("/projets?") + query);
    EXPECT_EQ(page.status, 200U) << query;
    EXPECT_FALSE(says(page, "class=\"faults\"")) << query;
  }
  EXPECT_EQ(get("/projets?ou=rouen").status, 303U) << "a name that is certain leads on";
  EXPECT_NE(get("/projets?ou=rouen&q=ecole").header("location").find("lieu=com:76540"), std::string_view::npos);
  EXPECT_TRUE(says(get("/projets?ou=zzzzqq"), "Aucun territoire"));
}

// « Rouen et Le Havre »: 76351 and 76540.
TEST(ProjectsPages, NarrowToAPerimeter) {
  const std::string in = "perimetre=cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7wAG7QE";
  Search both;
  both.places = {at("com:76351"), at("com:76540")};
  const auto found = model().select(both).count;
  EXPECT_GT(found, 0U);
  const auto page = get("/projets?" + in);
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "Rouen et Le Havre (2 communes)"));
  EXPECT_TRUE(says(page, "par habitant")) << "its inhabitants are those of its communes";
  EXPECT_TRUE(says(page, "name=\"perimetre\" value=\"cGBFSb3Vl")) << "another word keeps it";
  EXPECT_TRUE(says(page, "href=\"/perimetres/cGBFSb3Vl"));
  EXPECT_FALSE(says(get("/projets?" + in + "&q=zzzz"), "class=\"faults\""));
  const auto json = get("/projets.json?" + in);
  EXPECT_EQ(json.status, 200U);
  std::size_t rows = 0;
  for (auto at = json.body.find("\"id\":"); at != std::string::npos; at = json.body.find("\"id\":", at + 1)) ++rows;
  EXPECT_GE(rows, found);
  const auto led = get("/projets?ou=rouen&" + in);
  EXPECT_TRUE(led.header("location").contains("lieu=com:76540")) << led.header("location");
  EXPECT_FALSE(led.header("location").contains("perimetre")) << "a place stands instead of it";
}

TEST(ProjectsPages, RefuseWhatTheyDoNotUnderstandAndSayIt) {
  for (const auto* bad : {"lieu=com:99999", "lieu=rouen", "annee=abc", "annee=0", "theme=x", "programme=x", "tranche=9",
                          "tranche=0", "montant-min=-1", "montant-min=12a", "tri=x", "apres=d18n999999", "apres=1%27",
                          "lieu=com:76540&perimetre=x", "perimetre=cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7",
                          "lieu=dep:76&perimetre=cGBFSb3VlbiBldCBMZSBIYXZyZQACAJWf7wAG7QE",
                          "lieu=com:76540&perimetre=autour&km=1000", "lieu=com:76540&perimetre=comparables&poids=x"}) {
    const auto page = get(std::string("/projets?") + bad);
    EXPECT_EQ(page.status, 400U) << bad;
    EXPECT_TRUE(says(page, "class=\"faults\"")) << bad;
    EXPECT_EQ(get(std::string("/projets.csv?") + bad).status, 400U) << bad;
    EXPECT_EQ(get(std::string("/api/v1/projets?") + bad).status, 400U) << bad;
  }
  EXPECT_EQ(get("/api/v1/projets?inconnu=1").status, 400U);
  EXPECT_EQ(get("/api/v1/projets?limite=201").status, 400U);
}

TEST(ProjectsPages, BearAnyWords) {
  for (const auto* words :
       {"%20", "***", "a*+b*+c*", "%22", "%3Cscript%3E", "de+la", "%E6%97%A5%E6%9C%AC", "-", "%27%3B--"}) {
    EXPECT_EQ(get(std::string("/projets?q=") + words).status, 200U) << words;
  }
  EXPECT_EQ(get("/projets?q=" + std::string(5000, 'a')).status, 200U);
  EXPECT_FALSE(says(get("/projets?q=%3Cscript%3Ealert"), "<script>alert"));
}

TEST(ProjectsPages, GiveOneProjectItsPageAndItsOrigin) {
  const auto project = model().project(0);
  const auto page = get(address(project));
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, project.id));
  EXPECT_TRUE(says(page, "Licence Ouverte"));
  EXPECT_TRUE(says(page, "Classement de Catalyse")) << "the theme is ours and says so";
  EXPECT_EQ(get("/projets/" + project.id).status, 301U) << "the right address has the words";
  EXPECT_EQ(get("/projets/d18n99999999").status, 404U);
  EXPECT_EQ(get("/projets/rien").status, 404U);
  const auto json = get(address(project) + ".json");
  EXPECT_EQ(json.status, 200U);
  EXPECT_TRUE(says(json, "\"id\":\"" + project.id + "\""));
}

TEST(ProjectsPages, TheApiPagesToTheEnd) {
  std::size_t seen = 0;
  std::string target = "/api/v1/projets?limite=100&lieu=reg:28";
  for (int i = 0; i < 50 && !target.empty(); ++i) {
    const auto page = get(target);
    ASSERT_EQ(page.status, 200U);
    static const std::regex id("\"id\":\"[a-z]+\\d*n\\d+\"");
    seen += static_cast<std::size_t>(
        std::distance(std::sregex_iterator(page.body.begin(), page.body.end(), id), std::sregex_iterator()));
    const auto next = page.body.find("\"next\":\"");
    target = next == std::string::npos ? "" : page.body.substr(next + 8, page.body.find('"', next + 8) - next - 8);
  }
  Search search;
  search.places = {at("reg:28")};
  EXPECT_EQ(seen, model().select(search).count);
}

TEST(ProjectsPages, TheMethodShowsItsTables) {
  const auto page = get("/projets/methode");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "scolaire*"));
  EXPECT_TRUE(says(get("/en/projets/methode"), "never official"));
}

}  // namespace
}  // namespace catalyse::projects
