// Content to letters and back: one content, one writing, and nothing else is read.
#include "address_rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/territory.hpp"

namespace catalyse::perimeters {
namespace {

std::string code(std::uint32_t number) {
  std::string text = std::to_string(100'000 + number).substr(1);
  if (text.starts_with("20")) text = (number % 2 == 0 ? "2A" : "2B") + text.substr(2);
  return text;
}

Content some(std::mt19937& random, std::size_t count) {
  std::uniform_int_distribution<std::uint32_t> any(1001, 95'999);
  Content content{"Pays n° " + std::to_string(count), {}};
  while (content.codes.size() < count) content.codes.push_back(code(any(random)));
  std::erase_if(content.codes, [](const auto& text) { return !core::CommuneCode::parse(text); });
  std::ranges::sort(content.codes);
  const auto again = std::ranges::unique(content.codes);
  content.codes.erase(again.begin(), again.end());
  return content;
}

TEST(Writing, ReadsBackAsItWasWritten) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const auto content = some(random, 1 + static_cast<std::size_t>(round));
    const auto letters = write(content);
    const auto again = read(letters);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, content);
    for (const char letter : letters)
      EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(letter)) || letter == '_' || letter == '~');
  }
}

TEST(Writing, HoldsCorsicaOverseasAndAccents) {
  const Content content{"Île & côte « été » 日本", {"01001", "2A004", "2B033", "75056", "97411", "97608"}};
  EXPECT_EQ(read(write(content)), content);
}

TEST(Writing, ThatWasCutOrMistypedIsNothing) {
  std::mt19937 random(5);
  const auto letters = write(some(random, 40));
  std::size_t taken = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    EXPECT_FALSE(read(letters.substr(0, i)));
    auto wrong = letters;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    taken += read(wrong) ? 1U : 0U;
  }
  EXPECT_EQ(taken, 0U);
  EXPECT_FALSE(read(letters + "A"));
  EXPECT_FALSE(read(""));
  EXPECT_FALSE(read("-"));
  EXPECT_FALSE(read(std::string(50'000, 'A')));
  EXPECT_FALSE(read("\xFF\x00"));
}

// The perimeter of a PETR, of a département, of a région: lengths that fit where they must.
TEST(Writing, IsShort) {
  Content content{"Pays de Caux", {}};
  for (std::uint32_t number = 76'001; content.codes.size() < 60; number += 12) content.codes.push_back(code(number));
  EXPECT_LE(write(content).size(), 110U);
  content.codes.clear();
  for (std::uint32_t number = 76'001; number < 76'760; ++number)
    if (number % 15 != 0) content.codes.push_back(code(number));
  EXPECT_LE(write(content).size(), 300U);
  content.codes.clear();
  for (std::uint32_t departement = 60; departement < 66; ++departement)
    for (std::uint32_t number = 1; number < 700; ++number) content.codes.push_back(code(1000 * departement + number));
  EXPECT_EQ(content.codes.size(), 4194U);
  EXPECT_LE(write(content).size(), kAddressMost);
  EXPECT_FALSE(is_stored(id_of(write(content))));
}

TEST(Ids, OfLongContentAreStored) {
  std::mt19937 random(9);
  const auto letters = write(some(random, 20'000));
  ASSERT_GT(letters.size(), kAddressMost);
  ASSERT_LE(letters.size(), kWritingMost);
  const auto id = id_of(letters);
  EXPECT_TRUE(is_stored_id(id));
  EXPECT_EQ(id, id_of(letters));
  EXPECT_FALSE(is_stored_id("s"));
  EXPECT_FALSE(is_stored_id("s" + std::string(24, 'G')));
  EXPECT_FALSE(is_stored_id("c" + std::string(24, 'a')));
}

}  // namespace
}  // namespace catalyse::perimeters
