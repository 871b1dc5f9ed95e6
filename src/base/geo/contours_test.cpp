#include "contours.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "test_world.hpp"

namespace catalyse::geo {
namespace {

using core::ErrorKind;
using core::Level;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + std::string(from));
  return text.replace(at, from.size(), to);
}

TEST(Contours, GiveThePlacesOfATopology) {
  const Contours contours = built({kTwoCommunes}, "digest");
  EXPECT_EQ(contours.count(Level::commune), 2U);
  EXPECT_EQ(contours.count(Level::epci), 1U);
  EXPECT_EQ(contours.count(Level::region), 0U);
  EXPECT_EQ(contours.source(), "digest");
  EXPECT_EQ(contours.places(Level::commune), (std::vector{place("01001"), place("01002")}));
  const auto shape = contours.shape(place("01001"));
  ASSERT_TRUE(shape);
  EXPECT_EQ(*shape, (MultiPolygon{{{{5.2, 46}, {5.21, 46.05}, {5.2, 46.1}, {5, 46.1}, {5, 46}, {5.2, 46}}}}));
  EXPECT_EQ(contours.box(place("01001")), (Box{5, 46, 5.21, 46.1}));
  EXPECT_EQ(contours.shape(place("01002"))->front().size(), 2U) << "its hole";
}

TEST(Contours, SayNothingOfAPlaceTheyDoNotHave) {
  const Contours contours = built({kTwoCommunes});
  EXPECT_FALSE(contours.has(place("01003")));
  EXPECT_FALSE(contours.shape(place("dep:01")));
  EXPECT_FALSE(contours.box(place("01003")));
  EXPECT_TRUE(contours.arcs_of(place("01003")).empty());
}

TEST(Contours, PutAPointOfASharedBorderInExactlyOnePlace) {
  const Contours contours = built({kTwoCommunes});
  const MultiPolygon west = *contours.shape(place("01001")), east = *contours.shape(place("01002"));
  for (const Point border : {Point{5.202, 46.01}, Point{5.206, 46.03}, Point{5.21, 46.05}, Point{5.204, 46.08}}) {
    EXPECT_NE(contains(west, border), contains(east, border)) << border.latitude;
  }
  EXPECT_EQ(contours.locate(Level::commune, {5.1, 46.05}), place("01001"));
  EXPECT_EQ(contours.locate(Level::commune, {5.35, 46.05}), place("01002"));
  EXPECT_FALSE(contours.locate(Level::commune, {5.31, 46.05})) << "in the hole";
  EXPECT_FALSE(contours.locate(Level::commune, {7, 46.05}));
  EXPECT_EQ(contours.locate(Level::epci, {5.1, 46.05}), place("epci:200000172"));
}

TEST(Contours, GatherSeveralTextsOnOneGrid) {
  const std::string other =
      replaced(replaced(replaced(kTwoCommunes, "01001", "02001"), "01002", "02002"), "200000172", "200000438");
  const Contours contours = built({kTwoCommunes, other});
  EXPECT_EQ(contours.count(Level::commune), 4U);
  EXPECT_EQ(contours.shape(place("02002")), contours.shape(place("01002")));
  EXPECT_EQ(contours.arc_count(), 8U);
}

struct Wrong {
  std::string_view from, to, note;
};

class Malformed : public testing::TestWithParam<Wrong> {};

