#include "fragility_rules.hpp"

#include <gtest/gtest.h>

#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

// A place seen through a few indicators; peers' values 10, 20, 30, 40, 50 unless said otherwise.
struct Scene {
  std::vector<Theme> themes{{"jobs", {}, {}, {}, true},
                            {"homes", {}, {}, {}, true},
                            {"air", {}, {}, {}, true},
                            {"people", {}, {}, {}, false}};
  std::vector<Indicator> indicators;
  std::vector<Reading> readings;

  Reading& add(std::uint16_t theme, double value, double national_percentile,
               Direction direction = Direction::higher_worse) {
    Indicator indicator;
    indicator.theme = theme;
    indicator.role = Role::fragility;
    indicator.direction = direction;
    indicator.weight = 1;
    Reading reading;
    reading.indicator = static_cast<std::uint16_t>(indicators.size());
    reading.cell = {State::present, false, value, {}, {}};
    reading.reliability = Reliability::good;
    reading.in_france = Standing{};
    reading.in_france->percentile = national_percentile;
    reading.among_peers = Standing{};
    reading.peer_values = {10, 20, 30, 40, 50};
    reading.peers_spread = spread(reading.peer_values);
    reading.gap_z = gap_to_peers(value, reading.peer_values, 1, direction);
    indicators.push_back(indicator);
    readings.push_back(reading);
    return readings.back();
  }
  [[nodiscard]] std::vector<ThemeScore> scores() const { return theme_scores(themes, indicators, readings); }
  [[nodiscard]] Findings found() const { return findings(indicators, readings, scores()); }
};

std::vector<int> readings_of(const std::vector<Finding>& list) {
  std::vector<int> indices;
  for (const Finding& finding : list) indices.push_back(finding.reading);
  return indices;
}

TEST(GapToPeers, IsInRobustUnitsOfThePeers) {
  const std::vector<double> peers{10, 20, 30, 40, 50};  // median 30, MAD 10
  EXPECT_DOUBLE_EQ(gap_to_peers(60, peers, 1, Direction::higher_worse), 30 / 14.826);
  EXPECT_DOUBLE_EQ(gap_to_peers(60, peers, 1, Direction::lower_worse), -30 / 14.826);
}

TEST(GapToPeers, FallsBackOnTheLevelWhenThePeersAreAllEqual) {
  const std::vector<double> peers{7, 7, 7, 7};
  EXPECT_DOUBLE_EQ(gap_to_peers(9, peers, 4, Direction::higher_worse), 0.5);
  EXPECT_EQ(gap_to_peers(9, peers, 0, Direction::higher_worse), 0);
  EXPECT_EQ(gap_to_peers(9, {}, 4, Direction::higher_worse), 0);
}

TEST(ThemeScores, AreWeightedMeansOverWhatIsPresent) {
  Scene scene;
  scene.add(0, 60, 90);
  scene.add(0, 60, 60);
  scene.indicators[0].weight = 2;
  EXPECT_DOUBLE_EQ(*scene.scores()[0].score, 80);
  EXPECT_EQ(scene.scores().size(), 3U);  // the group of context has none
  EXPECT_EQ(scene.scores()[1].expected, 0);
  EXPECT_FALSE(scene.scores()[1].score);
}

TEST(ThemeScores, NeedHalfOfTheWeight) {
  Scene scene;
  scene.add(0, 60, 90);
  Reading& absent = scene.add(0, 60, 60);
  absent.in_france.reset();
  absent.cell.state = State::secret;
  EXPECT_DOUBLE_EQ(*scene.scores()[0].score, 90);  // half is enough
  EXPECT_EQ(scene.scores()[0].present, 1);
  EXPECT_EQ(scene.scores()[0].expected, 2);
  scene.indicators[1].weight = 1.5;
  EXPECT_FALSE(scene.scores()[0].score);
}

TEST(ThemeScores, LeaveOutContextAndStructure) {
  Scene scene;
  scene.add(0, 60, 90);
  scene.add(0, 60, 10);
  scene.indicators[1].role = Role::context;
  EXPECT_DOUBLE_EQ(*scene.scores()[0].score, 90);
}

