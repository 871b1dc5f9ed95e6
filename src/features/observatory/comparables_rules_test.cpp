#include "comparables_rules.hpp"

#include <gtest/gtest.h>

namespace catalyse::observatory {
namespace {

using core::Level;

const double kNone = std::nan("");

std::vector<Variable> variables(Level level) {
  std::vector<Variable> list;
  for (const VariableSpec& spec : variable_specs(level)) {
    list.push_back({std::string(spec.id), {}, {}, spec.weight, false, false, 0, 1});
  }
  return list;
}

const VariableSpec& spec(Level level, std::string_view id) {
  return *std::ranges::find(variable_specs(level), id, &VariableSpec::id);
}

TEST(Variables, AreThoseOfTheMethodAtEachLevel) {
  const auto ids = [](Level level) {
    std::string text;
    for (const VariableSpec& s : variable_specs(level)) text += std::string(s.id) + " ";
    return text;
  };
  EXPECT_EQ(ids(Level::commune),
            "population densite evolution residences-secondaires ouvriers cadres eloignement-intermediaire "
            "eloignement-superieur "
            "centralite aire ");
  EXPECT_EQ(ids(Level::epci),
            "population densite evolution residences-secondaires ouvriers cadres nombre-communes part-ville-centre ");
  EXPECT_EQ(ids(Level::departement), "population densite evolution part-centres-urbains residences-secondaires ");
  EXPECT_EQ(ids(Level::region), "population densite evolution ");
  for (const Level level : core::kLevels) {
    for (const VariableSpec& s : variable_specs(level))
      EXPECT_EQ(s.weight, s.id == "population" || s.id == "aire" ? 2 : 1) << s.id;
  }
}

TEST(Variables, OfTheReducedSetAreThoseThatExistOverseas) {
  std::string text;
  for (const VariableSpec& s : variable_specs(Level::commune)) text += s.reduced ? std::string(s.id) + " " : "";
  EXPECT_EQ(text, "population densite evolution aire ");
  EXPECT_TRUE(has_reduced_set(Level::commune));
  EXPECT_FALSE(has_reduced_set(Level::departement));
  EXPECT_FALSE(has_reduced_set(Level::region));
}

TEST(Coordinate, KeepsAbsentWhatHasNoLogarithmOrNoClass) {
  EXPECT_DOUBLE_EQ(coordinate(spec(Level::commune, "population"), 1000), 3);
  EXPECT_TRUE(std::isnan(coordinate(spec(Level::commune, "population"), 0)));  // villages destroyed in 1916
  EXPECT_EQ(coordinate(spec(Level::commune, "eloignement-superieur"), 100), 1);
  EXPECT_EQ(coordinate(spec(Level::commune, "eloignement-superieur"), 49.9), 0);
  EXPECT_EQ(coordinate(spec(Level::commune, "aire"), 12), coordinate(spec(Level::commune, "aire"), 13));
  EXPECT_NE(coordinate(spec(Level::commune, "aire"), 11), coordinate(spec(Level::commune, "aire"), 12));
  EXPECT_TRUE(std::isnan(coordinate(spec(Level::commune, "aire"), 40)));
  EXPECT_TRUE(std::isnan(coordinate(spec(Level::commune, "ouvriers"), kNone)));
}

TEST(Standardised, ClipsAllButLogarithms) {
  const Scaling scaling{3, 0.5};
  EXPECT_DOUBLE_EQ(standardised(VariableKind::logarithm, 6.3, scaling),
                   6.6);  // Paris is not brought back among the large
  EXPECT_DOUBLE_EQ(standardised(VariableKind::number, 6.3, scaling), 5);
  EXPECT_DOUBLE_EQ(standardised(VariableKind::number, -6.3, scaling), -5);
  EXPECT_DOUBLE_EQ(standardised(VariableKind::category, 3, scaling), 3);
  EXPECT_TRUE(std::isnan(standardised(VariableKind::number, kNone, scaling)));
}

// population 2, densite 1, evolution 1 at the level of régions.
TEST(Distance, IsTheWeightedMeanOfSquaredGaps) {
  const Weighing w = *weighing(Level::region, false, {});
  const std::array a{0.0, 1.0, 2.0};
  const std::array b{3.0, 1.0, 0.0};
  EXPECT_DOUBLE_EQ(squared_distance(a.data(), b.data(), w), (2 * 9 + 0 + 4) / 4.0);
  EXPECT_EQ(squared_distance(a.data(), b.data(), w), squared_distance(b.data(), a.data(), w));
  EXPECT_EQ(squared_distance(a.data(), a.data(), w), 0);
}

TEST(Distance, LeavesOutWhatOneOfTheTwoLacksDownToSeventyPercent) {
  const Weighing w = *weighing(Level::region, false, {});
  const std::array a{0.0, 1.0, 2.0};
  const std::array three_quarters{3.0, kNone, 0.0};
  const std::array half{kNone, 1.0, 0.0};
  EXPECT_DOUBLE_EQ(squared_distance(three_quarters.data(), a.data(), w), (18 + 4) / 3.0);
  EXPECT_TRUE(std::isnan(squared_distance(a.data(), half.data(), w)));
  EXPECT_TRUE(has_enough_variables(three_quarters.data(), w));
  EXPECT_FALSE(has_enough_variables(half.data(), w));
}

TEST(Distance, IsComparableAtExactlySeventyPercentWhateverTheRounding) {
  const std::vector<std::pair<std::string, double>> tenths{{"population", 0.3}, {"densite", 0.3}, {"evolution", 0.4}};
  const Weighing w = *weighing(Level::region, false, tenths);
  const std::array a{kNone, 1.0, 2.0};
  const std::array b{0.0, 0.0, 2.0};
  EXPECT_NEAR(squared_distance(a.data(), b.data(), w), 0.3 / 0.7, 1e-12);
}

TEST(Distance, IsNotShortBecauseLittleIsKnownOfTheOther) {
  const Weighing w = *weighing(Level::commune, false, {});
  const std::array full{0.3, -1.2, 0.7, 5.0, 2.0, -0.5, 1.0, 0.0, 4.0, 2.0};
  std::array partial = full;
  partial[3] = partial[4] = partial[5] = kNone;  // 9 of 12: over 70 %, yet three quarters of what is known of the first
  EXPECT_TRUE(std::isnan(squared_distance(full.data(), partial.data(), w)));
  const auto unlike = compare(full.data(), partial.data(), w);
  EXPECT_TRUE(std::isnan(unlike.squared));
  EXPECT_TRUE(unlike.contributions.empty());
  EXPECT_EQ(squared_distance(partial.data(), full.data(), w), 0);  // from its own side it has nothing else to go by
}

TEST(Distance, OfCategoriesIsNoughtOrOne) {
  const Weighing w = *weighing(Level::commune, true, {});
  std::array<double, 10> a{};
  std::array<double, 10> b{};
  a[9] = 0;
  b[9] = 3;
  EXPECT_DOUBLE_EQ(squared_distance(a.data(), b.data(), w), 2.0 / 6);  // weight 2 of 6, not the square of 3
}

TEST(Contributions, SumToTheSquaredDistanceLargestFirst) {
  const Weighing w = *weighing(Level::commune, false, {});
  const std::array a{0.3, -1.2, 0.7, kNone, 2.0, -0.5, 1.0, 0.0, 4.0, 2.0};
  const std::array b{0.1, 1.9, -0.7, 1.0, 2.2, -0.4, 0.0, 0.0, -1.0, 1.0};
  const auto [squared, parts] = compare(a.data(), b.data(), w);
  EXPECT_EQ(squared, squared_distance(a.data(), b.data(), w));
  ASSERT_EQ(parts.size(), 9U);
  double sum = 0;
  for (const Contribution& part : parts) sum += part.share;
  EXPECT_NEAR(sum, squared_distance(a.data(), b.data(), w), 1e-9);
  EXPECT_TRUE(std::ranges::is_sorted(parts, std::ranges::greater{}, &Contribution::share));
  EXPECT_EQ(parts.front().variable, 8);
}

TEST(Distance, DoesNotChangeWhenEveryWeightDoubles) {
  std::vector<std::pair<std::string, double>> doubled;
  for (const VariableSpec& s : variable_specs(Level::commune)) doubled.emplace_back(std::string(s.id), 2 * s.weight);
  const Weighing once = *weighing(Level::commune, false, {});
  const Weighing twice = *weighing(Level::commune, false, doubled);
  const std::array a{0.3, -1.2, 0.7, kNone, 2.0, -0.5, 1.0, 0.0, 4.0, 2.0};
  const std::array b{0.1, 1.9, -0.7, 1.0, 2.2, -0.4, 0.0, 0.0, -1.0, 1.0};
  EXPECT_EQ(squared_distance(a.data(), b.data(), once), squared_distance(a.data(), b.data(), twice));
}

TEST(Weighing, RefusesWhatTheMethodDoesNotKnow) {
  const auto refused = [](Level level, std::vector<std::pair<std::string, double>> named) {
    const auto result = weighing(level, false, named);
    return result ? std::string("accepted") : result.error().message_id;
  };
  EXPECT_EQ(refused(Level::region, {{"aire", 1}}), "observatory.weights.unknown");
  EXPECT_EQ(refused(Level::region, {{"densite", 10.5}}), "observatory.weights.range");
  EXPECT_EQ(refused(Level::region, {{"densite", -1}}), "observatory.weights.range");
  EXPECT_EQ(refused(Level::region, {{"densite", kNone}}), "observatory.weights.range");
  EXPECT_EQ(refused(Level::region, {{"densite", 1}, {"densite", 2}}), "observatory.weights.syntax");
  EXPECT_EQ(refused(Level::region, {{"population", 0}, {"densite", 0}, {"evolution", 0}}), "observatory.weights.zero");
}

TEST(Weighing, OfTheReducedSetCountsOnlyThatSet) {
  const Weighing w = *weighing(Level::commune, true, {});
  EXPECT_EQ(w.total, 6);
  const std::vector<std::pair<std::string, double>> outside{
      {"population", 0}, {"densite", 0}, {"evolution", 0}, {"aire", 0}};
  EXPECT_TRUE(weighing(Level::commune, false, outside));
  EXPECT_EQ(weighing(Level::commune, true, outside).error().message_id, "observatory.weights.zero");
}

TEST(PeerCount, IsNeverMoreThanAThirdOfTheLevel) {
  EXPECT_EQ(*peer_count(20, 34875), 20);
  EXPECT_EQ(*peer_count(50, 45), 14);
  EXPECT_EQ(*peer_count(20, 18), 5);
  EXPECT_EQ(*peer_count(5, 1), 0);
  EXPECT_EQ(peer_count_max(0), 0);
  EXPECT_EQ(peer_count(4, 100).error().message_id, "observatory.k.range");
  EXPECT_EQ(peer_count(51, 100).error().message_id, "observatory.k.range");
  EXPECT_EQ(peer_count(-1, 100).error().message_id, "observatory.k.range");
}

TEST(ParseWeights, ReadsWhatItWrites) {
  const auto list = variables(Level::commune);
  const auto weights = parse_weights("densite:0,population:2,cadres:0.25,aire:10", list);
  ASSERT_TRUE(weights);
  EXPECT_EQ(weights->size(), 4U);
  const std::string text = format_weights(*weights, list);
  EXPECT_EQ(text, "densite:0,cadres:0.25,aire:10");  // in the order of variables, without the default
  EXPECT_EQ(format_weights(*parse_weights(text, list), list), text);
  EXPECT_TRUE(parse_weights("", list)->empty());
}

TEST(ParseWeights, RefusesInTheWordsOfItsError) {
  const auto list = variables(Level::commune);
  const auto refused = [&](std::string_view text) {
    const auto result = parse_weights(text, list);
    return result ? std::string("accepted") : result.error().message_id;
  };
  for (const auto* text :
       {",", "population", "population:", ":2", "population:2,", ",population:2", "population:deux", "population:inf",
        "population:nan", "population:1e1", "population:0x1", "population: 2", "population:2 ", "population:+2",
        "population:.5", "population:2,population:3", "population:2;densite:1", "population:2:3"}) {
    EXPECT_EQ(refused(text), "observatory.weights.syntax") << text;
  }
  for (const auto* text : {"pauvrete:1", "Population:1", "population\n:1", "nombre-communes:1", "\xff\xfe:1"}) {
    EXPECT_EQ(refused(text), "observatory.weights.unknown") << text;
  }
  for (const auto* text : {"population:10.01", "population:-1", "population:999999999999"}) {
    EXPECT_EQ(refused(text), "observatory.weights.range") << text;
  }
  EXPECT_EQ(refused(std::string(10000, 'a')), "observatory.weights.syntax");
}

TEST(ParseWeights, RepeatsNothingHostileInItsErrors) {
  const auto result = parse_weights("<script>\xff\"'&:1", variables(Level::commune));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().parameters.front().second, "?script?????");
}

}  // namespace
}  // namespace catalyse::observatory
