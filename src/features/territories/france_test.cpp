// The whole of France as the bundle has it: counts, the places that are like no other, and figures that another series
// tells too.
#include "world_for_test.hpp"

namespace catalyse::territories {
namespace {

using core::Level;
using testing::at;

struct France {
  ingest::Report report;
  std::shared_ptr<const Territories> model;
};

const France& france() {
  static const auto whole = [] {
    France all;
    const auto bundle = testing::open_bundle("data");
    Records records;
    if (const auto read = read_territories(bundle, {}, records, all.report); !read)
      throw std::runtime_error(read.error().note);
    KnownCodes known;
    for (const auto& commune : records.communes) known.communes.insert(commune.code);
    for (const auto* list : {&records.epci, &records.ept}) {
      for (const auto& grouping : *list) known.intercommunalities.insert(grouping.siren);
    }
    if (const auto read = read_zonings(bundle, known, {}, records, all.report); !read)
      throw std::runtime_error(read.error().note);
    all.model = build(records);
    return all;
  }();
  return whole;
}

TEST(France, IsReadWithoutARefusedRow) {
  for (const auto& file : france().report.files) {
    EXPECT_EQ(file.refused, 0U) << file.file
                                << (file.bad.empty() ? "" : " " + file.bad[0].value + ": " + file.bad[0].reason);
  }
}

TEST(France, HasTheNumbersOfItsRegister) {
  const auto& model = *france().model;
  EXPECT_EQ(model.range(Level::commune).size(), 34875U);
  EXPECT_EQ(model.overseas_collectivities().size(), 94U);
  EXPECT_EQ(model.range(Level::arrondissement).size(), 45U);
  EXPECT_EQ(model.range(Level::epci).size(), 1255U);
  EXPECT_EQ(model.range(Level::departement).size(), 101U);
  EXPECT_EQ(model.range(Level::region).size(), 18U);
}

TEST(France, HasFourIslandsWithoutEpciAndNoOtherSuchCommune) {
  const auto& model = *france().model;
  std::vector<std::string_view> alone;
  for (auto i = model.range(Level::commune).first; i < model.range(Level::commune).last; ++i) {
    const auto& commune = model.place(i);
    EXPECT_NE(commune.departement, kNowhere) << commune.code;
    EXPECT_NE(commune.region, kNowhere) << commune.code;
    EXPECT_TRUE(commune.population) << commune.code;
    if (commune.epci == kNowhere) alone.push_back(commune.code);
  }
  EXPECT_EQ(alone, (std::vector<std::string_view>{"22016", "29083", "29155", "85113"}));
}

TEST(France, HasEightyNineEpciOverSeveralDepartements) {
  const auto& model = *france().model;
  std::size_t over_several = 0;
  for (auto i = model.range(Level::epci).first; i < model.range(Level::epci).last; ++i) {
    const auto all = model.departements_of(i);
    ASSERT_FALSE(all.empty()) << model.place(i).name;
    EXPECT_EQ(model.place(i).departement, all.front());
    over_several += all.size() > 1 ? 1 : 0;
  }
  EXPECT_EQ(over_several, 89U);
}

TEST(France, HasADepartementsCapitalEverywhere) {
  const auto& model = *france().model;
  for (const auto level : {Level::departement, Level::region}) {
    for (auto i = model.range(level).first; i < model.range(level).last; ++i)
      EXPECT_NE(model.seat(i), kNowhere) << model.place(i).name;
  }
}

// The département populations that ptod publishes (P23_POP) are another file of INSEE than the register's communes.
TEST(France, SumsCommunesToThePublishedPopulationsOfTheNinetySixDepartements) {
  const auto bundle = testing::open_bundle("data");
  const auto* resource = bundle.find("indicators/tables/ptod_2022_dep.csv.gz");
  ASSERT_NE(resource, nullptr);
  const auto content = bundle.read(*resource);
  ASSERT_TRUE(content) << content.error().note;
  ingest::CsvReader reader(*content);
  const auto code = reader.column("code"), population = reader.column("P23_POP");
  ASSERT_TRUE(code && population);
  const auto& model = *france().model;
  int compared = 0;
  while (const auto row = reader.next()) {
    ASSERT_TRUE(*row);
    const auto cells = **row;
    const auto departement = at(model, "dep:" + std::string(cells[*code]));
    EXPECT_EQ(model.place(departement).population, std::stoll(std::string(cells[*population]))) << cells[*code];
    ++compared;
  }
  EXPECT_EQ(compared, 96);
}

TEST(France, NeverRedirectsACodeInForce) {
  const auto& model = *france().model;
  for (PlaceIndex i = 0; i < model.range(Level::epci).first; ++i)
    EXPECT_TRUE(model.successors(model.place(i).code).empty());
  for (const auto* code : {"14712", "15141", "85084"})
    EXPECT_TRUE(model.successors(code).empty()) << "in some tables of old codes";
}

TEST(France, LeadsFormerCodesToTheirCommunes) {
  const auto& model = *france().model;
  EXPECT_EQ(model.successors("49094"), (std::vector<PlaceIndex>{at(model, "49261")}));
  EXPECT_EQ(model.successors("76095").size(), 0U);
  const auto boulogne = model.successors("85030");
  ASSERT_EQ(boulogne.size(), 3U) << "two sources disagree: all are offered";
  EXPECT_EQ(model.place(boulogne.front()).code, "85084");
  EXPECT_EQ(model.carry("85030").front().weight, 1);
  EXPECT_EQ(model.carry("85030").back().kind, PassageKind::uncertain);
}

TEST(France, NamesEachPlaceInASentence) {
  const auto& model = *france().model;
  const auto of = [&](std::string_view code) { return of_name(model.place(at(model, code))); };
  EXPECT_EQ(of("76540"), "de Rouen");
  EXPECT_EQ(of("76351"), "du Havre");
  EXPECT_EQ(of("91692"), "des Ulis");
  EXPECT_EQ(of("17300"), "de La Rochelle");
  EXPECT_EQ(of("29155"), "d’Ouessant");
  EXPECT_EQ(of("dep:01"), "de l’Ain");
  EXPECT_EQ(of("dep:48"), "de la Lozère");
  EXPECT_EQ(of("dep:974"), "de La Réunion");
  EXPECT_EQ(of("reg:24"), "du Centre-Val de Loire");
}

TEST(France, FindsWhatReadersType) {
  const auto& model = *france().model;
  const std::pair<std::string_view, std::string_view> expected[] = {{"rouen", "76540"},
                                                                    {"76000", "76540"},
                                                                    {"st etienne", "42218"},
                                                                    {"marseile", "13055"},
                                                                    {"bordeau", "33063"},
                                                                    {"lyonn", "69123"},
                                                                    {"toulose", "31555"},
                                                                    {"la rochele", "17300"},
                                                                    {"larochelle", "17300"},
                                                                    {"boulogne bilancourt", "92012"},
                                                                    {"paris 12", "75112"},
                                                                    {"noumea", "98818"},
                                                                    {"st denis reunion", "97411"},
                                                                    {"saint-denis 93", "93066"},
                                                                    {"2a004", "2A004"},
                                                                    {"aix en provance", "13001"},
                                                                    {"chemille en anjou", "49092"},
                                                                    {"ile d yeu", "85113"},
                                                                    {"villeneuve d'asq", "59009"},
                                                                    {"reims 51", "51454"}};
  for (const auto& [words, code] : expected) {
    const auto hits = model.search(words);
    ASSERT_FALSE(hits.empty()) << words;
    const bool among_first =
        std::ranges::any_of(hits, [&](const Hit& hit) { return model.place(hit.place).code == code; });
    EXPECT_TRUE(among_first) << words << " gave " << model.place(hits.front().place).name;
  }
  std::size_t total = 0;
  const auto sainte_marie = model.search("Sainte-Marie", {.limit = 200, .level = Level::commune}, &total);
  const auto exact = std::ranges::count_if(
      sainte_marie, [&](const Hit& hit) { return model.place(hit.place).name == "Sainte-Marie"; });
  EXPECT_EQ(exact, 9);
  EXPECT_EQ(total, sainte_marie.size());
}

}  // namespace
}  // namespace catalyse::territories
