#include "svg.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "overview.hpp"
#include "test_world.hpp"

namespace catalyse::geo {
namespace {

using core::Level;

// Absolute points of path data made of M, l, h, v and z.
std::vector<std::vector<Pixel>> subpaths(const std::string& path) {
  std::vector<std::vector<Pixel>> out;
  std::string spaced;
  for (const char c : path) {
    if (std::string_view("Mlhvz").contains(c))
      spaced += std::string(" ") + c + " ";
    else if (c == '-')
      spaced += " -";
    else
      spaced += c;
  }
  std::istringstream words(spaced);
  Pixel at;
  char command = ' ';
  const auto number = [&](const std::string& word) { return std::stod(word); };
  for (std::string word; words >> word;) {
    if (std::string_view("Mlhvz").contains(word[0])) {
      command = word[0];
      continue;
    }
    if (command == 'h') at.x += number(word);
    if (command == 'v') at.y += number(word);
    if (command == 'M' || command == 'l') {
      const double x = number(word);
      words >> word;
      if (command == 'M') out.emplace_back(), at = {};
      at = {at.x + x, at.y + number(word)};
    }
    out.back().push_back(at);
  }
  return out;
}

std::set<std::pair<long, long>> corners(const std::string& path) {
  std::set<std::pair<long, long>> out;
  for (const auto& line : subpaths(path)) {
    for (const Pixel& p : line) out.emplace(std::lround(p.x * 1000), std::lround(p.y * 1000));
  }
  return out;
}

double distance_to_ring(const Pixel& p, const std::vector<Pixel>& line) {
  double best = 1e9;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Pixel &a = line[(i + line.size() - 1) % line.size()], &b = line[i];
    const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const double t = length == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0);
    best = std::min(best, std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
  }
  return best;
}

TEST(Frame, FitsTheBoxAndKeepsBothScalesEqual) {
  const Box box{0, 45, 2, 46};
  const Frame frame = Frame::fit(box, {200, 200}, 10);
  const Pixel north_west = frame.project({0, 46}), south_east = frame.project({2, 45}),
              middle = frame.project({1, 45.5});
  EXPECT_NEAR(middle.x, 100, 1e-9);
  EXPECT_NEAR(middle.y, 100, 1e-9);
  EXPECT_NEAR(north_west.x, 10, 1e-9);
  EXPECT_NEAR(south_east.x, 190, 1e-9);
  EXPECT_LT(north_west.y, south_east.y) << "north is up";
  const double east = (south_east.x - north_west.x) * frame.km_per_unit(),
               north = (south_east.y - north_west.y) * frame.km_per_unit();
  EXPECT_NEAR(east, distance_km({0, 45.5}, {2, 45.5}), 0.2);
  EXPECT_NEAR(north, distance_km({1, 45}, {1, 46}), 0.2);
}

TEST(Frame, TakesItsHeightFromTheBoxWithinReason) {
  EXPECT_NEAR(Frame::fit_width({0, 0, 2, 1}, 220).size().height, 110, 0.1);
  EXPECT_EQ(Frame::fit_width({0, 0, 0.001, 1}, 220).size().height, 660);
  EXPECT_NEAR(Frame::fit_width({2, 48, 2, 48}, 220, 5).size().height, 220, 1e-9) << "a point is a kilometre wide";
}

TEST(Frame, LambertShowsMetropolitanFranceAtOneScale) {
  const Frame frame = Frame::lambert({{-5.2, 48.4}, {9.6, 42}, {8.2, 49}, {9, 41.3}, {2.5, 51.1}}, {600, 600});
  EXPECT_NEAR(frame.project({3, 42}).x, frame.project({3, 51}).x, 1e-9) << "its meridian is upright";
  const auto kilometres = [&](Point a, Point b) {
    const Pixel p = frame.project(a), q = frame.project(b);
    return std::hypot(p.x - q.x, p.y - q.y) * frame.km_per_unit();
  };
  for (const auto& [a, b] : {std::pair{Point{2.3522, 48.8566}, Point{5.3698, 43.2965}},
                             std::pair{Point{-4.4861, 48.3904}, Point{7.7521, 48.5734}},
                             std::pair{Point{8.7369, 41.9267}, Point{3.0573, 50.6292}}}) {
    EXPECT_NEAR(kilometres(a, b) / distance_km(a, b), 1, 0.01);
  }
}

TEST(SvgPath, IsRelativeAndShort) {
  const Frame frame = Frame::fit({0, -0.5, 1, 0.5}, {100, 100});
  EXPECT_EQ(
      svg_path({{{{0, -0.5}, {0.5, -0.5}, {1, -0.5}, {1, 0.5}, {0.25, 0.0}, {0, -0.5}}}}, frame, {.tolerance = 0.1}),
      "M0 100l100 0 0-100-75 50z");
  EXPECT_EQ(svg_path({{{{0, -0.5}, {0.333, -0.5}, {0.333, 0}, {0, -0.5}}}}, frame, {.tolerance = 0, .decimals = 2}),
            "M0 100l33.3 0 0-50z");
  EXPECT_EQ(svg_path(MultiPolygon{}, frame), "");
}

TEST(SvgPath, DrawsAPlaceTooSmallToSeeAsASquareAndDropsSpecks) {
  const Frame france = Frame::lambert({{-5.2, 48.4}, {9.6, 42}, {8.2, 49}, {9, 41.3}, {2.5, 51.1}}, {600, 600});
  const Polygon speck{{{2, 46}, {2.0001, 46}, {2.0001, 46.0001}, {2, 46}}};
  const Polygon island{{{3, 47}, {4, 47}, {4, 48}, {3, 47}}};
  EXPECT_TRUE(svg_path({speck}, france).ends_with("h1v1h-1z"));
  EXPECT_EQ(subpaths(svg_path({speck, island}, france)).size(), 1U);
  EXPECT_EQ(svg_path({speck, island}, france), svg_path({island}, france));
}

TEST(SvgPath, MovesNoLineFartherThanItsTolerance) {
  for (const auto* code : {"dep:29", "dep:05", "76540"}) {
    const auto shape = *fine().shape(place(code));
    const Frame frame = Frame::fit_width(*fine().box(place(code)), 220, 4);
    for (const double tolerance : {0.3, 1.0}) {
      const auto drawn = subpaths(svg_path(shape, frame, {.tolerance = tolerance, .decimals = 2}));
      for (const Point& point : shape[0][0]) {
        double best = 1e9;
        for (const auto& ring : drawn) best = std::min(best, distance_to_ring(frame.project(point), ring));
        EXPECT_LE(best, tolerance + 0.01) << code;
      }
    }
  }
}

TEST(SvgPath, OfEveryDepartementFitsInSixKilobytes) {
  for (const auto& code : light().places(Level::departement)) {
    const Frame frame = Frame::fit_width(*light().box(code), 220, 4);
    const std::string whole = svg_path(*light().shape(code), frame);
    EXPECT_LE(whole.size(), 6000U) << code.text();
    EXPECT_GE(std::ranges::max(subpaths(whole), {}, &std::vector<Pixel>::size).size(), 20U) << code.text();
    EXPECT_LE(svg_path(*fine().shape(code), frame).size(), 6000U) << code.text();
  }
}

TEST(SvgPath, FromSharedArcsLeavesNoGapBetweenNeighbours) {
  const Contours contours = built({kTwoCommunes});
  const Frame frame = Frame::fit(*contours.box(place("epci:200000172")), {300, 300});
  const auto west = corners(svg_path(contours, place("01001"), frame)),
             east = corners(svg_path(contours, place("01002"), frame));
  std::vector<std::pair<long, long>> common;
  std::ranges::set_intersection(west, east, std::back_inserter(common));
  EXPECT_EQ(common.size(), 3U) << "both ends of the border and its bend";
}

using Step = std::pair<std::pair<long, long>, std::pair<long, long>>;

void count_steps(const std::string& path, std::map<Step, int>& uses) {
  const auto at = [](const Pixel& p) { return std::pair(std::lround(p.x * 10), std::lround(p.y * 10)); };
  for (const auto& line : subpaths(path)) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const auto a = at(line[i]), b = at(line[(i + 1) % line.size()]);
      if (a != b) ++uses[std::minmax(a, b)];
    }
  }
}

