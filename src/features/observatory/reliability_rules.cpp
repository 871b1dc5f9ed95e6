#include "reliability_rules.hpp"

#include <cmath>

#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

Reliability by_population(core::Level level, std::optional<double> population) {
  if (!population) return Reliability::unknown;
  const auto at = static_cast<std::size_t>(level);
  if (*population < kMethod.population_low[at]) return Reliability::low;
  return *population < kMethod.population_medium[at] ? Reliability::medium : Reliability::good;
}

}  // namespace

Reliability lower(Reliability a, Reliability b) {
  return static_cast<int>(a) > static_cast<int>(b) ? a : b;  // declared from good to unknown
}

Reliability reliability(const Indicator& indicator, core::Level level, std::optional<double> population,
                        const Cell& cell) {
  static_assert(Reliability::good < Reliability::medium && Reliability::medium < Reliability::low &&
                Reliability::low < Reliability::unknown);
  if (cell.state != State::present) return Reliability::unknown;
  Reliability result = indicator.best[static_cast<std::size_t>(level)];
  if (indicator.census) result = lower(result, by_population(level, population));
  const bool is_rate = indicator.aggregation == Aggregation::sum_num_den;
  if (is_rate && cell.numerator && std::abs(*cell.numerator) < kMethod.numerator_low)
    result = lower(result, Reliability::low);
  return result;
}

std::optional<Interval> proportion_interval(const Indicator& indicator, std::optional<double> population,
                                            const Cell& cell) {
  if (!indicator.wilson || cell.state != State::present || !cell.numerator || !cell.denominator) return std::nullopt;
  const bool sampled = indicator.census && population.value_or(0) > kMethod.inflation_above;
  return wilson(*cell.numerator, *cell.denominator, sampled ? kMethod.inflation : 1);
}

}  // namespace catalyse::observatory
