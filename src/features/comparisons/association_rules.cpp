#include "association_rules.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace catalyse::comparisons {
namespace {

constexpr double kTwoSided90 = 1.6448536269514722;  // 95th percentile of the normal law
constexpr double kVariance = 1.06;
constexpr double kWeak = 0.3, kModerate = 0.6;

double mean(std::span<const double> values) {
  return std::reduce(values.begin(), values.end()) / static_cast<double>(values.size());
}

}  // namespace

std::vector<double> mid_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    const double rank = static_cast<double>(first + 1 + last) / 2;  // mean of first + 1 … last
    for (std::size_t i = first; i < last; ++i) ranks[order[i]] = rank;
    first = last;
  }
  return ranks;
}

std::optional<Association> spearman(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size() || x.size() < 3) return std::nullopt;
  const auto a = mid_ranks(x), b = mid_ranks(y);
  const double centre_a = mean(a), centre_b = mean(b);
  double products = 0, squares_a = 0, squares_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double u = a[i] - centre_a, v = b[i] - centre_b;
    products += u * v;
    squares_a += u * u;
    squares_b += v * v;
  }
  if (squares_a == 0 || squares_b == 0) return std::nullopt;
  Association result{std::clamp(products / std::sqrt(squares_a * squares_b), -1.0, 1.0), -1, 1, x.size()};
  if (std::abs(result.rho) == 1) {
    result.low = result.high = result.rho;
  } else if (result.n > 3) {
    const double z = std::atanh(result.rho);
    const double reach = kTwoSided90 * std::sqrt(kVariance / static_cast<double>(result.n - 3));
    result.low = std::tanh(z - reach);
    result.high = std::tanh(z + reach);
  }
  return result;
}

Strength strength(const Association& association) {
  if (association.low <= 0 && association.high >= 0) return Strength::none;
  const double size = std::abs(association.rho);
  if (size < kWeak) return Strength::weak;
  return size < kModerate ? Strength::moderate : Strength::strong;
}

}  // namespace catalyse::comparisons
