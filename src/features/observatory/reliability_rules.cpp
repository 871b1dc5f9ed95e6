#include "reliability_rules.hpp"

#include <cmath>

#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

Reliability by_population(std::optional<double> population) {
  if (!population) return Reliability::unknown;
  if (*population < kMethod.population_low) return Reliability::low;
  return *population < kMethod.population_medium ? Reliability::medium : Reliability::good;
}

// What a size leaves of the reliability; a size that is not known leaves `otherwise`.
Reliability granted(const SizeThreshold& threshold, std::optional<double> size, Reliability otherwise) {
  if (threshold.under == 0) return Reliability::good;
  if (!size) return otherwise;
  return std::abs(*size) < threshold.under ? threshold.level : Reliability::good;
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
  if (indicator.census) result = lower(result, by_population(population));
  result = lower(result, granted(indicator.min_population, population, Reliability::unknown));
  result = lower(result, granted(indicator.min_denominator, cell.denominator, Reliability::good));
  result = lower(result, granted(indicator.min_numerator, cell.numerator, Reliability::good));
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

std::optional<Interval> value_interval(const Indicator& indicator, double whole, std::optional<double> population,
                                       const Cell& cell) {
  const auto interval = proportion_interval(indicator, population, cell);
  if (!interval) return std::nullopt;
  return Interval{std::min(interval->low * whole, cell.value), std::max(interval->high * whole, cell.value)};
}

}  // namespace catalyse::observatory
