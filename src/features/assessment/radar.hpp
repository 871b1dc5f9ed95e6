// The seven levers on a star of seven branches. Decoration beside the table of the same numbers.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "model.hpp"

namespace catalyse::assessment {

using Means = std::array<std::optional<double>, kLevers>;

struct Radar {
  std::string title;     // « Les sept leviers, de 1 à 4 »
  std::string sentence;  // all that it shows, in words
  Means now{};
  std::optional<Means> before{};  // dashed
};

// An <svg>; a lever without a mean has no point, and the line passes it by. Empty when there is no point at all.
[[nodiscard]] std::string radar_svg(const Radar& radar);

}  // namespace catalyse::assessment
