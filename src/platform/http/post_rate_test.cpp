#include "post_rate.hpp"

#include <gtest/gtest.h>

namespace catalyse::http {
namespace {

using namespace std::chrono_literals;
const PostRate::Time kNow{1h};

TEST(PostRate, GivesSoManyAtOnceThenSoManyEachSecond) {
  PostRate rate({3, 2});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take("192.0.2.1", kNow)) << i;
  EXPECT_FALSE(rate.take("192.0.2.1", kNow));
  EXPECT_TRUE(rate.take("192.0.2.2", kNow)) << "another client";
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(rate.take("192.0.2.1", kNow + 1s)) << i;
  EXPECT_FALSE(rate.take("192.0.2.1", kNow + 1s));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take("192.0.2.1", kNow + 1min)) << i;
  EXPECT_FALSE(rate.take("192.0.2.1", kNow + 1min)) << "rest gives no more than all";
}

TEST(PostRate, WhatWasRefusedCostsNothing) {
  PostRate rate({1, 1});
  EXPECT_TRUE(rate.take("192.0.2.1", kNow));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(rate.take("192.0.2.1", kNow + 999ms));
  EXPECT_TRUE(rate.take("192.0.2.1", kNow + 1s));
}

TEST(PostRate, TakesANetworkOfIpv6ForOneClient) {
  EXPECT_EQ(network_part("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2");
  EXPECT_EQ(network_part("2001:db8:1:2::6"), "2001:db8:1:2::");
  EXPECT_EQ(network_part("2001:db8::6"), "2001:db8::");
  EXPECT_EQ(network_part("192.0.2.7"), "192.0.2.7");
  PostRate rate({1, 1});
  EXPECT_TRUE(rate.take("2001:db8:1:2:3:4:5:6", kNow));
  EXPECT_FALSE(rate.take("2001:db8:1:2:9:9:9:9", kNow));
  EXPECT_TRUE(rate.take("2001:db8:1:3:3:4:5:6", kNow));
}

TEST(PostRate, IsNotUnlockedByACrowd) {
  PostRate rate({60, 1});
  for (int i = 0; i < 60; ++i) EXPECT_TRUE(rate.take("192.0.2.1", kNow)) << i;
  // Each of these spends one only: where room must be made, they go before the client that spent all.
  for (int i = 0; i < 30000; ++i)
    (void)rate.take("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250), kNow);
  EXPECT_FALSE(rate.take("192.0.2.1", kNow));
}

TEST(PostRate, WithoutALimitCountsNothing) {
  PostRate rate({});
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(rate.take("192.0.2.1", kNow));
}

}  // namespace
}  // namespace catalyse::http
