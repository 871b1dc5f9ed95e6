#include "palette_rules.hpp"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <string>

namespace catalyse::cartography {
namespace {

constexpr std::array kPalettes{Palette::diverging, Palette::teal, Palette::viridis, Palette::cividis};

std::array<double, 3> linear(std::string_view colour) {
  std::array<double, 3> rgb{};
  for (std::size_t i = 0; i < 3; ++i) {
    int value = 0;
    std::from_chars(colour.data() + 1 + 2 * i, colour.data() + 3 + 2 * i, value, 16);
    const double c = value / 255.0;
    rgb[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  }
  return rgb;
}

// CIE L*.
double lightness(std::string_view colour) {
  const auto [r, g, b] = linear(colour);
  const double y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

// Viénot, Brettel and Mollon (1999): what is left for eyes without the red or the green cones is blue against yellow.
double blue_against_yellow(std::string_view colour) {
  const auto [r, g, b] = linear(colour);
  return std::cbrt(b) - std::cbrt(0.11 * r + 0.89 * g);
}

TEST(Palette, SequentialOnesDarkenTowardsTheStrongEndByVisibleSteps) {
  for (const auto palette : {Palette::teal, Palette::viridis, Palette::cividis}) {
    for (std::size_t n = 2; n <= 9; ++n) {
      for (std::size_t i = 1; i < n; ++i) {
        EXPECT_GT(lightness(colour(palette, Strong::high, i - 1, n)) - lightness(colour(palette, Strong::high, i, n)),
                  5)
            << "palette " << static_cast<int>(palette) << ", class " << i << " of " << n;
      }
    }
  }
}

TEST(Palette, TheDivergingOneDarkensAwayFromTheMiddleOnBothSides) {
  for (std::size_t n = 3; n <= 9; n += 2) {
    for (std::size_t i = 1; i <= n / 2; ++i) {
      EXPECT_GT(lightness(colour(Palette::diverging, Strong::high, i, n)),
                lightness(colour(Palette::diverging, Strong::high, i - 1, n)) + 5);
      EXPECT_GT(lightness(colour(Palette::diverging, Strong::high, n - 1 - i, n)),
                lightness(colour(Palette::diverging, Strong::high, n - i, n)) + 5);
    }
  }
}

TEST(Palette, TheTwoSidesOfTheDivergingOneDifferForColourBlindEyes) {
  for (std::size_t i = 0; i < 4; ++i) {
    const auto mild = colour(Palette::diverging, Strong::high, i, 9);
    const auto strong = colour(Palette::diverging, Strong::high, 8 - i, 9);
    EXPECT_GT(blue_against_yellow(mild) - blue_against_yellow(strong), 0.1) << i;
  }
}

TEST(Palette, TurnsRoundWithTheDirection) {
  for (const auto palette : kPalettes) {
    for (std::size_t n = 1; n <= 9; ++n) {
      std::set<std::string_view> all;
      for (std::size_t i = 0; i < n; ++i) {
        EXPECT_EQ(colour(palette, Strong::high, i, n), colour(palette, Strong::low, n - 1 - i, n));
        all.insert(colour(palette, Strong::high, i, n));
      }
      EXPECT_EQ(all.size(), n) << "no colour twice";
    }
  }
}

TEST(Palette, HasAColourForWhatIsOutOfRange) {
  EXPECT_EQ(colour(Palette::teal, Strong::high, 40, 40), colour(Palette::teal, Strong::high, 8, 9));
  EXPECT_EQ(colour(Palette::teal, Strong::high, 0, 0), colour(Palette::teal, Strong::high, 0, 1));
}

}  // namespace
}  // namespace catalyse::cartography
