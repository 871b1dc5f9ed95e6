// Whole numbers as text in as few bytes as an encoder for text leaves room for, pure: all of one class, from a base and
// in steps, in figures of base 91 that stand figure by figure, so that each figure compresses by its own frequencies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace catalyse::cartography {

inline constexpr std::int64_t kFigures = 91;

// Number i of n is base + step * sum of figure(text[k * n + i]) * 91^(figures - 1 - k), k from 0. The figures are the
// characters of ASCII from `#` to `~` without `\`, which JSON would escape.
struct Packed {
  std::int64_t base = 0, step = 1;
  std::size_t figures = 1;
  std::string text;
};

// Of numbers that differ by less than 2^62.
[[nodiscard]] Packed pack(std::span<const std::int64_t> numbers);

}  // namespace catalyse::cartography
