#include "palette_rules.hpp"

#include <algorithm>
#include <array>

namespace catalyse::cartography {
namespace {

constexpr std::size_t kSteps = 9;
using Ramp = std::array<std::string_view, kSteps>;

// From the mild end to the strong one.
constexpr std::array<Ramp, 4> kRamps{{
    {"#0a5252", "#2e7f7d", "#68a9a5", "#a9cfca", "#e9e3d8", "#edc29d", "#d9955c", "#b1602a", "#763000"},
    {"#e8f3f1", "#c9e3df", "#a8d1cb", "#84bcb6", "#5fa5a0", "#3f8b88", "#23706f", "#0f5556", "#053a3d"},
    {"#fde725", "#b0dd2f", "#6ccd5a", "#35b779", "#1f9e89", "#287d8e", "#355f8d", "#453781", "#440154"},
    {"#ffea46", "#e2cc57", "#c4b067", "#a69a73", "#8a8678", "#707173", "#555b6c", "#33456e", "#00204d"},
}};

// Which steps serve for how many classes: apart, and around the middle one by one side as by the other.
constexpr std::array<std::array<std::uint8_t, kSteps>, kSteps> kPicked{{{4},
                                                                        {2, 6},
                                                                        {1, 4, 7},
                                                                        {0, 3, 5, 8},
                                                                        {0, 2, 4, 6, 8},
                                                                        {0, 2, 3, 5, 6, 8},
                                                                        {0, 1, 3, 4, 5, 7, 8},
                                                                        {0, 1, 2, 3, 5, 6, 7, 8},
                                                                        {0, 1, 2, 3, 4, 5, 6, 7, 8}}};

}  // namespace

std::string_view colour(Palette palette, Strong strong, std::size_t index, std::size_t count) {
  const std::size_t known = std::clamp<std::size_t>(count, 1, kSteps);
  const std::size_t at = std::min(index, known - 1);
  const std::size_t step = kPicked[known - 1][strong == Strong::high ? at : known - 1 - at];
  return kRamps[static_cast<std::size_t>(palette)][step];
}

}  // namespace catalyse::cartography
