// Theme scores and what stands out (method.md §3), pure: from the readings of one place to its lists.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "method_rules.hpp"
#include "observatory.hpp"

namespace catalyse::observatory {

// (value − peers' median) / robust spread of the peers, in the harmful direction. When the peers have all the same
// value, the robust spread of the level is used; 0 when that is 0 too. `peers` and the level's scale are of raw values.
[[nodiscard]] double gap_to_peers(double value, std::span<const double> ascending_peers, double level_scale,
                                  Direction direction);

// Whether an indicator counts in the score of its theme.
[[nodiscard]] bool weighs(const Indicator& indicator);

// The score of a theme, its indicators added one after the other: the weighted mean of their percentiles.
class ScoreSum {
 public:
  // `percentile`: none where the place has no value, or its group none.
  void add(double weight, std::optional<double> percentile, Reliability reliability);
  [[nodiscard]] std::optional<double> score() const;  // empty: less than half of the weight is there
  // The best that indicators carrying half of the weight present reach or pass.
  [[nodiscard]] Reliability reliability() const;
  [[nodiscard]] std::uint16_t present() const { return present_; }
  [[nodiscard]] std::uint16_t expected() const { return expected_; }

 private:
  std::uint16_t present_ = 0, expected_ = 0;
  double expected_weight_ = 0, weight_ = 0, weighted_ = 0;
  std::array<double, 4> by_reliability_{};
};

// One score per objective theme, in the order of `themes`. `readings` are all those of the level, present or not.
[[nodiscard]] std::vector<ThemeScore> theme_scores(std::span<const Theme> themes, std::span<const Indicator> indicators,
                                                   std::span<const Reading> readings);

struct Findings {
  std::vector<Finding> distinguishes, shared, better;
};

// « Ce qui distingue »: fragilities strictly beyond the peers' third quartile in the harmful direction, reliability
// medium or good, largest gap first, the first of each theme before the others, at most five. « Ce qui va mieux »: the
// mirror, beyond the favourable quartile, at most three. « Ce qui est partagé »: themes of national score ≥ 75 whose
// score among the peers is under 75 and that are not already in the first list, highest score first, at most five, each
// with its most marked indicator (highest national percentile, one of medium or good reliability if there is one). A
// quartile is read over four peers or more. Ties keep the order of the readings.
[[nodiscard]] Findings findings(std::span<const Indicator> indicators, std::span<const Reading> readings,
                                std::span<const ThemeScore> scores);

}  // namespace catalyse::observatory
