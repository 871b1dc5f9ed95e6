#include "association_rules.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace catalyse::comparisons {
namespace {

TEST(MidRanks, ShareTheMeanOfTied) {
  EXPECT_EQ(mid_ranks(std::vector<double>{30, 10, 20, 20}), (std::vector<double>{4, 1, 2.5, 2.5}));
  EXPECT_TRUE(mid_ranks({}).empty());
}

// The classical example of the coefficient: 1 − 6 Σd² / (n (n² − 1)) with Σd² = 194 over 10 pairs.
TEST(Spearman, AgreesWithTheFormulaWithoutTies) {
  const std::vector<double> iq{106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
  const std::vector<double> hours{7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
  const auto found = spearman(iq, hours);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->rho, 1 - 6.0 * 194 / 990, 1e-12);
  EXPECT_EQ(found->n, 10U);
  EXPECT_LT(found->low, 0);
  EXPECT_GT(found->high, 0);
  EXPECT_EQ(strength(*found), Strength::none) << "ten pairs tell nothing of −0.18";
}

TEST(Spearman, KnowsOnlyOrder) {
  std::mt19937 random(7);
  std::vector<double> x(500), y(500), stretched(500);
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = static_cast<double>(random() % 40);  // many ties
    y[i] = x[i] + static_cast<double>(random() % 60);
    stretched[i] = std::exp(x[i] / 5) - 3;
  }
  const auto plain = spearman(x, y), bent = spearman(stretched, y), back = spearman(y, x);
  ASSERT_TRUE(plain && bent && back);
  EXPECT_DOUBLE_EQ(plain->rho, bent->rho);
  EXPECT_DOUBLE_EQ(plain->rho, back->rho);
  EXPECT_LT(plain->low, plain->rho);
  EXPECT_GT(plain->high, plain->rho);
}

TEST(Spearman, IsOneForTheSameOrderAndNothingForAConstant) {
  const std::vector<double> up{1, 2, 3, 9}, down{4, 3, 2, 1}, flat{5, 5, 5, 5};
  EXPECT_DOUBLE_EQ(spearman(up, up)->rho, 1);
  EXPECT_DOUBLE_EQ(spearman(up, down)->rho, -1);
  EXPECT_FALSE(spearman(up, flat));
  EXPECT_FALSE(spearman(std::vector<double>{1, 2}, std::vector<double>{1, 2})) << "two pairs always agree";
}

TEST(Strength, HasItsThresholds) {
  EXPECT_EQ(strength({0.29, 0.2, 0.4, 100}), Strength::weak);
  EXPECT_EQ(strength({-0.3, -0.4, -0.2, 100}), Strength::moderate);
  EXPECT_EQ(strength({0.6, 0.5, 0.7, 100}), Strength::strong);
}

}  // namespace
}  // namespace catalyse::comparisons
