#include "series_values.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace catalyse::observatory {
namespace {

using core::Level;

// Two départements of one région, three communes of which B absorbed the former D (COG 2024), one city made of two
// arrondissements.
Ground small_ground() {
  Ground g;
  const auto add = [&](Level level, std::string code, double population, std::string departement) {
    auto& places = g.places[static_cast<std::size_t>(level)];
    g.index[static_cast<std::size_t>(level)].emplace(code, static_cast<std::uint32_t>(places.size()));
    places.push_back({std::move(code), population, std::move(departement)});
  };
  add(Level::commune, "01001", 1'000, "01");
  add(Level::commune, "01002", 2'000, "01");
  add(Level::commune, "75056", 100, "75");
  add(Level::commune, "97401", 60, "974");
  add(Level::arrondissement, "75101", 40, "75");
  add(Level::arrondissement, "75102", 60, "75");
  add(Level::departement, "01", 3'000, "01");
  add(Level::departement, "75", 100, "75");
  add(Level::departement, "974", 60, "974");
  add(Level::region, "99", 3'100, "");
  g.members[0] = {{}, {}, {0, 1}, {}};
  g.members[static_cast<std::size_t>(Level::departement)] = {{0, 1}, {2}, {3}};
  g.members[static_cast<std::size_t>(Level::region)] = {{0, 1, 2}};
  g.region_departements = {{0, 1}};
  g.passages = {{}, {{"01004", 1, 2024, false}}, {}, {}};
  g.former.emplace("01004", 1);
  return g;
}

Table table(std::string_view text) {
  ingest::FileReport report{.file = "t.csv", .read = 0, .kept = 0, .refused = 0, .bad = {}};
  return *Table::read(text, report);
}

SeriesPlan counts(Level level) {
  SeriesPlan plan;
  plan.indicator = "rate";
  plan.level = level;
  plan.cog = 2022;
  plan.numerator = *Expression::parse("n");
  plan.denominator = *Expression::parse("d");
  plan.rate.factor = 100;
  return plan;
}

SeriesPlan published(Level level) {
  SeriesPlan plan;
  plan.indicator = "rate";
  plan.level = level;
  plan.cog = 2022;
  plan.value = *Expression::parse("v");
  return plan;
}

const ValueRule kShare{ValueRule::Range::share, State::missing, {}, false};
const ValueRule kSecret{ValueRule::Range::share, State::secret, {"974", "dep:75"}, false};

struct Result {
  std::vector<Observation> values;
  ingest::FileReport report;
};

Result run(const SeriesPlan& plan, const ValueRule& rule, std::string_view text,
           const Ground& ground = small_ground()) {
  Result result;
  result.report.file = "t.csv";
  const Table source = table(text);
  result.values = compute(plan, rule, Alignment(source, ground, plan.cog), result.report);
  return result;
}

TEST(SeriesValues, ReadsWhatTheTableSaysAndNothingElse) {
  const auto r = run(published(Level::commune), kSecret, "code,v\n01001,12.5\n75056,\n97401,\n");
  EXPECT_EQ(r.values[0].state, State::present);
  EXPECT_EQ(r.values[0].value, 12.5);
  EXPECT_TRUE(std::isnan(r.values[0].numerator));
  EXPECT_EQ(r.values[1].state, State::missing);  // no row
  EXPECT_EQ(r.values[2].state, State::secret);   // a blank inside the field; `dep:75` is about the département only
  EXPECT_EQ(r.values[3].state, State::missing);  // a blank outside the field
  EXPECT_EQ(run(published(Level::departement), kSecret, "code,v\n01,\n75,\n").values[0].state, State::secret);
  EXPECT_EQ(run(published(Level::departement), kSecret, "code,v\n01,\n75,\n").values[1].state, State::missing);
}

TEST(SeriesValues, AMergerSumsCounts) {
  const auto r = run(counts(Level::commune), kShare, "code,n,d\n01002,10,100\n01004,30,60\n");
  EXPECT_EQ(r.values[1].numerator, 40);
  EXPECT_EQ(r.values[1].denominator, 160);
  EXPECT_EQ(r.values[1].value, 25);  // not the mean of 10 % and 50 %
  EXPECT_FALSE(r.values[1].estimated);
}

TEST(SeriesValues, ARateWithoutCountsOfACommuneThatAbsorbedAnotherIsMissing) {
  EXPECT_EQ(run(published(Level::commune), kSecret, "code,v\n01002,10\n01004,30\n").values[1].state, State::missing);
  EXPECT_EQ(run(published(Level::commune), kSecret, "code,v\n01002,10\n").values[1].state,
            State::missing);  // known to be a part only
  EXPECT_EQ(run(counts(Level::commune), kShare, "code,n,d\n01002,10,100\n").values[1].state, State::missing);
  EXPECT_EQ(run(counts(Level::commune), kShare, "code,n,d\n01002,10,100\n01004,,60\n").values[1].state, State::missing);
}

TEST(SeriesValues, ATableOfALaterCogAlreadyHoldsTheMergedCommune) {
  auto plan = published(Level::commune);
  plan.cog = 2024;
  EXPECT_EQ(run(plan, kShare, "code,v\n01002,10\n").values[1].value, 10);
  plan.cog = 0;
  EXPECT_EQ(run(plan, kShare, "code,v\n01002,10\n").values[1].value, 10);
}

TEST(SeriesValues, AnUndatedMergerIsLaterThanTheTableOnlyWhenTheTableStillNamesThePart) {
  Ground ground = small_ground();
  ground.passages[1][0].since = 0;
  auto plan = published(Level::commune);
  plan.cog = 2016;
  EXPECT_EQ(run(plan, kShare, "code,v\n01002,10\n", ground).values[1].value, 10);
  EXPECT_EQ(run(plan, kShare, "code,v\n01002,10\n01004,\n", ground).values[1].state, State::missing);
  plan.cog = 2022;
  EXPECT_EQ(run(plan, kShare, "code,v\n01002,10\n", ground).values[1].value, 10);
}

TEST(SeriesValues, AQuantityAddsUp) {
  ValueRule quantity{ValueRule::Range::not_negative, State::missing, {}, true};
  EXPECT_EQ(run(published(Level::commune), quantity, "code,v\n01002,10\n01004,30\n").values[1].value, 40);
  auto plan = published(Level::departement);
  plan.from = Level::commune;
  EXPECT_EQ(run(plan, quantity, "code,v\n01001,1\n01002,10\n01004,30\n").values[0].value, 41);
  EXPECT_EQ(run(plan, quantity, "code,v\n01002,10\n01004,30\n").values[0].state, State::missing);  // one commune lacks
}

TEST(SeriesValues, ACommuneThatOnlyChangedItsCodeKeepsItsValue) {
  Ground ground = small_ground();
  ground.passages[0].push_back({"38999", 1, 0, true});
  EXPECT_EQ(run(published(Level::commune), kShare, "code,v\n38999,7\n", ground).values[0].value, 7);
  // Gernicourt changed département to join Cormicy: both were there, and no rate of one is that of the whole.
  EXPECT_EQ(run(published(Level::commune), kShare, "code,v\n38999,7\n01001,8\n", ground).values[0].state,
            State::missing);
  EXPECT_EQ(run(counts(Level::commune), kShare, "code,n,d\n38999,1,2\n01001,0,2\n", ground).values[0].value, 25);
}

TEST(SeriesValues, APartOfASplitCommuneIsWeightedAndMarkedEstimated) {
  Ground ground = small_ground();
  ground.passages[1].clear();
  ground.passages[0].push_back({"01005", 0.25, 2025, false});
  ground.passages[1].push_back({"01005", 0.75, 2025, false});
  const auto r = run(counts(Level::commune), kShare, "code,n,d\n01005,40,200\n", ground);
  EXPECT_TRUE(r.values[0].estimated);
  EXPECT_EQ(r.values[0].numerator, 10);
  EXPECT_EQ(r.values[1].denominator, 150);
  EXPECT_EQ(r.values[1].value, 20);
  EXPECT_EQ(run(published(Level::commune), kShare, "code,v\n01005,20\n", ground).values[0].value, 20);
}

TEST(SeriesValues, ACityIsSummedFromItsArrondissementsOnlyWhenTheTableLacksIt) {
  const std::string_view parts = "code,n,d\n75101,10,100\n75102,50,100\n";
  EXPECT_EQ(run(counts(Level::commune), kShare, parts).values[2].value, 30);
  EXPECT_EQ(run(counts(Level::commune), kShare, std::string(parts) + "75056,1,10\n").values[2].value, 10);
  EXPECT_EQ(run(published(Level::commune), kShare, "code,v\n75101,10\n75102,50\n").values[2].state, State::missing);
  EXPECT_EQ(run(counts(Level::arrondissement), kShare, parts).values[1].value, 50);
}

TEST(SeriesValues, HigherLevelsSumCountsWhenEnoughOfThePopulationIsCovered) {
  auto plan = counts(Level::departement);
  plan.from = Level::commune;
  plan.cog = 2026;
  const auto r = run(plan, kShare, "code,n,d\n01001,10,100\n01002,90,300\n");
  EXPECT_EQ(r.values[0].value, 25);
  EXPECT_EQ(r.values[0].denominator, 400);
  EXPECT_EQ(r.values[1].state, State::missing);
  EXPECT_EQ(run(plan, kShare, "code,n,d\n01002,90,300\n").values[0].state,
            State::missing);  // two thirds are not enough
  Ground ground = small_ground();
  ground.places[0][0].population = 20;
  EXPECT_EQ(run(plan, kShare, "code,n,d\n01002,90,300\n", ground).values[0].value, 30);
  plan.level = Level::region;
  plan.from = Level::departement;
  EXPECT_EQ(run(plan, kShare, "code,n,d\n01,1,4\n75,1,4\n", ground).values[0].value, 25);
}

TEST(SeriesValues, CountsOfACommuneWithoutDenominatorStillAddUp) {
  auto plan = counts(Level::commune);
  plan.cog = 2026;
  ValueRule na{ValueRule::Range::share, State::na, {}, false};
  const std::string_view text = "code,n,d\n01001,0,0\n01002,3,6\n";
  EXPECT_EQ(run(plan, na, text).values[0].state, State::na);
  plan.level = Level::departement;
  plan.from = Level::commune;
  EXPECT_EQ(run(plan, na, text).values[0].value, 50);
}

TEST(SeriesValues, ACommuneWhereTheThingDoesNotExistLacksNothingAbove) {
  auto plan = counts(Level::departement);
  plan.from = Level::commune;
  plan.cog = 2026;
  ValueRule na{ValueRule::Range::share, State::na, {}, false};
  EXPECT_EQ(run(plan, na, "code,n,d\n01001,1,4\n01002,,\n").values[0].value, 25);  // 01002 has no social housing
  EXPECT_EQ(run(plan, kShare, "code,n,d\n01001,1,4\n01002,,\n").values[0].state, State::missing);
  EXPECT_EQ(run(plan, na, "code,n,d\n01001,,\n01002,,\n").values[0].state, State::na);
}

TEST(SeriesValues, WhatCannotBeIsRefusedWithItsLineAndColumn) {
  const auto r = run(published(Level::commune), kSecret, "code,v\n01001,-1\n01002,100.5\n75056,100\n");
  EXPECT_EQ(r.values[0].state, State::missing);
  EXPECT_EQ(r.values[2].value, 100);
  ASSERT_EQ(r.report.refused, 2U);
  EXPECT_EQ(r.report.bad[0].line, 2U);
  EXPECT_EQ(r.report.bad[0].column, "v");
  EXPECT_EQ(r.report.bad[1].reason, "a share above 100 % (rate)");
  EXPECT_EQ(run(counts(Level::commune), kShare, "code,n,d\n01001,1,-2\n01002,3,2\n97401,1,0\n").report.refused, 2U);
  ValueRule number{ValueRule::Range::not_negative, State::missing, {}, false};
  auto balance = counts(Level::commune);
  EXPECT_EQ(run(balance, number, "code,n,d\n01001,-1,2\n").report.refused, 1U);
  balance.numerator = *Expression::parse("n-m");
  EXPECT_EQ(run(balance, number, "code,n,m,d\n01001,1,3,2\n").values[0].value, -100);
}

TEST(SeriesValues, AChangePerYearIsARoot) {
  auto plan = counts(Level::commune);
  plan.rate.years = 2;
  ValueRule any{ValueRule::Range::any, State::missing, {}, false};
  EXPECT_NEAR(run(plan, any, "code,n,d\n01001,121,100\n").values[0].value, 10, 1e-9);
}

TEST(SeriesValues, AFactorScalesAPublishedValueBeforeItIsJudged) {
  auto plan = published(Level::commune);
  plan.rate.factor = 100;
  const auto r = run(plan, kShare, "code,v\n01001,0.224\n01002,1.5\n");
  EXPECT_EQ(r.values[0].value, 0.224 * 100);
  EXPECT_EQ(r.report.refused, 1U);
}

TEST(SeriesTable, RefusesRowsThatAreNotNumbersOrComeTwice) {
  ingest::FileReport report{.file = "t.csv", .read = 0, .kept = 0, .refused = 0, .bad = {}};
  const auto t = Table::read(
      "code,v\n01001,1\n01002,\"1,5\"\n01003,nan\n01004,inf\n01005,1e400\n01001,2\n,3\n01006,-1.5e2\n01007, 1\n",
      report);
  ASSERT_TRUE(t);
  EXPECT_EQ(t->codes, (std::vector<std::string>{"01001", "01006"}));
  EXPECT_EQ((*t->column("v"))[1], -150);
  EXPECT_EQ(report.read, 9U);
  EXPECT_EQ(report.kept, 2U);
  EXPECT_EQ(report.refused, 7U);
  EXPECT_EQ(report.bad[0].line, 3U);
  EXPECT_EQ(report.bad[0].value, "1,5");
  EXPECT_FALSE(Table::read("v,code\n1,2\n", report));
}

TEST(SeriesAlignment, CodesThatStandNowhereAreRefused) {
  ingest::FileReport report;
  report.kept = 4;
  const Level levels[] = {Level::commune};
  refuse_unknown_codes(table("code,v\n01001,1\n01004,1\n97502,1\n01999,1\n"), levels, small_ground(), report);
  EXPECT_EQ(report.refused, 1U);
  EXPECT_EQ(report.bad[0].value, "01999");
}

}  // namespace
}  // namespace catalyse::observatory