// Lines between communes are drawn by both; those drawn once are the outline of the département, to the last decimal.
TEST(SvgPath, OfTheCommunesOfADepartementFitTogetherAndIntoIt) {
  const Frame frame = Frame::fit_width(*light().box(place("dep:90")), 400, 4);
  std::map<Step, int> uses, outline;
  for (const auto& code : light().places(Level::commune)) {
    if (code.code().starts_with("90")) count_steps(svg_path(light(), code, frame), uses);
  }
  count_steps(svg_path(light(), place("dep:90"), frame), outline);
  for (const auto& [step, count] : uses) EXPECT_EQ(count, outline.contains(step) ? 1 : 2);
  for (const auto& [step, count] : outline) EXPECT_TRUE(uses.contains(step));
  EXPECT_GT(uses.size(), 2 * outline.size());
}

TEST(SvgBorders, AreDrawnOnceAndWithoutTheOutline) {
  const Contours contours = built({kTwoCommunes});
  const Frame frame = Frame::fit(*contours.box(place("epci:200000172")), {300, 300});
  const auto lines = subpaths(svg_borders(contours, {place("01001"), place("01002"), place("01003")}, frame));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].size(), 3U);
  EXPECT_EQ(svg_borders(contours, {place("01001")}, frame), "");
}

