#include "mosaic.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <random>

#include "test_world.hpp"

namespace catalyse::geo {
namespace {

// Each subpath of path data made of M, l, h, v and z.
std::vector<std::vector<Pixel>> subpaths(const std::string& path) {
  std::vector<std::vector<Pixel>> all;
  char command = 0;
  Pixel at;
  for (std::size_t i = 0; i < path.size();) {
    if (std::isalpha(static_cast<unsigned char>(path[i])) != 0) {
      command = path[i++];
      if (command == 'M') all.emplace_back();
      continue;
    }
    if (path[i] == ' ') {
      ++i;
      continue;
    }
    const auto number = [&] {
      while (path[i] == ' ') ++i;
      int value = 0;
      i = static_cast<std::size_t>(std::from_chars(path.data() + i, path.data() + path.size(), value).ptr -
                                   path.data());
      return value;
    };
    const int first = number();
    if (command == 'M') {
      at = {static_cast<double>(first), static_cast<double>(number())};
    } else if (command == 'h') {
      at.x += first;
    } else if (command == 'v') {
      at.y += first;
    } else {
      at.x += first;
      at.y += number();
    }
    all.back().push_back(at);
  }
  return all;
}

// Even-odd, for points that lie on no line.
bool holds(const std::string& path, Pixel p) {
  bool inside = false;
  for (const auto& ring : subpaths(path)) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Pixel a = ring[i], b = ring[(i + 1) % ring.size()];
      if ((a.y > p.y) == (b.y > p.y)) continue;
      inside ^= p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x);
    }
  }
  return inside;
}

Mosaic two_communes(const Contours& contours) {
  const Frame frame = Frame::fit({5, 46, 5.4, 46.1}, {400, 100});
  const std::vector places{place("01001"), place("01002"), place("01999")};
  return {contours, places, [frame](const Point& p) { return std::optional(frame.project(p)); }, 0.5};
}

TEST(Mosaic, DrawsEachPlaceAndNothingForOneWithoutContour) {
  const Contours contours = built({kTwoCommunes});
  const Mosaic mosaic = two_communes(contours);
  ASSERT_EQ(mosaic.size(), 3U);
  EXPECT_TRUE(mosaic.drawn(0));
  EXPECT_FALSE(mosaic.drawn(2));
  EXPECT_EQ(mosaic.path(2), "");
  EXPECT_EQ(subpaths(mosaic.path(1)).size(), 2U) << "its hole is a ring of its own";
}

TEST(Mosaic, DissolvesTheBordersInsideAGroup) {
  const Contours contours = built({kTwoCommunes});
  const Mosaic mosaic = two_communes(contours);
  const std::string both = mosaic.merged({true, true, false});
  EXPECT_EQ(subpaths(both).size(), 2U) << "one outline and the hole: " << both;
  EXPECT_EQ(mosaic.merged({false, false, true}), "");
  EXPECT_EQ(subpaths(mosaic.lines()).size(), 4U) << "two coasts, the border, the hole";
}

TEST(Mosaic, GroupsOfRealCommunesCoverWhatTheirMembersCover) {
  const Contours contours = built({bundled("light.topojson.gz")});
  std::vector<core::PlaceCode> places;
  Box box{180, 90, -180, -90};
  for (const auto& code : contours.places(core::Level::commune)) {
    if (!code.code().starts_with("76")) continue;
    places.push_back(code);
    box = united(box, *contours.box(code));
  }
  ASSERT_GT(places.size(), 600U);
  const Frame frame = Frame::fit_width(box, 900);
  const Mosaic mosaic(
      contours, places, [frame](const Point& p) { return std::optional(frame.project(p)); }, 1);
  std::mt19937 random(76);
  for (int round = 0; round < 6; ++round) {
    std::vector<bool> group;
    for (std::size_t i = 0; i < places.size(); ++i) group.push_back(random() % 3 == 0);
    const std::string merged = mosaic.merged(group);
    std::vector<std::string> own;
    for (std::size_t i = 0; i < places.size(); ++i) own.push_back(group[i] ? mosaic.path(i) : "");
    for (int n = 0; n < 60; ++n) {
      const Pixel p{static_cast<double>(random() % 900) + 0.37, static_cast<double>(random() % 600) + 0.41};
      bool covered = false;
      for (const auto& path : own) covered ^= !path.empty() && holds(path, p);
      EXPECT_EQ(holds(merged, p), covered) << p.x << " " << p.y;
    }
  }
  EXPECT_LT(mosaic.merged(std::vector<bool>(places.size(), true)).size(), 6000U) << "one outline";
}

TEST(Mosaic, LeavesNoPlaceOutHoweverSmallTheDrawing) {
  const Contours contours = built({bundled("light.topojson.gz")});
  const auto places = contours.places(core::Level::commune);
  const Frame frame = Frame::fit({-5, 41, 10, 51.5}, {120, 100});
  const Mosaic mosaic(
      contours, places, [frame](const Point& p) { return std::optional(frame.project(p)); }, 1);
  for (std::size_t i = 0; i < places.size(); i += 5) EXPECT_NE(mosaic.path(i), "") << places[i].text();
}

}  // namespace
}  // namespace catalyse::geo
