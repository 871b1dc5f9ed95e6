#include "world_for_test.hpp"

namespace catalyse::territories {
namespace {

using core::Level;
using testing::at;
using testing::place;
using testing::world;

std::vector<std::string> codes(std::span<const PlaceIndex> places) {
  std::vector<std::string> all;
  for (const auto index : places) all.emplace_back(world().place(index).code);
  return all;
}

std::string membership(std::string_view code, std::string_view kind) {
  for (const auto& one : world().memberships(at(world(), code))) {
    if (one.kind == kind) return std::string(one.code) + "|" + std::string(one.label);
  }
  return "none";
}

TEST(ReadModel, OrdersPlacesByLevelThenByCode) {
  const auto& model = world();
  EXPECT_EQ(model.range(Level::commune).first, 0U);
  EXPECT_EQ(model.range(Level::commune).last, model.overseas_collectivities().first);
  EXPECT_EQ(model.overseas_collectivities().last, model.range(Level::arrondissement).first);
  EXPECT_EQ(model.range(Level::region).last, model.size());
  for (const auto level : core::kLevels) {
    const auto range = model.range(level);
    for (auto i = range.first; i < range.last; ++i) {
      EXPECT_EQ(model.place(i).level, level);
      if (i > range.first) EXPECT_LT(model.place(i - 1).code, model.place(i).code);
      EXPECT_EQ(model.find(*core::PlaceCode::make(level, model.place(i).code)), i);
    }
  }
  EXPECT_EQ(model.population_year(), 2023);
  EXPECT_EQ(model.version(), "world");
}

TEST(ReadModel, DoesNotFindWhatIsNotThere) {
  EXPECT_FALSE(world().find(*core::PlaceCode::parse("99999")));
  EXPECT_FALSE(world().find(*core::PlaceCode::parse("75102")));
  EXPECT_FALSE(world().find(*core::PlaceCode::parse("dep:01")));
  EXPECT_THROW((void)world().place(kNowhere), std::out_of_range);
}

TEST(ReadModel, TellsWhatItsSourceTellsOfACommune) {
  const auto& rouen = place("76540");
  EXPECT_EQ(rouen.name, "Rouen");
  EXPECT_EQ(rouen.slug, "rouen");
  EXPECT_EQ(rouen.siren, "217605401");
  EXPECT_EQ(rouen.population, 117662);
  EXPECT_EQ(rouen.area_km2, 21.38);
  EXPECT_EQ(rouen.latitude, 49.44124);
  EXPECT_EQ(world().place(rouen.epci).code, "200023414");
  EXPECT_EQ(world().place(rouen.departement).name, "Seine-Maritime");
  EXPECT_EQ(world().place(rouen.region).name, "Normandie");
  EXPECT_EQ(rouen.zone, Zone::metropole);
  EXPECT_EQ(world().seat(rouen.region), at(world(), "76540"));
  EXPECT_EQ(world().seat(at(world(), "76540")), kNowhere);
}

TEST(ReadModel, SumsLargerPlacesFromTheirCommunes) {
  const auto& redon = place("epci:243500741");
  EXPECT_EQ(redon.population, 9542 + 2247 + 3311 + 3955);
  EXPECT_DOUBLE_EQ(*redon.area_km2, 104.43);
  EXPECT_FALSE(place("epci:200060457").area_km2) << "no source gives the area of Mamoudzou";
  EXPECT_EQ(place("dep:75").population, 2103778) << "arrondissements are not counted twice";
  EXPECT_EQ(place("reg:11").population, 2103778 + 119019 + 149077 + 31188);
}

TEST(ReadModel, GivesEveryDepartementOfAnEpciTheLargestFirst) {
  const auto redon = at(world(), "epci:243500741");
  EXPECT_EQ(codes(world().departements_of(redon)), (std::vector<std::string>{"35", "56", "44"}));
  EXPECT_EQ(world().place(world().place(redon).departement).code, "35");
  EXPECT_EQ(world().place(world().place(redon).region).code, "53");
  EXPECT_TRUE(world().departements_of(at(world(), "76540")).empty());
}

TEST(ReadModel, ListsMembers) {
  EXPECT_EQ(codes(world().members(at(world(), "75056"))), (std::vector<std::string>{"75101", "75112", "75120"}));
  EXPECT_EQ(codes(world().members(at(world(), "epci:200060010"))), (std::vector<std::string>{"49092", "49301"}));
  EXPECT_EQ(codes(world().members(at(world(), "dep:75"))), (std::vector<std::string>{"75056"}));
  EXPECT_EQ(codes(world().members(at(world(), "reg:94"))), (std::vector<std::string>{"2A004", "2A249"}));
  EXPECT_TRUE(world().members(at(world(), "76540")).empty());
}

TEST(ReadModel, KnowsAnArrondissementByItsCommune) {
  const auto& twelfth = place("75112");
  EXPECT_EQ(twelfth.level, Level::arrondissement);
  EXPECT_EQ(world().place(twelfth.commune).code, "75056");
  EXPECT_EQ(world().place(twelfth.departement).code, "75");
  EXPECT_EQ(world().postcodes(at(world(), "75112")), (std::vector<std::string_view>{"75012"}));
}

TEST(ReadModel, LeavesAnIslandWithoutEpci) {
  EXPECT_EQ(place("29083").epci, kNowhere);
  EXPECT_EQ(world().place(place("29083").departement).code, "29");
}

TEST(ReadModel, GivesACommuneOfAnOverseasCollectivityItsCollectivityOnly) {
  const auto& noumea = place("98818");
  EXPECT_EQ(noumea.zone, Zone::com);
  EXPECT_EQ(noumea.departement, kNowhere);
  EXPECT_EQ(noumea.region, kNowhere);
  EXPECT_FALSE(noumea.area_km2);
  EXPECT_EQ(membership("98818", "collectivity"), "988|Nouvelle-Calédonie");
  EXPECT_FALSE(world().range(Level::commune).holds(at(world(), "98818")));
  EXPECT_EQ(place("97411").zone, Zone::drom);
  EXPECT_EQ(place("epci:249740119").zone, Zone::drom);
}

TEST(ReadModel, TellsZoningsAndProgrammes) {
  EXPECT_EQ(membership("2A004", "density"), "1|Grands centres urbains");
  EXPECT_EQ(membership("2A004", "mountain"), "|Massif de Corse");
  EXPECT_EQ(membership("2A004", "aav"), "098|Ajaccio");
  EXPECT_EQ(membership("2A004", "aav-category"), "11|Commune-centre");
  EXPECT_EQ(membership("2A004", "acv"), "|");
  EXPECT_EQ(membership("2A004", "pvd"), "none");
  EXPECT_EQ(membership("2A004", "chef-lieu"), "region|Corse");
  EXPECT_EQ(membership("93066", "ept"), "200057867|Plaine Commune");
  EXPECT_EQ(membership("94038", "arrondissement"), "943|L'Haÿ-les-Roses");
  EXPECT_EQ(membership("epci:244800405", "epci-kind"), "CC|Communauté de communes");
  EXPECT_EQ(membership("epci:247300254", "avenir-montagnes-ingenierie"),
            "ami-alp-09|Assemblée du Pays Tarentaise Vanoise (APTV)");
  EXPECT_EQ(membership("epci:200054781", "tec"),
            "cco-60|Territoires engagés pour la transition écologique (contrat TEC)");
}

TEST(ReadModel, GivesTheFactsThatComparisonsNeed) {
  const auto ajaccio = at(world(), "2A004"), saint_denis = at(world(), "97411"), noumea = at(world(), "98818");
  EXPECT_EQ(world().density_class(ajaccio), 1);
  EXPECT_EQ(world().centrality(ajaccio), 4);
  EXPECT_EQ(world().urban_category(ajaccio), 11);
  EXPECT_FALSE(world().centrality(saint_denis)) << "not published overseas";
  EXPECT_FALSE(world().density_class(noumea));
  EXPECT_EQ(world().centrality(at(world(), "29083")), 0) << "0 is a class, not an absence";
}

TEST(FormerCodes, LeadToTheCommunesInForce) {
  EXPECT_EQ(codes(world().successors("49094")), std::vector<std::string>{}) << "not in this world";
  EXPECT_EQ(codes(world().successors("49071")), (std::vector<std::string>{"49092"}));
  const auto carried = world().carry("49071");
  ASSERT_EQ(carried.size(), 1U);
  EXPECT_EQ(carried[0].weight, 1);
  EXPECT_EQ(carried[0].kind, PassageKind::delegated);
  EXPECT_TRUE(world().successors("").empty());
  EXPECT_TRUE(world().successors("\xFF\xFF\xFF").empty());
}

TEST(FormerCodes, NeverHoldACodeInForce) {
  for (const auto& commune : testing::world_records().communes)
    EXPECT_TRUE(world().successors(commune.code).empty()) << commune.code;
  auto records = testing::world_records();
  records.passage.push_back({"49092", "Chemillé", "49301", "merge", "", "", 1});
  EXPECT_TRUE(build(records)->successors("49092").empty()) << "even if a source says so";
}

TEST(FormerCodes, OfASplitCommuneLeadToAllItsSuccessorsTheLargestShareFirst) {
  auto records = testing::world_records();
  records.passage.push_back({"76999", "Ancienne", "76095", "split", "", "", 0.25});
  records.passage.push_back({"76999", "Ancienne", "76108", "split", "", "", 0.75});
  const auto model = build(records);
  const auto carried = model->carry("76999");
  ASSERT_EQ(carried.size(), 2U);
  EXPECT_EQ(model->place(carried[0].place).code, "76108");
  EXPECT_EQ(carried[1].weight, 0.25);
  EXPECT_EQ(model->successors("76999").size(), 2U);
}

TEST(FormerCommunes, AreThoseOfTheMergedCommuneEachOnce) {
  const auto former = world().former_communes(at(world(), "49092"));
  EXPECT_EQ(std::ranges::count(former, std::string_view("49071"), &FormerCommune::code), 1);
  EXPECT_EQ(former.front().name, "Chanzeaux");
  EXPECT_EQ(former.front().kind, "delegated");
  EXPECT_TRUE(std::ranges::count(former, std::string_view("Chemillé"), &FormerCommune::name) == 1);
  EXPECT_TRUE(world().former_communes(at(world(), "29083")).empty());
}

TEST(Restorations, SayFromWhomAndSince) {
  const auto all = world().restorations();
  ASSERT_EQ(all.size(), 3U);
  const auto oie = std::ranges::find(all, at(world(), "85165"), &Restoration::commune);
  ASSERT_NE(oie, all.end());
  EXPECT_EQ(oie->from, at(world(), "85084"));
  EXPECT_EQ(oie->since, 2024U);
  EXPECT_EQ(std::ranges::find(all, at(world(), "76095"), &Restoration::commune)->since, 0U);
}

}  // namespace
}  // namespace catalyse::territories