TEST(OverviewMap, ShowsEveryPartOfFranceAtTheScaleItSays) {
  const auto map = OverviewMap::make(overview());
  ASSERT_TRUE(map) << map.error().note;
  ASSERT_EQ(map->insets().size(), 5U);
  for (const Inset& inset : map->insets()) EXPECT_NEAR(map->km_per_unit() / inset.km_per_unit, inset.enlargement, 1e-9);
  const auto& guyane = map->insets()[2];
  const auto& mayotte = map->insets()[4];
  EXPECT_EQ(guyane.region, "03");
  EXPECT_LT(guyane.enlargement, 1) << "as large as Portugal";
  EXPECT_GT(mayotte.enlargement, 3);
  for (const auto& line : subpaths(map->land() + map->borders())) {
    for (const Pixel& p : line) {
      EXPECT_TRUE(p.x >= 0 && p.x <= OverviewMap::kSize.width && p.y >= 0 && p.y <= OverviewMap::kSize.height)
          << p.x << " " << p.y;
    }
  }
}

TEST(OverviewMap, SetsOverseasAtTheScaleOfMetropolitanFranceWithoutOverlap) {
  const auto map = OverviewMap::make(overview(), {}, Overseas::same_scale);
  ASSERT_TRUE(map) << map.error().note;
  ASSERT_EQ(map->insets().size(), 5U);
  constexpr double kCaption = 20;
  for (const Inset& inset : map->insets()) {
    EXPECT_NEAR(inset.enlargement, 1, 1e-9) << inset.region;
    EXPECT_LE(inset.y + inset.size.height + kCaption, OverviewMap::kSize.height) << inset.region;
    for (const Inset& other : map->insets()) {
      if (&inset == &other) continue;
      EXPECT_TRUE(inset.y >= other.y + other.size.height + kCaption ||
                  other.y >= inset.y + inset.size.height + kCaption)
          << inset.region << " over " << other.region;
    }
  }
  // Every point of the land is in metropolitan France or in one inset, and metropolitan France in none.
  std::array<std::size_t, 6> found{};
  for (const auto& line : subpaths(map->land())) {
    for (const Pixel& p : line) {
      std::size_t in = 0;
      for (std::size_t i = 0; i < 5; ++i) {
        const Inset& inset = map->insets()[i];
        if (p.x <= inset.x + inset.size.width && p.y >= inset.y && p.y <= inset.y + inset.size.height) in = i + 1;
      }
      ++found[in];
      if (in == 0) EXPECT_GT(p.x, 103.9) << p.y;
    }
  }
  for (const auto count : found) EXPECT_GT(count, 0U);
  // Guyane is some 400 km from north to south, Mayotte some 40.
  const auto& guyane = map->insets()[2];
  const auto& mayotte = map->insets()[4];
  EXPECT_NEAR(guyane.size.height * map->km_per_unit(), 420, 25);
  EXPECT_LT(mayotte.size.height * map->km_per_unit(), 70);
  const auto paris = map->project({2.3522, 48.8566}), lyon = map->project({4.8357, 45.764});
  const auto cayenne = map->project({-52.3135, 4.9224}), laurent = map->project({-54.0289, 5.5036});
  ASSERT_TRUE(paris && lyon && cayenne && laurent);
  const double in_france = 392 / std::hypot(paris->x - lyon->x, paris->y - lyon->y);
  const double in_guyane = 201 / std::hypot(cayenne->x - laurent->x, cayenne->y - laurent->y);
  EXPECT_NEAR(in_guyane / in_france, 1, 0.02) << "kilometres a unit, by known distances";
}

TEST(OverviewMap, PutsPointsInTheirInsetAndNotElsewhere) {
  const auto map = OverviewMap::make(overview());
  struct Town {
    Point at;
    int inset;  // -1: metropolitan France
  };
  for (const Town& town : {Town{{2.3522, 48.8566}, -1}, Town{{8.7369, 41.9267}, -1}, Town{{-61.5331, 16.2411}, 0},
                           Town{{-61.0588, 14.6161}, 1}, Town{{-52.3135, 4.9224}, 2}, Town{{55.4481, -20.8823}, 3},
                           Town{{45.2279, -12.7809}, 4}}) {
    const auto at = map->project(town.at);
    ASSERT_TRUE(at);
    for (int i = 0; i < 5; ++i) {
      const Inset& inset = map->insets()[static_cast<std::size_t>(i)];
      const bool in = at->x >= inset.x && at->x <= inset.x + inset.size.width && at->y >= inset.y &&
                      at->y <= inset.y + inset.size.height;
      EXPECT_EQ(in, i == town.inset) << i;
    }
  }
  EXPECT_FALSE(map->project({-56.17, 46.78})) << "Saint-Pierre-et-Miquelon";
  EXPECT_FALSE(map->project({-63.08, 18.07})) << "Saint-Martin";
}

TEST(OverviewMap, IsLightEnoughForAPage) {
  const auto map = OverviewMap::make(overview(), {.tolerance = 1, .decimals = 0});
  EXPECT_LT(map->land().size() + map->borders().size(), 18'000U);
}

TEST(OverviewMap, NeedsEveryRegion) {
  const auto map = OverviewMap::make(built({kTwoCommunes}));
  ASSERT_FALSE(map);
  EXPECT_EQ(map.error().message_id, "geo.overview.incomplete");
}

}  // namespace
}  // namespace catalyse::geo
