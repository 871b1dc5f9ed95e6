#include "statistics_rules.hpp"

#include <cmath>

namespace catalyse::observatory {
namespace {

double median_absolute_deviation(std::span<const double> sorted, double centre) {
  // The deviations to the left and to the right of the centre are each already in order: merge from the centre
  // outwards, up to the middle.
  auto right = std::lower_bound(sorted.begin(), sorted.end(), centre);
  auto left = right;
  double before = 0, last = 0;
  for (std::size_t taken = 0; taken <= sorted.size() / 2; ++taken) {
    const bool take_right =
        left == sorted.begin() || (right != sorted.end() && *right - centre <= centre - *(left - 1));
    before = std::exchange(last, take_right ? *right++ - centre : centre - *--left);
  }
  return sorted.size() % 2 == 1 ? last : before + 0.5 * (last - before);
}

double standard_deviation(std::span<const double> values) {
  double mean = 0;
  for (const double x : values) mean += x;
  mean /= static_cast<double>(values.size());
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace

double quantile(std::span<const double> sorted, double p) {
  const double position = static_cast<double>(sorted.size() - 1) * p;
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

Spread spread(std::span<const double> sorted) {
  return {quantile(sorted, 0.05), quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75),
          quantile(sorted, 0.95)};
}

void sort_columns(std::span<double> table) {
  // Each line is put in its place among those above it: at each step the smaller value of a column stays.
  std::array<double, kSortedColumns> line{};
  for (std::size_t end = kSortedColumns; end < table.size(); end += kSortedColumns) {
    double* const own = table.data() + end;
    std::copy_n(own, kSortedColumns, line.begin());
    for (double* above = table.data(); above != own; above += kSortedColumns) {
      for (std::size_t c = 0; c < kSortedColumns; ++c) {
        const double other = above[c];
        above[c] = other < line[c] ? other : line[c];
        line[c] = line[c] < other ? other : line[c];
      }
    }
    std::ranges::copy(line, own);
  }
}

std::optional<Scaling> robust_scaling(std::span<const double> sorted) {
  if (sorted.empty()) return std::nullopt;
  Scaling scaling{quantile(sorted, 0.5), 0};
  scaling.scale = kMethod.mad_factor * median_absolute_deviation(sorted, scaling.centre);
  if (scaling.scale > 0) return scaling;
  scaling.scale = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / kMethod.iqr_factor;
  if (scaling.scale > 0) return scaling;
  if (sorted.front() < sorted.back()) scaling.scale = standard_deviation(sorted);
  return scaling;
}

double robust_z(double x, const Scaling& scaling) {
  return scaling.scale > 0 ? (x - scaling.centre) / scaling.scale : 0;
}

std::optional<Interval> wilson(double count, double n, double inflation, const Parameters& method) {
  if (!(n > 0) || !(count >= 0) || !(count <= n) || !(inflation > 0)) return std::nullopt;
  const double p = count / n;
  const double tries = n / inflation;
  const double z2 = method.interval_z * method.interval_z;
  const double centre = (p + z2 / (2 * tries)) / (1 + z2 / tries);
  const double half = method.interval_z / (1 + z2 / tries) * std::sqrt(p * (1 - p) / tries + z2 / (4 * tries * tries));
  return Interval{std::max(0.0, std::min(p, centre - half)), std::min(1.0, std::max(p, centre + half))};
}

}  // namespace catalyse::observatory
