// Perimeters on the whole of France: what is made of communes is what was imported for the places that have exactly
// these communes, and what is estimated is near enough to what is published.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>

#include "gathering.hpp"
#include "imported_france.hpp"
#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;

class Perimeters : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (const auto& entry : std::filesystem::directory_iterator(reference::imported_france().fresh.folder())) {
      auto file = columns::File::open(entry.path(), kSnapshotKind);
      if (!file) continue;
      auto read = ReadModel::load(std::move(*file));
      ASSERT_TRUE(read);
      model_ = std::move(*read);
    }
    ASSERT_NE(model_, nullptr);
  }
  static void TearDownTestSuite() { model_.reset(); }

  static const Observatory& observatory() { return *reference::imported_france().observatory; }
  static std::span<const PlaceIndex> members(PlaceIndex place) {
    return reference::imported_france().territories->members(place);
  }
  static std::string name(PlaceIndex place) {
    return std::string(reference::imported_france().territories->place(place).name);
  }
  static territories::Range range(Level level) { return model_->at(level).range; }

  static std::unique_ptr<ReadModel> model_;
};
std::unique_ptr<ReadModel> Perimeters::model_;

bool same(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)}); }

void expect_same_standing(const std::optional<Standing>& a, const std::optional<Standing>& b) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (!a) return;
  EXPECT_EQ(a->size, b->size);
  EXPECT_EQ(a->rank, b->rank);
  EXPECT_EQ(a->rank_low, b->rank_low);
  EXPECT_EQ(a->rank_high, b->rank_high);
  EXPECT_EQ(a->equal, b->equal);
  EXPECT_EQ(a->more_fragile_than, b->more_fragile_than);
  EXPECT_EQ(a->percentile, b->percentile);
}

// The dossier of a perimeter that is a place, against that of the place.
void expect_same_dossier(const Dossier& own, const Dossier& theirs) {
  for (std::size_t i = 0; i < theirs.readings.size(); ++i) {
    const Reading& a = own.readings[i];
    const Reading& b = theirs.readings[i];
    ASSERT_EQ(a.indicator, b.indicator);
    EXPECT_EQ(a.year, b.year);
    EXPECT_EQ(a.cell.state, b.cell.state);
    EXPECT_EQ(a.cell.value, b.cell.value);
    EXPECT_EQ(a.reliability, b.reliability) << b.indicator;
    EXPECT_EQ(a.interval.has_value(), b.interval.has_value());
    EXPECT_EQ(a.france_value, b.france_value);
    expect_same_standing(a.in_france, b.in_france);
    expect_same_standing(a.among_peers, b.among_peers);
    EXPECT_EQ(a.gap_z, b.gap_z);
    EXPECT_EQ(a.close_less, b.close_less);
  }
  ASSERT_EQ(own.peers.list.size(), theirs.peers.list.size());
  for (std::size_t i = 0; i < own.peers.list.size(); ++i) {
    EXPECT_EQ(own.peers.list[i].place, theirs.peers.list[i].place);
    EXPECT_EQ(own.peers.list[i].distance, theirs.peers.list[i].distance);
  }
  ASSERT_EQ(own.distinguishes.size(), theirs.distinguishes.size());
  for (std::size_t t = 0; t < own.themes.size(); ++t) EXPECT_EQ(own.themes[t].score, theirs.themes[t].score);
}

TEST_F(Perimeters, OfOneCommuneHaveItsDossier) {
  for (PlaceIndex place = range(Level::commune).first; place < range(Level::commune).last; place += 23) {
    SCOPED_TRACE(name(place));
    const auto own = observatory().gathered(std::span(&place, 1));
    ASSERT_TRUE(own);
    EXPECT_EQ(own->among, Level::commune);
    EXPECT_EQ(own->twin, place);
    expect_same_dossier(own->dossier, *observatory().dossier(place));
    if (HasFailure()) return;
  }
}

TEST_F(Perimeters, OfAPlaceHaveItsDossier) {
  for (const Level level : {Level::epci, Level::departement, Level::region}) {
    for (PlaceIndex place = range(level).first; place < range(level).last; ++place) {
      if (members(place).size() < 2) continue;
      SCOPED_TRACE(name(place));
      const auto own = observatory().gathered(members(place));
      ASSERT_TRUE(own);
      ASSERT_TRUE(own->twin);
      if (own->twin != place) {  // an overseas région is its département
        EXPECT_EQ(level, Level::region);
        continue;
      }
      EXPECT_EQ(own->among, level);
      expect_same_dossier(own->dossier, *observatory().dossier(place));
      if (HasFailure()) return;
    }
  }
}

