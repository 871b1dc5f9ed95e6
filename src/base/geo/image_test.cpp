#include "image.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace catalyse::geo {
namespace {

// A triangle for 01001 on two arcs. The digest keeps damage out; these checks keep out what a sound digest does not: an
// image written by a program with a fault.
ImageParts triangle() {
  ImageParts parts;
  parts.step = 0.01;
  parts.points = {0, 0, 5, 0, 5, 5, 5, 5, 0, 0};
  parts.arc_points = {0, 3, 5};
  parts.refs = {0, 1};
  parts.ring_refs = {0, 2};
  parts.polygon_rings = {0, 1};
  PlaceRecord place;
  std::ranges::copy(std::string_view("01001"), place.code.begin());
  place.code_size = 5;
  place.last_polygon = 1;
  parts.places = {place};
  return parts;
}

std::string verdict(const ImageParts& p) {
  return unsound({p.places, p.polygon_rings, p.ring_refs, p.refs, p.arc_points, p.points});
}

TEST(Unsound, FindsNothingWrongWithATriangle) { EXPECT_EQ(verdict(triangle()), ""); }

TEST(Unsound, FindsEveryIndexThatLeadsAstray) {
  const std::vector<std::pair<std::string_view, std::function<void(ImageParts&)>>> faults{
      {"polygons do not follow",
       [](ImageParts& p) {
         p.polygon_rings = {0, 2};
       }},
      {"polygons do not follow",
       [](ImageParts& p) {
         p.polygon_rings = {1, 1};
       }},
      {"a polygon has no ring",
       [](ImageParts& p) {
         p.polygon_rings = {0, 0, 1};
         p.places[0].last_polygon = 2;
       }},
      {"rings do not follow",
       [](ImageParts& p) {
         p.ring_refs = {0, 1};
       }},
      {"a ring has no arc",
       [](ImageParts& p) {
         p.ring_refs = {0, 0, 2};
         p.polygon_rings = {0, 2};
       }},
      {"arcs do not follow",
       [](ImageParts& p) {
         p.arc_points = {0, 6, 5};
       }},
      {"fewer than two points",
       [](ImageParts& p) {
         p.arc_points = {0, 4, 5};
       }},
      {"arc that does not exist",
       [](ImageParts& p) {
         p.refs = {0, 2};
       }},
      {"arc that does not exist",
       [](ImageParts& p) {
         p.refs = {0, -3};
       }},
      {"do not meet",
       [](ImageParts& p) {
         p.refs = {0, -2};
       }},
      {"do not meet", [](ImageParts& p) { p.points[9] = 1; }},
      {"polygons that do not exist", [](ImageParts& p) { p.places[0].last_polygon = 2; }},
      {"polygons that do not exist", [](ImageParts& p) { p.places[0].last_polygon = 0; }},
      {"no level or no code", [](ImageParts& p) { p.places[0].level = 5; }},
      {"no level or no code", [](ImageParts& p) { p.places[0].code_size = 10; }},
      {"not one", [](ImageParts& p) { p.places[0].code_size = 4; }},
      {"not in order", [](ImageParts& p) { p.places.push_back(p.places[0]); }},
  };
  for (std::size_t i = 0; i < faults.size(); ++i) {
    ImageParts parts = triangle();
    faults[i].second(parts);
    EXPECT_NE(verdict(parts).find(faults[i].first), std::string::npos) << i << ": " << verdict(parts);
  }
}

}  // namespace
}  // namespace catalyse::geo
