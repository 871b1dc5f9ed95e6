// What a dossier says, on a generated country small enough to be read: the cases that method.md names one by one.
#include "read_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <thread>

#include "builder.hpp"
#include "generated_world.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;

std::filesystem::path fresh_path() {
  return std::filesystem::temp_directory_path() / ("read_model_test_" + std::to_string(std::random_device{}()));
}

Observatory built(const ObservatoryInput& input) {
  const auto path = fresh_path();
  const auto written = ObservatoryBuilder::write(input, path);
  EXPECT_TRUE(written) << written.error().note;
  auto observatory = Observatory::open(path);
  EXPECT_TRUE(observatory) << observatory.error().note;
  std::filesystem::remove(path);
  return std::move(*observatory);
}

std::vector<Reading> readings_of(const Observatory& observatory, PlaceIndex place) {
  const auto dossier = observatory.dossier(place);
  EXPECT_TRUE(dossier);
  return dossier ? dossier->readings : std::vector<Reading>{};
}

class ReadModelTest : public ::testing::Test {
 protected:
  [[nodiscard]] territories::Range range(Level level) const { return input.ranges[static_cast<std::size_t>(level)]; }
  [[nodiscard]] std::string refused(PlaceIndex place, const PeerOptions& options) const {
    const auto result = observatory.dossier(place, options);
    return result ? "accepted" : result.error().message_id;
  }
  [[nodiscard]] PlaceIndex overseas_commune() const {
    PlaceIndex place = range(Level::commune).last - 1;
    while (observatory.peers(place)->list.empty()) --place;
    return place;
  }

  ObservatoryInput input = reference::generated_world(21);
  Observatory observatory = built(input);
};

TEST_F(ReadModelTest, HasNoDossierOutsideTheLevels) {
  const PlaceIndex collectivity = range(Level::commune).last;
  EXPECT_EQ(refused(collectivity, {}), "observatory.place.none");
  EXPECT_EQ(refused(static_cast<PlaceIndex>(input.places.size()), {}), "observatory.place.none");
  EXPECT_EQ(refused(territories::kNowhere, {}), "observatory.place.none");
  EXPECT_EQ(observatory.cell(0, collectivity).state, State::na);
  EXPECT_TRUE(observatory.trends(collectivity).empty());
}

TEST_F(ReadModelTest, GivesASeriesAsItsDossiersDo) {
  for (std::size_t s = 0; s < observatory.series().size(); ++s) {
    const Series& series = observatory.series()[s];
    if (!series.latest) continue;
    const SeriesValues all = observatory.values(s);
    ASSERT_EQ(all.value.size(), range(series.level).size());
    for (PlaceIndex place = all.range.first; place < all.range.last; place += 7) {
      const std::size_t row = place - all.range.first;
      for (const Reading& reading : readings_of(observatory, place)) {
        if (reading.indicator != series.indicator) continue;
        EXPECT_EQ(all.state[row], reading.cell.state);
        EXPECT_EQ(all.reliability[row], reading.reliability);
        EXPECT_EQ(std::isnan(all.value[row]), reading.cell.state != State::present);
        if (reading.cell.state == State::present) {
          EXPECT_EQ(all.value[row], reading.cell.value);
        }
      }
    }
  }
}

TEST_F(ReadModelTest, GivesTheScoresOfAllPlacesAsTheirDossiersDo) {
  const auto& series = observatory.mapped_series();
  const auto& indicators = observatory.mapped_indicators();
  ASSERT_GT(series.size(), observatory.series().size());
  std::size_t present = 0, absent = 0;
  for (std::size_t s = observatory.series().size(); s < series.size(); ++s) {
    const auto& indicator = indicators[series[s].indicator];
    EXPECT_EQ(indicator.id, "score-" + observatory.themes()[indicator.theme].slug);
    const SeriesValues all = observatory.values(s);
    ASSERT_EQ(all.value.size(), range(series[s].level).size());
    for (PlaceIndex place = all.range.first; place < all.range.last; place += 5) {
      const auto dossier = observatory.dossier(place);
      ASSERT_TRUE(dossier);
      const auto score = std::ranges::find(dossier->themes, indicator.theme, &ThemeScore::theme);
      ASSERT_NE(score, dossier->themes.end());
      const std::size_t row = place - all.range.first;
      EXPECT_EQ(all.state[row] == State::present, score->score.has_value());
      EXPECT_EQ(std::isnan(all.value[row]), !score->score);
      if (score->score) {
        EXPECT_EQ(all.value[row], *score->score);
        EXPECT_EQ(all.reliability[row], score->reliability);
      }
      ++(score->score ? present : absent);
    }
  }
  EXPECT_GT(present, 100U);
  EXPECT_GT(absent, 0U);
}

