// Values into classes (interface.md, « Map »), pure. A class holds the values from its start to the next start; the
// last one holds its end too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace catalyse::cartography {

// quantile: as many places in each. equal: as wide each. ckmeans: least sum of squared differences to the mean of the
// class (Wang and Song 2011), exact.
enum class Method : std::uint8_t { quantile, equal, ckmeans };

inline constexpr int kFewestClasses = 3, kMostClasses = 9;

struct Classes {
  std::vector<double> starts;  // strictly ascending; starts[0] is the smallest value. Empty: no value
  double last = 0;             // the largest value

  [[nodiscard]] std::size_t size() const { return starts.size(); }
  // The class of one of the values, counted from 0. `size()` is not 0.
  [[nodiscard]] std::size_t of(double value) const {
    // Nine at most: counting them all costs less than branching.
    std::size_t below = 0;
    for (const double start : starts) below += start <= value ? 1U : 0U;
    return below == 0 ? 0 : below - 1;
  }
};

// `values` in any order; those that are not finite are left out. There are fewer classes than `count` when there are
// fewer different values, or (quantile) when equal values fill more than a class: equal values are never parted.
// `count` is at least 1.
[[nodiscard]] Classes make_classes(std::vector<double> values, Method method, int count);

}  // namespace catalyse::cartography
