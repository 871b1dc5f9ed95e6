// Figures of several places together, on worlds of a few numbers.
#include "aggregation_rules.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "snapshot_layout.hpp"

namespace catalyse::observatory {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr auto kPresent = static_cast<std::uint8_t>(State::present);
constexpr auto kSecret = static_cast<std::uint8_t>(State::secret);
constexpr auto kNa = static_cast<std::uint8_t>(State::na);

struct World {
  std::vector<double> value, numerator, denominator, population;
  std::vector<std::uint8_t> state;
  std::vector<std::uint32_t> rows;
  RateFormula rate{100, 0};

  void add(double people, double n, double d) {
    const bool known = std::isfinite(n) && d > 0;
    value.push_back(known ? rate(n, d) : kNone);
    state.push_back(known ? kPresent : kSecret);
    numerator.push_back(n), denominator.push_back(d), population.push_back(people);
    rows.push_back(static_cast<std::uint32_t>(rows.size()));
  }
  [[nodiscard]] PartSeries series() const { return {value, state, numerator, denominator, rate}; }
  [[nodiscard]] Parts parts() const {
    return {rows, population, std::accumulate(population.begin(), population.end(), 0.0)};
  }
};

TEST(AddingCounts, IsARatioOfSumsAndNeverAMeanOfRates) {
  World world;
  world.add(1000, 10, 100);  // 10 %
  world.add(100, 5, 10);     // 50 %
  const Figure figure = add_counts(world.series(), world.parts(), State::missing);
  EXPECT_DOUBLE_EQ(figure.cell.value, 100.0 * 15 / 110);
  EXPECT_EQ(figure.cell.numerator, 15);
  EXPECT_EQ(figure.cell.denominator, 110);
  EXPECT_FALSE(figure.cell.estimated);
  EXPECT_EQ(figure.covered, 1);
}

TEST(AddingCounts, StandsAtNinetyFivePercentOfThePopulationAndNotUnder) {
  World world;
  world.add(950, 10, 100);
  world.add(50, kNone, kNone);
  EXPECT_EQ(add_counts(world.series(), world.parts(), State::missing).cell.state, State::present);
  EXPECT_DOUBLE_EQ(add_counts(world.series(), world.parts(), State::missing).covered, 0.95);
  world.population = {949, 51};
  const Figure figure = add_counts(world.series(), world.parts(), State::na);
  EXPECT_EQ(figure.cell.state, State::missing);  // too little known, whatever a blank means
  EXPECT_EQ(figure.known, 1U);
}

TEST(AddingCounts, LacksNothingWhereNobodyLivesOrTheThingDoesNotExist) {
  World world;
  world.add(900, 10, 100);
  world.add(0, kNone, kNone);
  world.add(600, kNone, kNone);
  world.state[2] = kNa;
  const Figure figure = add_counts(world.series(), world.parts(), State::missing);
  EXPECT_DOUBLE_EQ(figure.cell.value, 10);
  EXPECT_EQ(figure.known, 3U);
}

TEST(AddingCounts, WithNothingToDivideByIsWhatABlankMeans) {
  World world;
  world.add(900, 0, 0);
  world.state[0] = kNa;
  EXPECT_EQ(add_counts(world.series(), world.parts(), State::na).cell.state, State::na);
}

TEST(AddingCounts, GivesAGrowthFromTheSumsOfBothYears) {
  World world;
  world.rate = {100, 6};
  world.add(1100, 1100, 1000);
  world.add(3000, 3000, 3000);
  const Figure figure = add_counts(world.series(), world.parts(), State::missing);
  EXPECT_DOUBLE_EQ(figure.cell.value, 100 * (std::pow(4100.0 / 4000, 1.0 / 6) - 1));
}

TEST(AddingQuantities, NeedsThemAll) {
  World world;
  world.add(10, 1, 1);
  world.add(10000, 1, 1);
  EXPECT_DOUBLE_EQ(add_quantities(world.series(), world.parts()).cell.value, 200);
  world.state[0] = kSecret;
  EXPECT_EQ(add_quantities(world.series(), world.parts()).cell.state, State::missing);
}

TEST(Weighing, IsMarkedEstimatedAndLeavesOutWhatHasNoWeight) {
  World world;
  world.add(960, 10, 100);
  world.add(40, 50, 100);
  const Figure both = weigh(world.series(), world.parts(), std::vector<double>{100, 100});
  EXPECT_DOUBLE_EQ(both.cell.value, 30);
  EXPECT_TRUE(both.cell.estimated);
  EXPECT_FALSE(both.cell.numerator);
  EXPECT_DOUBLE_EQ(weigh(world.series(), world.parts(), std::vector<double>{100, kNone}).cell.value, 10);
  EXPECT_EQ(weigh(world.series(), world.parts(), std::vector<double>{kNone, 100}).cell.state, State::missing);
  EXPECT_EQ(weigh(world.series(), world.parts(), std::vector<double>{0, 0}).cell.state, State::missing);
}

TEST(NoFigure, IsMadeOfNoPartsOrOfNobody) {
  const World none;
  EXPECT_EQ(add_counts(none.series(), none.parts(), State::na).cell.state, State::missing);
  EXPECT_EQ(add_quantities(none.series(), none.parts()).cell.state, State::missing);
  EXPECT_EQ(weigh(none.series(), none.parts(), {}).cell.state, State::missing);
  World nobody;
  nobody.add(0, 3, 4);
  EXPECT_EQ(add_counts(nobody.series(), nobody.parts(), State::missing).cell.state, State::missing);
}

// With its own denominator as weight, weighing is adding up; putting parts together in two steps or one is the same;
// their order is nothing.
TEST(PuttingTogether, DoesNotDependOnHowItIsDone) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> share(0, 1);
  for (int round = 0; round < 200; ++round) {
    World world;
    for (int i = 0; i < 30; ++i) {
      const double d = 1 + std::floor(1000 * share(random));
      world.add(d * (1 + share(random)), std::floor(d * share(random)), d);
    }
    const Figure whole = add_counts(world.series(), world.parts(), State::missing);
    EXPECT_NEAR(weigh(world.series(), world.parts(), world.denominator).cell.value, whole.cell.value, 1e-9);
    World halves;
    for (const auto& [from, to] : {std::pair{0U, 11U}, std::pair{11U, 30U}}) {
      const std::span rows = std::span(world.rows).subspan(from, to - from);
      const std::span people = std::span(world.population).subspan(from, to - from);
      const double all = std::accumulate(people.begin(), people.end(), 0.0);
      const Figure half = add_counts(world.series(), {rows, people, all}, State::missing);
      halves.add(all, *half.cell.numerator, *half.cell.denominator);
    }
    EXPECT_NEAR(add_counts(halves.series(), halves.parts(), State::missing).cell.value, whole.cell.value, 1e-9);
    std::vector<std::uint32_t> order = world.rows;
    std::ranges::shuffle(order, random);
    std::vector<double> people;
    for (const std::uint32_t row : order) people.push_back(world.population[row]);
    const Figure shuffled = add_counts(world.series(), {order, people, world.parts().whole}, State::missing);
    EXPECT_NEAR(shuffled.cell.value, whole.cell.value, 1e-9);
    EXPECT_GE(whole.cell.value, *std::ranges::min_element(world.value) - 1e-9);
    EXPECT_LE(whole.cell.value, *std::ranges::max_element(world.value) + 1e-9);
  }
}

TEST(LevelAmong, FollowsTheExtent) {
  EXPECT_EQ(level_among({1, false, false}), core::Level::commune);
  EXPECT_EQ(level_among({1, false, true}), core::Level::commune);  // Paris
  EXPECT_EQ(level_among({2, false, false}), core::Level::epci);
  EXPECT_EQ(level_among({700, false, true}), core::Level::departement);
  EXPECT_EQ(level_among({3000, true, true}), core::Level::region);
}

TEST(Estimates, AreEachOfOneIndicator) {
  for (const Estimate& estimate : estimates()) EXPECT_EQ(estimate_of(estimate.indicator), &estimate);
  EXPECT_EQ(estimate_of("median-standard-of-living"), nullptr);
}

}  // namespace
}  // namespace catalyse::observatory
