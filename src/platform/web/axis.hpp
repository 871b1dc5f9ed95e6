// The scale of a drawing: round ends around the data, positions in per cent of the width.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "web/drawings.hpp"

namespace catalyse::web {

class Axis {
 public:
  // `values` holds at least one number, all finite. With Harm::low the scale is turned round, so that the harmful side
  // is on the right.
  Axis(std::span<const double> values, Harm harm);
  // The same, from the least and the most of them.
  Axis(Bounds values, Harm harm);

  [[nodiscard]] double at(double value) const;  // 1.5 to 98.5 within the ends
  [[nodiscard]] std::string left(Language language, std::string_view unit) const {
    return end(language, unit, turned_ ? high_ : low_);
  }
  [[nodiscard]] std::string right(Language language, std::string_view unit) const {
    return end(language, unit, turned_ ? low_ : high_);
  }

 private:
  [[nodiscard]] std::string end(Language language, std::string_view unit, double value) const;
  double low_ = 0, high_ = 1;
  int decimals_ = 0;
  bool turned_ = false;
};

}  // namespace catalyse::web