TEST_P(Malformed, TopologyIsRefusedWithAReason) {
  ContoursBuilder builder;
  const auto added = builder.add(replaced(kTwoCommunes, GetParam().from, GetParam().to));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, ErrorKind::damaged);
  EXPECT_EQ(added.error().message_id, "geo.topojson.malformed");
  EXPECT_NE(added.error().note.find(GetParam().note), std::string::npos) << added.error().note;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Malformed,
    testing::Values(
        Wrong{"{", "", "not JSON"}, Wrong{"\"Topology\"", "\"Feature\"", "not a topology"},
        Wrong{"[0.01,0.01]", "[0.01,0.02]", "grid"}, Wrong{"[0.01,0.01]", "[0.03,0.03]", "grid"},
        Wrong{"[0.01,0.01]", "[-0.01,-0.01]", "grid"}, Wrong{"[0.01,0.01]", "[1e-9,1e-9]", "grid"},
        Wrong{"\"translate\":[0,0]", "\"translate\":[1,0]", "grid"},
        Wrong{"\"communes\"", "\"cantons\"", "unknown object"}, Wrong{"\"01001\"", "\"1001\"", "not a code"},
        Wrong{"\"01001\"", "1001", "not a code"}, Wrong{"\"01001\"", "\"75112\"", "not a code"},
        Wrong{"\"01001\"", "\"01002\"", "twice"}, Wrong{"[[0,1]]", "[[0,4]]", "does not exist"},
        Wrong{"[[0,1]]", "[[0,-5]]", "does not exist"}, Wrong{"[[0,1]]", "[[0,9223372036854775807]]", "does not exist"},
        Wrong{"[[0,1]]", "[[0,1.5]]", "does not exist"}, Wrong{"[[0,1]]", "[[0,2]]", "do not meet"},
        Wrong{"[[0,1]]", "[[0]]", "not closed"}, Wrong{"[[0,1]]", "[[]]", "no arc"},
        Wrong{"[[0,1]]", "[]", "not a polygon"}, Wrong{"[[0,1]]", "[0,1]", "no arc"},
        Wrong{"\"Polygon\"", "\"Point\"", "not a polygon"},
        Wrong{"[[520,4600],[1,5],[-1,5]]", "[[520,4600]]", "two points"},
        Wrong{"[520,4600]", "[20000,4600]", "leaves the globe"}, Wrong{"[520,4600]", "[520,9001]", "leaves the globe"},
        Wrong{"[520,4600]", "[9223372036854775807,0]", "off the grid"},
        Wrong{"[520,4600]", "[520,4600,1]", "not a pair"}, Wrong{"[520,4600]", "[520.5,4600]", "off the grid"},
        Wrong{"\"arcs\":[[[520", "\"bows\":[[[520", "no arcs"}));

TEST(ContoursBuilder, RefusesAnotherGridAndNothingAtAll) {
  ContoursBuilder builder;
  ASSERT_TRUE(builder.add(kTwoCommunes));
  const auto other = builder.add(replaced(replaced(kTwoCommunes, "[0.01,0.01]", "[0.1,0.1]"), "01001", "02001"));
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().note.find("another grid"), std::string::npos);
  EXPECT_FALSE(ContoursBuilder().build("test"));
  ContoursBuilder twice;
  ASSERT_TRUE(twice.add(kTwoCommunes));
  EXPECT_FALSE(twice.add(kTwoCommunes)) << "the same places again";
}

