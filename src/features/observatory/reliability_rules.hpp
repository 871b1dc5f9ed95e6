// How far a value can be trusted (method.md §4), pure.
#pragma once

#include <optional>

#include "core/territory.hpp"
#include "method_rules.hpp"
#include "observatory.hpp"

namespace catalyse::observatory {

// The lowest of: what the curators of the indicator grant at this level; for census rates, the population of the place;
// the indicator's own thresholds of population, denominator and numerator; for rates made of counts, the count in the
// numerator when it is known (its absolute value: a balance may be negative). `unknown` when the value is not present,
// or when it is judged by the population of a place whose population is not known.
[[nodiscard]] Reliability reliability(const Indicator& indicator, core::Level level, std::optional<double> population,
                                      const Cell& cell);

// Wilson interval at 90 % of the proportion behind the value, as proportions; wider for census estimates of places over
// 10 000 inhabitants. Empty when the indicator has none or a count is not known.
[[nodiscard]] std::optional<Interval> proportion_interval(const Indicator& indicator, std::optional<double> population,
                                                          const Cell& cell);

// The same in the indicator's unit, where a proportion of 1 is worth `whole`. A published value rounded more than its
// counts does not fall outside its own interval.
[[nodiscard]] std::optional<Interval> value_interval(const Indicator& indicator, double whole,
                                                     std::optional<double> population, const Cell& cell);

// The lower of two, `unknown` being the lowest.
[[nodiscard]] Reliability lower(Reliability a, Reliability b);

}  // namespace catalyse::observatory
