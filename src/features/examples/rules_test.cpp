#include "rules.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace catalyse::examples {
namespace {

std::string told(const core::Result<void>& result) { return result ? "" : result.error().message_id; }

TEST(ClassIds, AreAYearAndANumber) {
  for (const auto* good : {"2020", "2026", "2026-2", "2099-9"}) EXPECT_TRUE(is_class_id(good)) << good;
  for (const auto* bad : {"", "20", "1999", "2026-", "2026-1", "2026-10", "20262", "2026/2", "202é"})
    EXPECT_FALSE(is_class_id(bad)) << bad;
}

TEST(Stages, FollowEachOtherOnce) {
  EXPECT_EQ(*next_stage(Stage::nominations), Stage::jury);
  EXPECT_EQ(*next_stage(Stage::jury), Stage::published);
  EXPECT_FALSE(next_stage(Stage::published));
  for (const auto stage : {Stage::nominations, Stage::jury, Stage::published})
    EXPECT_EQ(stage_named(name_of(stage)), stage);
}

TEST(Sorting, IsForOthersAndBeforeTheJury) {
  EXPECT_EQ(told(may_sort(Stage::nominations, Standing::nominated, {})), "");
  EXPECT_EQ(told(may_sort(Stage::nominations, Standing::set_aside, {})), "") << "one changes one's mind";
  EXPECT_EQ(told(may_sort(Stage::jury, Standing::nominated, {})), "examples.error.stage");
  EXPECT_EQ(told(may_sort(Stage::nominations, Standing::nominated, {.nominated = true})), "examples.error.own");
  EXPECT_EQ(told(may_sort(Stage::nominations, Standing::nominated, {.wrote = true})), "examples.error.own");
}

// Every hand, stage and standing: a voice is given once, by the jury, on what is shortlisted, and never on one's own.
TEST(Judging, IsOnceByTheJuryAndNeverOfOnesOwn) {
  for (int bits = 0; bits < 16; ++bits) {
    const Hand hand{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
    for (const auto stage : {Stage::nominations, Stage::jury, Stage::published}) {
      for (const auto standing : {Standing::nominated, Standing::shortlisted, Standing::set_aside, Standing::chosen}) {
        const bool open = stage == Stage::jury && standing == Standing::shortlisted && !hand.said;
        const bool own = hand.nominated || hand.wrote || hand.sorted;
        for (const auto voice : {Voice::yes, Voice::no, Voice::abstains})
          EXPECT_EQ(may_judge(stage, standing, hand, voice).has_value(), open && !own) << bits;
        EXPECT_EQ(may_judge(stage, standing, hand, Voice::tied).has_value(), open) << bits;
      }
    }
  }
}

TEST(Choosing, WantsTwoVoicesAndMoreYesThanNo) {
  using enum Voice;
  const auto chosen = [](std::vector<Voice> voices) { return is_chosen(tally(voices)); };
  EXPECT_FALSE(chosen({}));
  EXPECT_FALSE(chosen({yes}));
  EXPECT_FALSE(chosen({yes, abstains, tied})) << "one voice";
  EXPECT_TRUE(chosen({yes, yes}));
  EXPECT_FALSE(chosen({yes, no})) << "as many";
  EXPECT_TRUE(chosen({yes, yes, no, tied}));
  EXPECT_EQ(tally(std::vector{yes, no, no, abstains, tied}), (Tally{1, 2, 1, 1}));
}

}  // namespace
}  // namespace catalyse::examples
