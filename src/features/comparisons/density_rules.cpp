#include "density_rules.hpp"

#include <algorithm>
#include <cmath>

#include "observatory/statistics_rules.hpp"

namespace catalyse::comparisons {
namespace {

constexpr std::size_t kFewEnough = 200;  // values up to which the whole scale is drawn
constexpr double kTail = 0.005;
constexpr std::size_t kBinsMost = 30;

// 0.3 and not 3 · 0.1: a value written 0.3 belongs above it.
double edge(const Scale& reach, std::size_t i) {
  return std::round((reach.low + static_cast<double>(i) * reach.step) * 1e9) / 1e9;
}

}  // namespace

double round_step(double extent, std::size_t most) {
  const double wanted = extent / static_cast<double>(most);
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= wanted * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

Scale scale(std::span<const double> sorted, std::span<const double> seen, std::size_t most) {
  const bool whole = sorted.size() <= kFewEnough;
  double low = whole ? sorted.front() : observatory::quantile(sorted, kTail);
  double high = whole ? sorted.back() : observatory::quantile(sorted, 1 - kTail);
  for (const double value : seen) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  // All equal: one step around the value.
  if (low == high) {
    const double half = low == 0 ? 1 : std::abs(low) * 0.1;
    low -= half;
    high += half;
  }
  const double step = round_step(high - low, most);
  const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
  return {first * step, std::max(last, first + 1) * step, step};
}

std::vector<Bin> histogram(std::span<const double> sorted, std::span<const double> seen) {
  const auto reach = scale(sorted, seen, kBinsMost);
  const auto n = static_cast<std::size_t>(std::llround((reach.high - reach.low) / reach.step));
  std::vector<Bin> bins(std::max<std::size_t>(n, 1));
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].low = edge(reach, i);
    bins[i].high = edge(reach, i + 1);
  }
  bins.front().open_low = sorted.front() < bins.front().low;
  bins.back().open_high = sorted.back() > bins.back().high;
  for (const double value : sorted) ++bins[bin_of(bins, value)].count;
  return bins;
}

std::size_t bin_of(std::span<const Bin> bins, double value) {
  const auto after = std::ranges::upper_bound(bins, value, {}, &Bin::low);
  return after == bins.begin() ? 0 : static_cast<std::size_t>(after - bins.begin()) - 1;
}

Grid grid(std::span<const Point> points, const Scale& x, const Scale& y, GridSize size) {
  Grid result{size.columns, size.rows, std::vector<std::uint32_t>(size.columns * size.rows), 0};
  const auto cell = [](double part, std::size_t cells) {
    return std::min(static_cast<std::size_t>(part * static_cast<double>(cells)), cells - 1);
  };
  for (const auto& point : points) {
    if (!x.holds(point.x) || !y.holds(point.y)) {
      ++result.beyond;
      continue;
    }
    ++result.count[cell(y.at(point.y), size.rows) * size.columns + cell(x.at(point.x), size.columns)];
  }
  return result;
}

std::size_t density_class(std::uint32_t count) {
  return static_cast<std::size_t>(
      std::ranges::count_if(kDensities, [&](std::uint32_t least) { return count >= least; }));
}

}  // namespace catalyse::comparisons
