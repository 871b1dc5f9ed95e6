#include "axis.hpp"

#include <algorithm>
#include <cmath>

#include "text/numbers.hpp"

namespace catalyse::web {
namespace {

constexpr double kInset = 1.5;  // so that a disc at an end stays in the picture

// The smallest of 1, 2, 5 × 10ⁿ that is not below `size`, and the decimals it is written with.
std::pair<double, int> round_step(double size) {
  const double power = std::floor(std::log10(size));
  const double base = std::pow(10.0, power);
  for (const double factor : {1.0, 2.0, 5.0, 10.0})
    if (factor * base >= size * (1 - 1e-9)) {
      const double decimals = -power - (factor >= 10.0 ? 1 : 0);
      return {factor * base, static_cast<int>(std::clamp(decimals, 0.0, 6.0))};
    }
  return {10 * base, 0};
}

}  // namespace

Axis::Axis(std::span<const double> values, Harm harm)
    : Axis(Bounds{std::ranges::min(values), std::ranges::max(values)}, harm) {}

Axis::Axis(Bounds values, Harm harm) : turned_(harm == Harm::low) {
  const auto [least, most] = values;
  double low = least, high = most;
  // Values that are all equal, or so close that a step could not be told from them: the scale spans a tenth of the
  // value.
  const double smallest = std::max(std::abs(low), std::abs(high)) * 1e-6;
  if (high - low <= smallest) {
    const double margin = low == 0 ? 1 : std::abs(low) * 0.05;
    low = least >= 0 ? std::max(0.0, least - margin) : least - margin;
    high = most + margin;
  }
  const auto [step, decimals] = round_step((high - low) / 8);
  decimals_ = decimals;
  low_ = std::floor(low / step + 1e-9) * step;
  high_ = std::ceil(high / step - 1e-9) * step;
}

double Axis::at(double value) const {
  const double share = std::clamp((value - low_) / (high_ - low_), 0.0, 1.0);
  return kInset + (turned_ ? 1 - share : share) * (100 - 2 * kInset);
}

std::string Axis::end(Language language, std::string_view unit, double value) const {
  if (unit == "%") return text::percent(value, decimals_, language);
  if (unit == "€") return text::euros(value, decimals_, language);
  std::string out = text::number(value, decimals_, language);
  if (!unit.empty()) out.append("\u00A0").append(unit);
  return out;
}

}  // namespace catalyse::web
