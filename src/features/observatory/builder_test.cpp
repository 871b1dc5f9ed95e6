// What the builder refuses, and that it leaves the former snapshot then.
#include "builder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <random>

#include "generated_world.hpp"

namespace catalyse::observatory {
namespace {

class BuilderTest : public ::testing::Test {
 protected:
  ~BuilderTest() override { std::filesystem::remove(path); }
  [[nodiscard]] std::string bytes() const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // The note of the error, empty when the input is taken.
  [[nodiscard]] std::string note() const {
    const auto written = ObservatoryBuilder::write(input, path);
    if (written) return "";
    EXPECT_EQ(written.error().message_id, "observatory.input.invalid");
    EXPECT_EQ(written.error().kind, core::ErrorKind::invalid);
    return written.error().note;
  }

  ObservatoryInput input = reference::generated_world(31);
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("builder_test_" + std::to_string(std::random_device{}()));
};

TEST_F(BuilderTest, WritesTheSameBytesForTheSameData) {
  ASSERT_EQ(note(), "");
  const std::string first = bytes();
  ASSERT_EQ(note(), "");
  EXPECT_EQ(bytes(), first);
}

// Counts in a group are of sixteen bits; those of a level are not.
TEST_F(BuilderTest, TakesAnyNumberOfPlacesButNotInOneGroup) {
  reference::WorldSize size;
  size.communes = 65'600;
  size.departements = 2;
  size.indicators = 0;
  input = reference::generated_world(31, size);
  EXPECT_EQ(note(), "");
  for (PlaceFacts& facts : input.places) {
    if (facts.departement != territories::kNowhere) facts.departement = input.ranges[3].first;
  }
  EXPECT_EQ(note(), "more places than the counts of a group can hold");
}

TEST_F(BuilderTest, LeavesTheFormerSnapshotWhenItRefuses) {
  ASSERT_EQ(note(), "");
  const std::string former = bytes();
  input.series.front().values.pop_back();
  EXPECT_NE(note(), "");
  EXPECT_EQ(bytes(), former);
}

TEST_F(BuilderTest, NamesTheSeriesWhoseValueIsNoNumber) {
  SeriesInput& series = input.series.back();
  series.states.front() = State::present;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double bad : {std::nan(""), kInfinity, -kInfinity, 1e16}) {
    series.values.front() = bad;
    EXPECT_NE(note().find(input.indicators[series.series.indicator].indicator.id), std::string::npos);
  }
}

TEST_F(BuilderTest, RefusesSeriesThatContradictOneAnother) {
  input.series.push_back(input.series.front());
  EXPECT_NE(note().find("given twice"), std::string::npos);
  input.series.back().series.year += 1;
  EXPECT_NE(note().find("two latest years"), std::string::npos);
  input.series.pop_back();
  input.series.front().series.latest = false;
  EXPECT_NE(note().find("no latest year"), std::string::npos);
}

TEST_F(BuilderTest, RefusesWhatPointsNowhere) {
  input.places.front().departement = input.ranges[4].first;  // a région
  EXPECT_NE(note().find("membership"), std::string::npos);
  input.places.front().departement = territories::kNowhere;
  input.indicators.front().indicator.theme = 99;
  EXPECT_NE(note().find("no such theme"), std::string::npos);
  input.indicators.front().indicator.theme = 0;
  input.series.front().series.indicator = 9999;
  EXPECT_NE(note(), "");
}

TEST_F(BuilderTest, RefusesAnIntervalWithoutItsRate) {
  for (IndicatorInput& indicator : input.indicators) indicator.rate = {};
  EXPECT_NE(note().find("interval"), std::string::npos);
}

TEST_F(BuilderTest, RefusesTwoIndicatorsOfOneName) {
  input.indicators.back().indicator.id = input.indicators.front().indicator.id;
  EXPECT_NE(note().find("two indicators"), std::string::npos);
}

TEST_F(BuilderTest, TakesACountryWithoutFigures) {
  input.series.clear();
  EXPECT_EQ(note(), "");
  const auto observatory = Observatory::open(path);
  ASSERT_TRUE(observatory);
  EXPECT_TRUE(observatory->dossier(0)->readings.empty());
  EXPECT_EQ(observatory->dossier(0)->peers.reason_without, "observatory.peers.too_few_variables");
}

TEST_F(BuilderTest, TakesAnEmptyCountry) {
  input = {};
  EXPECT_EQ(note(), "");
  const auto observatory = Observatory::open(path);
  ASSERT_TRUE(observatory) << observatory.error().note;
  EXPECT_FALSE(observatory->dossier(0));
  EXPECT_EQ(observatory->default_k(core::Level::commune), 0);
}

}  // namespace
}  // namespace catalyse::observatory
