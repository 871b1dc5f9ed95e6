#include "outline.hpp"

#include <gtest/gtest.h>

#include <map>

#include "test_world.hpp"

namespace catalyse::geo {
namespace {

double area_of(const Contours& contours, std::span<const core::PlaceCode> places) {
  double sum = 0;
  for (const auto& code : places)
    if (const auto shape = contours.shape(code)) sum += area_km2(*shape);
  return sum;
}

TEST(UnitedOutline, DissolvesTheBorderBetweenTwoPlacesAndKeepsTheHole) {
  const Contours two = built({kTwoCommunes});
  const std::vector places{place("01001"), place("01002")};
  const MultiPolygon shape = united_outline(two, places);
  ASSERT_EQ(shape.size(), 1U);
  ASSERT_EQ(shape[0].size(), 2U);
  EXPECT_TRUE(contains(shape, {5.20, 46.05}));
  EXPECT_FALSE(contains(shape, {5.31, 46.05}));  // the hole
  EXPECT_NEAR(area_km2(shape), area_of(two, places), 1e-6);
  EXPECT_EQ(united_outline(two, std::vector{place("01001")}).at(0).at(0).size(),
            two.shape(place("01001"))->at(0).at(0).size());
}

TEST(UnitedOutline, IsNothingWithoutContours) {
  const Contours two = built({kTwoCommunes});
  EXPECT_TRUE(united_outline(two, {}).empty());
  EXPECT_TRUE(united_outline(two, std::vector{place("99999")}).empty());
}

void expect_sound(const MultiPolygon& shape) {
  for (const Polygon& polygon : shape) {
    for (const Ring& ring : polygon) {
      ASSERT_GE(ring.size(), 4U);
      EXPECT_EQ(ring.front(), ring.back());
      std::map<std::pair<double, double>, int> seen;
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) ++seen[{ring[i].longitude, ring[i].latitude}];
      for (const auto& [_, times] : seen) EXPECT_EQ(times, 1) << "a ring that touches itself";
    }
    for (std::size_t hole = 1; hole < polygon.size(); ++hole)
      EXPECT_LT(area_km2({{polygon[hole]}}), area_km2({{polygon[0]}}));
  }
}

// The communes of each département together: the same ground as they are apart, in rings that are sound.
TEST(UnitedOutline, HasTheGroundOfItsPlacesAllOverFrance) {
  std::map<std::string, std::vector<core::PlaceCode>> by_departement;
  for (const auto& code : fine().places(core::Level::commune))
    by_departement[std::string(code.code().substr(0, code.code().starts_with("97") ? 3 : 2))].push_back(code);
  ASSERT_GE(by_departement.size(), 96U);
  for (const auto& [departement, places] : by_departement) {
    SCOPED_TRACE(departement);
    const MultiPolygon shape = united_outline(fine(), places);
    expect_sound(shape);
    const double apart = area_of(fine(), places);
    EXPECT_NEAR(area_km2(shape), apart, 1e-6 * apart);
    // Every third commune, scattered: many rings, some with holes of other communes.
    std::vector<core::PlaceCode> some;
    for (std::size_t i = 0; i < places.size(); i += 3) some.push_back(places[i]);
    const MultiPolygon scattered = united_outline(fine(), some);
    expect_sound(scattered);
    EXPECT_NEAR(area_km2(scattered), area_of(fine(), some), 1e-6 * apart);
  }
}

}  // namespace
}  // namespace catalyse::geo
