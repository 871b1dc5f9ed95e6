// The fast method against the plain one, and the properties of method.md §6, on generated countries.
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "builder.hpp"
#include "generated_world.hpp"
#include "reference_compare.hpp"
#include "reference_method.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;
using reference::generated_world;
using reference::ReferenceMethod;

Observatory built(const ObservatoryInput& input) {
  const auto path =
      std::filesystem::temp_directory_path() / ("observatory_test_" + std::to_string(std::random_device{}()));
  const auto written = ObservatoryBuilder::write(input, path);
  EXPECT_TRUE(written) << written.error().note;
  auto observatory = Observatory::open(path);
  EXPECT_TRUE(observatory) << observatory.error().note;
  std::filesystem::remove(path);  // the mapping stays
  return std::move(*observatory);
}

std::vector<PlaceIndex> every_place(const ObservatoryInput& input) {
  std::vector<PlaceIndex> list;
  for (const auto range : input.ranges) {
    for (PlaceIndex p = range.first; p < range.last; ++p) list.push_back(p);
  }
  return list;
}

template <class T>
void expect_agreement(const T& fast, const T& plain, PlaceIndex place) {
  for (const std::string& difference : reference::differences(fast, plain))
    ADD_FAILURE() << "place " << place << ": " << difference;
}

std::vector<PlaceIndex> peers_of(const Observatory& observatory, PlaceIndex place) {
  std::vector<PlaceIndex> list;
  const auto peers = observatory.peers(place);
  for (const Peer& peer : peers->list) list.push_back(peer.place);
  return list;
}

class GeneratedWorld : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(GeneratedWorld, GivesEveryPlaceTheDossierOfTheReference) {
  const ObservatoryInput input = generated_world(GetParam());
  const Observatory observatory = built(input);
  const ReferenceMethod plain(input);
  for (const PlaceIndex place : every_place(input)) {
    const auto fast = observatory.dossier(place);
    ASSERT_TRUE(fast) << fast.error().message_id;
    expect_agreement(*fast, plain.dossier(place), place);
    expect_agreement(observatory.trends(place), plain.trends(place), place);
    if (HasFailure()) return;
  }
}

TEST_P(GeneratedWorld, AgreesUnderOtherWeightsAndFilters) {
  const ObservatoryInput input = generated_world(GetParam());
  const Observatory observatory = built(input);
  const ReferenceMethod plain(input);
  std::vector<PeerOptions> asked(7);
  asked[0].weights = {{"population", 0}, {"densite", 7.5}};
  asked[1].k = 5;
  asked[2].k = 50;
  asked[3].same_region = true;
  asked[4].other_region = true;
  asked[4].population_min = 300;
  asked[5].same_density = true;
  asked[5].population_max = 5000;
  asked[6].perimeter = {input.ranges[3].first, input.ranges[2].first + 1, 0, 5, 9};
  for (const PlaceIndex place : every_place(input)) {
    if (place % 5 != 0 && place < input.ranges[0].last) continue;
    for (const PeerOptions& options : asked) {
      const auto fast = observatory.peers(place, options);
      ASSERT_TRUE(fast) << fast.error().message_id;
      expect_agreement(*fast, plain.peers(place, options), place);
    }
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, GeneratedWorld, ::testing::Values(1U, 2U, 3U));

TEST(TinyWorld, HasDossiersWithoutPeers) {
  const ObservatoryInput input = generated_world(5, {4, 0, 1, 3, 2, 1, 8, 1});
  const Observatory observatory = built(input);
  const ReferenceMethod plain(input);
  for (const PlaceIndex place : every_place(input))
    expect_agreement(*observatory.dossier(place), plain.dossier(place), place);
  EXPECT_EQ(observatory.dossier(input.ranges[4].first)->peers.reason_without, "observatory.peers.level_too_small");
}

// Communes in reverse order: same values, same memberships, other indices.
ObservatoryInput reversed(const ObservatoryInput& input) {
  ObservatoryInput turned = input;
  const auto communes = input.ranges[0];
  std::reverse(turned.places.begin(), turned.places.begin() + communes.last);
  for (SeriesInput& series : turned.series) {
    if (series.series.level != Level::commune) continue;
    const auto turn = [](auto& array) { std::reverse(array.begin(), array.end()); };
    turn(series.states);
    turn(series.values);
    turn(series.numerators);
    turn(series.denominators);
    turn(series.estimated);
  }
  return turned;
}

TEST(Properties, ReorderingPlacesChangesNothing) {
  const ObservatoryInput input = generated_world(8);
  const Observatory straight = built(input);
  const Observatory turned = built(reversed(input));
  const PlaceIndex last = input.ranges[0].last - 1;
  for (PlaceIndex place = 0; place <= last; ++place) {
    const Dossier a = *straight.dossier(place);
    const Dossier b = *turned.dossier(last - place);
    ASSERT_EQ(a.peers.list.size(), b.peers.list.size());
    for (std::size_t i = 0; i < a.peers.list.size(); ++i) ASSERT_EQ(a.peers.list[i].distance, b.peers.list[i].distance);
    for (std::size_t r = 0; r < a.readings.size(); ++r) {
      ASSERT_EQ(a.readings[r].in_france.has_value(), b.readings[r].in_france.has_value());
      if (!a.readings[r].in_france) continue;
      ASSERT_EQ(a.readings[r].in_france->percentile, b.readings[r].in_france->percentile);
      ASSERT_EQ(a.readings[r].in_departement->rank, b.readings[r].in_departement->rank);
    }
  }
}

TEST(Properties, AddingAConstantToAnIndicatorChangesNoRank) {
  const ObservatoryInput input = generated_world(9);
  ObservatoryInput raised = input;
  for (SeriesInput& series : raised.series) {
    for (double& value : series.values)
      value = std::round(value * 1024) / 1024 + 4096;  // exact, so that ties stay ties
  }
  ObservatoryInput rounded = input;
  for (SeriesInput& series : rounded.series) {
    for (double& value : series.values) value = std::round(value * 1024) / 1024;
  }
  const Observatory before = built(rounded);
  const Observatory after = built(raised);
  for (const PlaceIndex place : every_place(input)) {
    const Dossier a = *before.dossier(place);
    const Dossier b = *after.dossier(place);
    for (std::size_t r = 0; r < a.readings.size(); ++r) {
      if (!a.readings[r].in_france) continue;
      ASSERT_EQ(a.readings[r].in_france->rank, b.readings[r].in_france->rank);
      ASSERT_EQ(a.readings[r].in_france->percentile, b.readings[r].in_france->percentile);
    }
  }
}

TEST(Properties, DoublingEveryWeightChangesNoPeer) {
  const ObservatoryInput input = generated_world(10);
  const Observatory observatory = built(input);
  for (const PlaceIndex place : every_place(input)) {
    const Level level = *std::ranges::find_if(
        core::kLevels, [&](Level l) { return input.ranges[static_cast<std::size_t>(l)].holds(place); });
    PeerOptions doubled;
    for (const Variable& variable : observatory.variables(level))
      doubled.weights.emplace_back(variable.id, 2 * variable.weight);
    const auto list = observatory.peers(place, doubled);
    std::vector<PlaceIndex> places;
    for (const Peer& peer : list->list) places.push_back(peer.place);
    ASSERT_EQ(places, peers_of(observatory, place));
  }
}

}  // namespace
}  // namespace catalyse::observatory
