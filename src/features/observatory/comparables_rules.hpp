// Comparable territories (method.md §2), pure: variables of structure by level, standardisation, distance, weights,
// limits. Variables describe structure, never fragility: no indicator used to judge a place chooses its peers.
#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/territory.hpp"
#include "method_rules.hpp"
#include "observatory.hpp"
#include "statistics_rules.hpp"

namespace catalyse::observatory {

enum class VariableKind : std::uint8_t {
  number,     // standardised, clipped at ±5
  logarithm,  // log10, standardised, not clipped; absent when not positive
  far,        // 1 when a share in % is 50 or more, else 0; distance 0 or 1
  category,   // distance 0 or 1
};

enum class VariableSource : std::uint8_t {
  population,
  density,
  centrality,
  urban_category,
  communes,
  largest_share,
  centres_share,  // a field of PlaceFacts
  indicator,      // the latest series of an indicator
};

struct VariableSpec {
  std::string_view id, label_fr, label_en;
  double weight = 1;
  VariableKind kind = VariableKind::number;
  VariableSource source = VariableSource::indicator;
  bool reduced = true;                           // exists overseas: part of the « comparaison réduite »
  std::array<std::string_view, 2> indicators{};  // of source `indicator`: the first that exists at the level
};

static_assert(kMethod.k_max <= static_cast<int>(kPeersMax));

// In the order of the page; at most kVariablesMax. Ids are words of the address and never change.
[[nodiscard]] std::span<const VariableSpec> variable_specs(core::Level level);

// A place overseas is compared on the reduced set when its level has variables that do not exist there.
[[nodiscard]] bool has_reduced_set(core::Level level);

// Raw value → the number that is standardised or compared; NaN when it has none there. For `urban_category`: CATEAAV 11
// → 0 (centre), 12 and 13 → 1 (other pole), 20 → 2 (ring), 30 → 3 (outside).
[[nodiscard]] double coordinate(const VariableSpec& spec, double raw);
[[nodiscard]] bool is_standardised(VariableKind kind);
// z of a coordinate, clipped where the method says so; categories pass unchanged; NaN stays NaN.
[[nodiscard]] double standardised(VariableKind kind, double coordinate, const Scaling& scaling);

// Weights in force for one comparison, parallel to variable_specs(level); 0 for those outside the set.
struct Weighing {
  std::array<double, kVariablesMax> weight{};
  std::array<bool, kVariablesMax> category{};
  std::size_t count = 0;
  double total = 0;
};

// True when variables weighing `present` are 70 % or more of the weight `total` (to 1e-9 of it).
[[nodiscard]] bool carries_enough(double present, double total);

// Weight of the variables that a place has.
[[nodiscard]] double known_weight(const double* row, const Weighing& weighing);
// True when variables weighing `present` are enough to compare a place whose own weigh `own`: 70 % of the whole
// (method.md §2.3), and 95 % of its own, so that a place is not near because little is known of it (ADR 7).
[[nodiscard]] bool comparable(double present, double own, double total);

// Squared distance from the place of row `a` over the variables present in both, summed in the order of the variables;
// NaN when they are not comparable. Rows hold standardised values, NaN where absent.
[[nodiscard]] double squared_distance(const double* a, const double* b, const Weighing& weighing);

// squared_distance and the part of each variable in it, largest first, ties in the order of variables; no part when the
// places are not comparable.
struct Comparison {
  double squared = 0;
  core::ShortList<Contribution, kVariablesMax> contributions;
};
[[nodiscard]] Comparison compare(const double* a, const double* b, const Weighing& weighing);

// False when the place's own variables carry less than 70 % of the weight: it can have no peer.
[[nodiscard]] bool has_enough_variables(const double* row, const Weighing& weighing);

// Default weights replaced by those named. Errors (kind invalid): observatory.weights.unknown, .range, .zero, .syntax
// (named twice).
[[nodiscard]] core::Result<Weighing> weighing(core::Level level, bool reduced,
                                              std::span<const std::pair<std::string, double>> named);

// k clamped to ⌊(n−1)/3⌋. Error: observatory.k.range outside 5 to 50 (kind invalid).
[[nodiscard]] core::Result<int> peer_count(int asked, std::size_t level_size);
[[nodiscard]] int peer_count_max(std::size_t level_size);

// `population:2,densite:0`, as `?poids=` carries it; empty text: no weight named. Any bytes are accepted; at most 1 000
// are read. Errors (kind invalid): observatory.weights.unknown, observatory.weights.range, observatory.weights.syntax.
[[nodiscard]] core::Result<std::vector<std::pair<std::string, double>>> parse_weights(
    std::string_view text, std::span<const Variable> variables);
// The address form of weights, in the order of `variables`, without those that are the default: same weights, same
// address.
[[nodiscard]] std::string format_weights(std::span<const std::pair<std::string, double>> weights,
                                         std::span<const Variable> variables);

}  // namespace catalyse::observatory
