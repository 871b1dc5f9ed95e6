// What an answer says of a link.
#include <gtest/gtest.h>

#include "link_rules.hpp"

namespace catalyse::library {
namespace {

using net::Outcome;

net::Reply answered(unsigned status) { return {Outcome::answered, status, {}, {}}; }
core::Instant at(int days) { return core::Instant(std::chrono::days(days)); }

TEST(Link, IsDeadOnlyWhenItsSiteSaysSo) {
  EXPECT_EQ(state_of(answered(200)), LinkState::alive);
  EXPECT_EQ(state_of(answered(206)), LinkState::alive);
  EXPECT_EQ(state_of(answered(301)), LinkState::moved);
  EXPECT_EQ(state_of(answered(404)), LinkState::dead);
  EXPECT_EQ(state_of(answered(410)), LinkState::dead);
  for (const unsigned status : {401U, 403U, 405U, 429U, 500U, 503U})
    EXPECT_EQ(state_of(answered(status)), LinkState::silent) << status << ": it may stand for readers";
  EXPECT_EQ(state_of({Outcome::unreachable, 0, {}, {}}), LinkState::silent);
  EXPECT_EQ(state_of({Outcome::barred, 0, {}, {}}), LinkState::barred);
}

TEST(Link, IsAskedAgainByGetWhereHeadSaysTooLittle) {
  EXPECT_TRUE(is_enough(answered(200)));
  EXPECT_TRUE(is_enough(answered(302)));
  EXPECT_TRUE(is_enough({Outcome::barred, 0, {}, {}})) << "what we do not ask we ask in no way";
  EXPECT_FALSE(is_enough(answered(405)));
  EXPECT_FALSE(is_enough(answered(404))) << "some sites know no HEAD";
  EXPECT_FALSE(is_enough({Outcome::unreachable, 0, {}, {}}));
}

TEST(Link, StandsInAStateSinceItsFirstCheckInARow) {
  const auto first = after(std::nullopt, answered(404), at(10));
  EXPECT_EQ(first.since, at(10));
  const auto second = after(first, answered(410), at(17));
  EXPECT_EQ(second.since, at(10)) << "still dead";
  EXPECT_EQ(second.checked, at(17));
  const auto third = after(second, answered(200), at(24));
  EXPECT_EQ(third.since, at(24));
  EXPECT_EQ(after(third, answered(404), at(31)).since, at(31)) << "dead again, since then";
}

TEST(Link, KnowsItsStatesByTheirWords) {
  for (const auto code : kLinkStates) EXPECT_EQ(code_of(*link_state(code)), code);
  EXPECT_FALSE(link_state("vivant"));
}

}  // namespace
}  // namespace catalyse::library
