#include "statistics_rules.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace catalyse::observatory {
namespace {

constexpr double kBeyond = std::numeric_limits<double>::infinity();

double median_absolute_deviation(std::span<const double> sorted, double centre) {
  // The deviations to the left and to the right of the centre are each already in order: merge from the centre
  // outwards, up to the middle. No processor can foresee which side is next, so nothing branches on it.
  const std::size_t half = sorted.size() / 2;
  std::size_t left = half, right = half;  // those left of `left` and those from `right` on are still to come
  double before = 0, last = 0;
  for (std::size_t taken = 0; taken <= half; ++taken) {
    const double on_left = left > 0 ? centre - sorted.data()[left - 1] : kBeyond;
    const double on_right = right < sorted.size() ? sorted.data()[right] - centre : kBeyond;
    const std::size_t takes_right = on_right <= on_left ? 1 : 0;
    before = std::exchange(last, std::min(on_left, on_right));
    right += takes_right;
    left -= 1 - takes_right;
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

// The smaller of each pair to the first line; several columns at a time, since any processor of 64 bits has a minimum
// and a maximum of several numbers, and g++ -O2 would not use them by itself.
template <std::size_t Columns>
[[gnu::always_inline]] inline void put_in_order(double* first, double* second, std::size_t width) {
  using Several __attribute__((vector_size(Columns * sizeof(double)))) = double;
#pragma GCC unroll 4
  for (std::size_t c = 0; c < width; c += Columns) {
    Several a, b;
    std::memcpy(&a, first + c, sizeof a);
    std::memcpy(&b, second + c, sizeof b);
    const Several low = a < b ? a : b, high = b < a ? a : b;
    std::memcpy(first + c, &low, sizeof low);
    std::memcpy(second + c, &high, sizeof high);
  }
}

template <std::size_t Columns>
[[gnu::always_inline]] inline void merge_sort_columns(std::span<double> table, std::size_t width) {
  const std::size_t lines = width == 0 ? 0 : table.size() / width;
  const auto line = [&](std::size_t number) { return table.data() + number * width; };
  for (std::size_t run = 1; run < lines; run *= 2) {
    const std::size_t pair_of_runs = ~(2 * run - 1);
    for (std::size_t gap = run; gap > 0; gap /= 2) {
      for (std::size_t first = gap % run; first + gap < lines; first += 2 * gap) {
        for (std::size_t i = first; i < std::min(first + gap, lines - gap); ++i) {
          if (((i ^ (i + gap)) & pair_of_runs) == 0) put_in_order<Columns>(line(i), line(i + gap), width);
        }
      }
    }
  }
}

#if defined(__x86_64__)
// Four numbers at once where the processor has registers for them.
__attribute__((target("avx2"))) void sort_four_columns(std::span<double> table, std::size_t width) {
  merge_sort_columns<4>(table, width);
}
#endif

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

void sort_columns(std::span<double> table, std::size_t width) {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2 && width % 4 == 0) return sort_four_columns(table, width);
#endif
  merge_sort_columns<2>(table, width);
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
