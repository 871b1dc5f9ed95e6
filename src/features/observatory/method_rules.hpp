// The parameters of method.md, with the values in force. Printed as they are on /methode, so that anyone can recompute
// every figure.
#pragma once

#include <cstddef>

namespace catalyse::observatory {

struct Parameters {
  // §1 Values
  double coverage = 0.95;  // a rate is summed over members when those with counts hold this part of the population
  // §2 Comparable territories
  double mad_factor = 1.4826;  // makes a MAD comparable to a standard deviation under a normal law
  double iqr_factor = 1.349;   // scale = IQR / this, when the MAD is 0
  double clip = 5;             // |z| of variables that are not logarithms
  double far_from_share =
      50;  // a place is « far » when this share of its population or more is (the files hold 0 or 100)
  double common_weight = 0.7;  // part of the weight that must be present in both places
  double own_weight = 0.95;    // part of the weight known of the place in hand that the other must know too (ADR 7)
  int k_default = 20, k_min = 5, k_max = 50;
  int k_level_divisor = 3;  // k ≤ ⌊(n−1) / this⌋, n places in the level
  double weight_min = 0, weight_max = 10;
  // §3 Fragilities
  double theme_weight = 0.5;       // part of a theme's weight that must be present
  double shared_score = 75;        // national score from which a theme may be « partagé avec les comparables »
  double beyond_peers_score = 75;  // score among the peers from which a theme is beyond them
  std::size_t distinguishes_max = 5, shared_max = 5, better_max = 3;
  std::size_t spread_min = 4;  // peers with a value below which no quartile is read
  // §4 Reliability
  // An indicator may add its own thresholds (Indicator::min_population…), which its line of the catalogue publishes.
  double population_low = 200;             // census rates: under, low
  double population_medium = 2000;         // census rates: under, medium
  double numerator_low = 11;               // a rate with a smaller count is low
  double interval_z = 1.6448536269514722;  // 95th percentile of the normal law: an interval at 90 %
  // Above this population the census asks 40 % of dwellings over five years, each standing for 2.5: the sample is that
  // much smaller.
  double inflation_above = 10000;
  double inflation = 2.5;  // variance multiplied by this
};

inline constexpr Parameters kMethod{};

}  // namespace catalyse::observatory