TEST(ContoursBuilder, RefusesDeepNesting) { EXPECT_FALSE(ContoursBuilder().add(std::string(100'000, '['))); }

class SavedImage : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("geo_test." + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "contours.image";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(std::string_view content) const { std::ofstream(path_, std::ios::binary) << content; }
  [[nodiscard]] std::string load_error(std::string_view source = "v1") const {
    const auto loaded = Contours::load(path_, source);
    return loaded ? "" : loaded.error().message_id;
  }
  std::filesystem::path folder_, path_;
};

TEST_F(SavedImage, ReadsBackTheSame) {
  const Contours contours = built({kTwoCommunes}, "v1");
  ASSERT_TRUE(contours.save(path_));
  const auto loaded = Contours::load(path_, "v1");
  ASSERT_TRUE(loaded) << loaded.error().note;
  for (const auto* code : {"01001", "01002", "epci:200000172"}) {
    EXPECT_EQ(loaded->shape(place(code)), contours.shape(place(code))) << code;
    EXPECT_EQ(loaded->box(place(code)), contours.box(place(code))) << code;
  }
  EXPECT_EQ(loaded->source(), "v1");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1) << "no file left beside it";
}

TEST_F(SavedImage, StaysReadableWhileANewOneTakesItsPlace) {
  ASSERT_TRUE(built({kTwoCommunes}, "v1").save(path_));
  const auto loaded = Contours::load(path_, "v1");
  ASSERT_TRUE(built({replaced(kTwoCommunes, "01001", "02001")}, "v2").save(path_));
  EXPECT_TRUE(loaded->shape(place("01001")));
  EXPECT_EQ(load_error("v1"), "geo.image.outdated");
  EXPECT_EQ(load_error("v"), "geo.image.outdated");
  EXPECT_EQ(load_error("v2"), "");
}

TEST_F(SavedImage, IsRefusedWhenAnyByteIsDamaged) {
  ASSERT_TRUE(built({kTwoCommunes}, "v1").save(path_));
  const std::string whole = bytes();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    write(damaged);
    EXPECT_NE(load_error(), "") << "byte " << i;
  }
}

TEST_F(SavedImage, IsRefusedWhenCutShortAtAnyLength) {
  ASSERT_TRUE(built({kTwoCommunes}, "v1").save(path_));
  const std::string whole = bytes();
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    write(std::string_view(whole).substr(0, size));
    EXPECT_EQ(load_error(), "geo.image.damaged") << size;
  }
  write(whole + "more");
  EXPECT_EQ(load_error(), "geo.image.damaged");
  write("Bonjour, ceci n'est pas une image de contours." + std::string(300, ' '));
  EXPECT_EQ(load_error(), "geo.image.damaged");
}

TEST_F(SavedImage, MissingOrUnwritableIsAnError) {
  EXPECT_EQ(load_error(), "geo.image.missing");
  const auto saved = built({kTwoCommunes}).save(folder_ / "nowhere" / "contours.image");
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(Contours::load(folder_, "v1")) << "a folder";
}

// The real bundle.
TEST(France, FineContoursHoldEveryPlaceOfEveryLevel) {
  EXPECT_EQ(fine().count(Level::commune), 34'869U);
  EXPECT_EQ(fine().count(Level::arrondissement), 45U);
  EXPECT_EQ(fine().count(Level::epci), 1'255U);
  EXPECT_EQ(fine().count(Level::departement), 101U);
  EXPECT_EQ(fine().count(Level::region), 18U);
  EXPECT_LT(fine().bytes(), 80U << 20U);
}

TEST(France, AnInnerPointOfACommuneIsLocatedThere) {
  const auto communes = fine().places(Level::commune);
  for (std::size_t i = 0; i < communes.size(); i += 17) {
    const auto inside = inner_point(*fine().shape(communes[i]));
    ASSERT_TRUE(inside) << communes[i].text();
    EXPECT_EQ(fine().locate(Level::commune, *inside), communes[i]) << communes[i].text();
  }
}

TEST(France, LightAndFineAgreeOnWhereTownsAre) {
  struct Town {
    std::string_view code;
    Point at;
  };
  for (const Town& town :
       {Town{"76540", {1.0993, 49.4431}}, Town{"2A004", {8.7369, 41.9267}}, Town{"97411", {55.4481, -20.8823}},
        Town{"75056", {2.3522, 48.8566}}, Town{"arm:75112", {2.3876, 48.8412}}, Town{"49092", {-0.7264, 47.2103}}}) {
    const auto code = place(town.code);
    EXPECT_EQ(light().locate(code.level(), town.at), code);
    EXPECT_EQ(fine().locate(code.level(), town.at), code);
  }
  EXPECT_FALSE(fine().locate(Level::region, {-3.7, 40.4})) << "Madrid";
  EXPECT_FALSE(fine().locate(Level::commune, {-56.17, 46.78})) << "Saint-Pierre-et-Miquelon has no contour";
}

// Areas published by INSEE, in km².
TEST(France, AreasAreTheOfficialOnes) {
  EXPECT_NEAR(area_km2(*fine().shape(place("76540"))), 21.4, 0.4);
  EXPECT_NEAR(area_km2(*fine().shape(place("75056"))), 105.4, 1);
  EXPECT_NEAR(area_km2(*fine().shape(place("dep:48"))), 5'167, 25);
}

}  // namespace
}  // namespace catalyse::geo