TEST_F(ReadModelTest, RefusesOptionsInTheWordsOfTheirError) {
  PeerOptions options;
  options.k = 4;
  EXPECT_EQ(refused(0, options), "observatory.k.range");
  options.k = 20;
  options.weights = {{"pauvrete", 1}};
  EXPECT_EQ(refused(0, options), "observatory.weights.unknown");
  options.weights = {{"population", -0.1}};
  EXPECT_EQ(refused(0, options), "observatory.weights.range");
  options.weights.clear();
  for (const Variable& variable : observatory.variables(Level::commune)) options.weights.emplace_back(variable.id, 0);
  EXPECT_EQ(refused(0, options), "observatory.weights.zero");
  options.weights.clear();
  options.population_min = 10;
  options.population_max = 9;
  EXPECT_EQ(refused(0, options), "observatory.population.range");
}

TEST_F(ReadModelTest, FindsTheKeptPeersAgainWhenTheDefaultWeightsAreNamed) {
  PeerOptions named;
  named.weights = {{"population", 2}, {"densite", 1}};
  EXPECT_FALSE(named.is_default());
  EXPECT_TRUE(PeerOptions{}.is_default());
  for (PlaceIndex place = 0; place < range(Level::commune).last; ++place) {
    const auto kept = observatory.peers(place);
    const auto searched = observatory.peers(place, named);
    ASSERT_EQ(kept->list.size(), searched->list.size());
    for (std::size_t i = 0; i < kept->list.size(); ++i) ASSERT_EQ(kept->list[i].place, searched->list[i].place);
  }
}

TEST_F(ReadModelTest, ComparesOverseasOnTheReducedSetAndSaysSo) {
  const auto peers = observatory.peers(overseas_commune());
  EXPECT_TRUE(peers->reduced);
  const auto& variables = observatory.variables(Level::commune);
  for (const std::uint16_t v : peers->variables) {
    const std::string& id = variables[v].id;
    EXPECT_TRUE(id == "population" || id == "densite" || id == "evolution" || id == "aire") << id;
  }
  EXPECT_FALSE(observatory.peers(0)->reduced);
  for (const Peer& peer : peers->list) EXPECT_LE(peer.contributions.size(), 4U);
}

TEST_F(ReadModelTest, GivesNoRankWherePublicationDependsOnSize) {
  std::size_t seen = 0;
  for (PlaceIndex place = 0; place < range(Level::commune).last; ++place) {
    const auto dossier = observatory.dossier(place);
    for (const Reading& reading : dossier->readings) {
      if (!observatory.indicators()[reading.indicator].publication_limited) continue;
      EXPECT_EQ(reading.in_france.has_value(), reading.cell.state == State::present);
      if (!reading.in_france) continue;
      ++seen;
      EXPECT_EQ(reading.in_france->rank, 0U);
      EXPECT_GT(reading.in_france->size, 0U);
      EXPECT_LT(reading.in_france->size, range(Level::commune).size());
      EXPECT_EQ(reading.in_departement.value_or(Standing{}).rank, 0U);
    }
  }
  EXPECT_GT(seen, 10U);
}

// Job seekers are counted in communes of 5 000 inhabitants or more: the others are not secret, only absent.
TEST_F(ReadModelTest, GivesNoRankAmongCommunesWhenTheSmallOnesAreAbsent) {
  for (SeriesInput& series : input.series) {
    if (!input.indicators[series.series.indicator].indicator.publication_limited) continue;
    std::ranges::replace(series.states, State::secret, State::missing);
  }
  const Observatory absent = built(input);
  std::size_t communes = 0, departements = 0;
  for (PlaceIndex place = 0; place < input.places.size(); ++place) {
    const auto dossier = absent.dossier(place);
    if (!dossier) continue;
    for (const Reading& reading : dossier->readings) {
      if (!absent.indicators()[reading.indicator].publication_limited || !reading.in_france) continue;
      EXPECT_EQ(reading.limited, range(Level::commune).holds(place));
      EXPECT_EQ(reading.in_france->rank == 0, reading.limited);
      (reading.limited ? communes : departements) += 1;
    }
  }
  EXPECT_GT(communes, 10U);
  EXPECT_GT(departements, 10U);
}

