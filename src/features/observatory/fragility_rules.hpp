// Theme scores and what stands out (method.md §3), pure: from the readings of one place to its lists.
#pragma once

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