// Where the method sums communes, the sum of the same communes is what was imported: exactly.
TEST_F(Perimeters, MadeOfTheirCommunesHaveTheImportedSums) {
  std::size_t compared = 0;
  std::map<std::string, std::size_t> apart;
  for (const Level level : {Level::epci, Level::departement, Level::region}) {
    const LevelModel& of = model_->at(level);
    for (PlaceIndex place = of.range.first; place < of.range.last; ++place) {
      const Gathering gathering(*model_, members(place), Twin::ignored);
      for (std::uint32_t slot = 0; slot < of.slots(); ++slot) {
        const Series& series = model_->series[of.series[slot]];
        const Indicator& indicator = model_->indicators[series.indicator];
        const bool from_communes = model_->at(Level::commune).slot_of[series.indicator].has_value();
        const bool method_sums = series.summed || indicator.aggregation == Aggregation::sum;
        if (!from_communes || !method_sums) continue;
        const auto made = gathering.figure(series.indicator, series.year);
        const Cell imported = model_->latest_cell(of, place - of.range.first, slot);
        ++compared;
        const bool agree = made.cell.state == imported.state &&
                           (imported.state != State::present || same(made.cell.value, imported.value));
        if (agree) continue;
        ++apart[indicator.id];
        if (apart[indicator.id] <= 3)
          std::cout << name(place) << ' ' << indicator.id << ": made " << static_cast<int>(made.cell.state) << ' '
                    << made.cell.value << ", imported " << static_cast<int>(imported.state) << ' ' << imported.value
                    << ", covered " << made.basis.covered << '\n';
      }
    }
  }
  EXPECT_GT(compared, 15'000U);
  for (const auto& [id, count] : apart) ADD_FAILURE() << id << ": " << count << " places differ";
}

// Estimates against what is published of the same place and year.
TEST_F(Perimeters, EstimatesAreNearWhatIsPublished) {
  for (const Estimate& estimate : estimates()) {
    const auto found = std::ranges::find(model_->indicators, estimate.indicator, &Indicator::id);
    ASSERT_NE(found, model_->indicators.end()) << estimate.indicator;
    const auto indicator = static_cast<std::uint16_t>(found - model_->indicators.begin());
    std::size_t held = 0;
    for (const Level level : {Level::epci, Level::departement}) {
      const LevelModel& of = model_->at(level);
      if (level <= estimate.from || !of.slot_of[indicator]) continue;
      const std::uint32_t slot = *of.slot_of[indicator];
      const int year = model_->series[of.series[slot]].year;
      std::vector<double> errors, published;
      for (PlaceIndex place = of.range.first; place < of.range.last; ++place) {
        const Cell cell = model_->latest_cell(of, place - of.range.first, slot);
        if (cell.state != State::present) continue;
        published.push_back(cell.value);
        // Of a département the EPCI that reach beyond it are not whole: its communes alone are asked.
        const auto made = Gathering(*model_, members(place), Twin::ignored).figure(indicator, year);
        if (made.basis.made == Made::weighted && made.basis.parts < level)
          errors.push_back(std::abs(made.cell.value - cell.value));
      }
      if (errors.size() < 20) continue;
      ++held;
      std::ranges::sort(errors);
      std::ranges::sort(published);
      const double between_quartiles = quantile(published, 0.75) - quantile(published, 0.25);
      std::cout << estimate.indicator << ' ' << core::level_name(level) << ": " << errors.size() << " places, median "
                << quantile(errors, 0.5) << ", 95 % " << quantile(errors, 0.95) << ", quartiles apart "
                << between_quartiles << '\n';
      EXPECT_LE(quantile(errors, 0.95), 0.1 * between_quartiles) << estimate.indicator;
    }
    EXPECT_GT(held, 0U) << estimate.indicator << " is held against nothing";
  }
}

// A place seen as its communes lands near its own row of structure, so that its peers are of its kind.
TEST_F(Perimeters, HaveTheStructureOfTheirPlace) {
  const LevelModel& of = model_->at(Level::epci);
  std::vector<std::vector<double>> errors(of.variables.size());
  for (PlaceIndex place = of.range.first; place < of.range.last; ++place) {
    const auto made = Gathering(*model_, members(place), Twin::ignored).row(of);
    const double* own = of.index->row(place - of.range.first);
    for (std::size_t v = 0; v < made.size(); ++v)
      if (!std::isnan(made[v]) && !std::isnan(own[v])) errors[v].push_back(std::abs(made[v] - own[v]));
  }
  for (std::size_t v = 0; v < errors.size(); ++v) {
    ASSERT_GT(errors[v].size(), 1000U) << of.variables[v].id;
    std::ranges::sort(errors[v]);
    EXPECT_LE(quantile(errors[v], 0.95), 0.05) << of.variables[v].id;
  }
}

}  // namespace
}  // namespace catalyse::observatory
