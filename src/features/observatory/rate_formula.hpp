// How a figure is made from two counts (method.md §1). Pure.
#pragma once

#include <cmath>

namespace catalyse::observatory {

// A figure from counts: factor · numerator / denominator; with `years`, factor · ((numerator / denominator)^(1/years) −
// 1). A published value is multiplied by the factor.
struct RateFormula {
  double factor = 1;
  double years = 0;
  friend bool operator==(const RateFormula&, const RateFormula&) = default;
  [[nodiscard]] double operator()(double numerator, double denominator) const {
    if (years > 0) return factor * (std::pow(numerator / denominator, 1 / years) - 1);
    return factor * numerator / denominator;
  }
};

}  // namespace catalyse::observatory