TEST_F(ReadModelTest, SaysWhichFiguresWereSummed) {
  std::size_t summed = 0;
  for (const Reading& reading : readings_of(observatory, range(Level::epci).first)) {
    const auto series = std::ranges::find_if(observatory.series(), [&](const Series& s) {
      return s.indicator == reading.indicator && s.level == Level::epci && s.latest;
    });
    EXPECT_EQ(reading.summed, series->summed);
    summed += reading.summed ? 1U : 0U;
  }
  EXPECT_GT(summed, 0U);
}

TEST_F(ReadModelTest, KeepsTheCautionsOfItsSeries) {
  input.series.front().series.caution_fr = "Une seule année.";
  input.series.front().series.caution_en = "One year only.";
  const Observatory again = built(input);
  EXPECT_EQ(again.series().front().caution_fr, "Une seule année.");
  EXPECT_EQ(again.series().front().caution_en, "One year only.");
  EXPECT_TRUE(again.series().back().caution_fr.empty());
}

// A threshold of its own must survive the snapshot, for every kind of threshold.
TEST_F(ReadModelTest, KeepsTheThresholdsOfItsIndicators) {
  IndicatorInput& first = input.indicators.front();
  first.indicator.min_population = {5000, Reliability::medium};
  first.indicator.min_denominator = {50, Reliability::low};
  first.indicator.min_numerator = {12.5, Reliability::medium};
  first.indicator.reliability_note_fr = "Moyenne sous 5 000 habitants.";
  const Observatory again = built(input);
  const Indicator& kept = again.indicators().front();
  EXPECT_EQ(kept.min_population.under, 5000);
  EXPECT_EQ(kept.min_population.level, Reliability::medium);
  EXPECT_EQ(kept.min_denominator.under, 50);
  EXPECT_EQ(kept.min_denominator.level, Reliability::low);
  EXPECT_EQ(kept.min_numerator.under, 12.5);
  EXPECT_EQ(kept.min_numerator.level, Reliability::medium);
  EXPECT_EQ(kept.reliability_note_fr, "Moyenne sous 5 000 habitants.");
}

TEST_F(ReadModelTest, RanksALevelWhereTheSameIndicatorIsPublishedForAll) {
  for (const Reading& reading : readings_of(observatory, range(Level::departement).first)) {
    if (!observatory.indicators()[reading.indicator].publication_limited || !reading.in_france) continue;
    EXPECT_GT(reading.in_france->rank, 0U);
  }
}

// Numerators over denominators of the places of a level that have counts, and the part of its population they hold.
std::pair<double, double> sum_of_counts(const ObservatoryInput& input, const SeriesInput& series) {
  double numerators = 0, denominators = 0, people = 0, covered = 0;
  const PlaceIndex first = input.ranges[static_cast<std::size_t>(series.series.level)].first;
  for (std::size_t i = 0; i < series.states.size(); ++i) {
    const double here = input.places[first + i].population.value_or(0);
    people += here;
    if (series.states[i] != State::present) continue;
    covered += here;
    numerators += series.numerators[i];
    denominators += series.denominators[i];
  }
  return {100 * numerators / denominators, covered / people};
}

SeriesInput& series_of(ObservatoryInput& input, std::uint16_t indicator, Level level) {
  return *std::ranges::find_if(input.series, [&](const SeriesInput& s) {
    return s.series.indicator == indicator && s.series.level == level && s.series.latest;
  });
}

TEST_F(ReadModelTest, TakesFranceFromTheSumsOfCountsElseTheMedianAndSaysSo) {
  std::size_t summed = 0;
  for (const Reading& reading : readings_of(observatory, 0)) {
    const bool counted = observatory.indicators()[reading.indicator].aggregation == Aggregation::sum_num_den;
    if (!reading.france_value) continue;  // no value anywhere
    EXPECT_EQ(reading.france_is_median, !counted) << reading.indicator;
    if (!counted) continue;
    const auto [rate, covered] = sum_of_counts(input, series_of(input, reading.indicator, Level::commune));
    if (covered < 0.95) continue;
    EXPECT_NEAR(*reading.france_value, rate, 1e-9);
    ++summed;
  }
  EXPECT_GT(summed, 2U);
}