TEST(ThemeScores, AreAsReliableAsHalfOfTheirWeight) {
  Scene scene;
  scene.add(0, 60, 90).reliability = Reliability::low;
  scene.add(0, 60, 90).reliability = Reliability::medium;
  scene.add(0, 60, 90).reliability = Reliability::good;
  EXPECT_EQ(scene.scores()[0].reliability, Reliability::medium);
}

TEST(Distinguishes, TakesWhatIsStrictlyBeyondTheThirdQuartile) {
  Scene scene;
  scene.add(0, 40, 50);    // on the quartile
  scene.add(1, 40.1, 50);  // beyond
  scene.add(2, 19.9, 50, Direction::lower_worse);
  EXPECT_EQ(readings_of(scene.found().distinguishes), (std::vector{1, 2}));
  EXPECT_TRUE(scene.found().better.empty());
}

TEST(Distinguishes, PutsOnePerThemeFirstByGap) {
  Scene scene;
  scene.add(0, 90, 50);
  scene.add(0, 80, 50);
  scene.add(1, 60, 50);
  scene.add(2, 70, 50);
  EXPECT_EQ(readings_of(scene.found().distinguishes), (std::vector{0, 3, 2, 1}));
}

TEST(Distinguishes, StopsAtFiveAndBetterAtThree) {
  Scene scene;
  for (int i = 0; i < 7; ++i) scene.add(0, 60 + i, 50);
  for (int i = 0; i < 7; ++i) scene.add(1, 0 - i, 50);
  EXPECT_EQ(readings_of(scene.found().distinguishes), (std::vector{6, 5, 4, 3, 2}));
  EXPECT_EQ(readings_of(scene.found().better), (std::vector{13, 12, 11}));
}

TEST(Distinguishes, SaysNothingOfLowReliabilityContextOrTooFewPeers) {
  Scene scene;
  scene.add(0, 90, 50).reliability = Reliability::low;
  scene.add(0, 90, 50).reliability = Reliability::unknown;
  Reading& lonely = scene.add(1, 90, 50);
  lonely.peer_values = {10, 20, 30};
  scene.add(2, 90, 50);
  scene.indicators.back().role = Role::context;
  EXPECT_TRUE(scene.found().distinguishes.empty());
}

TEST(Shared, TakesThemesFragileInFranceButNotBeyondThePeers) {
  Scene scene;
  scene.add(0, 30, 80).among_peers->percentile = 50;
  scene.add(1, 30, 95).among_peers->percentile = 74;
  scene.add(2, 30, 74).among_peers->percentile = 50;
  const auto shared = scene.found().shared;
  ASSERT_EQ(shared.size(), 2U);
  EXPECT_EQ(shared[0].theme, 1);
  EXPECT_EQ(shared[1].theme, 0);
}

TEST(Shared, LeavesOutThemesBeyondThePeersAndThoseAlreadySaid) {
  Scene scene;
  scene.add(0, 30, 90).among_peers->percentile = 75;
  scene.add(1, 90, 90).among_peers->percentile = 60;  // distinguishes
  EXPECT_EQ(readings_of(scene.found().distinguishes), (std::vector{1}));
  EXPECT_TRUE(scene.found().shared.empty());
}

TEST(Shared, ShowsTheMostMarkedIndicatorThatCanBeTrusted) {
  Scene scene;
  scene.add(0, 30, 80);
  scene.add(0, 30, 85);
  scene.add(0, 30, 99).reliability = Reliability::low;
  for (Reading& reading : scene.readings) reading.among_peers->percentile = 50;
  EXPECT_EQ(readings_of(scene.found().shared), (std::vector{1}));
}

TEST(Findings, AreEmptyWithoutPeers) {
  Scene scene;
  Reading& reading = scene.add(0, 90, 99);
  reading.peer_values.clear();
  reading.peers_spread.reset();
  reading.among_peers.reset();
  const Findings found = scene.found();
  EXPECT_TRUE(found.distinguishes.empty() && found.shared.empty() && found.better.empty());
}

}  // namespace
}  // namespace catalyse::observatory
