#include "reference_words.hpp"

#include <algorithm>
#include <cmath>

namespace catalyse::observatory::reference {

using core::Level;

// Quantile of type 7.
double quantile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const double h = static_cast<double>(values.size() - 1) * p;
  const auto j = static_cast<std::size_t>(std::floor(h));
  const double next = j + 1 < values.size() ? values[j + 1] : values[j];
  return values[j] + (h - static_cast<double>(j)) * (next - values[j]);
}

// Scale of method.md §2.1: 1.4826 MAD, else IQR / 1.349, else the standard deviation.
double robust_scale(const std::vector<double>& values) {
  const double median = quantile(values, 0.5);
  std::vector<double> deviations;
  double mean = 0;
  for (const double x : values) {
    deviations.push_back(std::abs(x - median));
    mean += x / static_cast<double>(values.size());
  }
  if (const double mad = quantile(deviations, 0.5); mad > 0) return 1.4826 * mad;
  if (const double iqr = quantile(values, 0.75) - quantile(values, 0.25); iqr > 0) return iqr / 1.349;
  if (*std::max_element(values.begin(), values.end()) == *std::min_element(values.begin(), values.end())) return 0;
  double variance = 0;
  for (const double x : values) variance += (x - mean) * (x - mean) / static_cast<double>(values.size());
  return std::sqrt(variance);
}

double harmful(double value, const Indicator& indicator) {
  return indicator.direction == Direction::lower_worse && value != 0 ? -value : value;
}

Cell cell_of(const SeriesInput& series, std::size_t i) {
  Cell cell;
  cell.state = series.states[i];
  cell.estimated = !series.estimated.empty() && series.estimated[i] != 0;
  if (cell.state == State::present) cell.value = series.values[i];
  if (!series.numerators.empty() && std::isfinite(series.numerators[i])) cell.numerator = series.numerators[i];
  if (!series.denominators.empty() && std::isfinite(series.denominators[i])) cell.denominator = series.denominators[i];
  return cell;
}

void Ladder::add(double value) {
  ++rungs_[value].at;
  ++size_;
  climbed_ = false;
}

void Ladder::climb() const {
  int below = 0;
  for (auto& [value, rung] : rungs_) {
    rung.below = below;
    below += rung.at;
  }
  climbed_ = true;
}

int Ladder::below(double value) const {
  if (!climbed_) climb();
  const auto rung = rungs_.lower_bound(value);
  return rung == rungs_.end() ? size_ : rung->second.below;
}

int Ladder::at(double value) const {
  const auto rung = rungs_.find(value);
  return rung == rungs_.end() ? 0 : rung->second.at;
}

// Mid-rank percentile and rank of `own` in a group; `member` when the place is one of it.
Standing stand(double own, const Ladder& group, bool member) {
  const int less = group.below(own);
  const int equal = group.at(own);
  const int more = group.size() - less - equal;
  Standing standing;
  standing.size = static_cast<std::uint32_t>(group.size());
  standing.rank = static_cast<std::uint32_t>(1 + more);
  standing.equal = static_cast<std::uint32_t>(equal - (member ? 1 : 0));
  standing.more_fragile_than = static_cast<std::uint32_t>(less);
  standing.percentile = 100 * (less + 0.5 * equal) / group.size();
  standing.rank_low = standing.rank_high = standing.rank;
  return standing;
}

// Rank that the place would have at `end`, against the others.
std::uint32_t rank_at(double end, double own, const Ladder& group, bool member) {
  const int more = group.size() - group.below(end) - group.at(end);
  return static_cast<std::uint32_t>(1 + more - (member && own > end ? 1 : 0));
}

std::optional<Interval> wilson(double count, double n, double inflation) {
  if (n <= 0 || count < 0 || count > n) return std::nullopt;
  const double z = 1.6448536269514722;
  const double m = n / inflation;
  const double p = count / n;
  const double middle = (2 * m * p + z * z) / (2 * (m + z * z));
  const double half = z / (2 * (m + z * z)) * std::sqrt(4 * m * p * (1 - p) + z * z);
  return Interval{std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

int badness(Reliability reliability) {
  switch (reliability) {
    case Reliability::good:
      return 0;
    case Reliability::medium:
      return 1;
    case Reliability::low:
      return 2;
    case Reliability::unknown:
      return 3;
  }
  return 3;
}

// The worst verdict of method.md §4 and of the indicator's own line of the catalogue.
Reliability reliability_of(const Indicator& indicator, Level level, std::optional<double> population,
                           const Cell& cell) {
  if (cell.state != State::present) return Reliability::unknown;
  std::vector<Reliability> verdicts{indicator.best[static_cast<std::size_t>(level)]};
  if (indicator.census && !population) verdicts.push_back(Reliability::unknown);
  if (indicator.census && population && *population < 2000) verdicts.push_back(Reliability::medium);
  if (indicator.census && population && *population < 200) verdicts.push_back(Reliability::low);
  const SizeThreshold& inhabitants = indicator.min_population;
  if (inhabitants.under > 0 && !population) verdicts.push_back(Reliability::unknown);
  if (population && *population < inhabitants.under) verdicts.push_back(inhabitants.level);
  if (cell.denominator && *cell.denominator < indicator.min_denominator.under)
    verdicts.push_back(indicator.min_denominator.level);
  if (cell.numerator && std::abs(*cell.numerator) < indicator.min_numerator.under)
    verdicts.push_back(indicator.min_numerator.level);
  if (indicator.aggregation == Aggregation::sum_num_den && cell.numerator && std::abs(*cell.numerator) < 11) {
    verdicts.push_back(Reliability::low);
  }
  return *std::max_element(verdicts.begin(), verdicts.end(),
                           [](Reliability a, Reliability b) { return badness(a) < badness(b); });
}

}  // namespace catalyse::observatory::reference
