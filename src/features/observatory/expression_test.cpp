#include "expression.hpp"

#include <gtest/gtest.h>

namespace catalyse::observatory {
namespace {

TEST(Expression, ReadsASumOfColumns) {
  const auto sum = Expression::parse(" births_2022 -deaths_2022+ P22_POP ");
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->terms(), (std::vector<Term>{{1, "births_2022"}, {-1, "deaths_2022"}, {1, "P22_POP"}}));
  EXPECT_TRUE(sum->subtracts());
  EXPECT_EQ(sum->text(), "births_2022-deaths_2022+P22_POP");
  EXPECT_FALSE(Expression::parse("a+b")->subtracts());
}

TEST(Expression, RefusesAnythingElse) {
  for (const char* text :
       {"", " ", "-a", "a-", "a b", "a*b", "a+-b", "(a)", "1a", "a+2", "a\nb", "é", "a;DROP", "a+\tb"})
    EXPECT_FALSE(Expression::parse(text)) << text;
  std::string many = "a";
  for (int i = 0; i < 64; ++i) many += "+a";
  EXPECT_FALSE(Expression::parse(many));
  EXPECT_FALSE(Expression::parse(std::string(5'000, 'a')));
  EXPECT_EQ(Expression::parse("a+b c").error().note, "+ or - is expected at character 5");
}

}  // namespace
}  // namespace catalyse::observatory
