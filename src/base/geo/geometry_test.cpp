#include "geometry.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace catalyse::geo {
namespace {

const Ring kSquare{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}};
const Ring kHole{{1, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 1}};

// The surface of GRS80 is 510 065 621.7 km² (Moritz, Geodetic Reference System 1980).
TEST(Area, OfTheWholeEarthIsThatOfTheEllipsoid) {
  EXPECT_NEAR(area_km2({{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}}}), 510065621.7, 1);
}

TEST(Area, LeavesOutHolesWhateverTheWinding) {
  const double whole = area_km2({{kSquare}}), hole = area_km2({{kHole}});
  const Ring backwards(kHole.rbegin(), kHole.rend());
  EXPECT_NEAR(area_km2({{kSquare, kHole}}), whole - hole, 1e-6);
  EXPECT_NEAR(area_km2({{kSquare, backwards}}), whole - hole, 1e-6);
  EXPECT_NEAR(area_km2({{kSquare}, {kHole}}), whole + hole, 1e-6);
  EXPECT_EQ(area_km2({}), 0);
}

TEST(Distance, BetweenParisAndMarseille) {
  EXPECT_NEAR(distance_km({2.3522, 48.8566}, {5.3698, 43.2965}), 660.5, 1);
  EXPECT_EQ(distance_km({2, 48}, {2, 48}), 0);
}

TEST(Contains, KnowsHolesAndSeveralParts) {
  const MultiPolygon shape{{kSquare, kHole}, {{{10, 10}, {11, 10}, {11, 11}, {10, 10}}}};
  EXPECT_TRUE(contains(shape, {0.5, 0.5}));
  EXPECT_FALSE(contains(shape, {2, 2}));
  EXPECT_TRUE(contains(shape, {10.8, 10.2}));
  EXPECT_FALSE(contains(shape, {5, 5}));
  EXPECT_FALSE(contains(shape, {std::nan(""), 1}));
}

TEST(InnerPoint, LiesInsideEvenWhereTheCentroidDoesNot) {
  const MultiPolygon ring{{kSquare, kHole}};
  const MultiPolygon crescent{{{{0, 0}, {6, 0}, {6, 6}, {0, 6}, {0, 5}, {5, 5}, {5, 1}, {0, 1}, {0, 0}}}};
  for (const MultiPolygon& shape : {ring, crescent, MultiPolygon{{kSquare}}}) {
    const auto point = inner_point(shape);
    ASSERT_TRUE(point);
    EXPECT_TRUE(contains(shape, *point)) << point->longitude << " " << point->latitude;
  }
  EXPECT_FALSE(inner_point({}));
  EXPECT_FALSE(inner_point({{{{1, 1}, {2, 2}, {3, 3}, {1, 1}}}}));
}

// RFC 7946, 3.1.6: outlines counter-clockwise, holes clockwise.
TEST(Geojson, TurnsRingsTheWayTheStandardAsks) {
  const Ring clockwise(kSquare.rbegin(), kSquare.rend());
  const std::string expected =
      R"({"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,3],[3,3],[3,1],[1,1]]]})";
  EXPECT_EQ(geojson({{kSquare, kHole}}), expected);
  EXPECT_EQ(geojson({{clockwise, kHole}}), expected);
}

TEST(Geojson, WritesAsManyDecimalsAsAskedAndNoMore) {
  const MultiPolygon triangle{{{{-0.000001, 48.5}, {1.23456789, 48}, {2, 49.10}, {-0.000001, 48.5}}}};
  EXPECT_EQ(geojson(triangle, 2), R"({"type":"Polygon","coordinates":[[[0,48.5],[1.23,48],[2,49.1],[0,48.5]]]})");
  EXPECT_EQ(
      geojson({triangle[0], triangle[0]}, 0),
      R"({"type":"MultiPolygon","coordinates":[[[[0,48],[1,48],[2,49],[0,48]]],[[[0,48],[1,48],[2,49],[0,48]]]]})");
}

TEST(BoxOf, IsAroundAllParts) {
  EXPECT_EQ(box_of({{kHole}, {{{-5, 7}, {-4, 7}, {-4, 8}, {-5, 7}}}}), (Box{-5, 1, 3, 8}));
  EXPECT_FALSE(box_of({}));
}

}  // namespace
}  // namespace catalyse::geo
