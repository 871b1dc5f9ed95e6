#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "db/testing.hpp"
#include "editorial/desk.hpp"
#include "editorial/once.hpp"

namespace catalyse::editorial {
namespace {

const core::Instant kNow{std::chrono::seconds(1'795'000'000)};

// Sends; what it gives. `effects` counts how often something was done.
core::Result<std::string> sent(db::Database& database, const Sending& sending, int& effects, core::Instant now = kNow) {
  core::Result<std::string> result;
  const auto written = database.write([&](db::Transaction& tx) -> core::Result<void> {
    result = once(tx, sending, now, [&]() -> core::Result<std::string> {
      if (sending.act == "refused") return core::fail(core::ErrorKind::invalid, "test.refused");
      return "item " + std::to_string(++effects);
    });
    if (!result) return std::unexpected(result.error());
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return result;
}

TEST(Once, ASecondSendingGetsWhatTheFirstGave) {
  db::testing::each_database(editorial_migrations(), [](db::Database& database) {
    int effects = 0;
    const auto key = new_sending_key();
    ASSERT_LE(key.size(), kSendingFieldMost);
    EXPECT_EQ(sent(database, {"draft", "anne", key}, effects), "item 1");
    EXPECT_EQ(sent(database, {"draft", "anne", key}, effects), "item 1");
    EXPECT_EQ(sent(database, {"draft", "zoe", key}, effects), "item 2") << "another person";
    EXPECT_EQ(sent(database, {"report", "anne", key}, effects), "item 3") << "another act";
    EXPECT_EQ(sent(database, {"draft", "anne", new_sending_key()}, effects), "item 4") << "another page";
    EXPECT_EQ(sent(database, {"report", "anne", key, "La date."}, effects), "item 5")
        << "back on the page, another text";
    EXPECT_EQ(sent(database, {"draft", "anne", {}}, effects), "item 6");
    EXPECT_EQ(sent(database, {"draft", "anne", {}}, effects), "item 7") << "without a key each is the first";
    EXPECT_EQ(sent(database, {"draft", "anne", key}, effects, kNow + kSendingKept), "item 1");
    EXPECT_EQ(sent(database, {"draft", "anne", key}, effects, kNow + kSendingKept + std::chrono::hours(1)), "item 8")
        << "a page does not stay open for ever";
  });
}

TEST(Once, WhatIsRefusedOrCutIsNotKept) {
  db::testing::each_database(editorial_migrations(), [](db::Database& database) {
    int effects = 0;
    const auto key = new_sending_key();
    EXPECT_FALSE(sent(database, {"refused", "anne", key}, effects));
    EXPECT_FALSE(sent(database, {"refused", "anne", key}, effects));
    EXPECT_THROW((void)database.write([&](db::Transaction& tx) -> core::Result<void> {
      (void)once(tx, {"draft", "anne", key}, kNow, [] { return std::string("lost"); });
      throw std::runtime_error("cut");
    }),
                 std::runtime_error);
    EXPECT_EQ(sent(database, {"draft", "anne", key}, effects), "item 1");
  });
}

TEST(Once, OfManyAtOnceOneDoesIt) {
  db::testing::each_fresh([](db::testing::FreshDatabase& fresh) {
    auto first = db::Database::open(fresh.url());
    ASSERT_TRUE(first && first->migrate(editorial_migrations()));
    // Another program over the same database.
    auto second = db::Database::open(fresh.url());
    ASSERT_TRUE(second);
    const auto key = new_sending_key();
    std::atomic<int> effects = 0;
    std::array<std::string, 8> results;
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < results.size(); ++i)
        threads.emplace_back([&, i] {
          EXPECT_TRUE((i % 2 == 0 ? first : second)->write([&](db::Transaction& tx) -> core::Result<void> {
            results[i] = *once(tx, {"draft", "anne", key}, kNow, [&] { return "item " + std::to_string(++effects); });
            return {};
          }));
        });
    }
    EXPECT_EQ(effects, 1);
    for (const auto& result : results) EXPECT_EQ(result, "item 1");
  });
}

}  // namespace
}  // namespace catalyse::editorial
