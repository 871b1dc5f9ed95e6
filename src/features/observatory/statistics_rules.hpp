// Descriptive statistics of method.md, pure. Values are finite; the caller leaves absent ones out.
// Quantiles are of type 7 (Hyndman and Fan 1996): linear between the order statistics, position (n − 1) p.
#pragma once

#include <optional>
#include <span>

#include "method_rules.hpp"
#include "observatory.hpp"

namespace catalyse::observatory {

// `sorted` ascending, not empty; p within [0, 1].
[[nodiscard]] double quantile(std::span<const double> sorted, double p);
[[nodiscard]] Spread spread(std::span<const double> sorted);

// Sorts each column of a table of `width` columns, an even number, given line after line, in ascending order; no NaN.
// All columns at once, by the steps of Batcher's odd-even merges (Knuth, TAOCP 5.2.2, algorithm M), which do not depend
// on the values: fast for tables of some tens of lines, as the values of peers are.
void sort_columns(std::span<double> table, std::size_t width);

// Centre and scale of a group: median; 1.4826 · MAD, else IQR / 1.349, else the standard deviation (population), else
// 0.
struct Scaling {
  double centre = 0;
  double scale = 0;
};
[[nodiscard]] std::optional<Scaling> robust_scaling(std::span<const double> sorted);  // empty when there is no value

// (x − centre) / scale; 0 when the scale is 0.
[[nodiscard]] double robust_z(double x, const Scaling& scaling);

// Wilson's score interval of a proportion (Wilson 1927) for n tries, as proportions within [0, 1]. `inflation`
// multiplies the variance: the interval is that of n / inflation tries. Empty unless 0 ≤ count ≤ n, n > 0.
[[nodiscard]] std::optional<Interval> wilson(double count, double n, double inflation,
                                             const Parameters& method = kMethod);

}  // namespace catalyse::observatory