// A sum over a part of the country is not France: the next level stands in for it, then the median, which says so.
TEST_F(ReadModelTest, GivesNoFranceFromLessThanNineteenTwentiethsOfThePopulation) {
  const auto indicator = static_cast<std::uint16_t>(
      std::ranges::find_if(input.indicators, [](const IndicatorInput& i) { return i.indicator.wilson; }) -
      input.indicators.begin());
  const auto france = [&] {
    const auto readings = readings_of(built(input), 0);
    const auto found = std::ranges::find(readings, indicator, &Reading::indicator);
    return std::pair(*found->france_value, found->france_is_median);
  };
  const auto drop_until_too_few = [&](Level level) {
    SeriesInput& series = series_of(input, indicator, level);
    for (std::size_t i = 1; sum_of_counts(input, series).second >= 0.95; ++i) series.states.at(i) = State::missing;
  };
  for (const Level level : {Level::commune, Level::departement, Level::region, Level::epci}) {
    const auto [rate, covered] = sum_of_counts(input, series_of(input, indicator, level));
    if (covered < 0.95) continue;
    EXPECT_NEAR(france().first, rate, 1e-9) << core::level_name(level);
    EXPECT_FALSE(france().second);
    drop_until_too_few(level);
  }
  EXPECT_TRUE(france().second);
}

// « proche de »: the share of 30 of 200 and that of 36 of 200 are not told apart, 30 and 90 of 200 are.
TEST_F(ReadModelTest, CountsThePeersWhoseIntervalOverlaps) {
  const auto indicator = static_cast<std::uint16_t>(
      std::ranges::find_if(input.indicators, [](const IndicatorInput& i) { return i.indicator.wilson; }) -
      input.indicators.begin());
  SeriesInput& series = series_of(input, indicator, Level::commune);
  const auto peers = observatory.peers(0)->list;
  ASSERT_EQ(peers.size(), 20U);
  const auto set = [&](PlaceIndex place, double count) {
    series.states[place] = State::present;
    series.numerators[place] = count, series.denominators[place] = 200, series.values[place] = count / 2;
  };
  for (const Peer& peer : peers) set(peer.place, 90);
  set(0, 30);
  for (std::size_t i = 0; i < 3; ++i) set(peers[i].place, 36);
  for (std::size_t i = 3; i < 8; ++i) set(peers[i].place, 25);
  set(peers[8].place, 30);
  const auto readings = readings_of(built(input), 0);
  const auto found = std::ranges::find(readings, indicator, &Reading::indicator);
  const bool higher_worse = input.indicators[indicator].indicator.direction == Direction::higher_worse;
  EXPECT_EQ(higher_worse ? found->close_more : found->close_less, 3U);
  EXPECT_EQ(higher_worse ? found->close_less : found->close_more, 5U);
  EXPECT_EQ(found->among_peers->equal, 1U);
}

TEST_F(ReadModelTest, TakesTheReferencesOfTheSameYearFromTheirOwnLevel) {
  const PlaceFacts& facts = input.places[0];
  std::size_t seen = 0;
  for (const Reading& reading : readings_of(observatory, 0)) {
    const Cell departement = observatory.cell(reading.indicator, facts.departement);
    EXPECT_EQ(reading.departement_value.has_value(), departement.state == State::present);
    EXPECT_EQ(reading.departement_value.value_or(0), departement.value);
    seen += reading.region_value ? 1U : 0U;
  }
  EXPECT_GT(seen, 10U);
  ObservatoryInput older = input;
  for (SeriesInput& series : older.series) {
    if (series.series.level == Level::departement) series.series.year -= 100;
  }
  for (const Reading& reading : readings_of(built(older), 0)) EXPECT_FALSE(reading.departement_value);
}

