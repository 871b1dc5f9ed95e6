// When a new proof of identity is asked for, and how: every line of the table.
#include <gtest/gtest.h>

#include "proof_rules.hpp"

namespace catalyse::accounts {
namespace {

using namespace std::chrono_literals;
using enum ProofWay;
using Ways = std::vector<ProofWay>;

TEST(ProofWays, AreTheStrongestThatTheAccountHas) {
  struct Line {
    Means means;
    Ways ways;
    bool in_place;
  };
  // application, password, provider, mailbox
  const Line lines[] = {
      {{false, false, false, false}, {}, false},        {{false, false, false, true}, {link}, false},
      {{false, false, true, false}, {provider}, false}, {{false, false, true, true}, {provider, link}, false},
      {{false, true, false, false}, {password}, true},  {{false, true, false, true}, {password}, true},
      {{false, true, true, false}, {password}, true},   {{false, true, true, true}, {password}, true},
      {{true, false, false, false}, {code}, true},      {{true, false, false, true}, {code}, true},
      {{true, false, true, false}, {code}, true},       {{true, false, true, true}, {code}, true},
      {{true, true, false, false}, {code}, true},       {{true, true, false, true}, {code}, true},
      {{true, true, true, false}, {code}, true},        {{true, true, true, true}, {code}, true},
  };
  for (const auto& line : lines) {
    const auto ways = proof_ways(line.means);
    EXPECT_EQ(ways, line.ways) << (&line - lines);
    EXPECT_EQ(is_in_place(ways), line.in_place) << (&line - lines);
  }
}

TEST(Proof, HoldsForTenMinutesAndNotBeforeItWasGiven) {
  const core::Instant at{1'795'000'000s};
  EXPECT_TRUE(is_proved(at, at));
  EXPECT_TRUE(is_proved(at, at + 10min - 1s));
  EXPECT_FALSE(is_proved(at, at + 10min));
  EXPECT_FALSE(is_proved(at, at - 1s)) << "a clock that went back";
  EXPECT_FALSE(is_proved(core::Instant{}, at)) << "a session from before there were proofs";
}

TEST(Proof, IsNotAskedWhereTheFormAsksForTheSame) {
  const core::Instant now{1'795'000'000s};
  struct Line {
    OwnProof own;
    Ways ways;
    bool asked;
  };
  const Line lines[] = {
      {OwnProof::none, {password}, true},      {OwnProof::none, {code}, true},     {OwnProof::none, {}, true},
      {OwnProof::password, {password}, false}, {OwnProof::password, {code}, true}, {OwnProof::password, {link}, true},
      {OwnProof::password, {provider}, true},  {OwnProof::password, {}, true},     {OwnProof::code, {code}, false},
      {OwnProof::code, {password}, true},
  };
  for (const auto& line : lines) {
    EXPECT_EQ(asks_proof(line.own, line.ways, now - 1h, now), line.asked) << (&line - lines);
    EXPECT_FALSE(asks_proof(line.own, line.ways, now - 1min, now)) << (&line - lines);
  }
}

}  // namespace
}  // namespace catalyse::accounts
