#include "packing_rules.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace catalyse::cartography {
namespace {

// As the header says it, and as web/carte.ts does it.
std::vector<std::int64_t> unpacked(const Packed& packed, std::size_t n) {
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < n; ++i) {
    std::int64_t sum = 0;
    for (std::size_t k = 0; k < packed.figures; ++k) {
      const int code = packed.text.at(k * n + i) - '#';
      sum = sum * kFigures + (code > 57 ? code - 1 : code);
    }
    numbers.push_back(packed.base + packed.step * sum);
  }
  return numbers;
}

TEST(Packing, GivesBackWhatItWasGiven) {
  std::mt19937_64 random(7);
  for (const std::int64_t range : {1LL, 2LL, 90LL, 91LL, 92LL, 8280LL, 8281LL, 8282LL, 1000000LL, 1LL << 61}) {
    for (const std::int64_t start : {-5LL, 0LL, 12345LL}) {
      std::vector<std::int64_t> numbers{start, start + range - 1};
      std::uniform_int_distribution<std::int64_t> any(start, start + range - 1);
      for (int i = 0; i < 200; ++i) numbers.push_back(any(random));
      const auto packed = pack(numbers);
      EXPECT_EQ(packed.text.size(), packed.figures * numbers.size());
      EXPECT_EQ(unpacked(packed, numbers.size()), numbers) << range << " from " << start;
    }
  }
}

TEST(Packing, UsesEveryFigureAndNothingJsonEscapes) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < kFigures; ++i) numbers.push_back(i);
  const auto packed = pack(numbers);
  EXPECT_EQ(packed.figures, 1U);
  EXPECT_EQ(packed.text.find_first_of("\"\\"), std::string::npos);
  for (const char c : packed.text) EXPECT_TRUE(c > ' ' && c <= '~') << c;
}

TEST(Packing, CountsInTheStepThatAllShare) {
  const auto packed = pack(std::vector<std::int64_t>{18610, 21450, 18610, 20000});
  EXPECT_EQ(packed.base, 18610);
  EXPECT_EQ(packed.step, 10);
  EXPECT_EQ(packed.figures, 2U);
}

TEST(Packing, HoldsNothingAndOneNumberManyTimes) {
  EXPECT_EQ(pack({}).text, "");
  const auto same = pack(std::vector<std::int64_t>{42, 42, 42});
  EXPECT_EQ(same.text.size(), 3U);
  EXPECT_EQ(unpacked(same, 3), (std::vector<std::int64_t>{42, 42, 42}));
}

}  // namespace
}  // namespace catalyse::cartography