TEST_F(ReadModelTest, SaysWhyAValueIsMissing) {
  std::array<std::size_t, 4> seen{};
  for (const SeriesInput& series : input.series) {
    if (!series.series.latest) continue;
    for (PlaceIndex p = range(series.series.level).first; p < range(series.series.level).last; ++p) {
      const std::size_t i = p - range(series.series.level).first;
      const Cell cell = observatory.cell(series.series.indicator, p);
      ASSERT_EQ(cell.state, series.states[i]);
      ASSERT_EQ(cell.estimated, !series.estimated.empty() && series.estimated[i] != 0);
      ASSERT_EQ(cell.value, cell.state == State::present ? series.values[i] : 0);
      ++seen[static_cast<std::size_t>(cell.state)];
    }
  }
  for (const std::size_t count : seen) EXPECT_GT(count, 0U);
}

TEST_F(ReadModelTest, DrawsTrendsOfTwoYearsOrMoreInOrder) {
  const auto trends = observatory.trends(0);
  ASSERT_FALSE(trends.empty());
  for (const Trend& trend : trends) {
    EXPECT_EQ(trend.points.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(trend.points, {}, &TrendPoint::year));
    EXPECT_EQ(trend.points.back().cell.value, observatory.cell(trend.indicator, 0).value);
  }
}

TEST_F(ReadModelTest, KeepsReadingsInTheOrderOfThemesThenList) {
  for (const Level level : core::kLevels) {
    const auto dossier = observatory.dossier(range(level).first);
    std::vector<std::pair<std::uint16_t, std::uint16_t>> keys;
    for (const Reading& r : dossier->readings)
      keys.emplace_back(observatory.indicators()[r.indicator].theme, r.indicator);
    EXPECT_TRUE(std::ranges::is_sorted(keys));
    EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
    for (const Reading& r : dossier->readings) EXPECT_TRUE(observatory.exists(r.indicator, level));
    EXPECT_EQ(dossier->themes.size(), 9U);  // the objective ones
  }
}

// Were the lists always empty, agreement with the reference would prove little.
TEST_F(ReadModelTest, HasSomethingToSayInEveryList) {
  std::array<std::size_t, 3> lines{};
  for (PlaceIndex place = 0; place < range(Level::commune).last; ++place) {
    const auto dossier = observatory.dossier(place);
    lines[0] += dossier->distinguishes.size();
    lines[1] += dossier->shared.size();
    lines[2] += dossier->better.size();
    EXPECT_LE(dossier->distinguishes.size(), 5U);
    EXPECT_LE(dossier->shared.size(), 5U);
    EXPECT_LE(dossier->better.size(), 3U);
  }
  for (const std::size_t count : lines) EXPECT_GT(count, 20U);
}

TEST_F(ReadModelTest, AnswersManyThreadsAtOnce) {
  std::vector<std::size_t> alone;
  for (PlaceIndex place = 0; place < 60; ++place) alone.push_back(observatory.dossier(place)->peers.list.size());
  PeerOptions options;
  options.weights = {{"densite", 3}};
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (PlaceIndex place = 0; place < 60; ++place) {
        EXPECT_EQ(observatory.dossier(place)->peers.list.size(), alone[place]);
        EXPECT_TRUE(observatory.peers(place, options));
      }
    });
  }
}

TEST(Snapshot, IsRefusedWhenDamagedOrForeign) {
  const auto path = fresh_path();
  ASSERT_TRUE(ObservatoryBuilder::write(reference::generated_world(22), path));
  std::string bytes;
  {
    std::ifstream file(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  for (const std::size_t at : {std::size_t{0}, std::size_t{30}, bytes.size() / 3, bytes.size() - 1}) {
    std::string bad = bytes;
    bad[at] = static_cast<char>(bad[at] ^ 4);
    std::ofstream(path, std::ios::binary) << bad;
    const auto opened = Observatory::open(path);
    ASSERT_FALSE(opened) << at;
    EXPECT_EQ(opened.error().kind, core::ErrorKind::damaged);
  }
  std::filesystem::remove(path);
  EXPECT_EQ(Observatory::open(path).error().kind, core::ErrorKind::unavailable);
}

// Columns that are each whole but do not fit together: what a snapshot of another program would be.
TEST(Snapshot, IsRefusedWhenItsColumnsDoNotFitTogether) {
  const auto path = fresh_path();
  auto writer = columns::Writer::create(path, kSnapshotKind);
  writer->add("version", std::vector<std::string>{"1"});
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(Observatory::open(path).error().kind, core::ErrorKind::damaged);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace catalyse::observatory
