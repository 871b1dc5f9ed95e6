#include "packing_rules.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace catalyse::cartography {
namespace {

constexpr auto kCharacters = [] {
  std::array<char, kFigures> all{};
  char next = '#';
  for (char& one : all) {
    one = next == '\\' ? ++next : next;
    ++next;
  }
  return all;
}();
static_assert(kCharacters.back() == '~');

}  // namespace

Packed pack(std::span<const std::int64_t> numbers) {
  Packed packed;
  if (numbers.empty()) return packed;
  const auto [least, most] = std::ranges::minmax(numbers);
  packed.base = least;
  packed.step = most - least;
  for (const auto number : numbers) {
    if (packed.step <= 1) break;
    packed.step = std::gcd(packed.step, number - least);
  }
  packed.step = std::max<std::int64_t>(1, packed.step);
  for (auto rest = (most - least) / packed.step; rest >= kFigures; rest /= kFigures) ++packed.figures;
  const auto n = numbers.size();
  packed.text.resize(n * packed.figures);
  for (std::size_t i = 0; i < n; ++i) {
    const auto beyond = static_cast<std::uint64_t>(numbers[i] - least);
    auto rest = packed.step == 1 ? beyond : beyond / static_cast<std::uint64_t>(packed.step);
    for (std::size_t k = packed.figures; k-- > 0; rest /= kFigures)
      packed.text[k * n + i] = kCharacters[rest % kFigures];
  }
  return packed;
}

}  // namespace catalyse::cartography
