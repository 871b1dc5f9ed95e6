// The room as a reader meets it: lists in, perimeters and data out, on the small France of tests/world.
#include "perimeters.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "http/http.hpp"
#include "library.hpp"
#include "list_rules.hpp"
#include "store.hpp"
#include "world_for_test.hpp"

namespace catalyse::perimeters {
namespace {

using testing::or_throw, testing::world;

http::TestAnswer get(std::string_view target) { return http::get(*world().router, target); }

http::TestAnswer post(std::string body, std::string type = "application/x-www-form-urlencoded") {
  http::TestRequest request;
  request.method = "POST";
  request.target = "/perimetres";
  request.headers = {{"Content-Type", std::move(type)}, {"Origin", "http://localhost"}};
  request.body = std::move(body);
  return http::send(*world().router, request);
}

bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}

Understood read(std::string_view list) { return read_list(*world().context.territories, list); }

std::vector<std::string> codes(const Understood& understood) {
  std::vector<std::string> all;
  for (const PlaceIndex commune : understood.communes)
    all.emplace_back(world().context.territories->place(commune).code);
  return all;
}

using Codes = std::vector<std::string>;

TEST(ReadingAList, TakesAnySeparators) {
  const Codes three{"76351", "76540", "76681"};
  for (const auto* list :
       {"76540 76351 76681", "76540,76351;76681", "76540\n76351\r\n76681\r\n", "76540\t76351|76681",
        "\"76540\"; \"76351\"; '76681'", "=\"76540\",com:76351 ,, 76681", " 76540\xC2\xA0\n76351 76681"})
    EXPECT_EQ(codes(read(list)), three) << list;
}

TEST(ReadingAList, MixesLevelsAndSaysTheOverlap) {
  const auto understood = read("epci:200023414 76540 76540");
  const auto members = world().context.territories->members(
      *world().context.territories->find(*core::PlaceCode::parse("epci:200023414")));
  EXPECT_EQ(understood.communes.size(), members.size());
  EXPECT_EQ(understood.groups.count, 1U);
  EXPECT_EQ(understood.again, 2U);
  EXPECT_EQ(read("200023414").communes, understood.communes);
  EXPECT_EQ(read("dep:76").communes.size(),
            world()
                .context.territories->members(*world().context.territories->find(*core::PlaceCode::parse("dep:76")))
                .size());
}

TEST(ReadingAList, CarriesFormerCodesForwardAndSaysSo) {
  const auto understood = read("20004 49071");
  EXPECT_EQ(codes(understood), (Codes{"2A004", "49092"}));
  ASSERT_EQ(understood.carried.count, 2U);
  EXPECT_EQ(understood.carried.first[0].item, "20004");
  EXPECT_FALSE(understood.carried.first[0].part);
  EXPECT_TRUE(understood.carried.first[1].part);
  EXPECT_EQ(codes(read("2a004")), Codes{"2A004"});
}

TEST(ReadingAList, TakesNamesThatNameOnePlace) {
  const auto understood = read("Rouen, le havre\nMende");
  EXPECT_EQ(codes(understood), (Codes{"48095", "76351", "76540"}));
  EXPECT_EQ(understood.by_name.count, 3U);
  const auto several = read("Sainte-Marie");
  EXPECT_TRUE(several.communes.empty());
  ASSERT_EQ(several.refused.count, 1U);
  EXPECT_EQ(several.refused.first[0].reason, Reason::several_names);
  EXPECT_EQ(several.refused.first[0].places.size(), 3U);
  EXPECT_EQ(read("Atlantide").refused.first.at(0).reason, Reason::unknown_name);
}

// What stands between codes on one line is not lost.
TEST(ReadingAList, ReadsCodesAndWordsOfOneCell) {
  const auto mixed = read("epci:200023414 76351 Val-d'Isère 48095 Le Havre Sainte-Marie");
  EXPECT_EQ(mixed.groups.count, 1U);
  EXPECT_EQ(mixed.named_communes, 3U);
  EXPECT_EQ(mixed.refused.count, 1U);  // « Le Havre Sainte-Marie » is no name
  EXPECT_EQ(mixed.refused.first[0].item, "Le Havre Sainte-Marie");
  EXPECT_EQ(codes(read("76540 Rouen\n76351 - Le Havre\n")), (Codes{"76351", "76540"}));
  EXPECT_EQ(read("76540 Rouen").passed_over.count, 0U);
  EXPECT_EQ(read("76540 Dieppe").passed_over.count, 1U);
}

TEST(ReadingAList, RefusesWithAReason) {
  EXPECT_EQ(read("99999").refused.first.at(0).reason, Reason::unknown_code);
  EXPECT_EQ(read("98818").refused.first.at(0).reason, Reason::collectivity);
  EXPECT_EQ(read("75112").refused.first.at(0).reason, Reason::arrondissement);
  EXPECT_EQ(read("76").refused.first.at(0).reason, Reason::several_levels);
  EXPECT_EQ(read("123456789").refused.first.at(0).reason, Reason::unknown_code);
  EXPECT_EQ(read("epci:76540").refused.first.at(0).reason, Reason::unknown_code);
  EXPECT_EQ(codes(read("75101 75112 75120")), Codes{"75056"});  // all those of this world
}

TEST(ReadingAList, ReadsOneColumnOfATable) {
  const auto headed = read("Nom;CODGEO;Population\nRouen;76540;112787\nLe Havre;76351;14118\n");
  EXPECT_EQ(codes(headed), (Codes{"76351", "76540"}));
  EXPECT_EQ(headed.column, "CODGEO");
  const auto bare = read("76540;Rouen;76351\n76681;Sotteville;12\n");
  EXPECT_EQ(codes(bare), (Codes{"76540", "76681"}));
  EXPECT_EQ(bare.passed_over.count, 4U);
  const auto zero = read("insee\n1001\n");
  EXPECT_EQ(zero.refused.count, 1U);  // 01001 is not of this world
}

TEST(ReadingAList, IsBounded) {
  std::string many;
  for (int i = 0; i < 40'000; ++i) many += "76540\n";
  const auto understood = read(many);
  EXPECT_EQ(codes(understood), Codes{"76540"});
  EXPECT_EQ(understood.again, 39'999U);
  EXPECT_FALSE(understood.too_many);
  for (int i = 0; i < 20'000; ++i) many += "76540 ";
  EXPECT_TRUE(read(many).too_many);
  std::string names;
  for (int i = 0; i < 3'000; ++i) names += "zzzz" + std::to_string(i) + "\n";
  EXPECT_TRUE(read(names).too_many);
  EXPECT_TRUE(read("").communes.empty());
  EXPECT_TRUE(read(";;;,,,\n\n\t\n").communes.empty());
}

TEST(ReadingAFile, UnderstandsWhatTablesAreSavedAs) {
  EXPECT_EQ(text_of_file("\xEF\xBB\xBF"
                         "76540"),
            "76540");
  EXPECT_EQ(text_of_file("S\xE8vremoine"), "Sèvremoine");
  EXPECT_EQ(text_of_file(std::string_view("\xFF\xFE\x37\x00\x36\x00\xE9\x00", 8)), "76é");
  EXPECT_EQ(text_of_file(std::string_view("\xFE\xFF\x00\x37", 4)), "7");
  EXPECT_FALSE(text_of_file("PK\x03\x04rest"));
  EXPECT_FALSE(text_of_file(std::string_view("a\0b", 3)));
}

// The address that the page of a list leads to.
std::string led_to(const http::TestAnswer& page) {
  std::smatch match;
  std::regex_search(page.body, match, std::regex("href=\"((/en)?/perimetres/c[^\"?]+)\""));
  return match.empty() ? std::string{} : match[1].str();
}

TEST(Making, LeadsFromAListToItsPerimeterInBothLanguages) {
  const auto page = get("/perimetres?nom=Deux%20villes&codes=76540%2076351");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "2 communes"));
  const auto address = led_to(page);
  ASSERT_FALSE(address.empty());
  EXPECT_TRUE(address.ends_with("-deux-villes"));
  const auto perimeter = get(address);
  EXPECT_EQ(perimeter.status, 200U);
  EXPECT_TRUE(says(perimeter, "Deux villes"));
  EXPECT_TRUE(says(perimeter, "noindex"));
  EXPECT_TRUE(says(perimeter, "/territoires/commune/76540-rouen"));
  EXPECT_EQ(get("/en" + address).status, 200U);
  EXPECT_TRUE(says(get("/en" + address), "Perimeter on demand"));
  EXPECT_EQ(led_to(get("/en/perimetres?nom=Deux%20villes&codes=76351%2076540")), "/en" + address);
  EXPECT_EQ(led_to(post("nom=Deux+villes&codes=76351%0D%0A76540")), address);
}

TEST(Making, SaysWhatItRefusesAndWhatItDid) {
  const auto page = get("/perimetres?codes=76540%2099999%2098818%2020004%2076");
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "3 éléments refusés"));
  EXPECT_TRUE(says(page, "collectivité d’outre-mer"));
  EXPECT_TRUE(says(page, "20004"));
  EXPECT_EQ(get("/perimetres?codes=").status, 400U);
  EXPECT_EQ(get("/perimetres?codes=99999").status, 400U);
  EXPECT_EQ(get("/perimetres?codes=%3Cscript%3E").status, 400U);
  EXPECT_FALSE(says(get("/perimetres?codes=%3Cscript%3Ealert"), "<script>alert"));
  EXPECT_EQ(get("/perimetres").status, 200U);
  EXPECT_EQ(get("/perimetres?de=cZZZ").status, 400U);
}

TEST(Making, ReadsAFile) {
  const std::string edge = "--x\r\nContent-Disposition: form-data; name=\"";
  const auto form = [&](const std::string& bytes) {
    return edge + "nom\"\r\n\r\nFichier\r\n" + edge + "codes\"\r\n\r\n\r\n" + edge +
           "fichier\"; filename=\"liste.csv\"\r\nContent-Type: text/csv\r\n\r\n" + bytes + "\r\n--x--\r\n";
  };
  const auto good = post(form("code;nom\r\n76540;Rouen\r\n76351;Le Havre\r\n"), "multipart/form-data; boundary=x");
  EXPECT_EQ(good.status, 200U);
  EXPECT_TRUE(says(good, "2 communes"));
  const auto zip = post(form("PK\x03\x04...."), "multipart/form-data; boundary=x");
  EXPECT_EQ(zip.status, 400U);
  EXPECT_TRUE(says(zip, "CSV"));
  EXPECT_EQ(post(form(""), "multipart/form-data; boundary=x").status, 400U);
}

std::string address_of(std::string_view name, std::string_view list) {
  const auto& territories = *world().context.territories;
  const auto content = content_of(territories, std::string(name), read(list).communes);
  return address(or_throw(on_today(territories, id_of(write(content)), content)));
}

TEST(APerimeter, HasTheFormsOfATerritory) {
  const auto address = address_of("Rive gauche", "76540 76681 76575");
  const auto json = get(address + ".json");
  EXPECT_EQ(json.status, 200U);
  EXPECT_TRUE(says(json, "\"name\":\"Rive gauche\""));
  EXPECT_TRUE(says(json, "\"made\":\"counted\""));
  const auto csv = get(address + ".csv?dialecte=excel-fr");
  EXPECT_EQ(csv.status, 200U);
  EXPECT_TRUE(says(csv, ";"));
  EXPECT_EQ(get(address + ".csv?dialecte=klingon").status, 400U);
  const auto outline = get(address + ".geojson");
  EXPECT_EQ(outline.status, 200U);
  EXPECT_TRUE(says(outline, "\"type\":\"Polygon\""));
  EXPECT_EQ(get(address_of("Sans contour", "76681") + ".geojson").status, 404U);
  EXPECT_EQ(get(address + ".xml").status, 404U);
}

TEST(APerimeter, IsRankedWhereTheReaderAsks) {
  const auto address = address_of("Rive gauche", "76540 76681 76575");
  EXPECT_TRUE(says(get(address), "parmi les EPCI") || says(get(address), "parmi les intercommunalités"));
  EXPECT_TRUE(says(get(address + "?parmi=departement"), "parmi les départements"));
  EXPECT_EQ(get(address + "?parmi=planete").status, 400U);
}

TEST(APerimeter, ThatIsAPlaceSaysSo) {
  EXPECT_TRUE(says(get(address_of("Un", "76540")), "/territoires/commune/76540-rouen\">Rouen"));
  EXPECT_TRUE(says(get(address_of("La métropole", "200023414")), "/territoires/epci/200023414"));
}

TEST(APerimeter, HasOneAddress) {
  const auto address = address_of("Rive gauche", "76540 76681");
  const auto id = address.substr(0, address.find('-'));
  EXPECT_EQ(get(id).status, 301U);
  EXPECT_EQ(get(id).header("location"), address);
  EXPECT_EQ(get(id + "-autre.json").header("location"), address + ".json");
  for (const auto* wrong : {"/perimetres/c", "/perimetres/s0", "/perimetres/zzz", "/perimetres/c~~~~", "/perimetres/-"})
    EXPECT_EQ(get(wrong).status, 404U) << wrong;
  EXPECT_EQ(get(id.substr(0, id.size() - 4)).status, 404U);
}

// A list that was made when its codes were in force, read today.
TEST(APerimeter, CarriesItsCodesForward) {
  const auto& territories = *world().context.territories;
  const Content old{"D’avant", {"20004", "49071", "76540"}};
  const auto perimeter = world().context.perimeters->find(id_of(write(old)));
  ASSERT_TRUE(perimeter);
  EXPECT_EQ((*perimeter)->communes.size(), 3U);
  EXPECT_EQ((*perimeter)->carried.size(), 2U);
  const auto page = get(address(**perimeter));
  EXPECT_EQ(page.status, 200U);
  EXPECT_TRUE(says(page, "ne sont plus en vigueur"));
  EXPECT_FALSE(on_today(territories, "c", {"Rien", {"20999"}}));
}

// What an address cannot hold: every second code of France, though this world has few of them.
TEST(ALongPerimeter, IsKeptOnceUnderItsDigest) {
  Content content{"Très long", {}};
  for (int number = 1; content.codes.size() < 6'000; number += 17)
    content.codes.push_back("76" + std::to_string(1000 + number % 999).substr(1));
  content.codes.clear();
  for (int departement = 10; departement < 96; ++departement) {
    if (departement == 20) continue;
    for (int number = 1; number < 600; number += 7)
      content.codes.push_back(std::to_string(departement) + std::to_string(1000 + number).substr(1));
  }
  content.codes.emplace_back("76540");
  std::ranges::sort(content.codes);
  content.codes.erase(std::ranges::unique(content.codes).begin(), content.codes.end());
  const auto writing = write(content);
  const auto id = id_of(writing);
  ASSERT_TRUE(is_stored_id(id));
  EXPECT_EQ(get("/perimetres/" + id).status, 404U);
  for (int twice = 0; twice < 2; ++twice) {
    const auto led = post("contenu=" + writing);
    EXPECT_EQ(led.status, 303U);
    EXPECT_EQ(led.header("location"), "/perimetres/" + id + "-tres-long");
  }
  EXPECT_EQ(get("/perimetres/" + id + "-tres-long").status, 200U);
  EXPECT_EQ(post("contenu=" + writing.substr(1)).status, 400U);
  EXPECT_EQ(kept(*world().database, id).value(), writing);
  EXPECT_FALSE(kept(*world().database, "s000000000000000000000000").value());
}

}  // namespace
}  // namespace catalyse::perimeters
