#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "editorial/content.hpp"
#include "editorial/states.hpp"

namespace catalyse::editorial {
namespace {

constexpr std::array<std::string_view, 2> kPhases{"deploiement", "recherche"};

const Kind& kind() {
  static const Kind kOne{.name = "cas",
                         .fields = {{.name = "titre", .most = 20, .required = true},
                                    {.name = "recit", .shape = Shape::text, .most = 1000},
                                    {.name = "phase", .shape = Shape::choice, .choices = kPhases},
                                    {.name = "depuis", .shape = Shape::day},
                                    {.name = "lien", .shape = Shape::link},
                                    {.name = "lieux", .shape = Shape::places, .entries = 2},
                                    {.name = "partenaires", .shape = Shape::lines, .entries = 3, .columns = 2}},
                         .title = "titre",
                         .places = "lieux",
                         .check = {}};
  return kOne;
}

std::vector<std::string> ids(const std::vector<Fault>& faults) {
  std::vector<std::string> all;
  for (const auto& fault : faults)
    all.push_back(fault.field + " " + fault.message_id.substr(fault.message_id.rfind('.') + 1));
  return all;
}

std::vector<std::string> submitting(const Content& content) {
  return ids(faults(kind(), content, Strictness::to_submit));
}
std::vector<std::string> drafting(const Content& content) { return ids(faults(kind(), content, Strictness::draft)); }

using Faults = std::vector<std::string>;

TEST(Faults, ADraftMayLackAnythingAndASubmissionMayNot) {
  EXPECT_EQ(drafting({}), Faults{});
  EXPECT_EQ(submitting({}), Faults{"titre required"});
  EXPECT_EQ(submitting({{"titre", {"Alliance"}}}), Faults{});
}

TEST(Faults, WhatIsHalfWrittenStaysInADraft) {
  const Content half{{"titre", {"A"}},
                     {"depuis", {"2020-13-01"}},
                     {"lien", {"example"}},
                     {"lieux", {"Rouen"}},
                     {"partenaires", {"a | b | c"}}};
  EXPECT_EQ(drafting(half), Faults{});
  EXPECT_EQ(submitting(half), (Faults{"depuis day", "lien link", "lieux place", "partenaires column"}));
}

TEST(Faults, LimitsCountCharactersNotBytes) {
  EXPECT_EQ(drafting({{"titre", {std::string(20, 'a')}}}), Faults{});
  std::string accents;
  for (int i = 0; i < 20; ++i) accents += "é";
  EXPECT_EQ(drafting({{"titre", {accents}}}), Faults{});
  EXPECT_EQ(drafting({{"titre", {accents + "é"}}}), Faults{"titre long"});
  EXPECT_EQ(drafting({{"titre", {"a", "b"}}}), Faults{"titre many"});
}

TEST(Faults, WhatIsNoTextOrNoFieldIsRefusedInADraftToo) {
  EXPECT_EQ(drafting({{"titre", {"a\nb"}}}), Faults{"titre text"});
  EXPECT_EQ(drafting({{"recit", {"a\nb"}}}), Faults{});
  EXPECT_EQ(drafting({{"titre", {""}}}), Faults{"titre text"});
  EXPECT_EQ(drafting({{"titre", {"\xC3"}}}), Faults{"titre text"});
  EXPECT_EQ(drafting({{"role", {"admin"}}}), Faults{"role field"});
  EXPECT_EQ(drafting({{"phase", {"autre"}}}), Faults{"phase choice"});
}

TEST(Faults, DaysAreOfTheCalendarAndLinksLeadWhereTheySay) {
  const auto day = [](std::string text) {
    return submitting({{"titre", {"A"}}, {"depuis", {std::move(text)}}}).empty();
  };
  EXPECT_TRUE(day("2024-02-29"));
  for (const char* wrong : {"2023-02-29", "29/02/2024", "2024-2-29", "2024-02-2x", "2024-02-299"})
    EXPECT_FALSE(day(wrong)) << wrong;
  const auto link = [](std::string text) {
    return submitting({{"titre", {"A"}}, {"lien", {std::move(text)}}}).empty();
  };
  EXPECT_TRUE(link("https://example.org/a?b=c#d"));
  for (const char* wrong : {"javascript:alert(1)", "https://localhost", "https://bank.example@evil.example",
                            "https://a.b/\"onclick", "ftp://a.b", "//a.b", "https://a b.c"})
    EXPECT_FALSE(link(wrong)) << wrong;
}

TEST(Faults, TheKindsOwnRuleComesAfterTheFields) {
  Kind strict = kind();
  strict.check = [](const Content& content) -> std::vector<Fault> {
    if (!content.contains("recit")) return {{"recit", "cas.fault.story", {}}};
    return {};
  };
  EXPECT_EQ(ids(faults(strict, {{"titre", {"A"}}}, Strictness::to_submit)), Faults{"recit story"});
  EXPECT_EQ(ids(faults(strict, {{"titre", {"A"}}}, Strictness::draft)), Faults{});
  EXPECT_EQ(ids(faults(strict, {}, Strictness::to_submit)), Faults{"titre required"});
}

TEST(ContentJson, RoundTrips) {
  const Content content{{"lieux", {"com:76540", "dep:76"}}, {"titre", {"L’« été » \"\\\n"}}};
  EXPECT_EQ(from_json(to_json(content)), content);
  EXPECT_EQ(to_json({{"a", {}}, {"b", {"c"}}}), R"({"b":["c"]})");
  for (const char* wrong : {"", "[]", "{\"a\":\"b\"}", "{\"a\":[1]}", "{\"a\":[\"b\"]", "{\"a\":[[\"b\"]]}", "null"})
    EXPECT_FALSE(from_json(wrong)) << wrong;
}

TEST(Difference, NamesTheFieldsAndWhatTheyWere) {
  const Content before{{"a", {"1"}}, {"b", {"2"}}, {"d", {}}}, now{{"a", {"1"}}, {"b", {"3"}}, {"c", {"4"}}};
  EXPECT_EQ(differences(before, now), (std::vector<Difference>{{"b", {"2"}, {"3"}}, {"c", {}, {"4"}}}));
  EXPECT_EQ(differences(before, before), std::vector<Difference>{});
}

TEST(Join, TakesEachSidesChangesAndNamesWhatClashes) {
  const Content base{{"a", {"1"}}, {"b", {"1"}}, {"c", {"1"}}, {"d", {"1"}}};
  const Content theirs{{"a", {"2"}}, {"b", {"1"}}, {"c", {"5"}}};  // they emptied d
  const Content mine{{"a", {"1"}}, {"b", {"3"}}, {"c", {"5"}}, {"d", {"1"}}, {"e", {"new"}}};
  const auto joined = join(base, theirs, mine);
  EXPECT_TRUE(joined.clashes.empty());
  EXPECT_EQ(joined.joined, (Content{{"a", {"2"}}, {"b", {"3"}}, {"c", {"5"}}, {"e", {"new"}}}));
  const auto clash = join(base, theirs, {{"a", {"9"}}, {"b", {"1"}}, {"c", {"1"}}, {"d", {"7"}}});
  EXPECT_EQ(clash.clashes, (std::vector<std::string>{"a", "d"}));
  EXPECT_EQ(clash.joined.at("a"), std::vector<std::string>{"2"});
}

TEST(Join, OfAnUnchangedSideIsTheOther) {
  const std::vector<Content> some{{}, {{"a", {"1"}}}, {{"a", {"2"}}, {"b", {"1"}}}, {{"b", {"1", "2"}}}};
  for (const auto& base : some) {
    for (const auto& other : some) {
      EXPECT_EQ(join(base, base, other).joined, other);
      EXPECT_EQ(join(base, other, base).joined, other);
      EXPECT_EQ(join(base, other, other).joined, other);
      EXPECT_TRUE(join(base, other, other).clashes.empty());
    }
  }
}

// The whole table: from, act, as whom, to. What is not here is refused.
struct Row {
  State from;
  Act act;
  std::string_view as;  // a author, r reviewer
  State to;
};
constexpr std::array kAllowed{
    Row{{Work::none, Shown::published}, Act::save, "a", {Work::draft, Shown::published}},
    Row{{Work::none, Shown::withdrawn}, Act::save, "a", {Work::draft, Shown::withdrawn}},
    Row{{Work::draft, Shown::never}, Act::save, "a", {Work::draft, Shown::never}},
    Row{{Work::draft, Shown::published}, Act::save, "a", {Work::draft, Shown::published}},
    Row{{Work::draft, Shown::withdrawn}, Act::save, "a", {Work::draft, Shown::withdrawn}},
    Row{{Work::changes_asked, Shown::never}, Act::save, "a", {Work::changes_asked, Shown::never}},
    Row{{Work::changes_asked, Shown::published}, Act::save, "a", {Work::changes_asked, Shown::published}},
    Row{{Work::changes_asked, Shown::withdrawn}, Act::save, "a", {Work::changes_asked, Shown::withdrawn}},
    Row{{Work::draft, Shown::never}, Act::submit, "a", {Work::submitted, Shown::never}},
    Row{{Work::draft, Shown::published}, Act::submit, "a", {Work::submitted, Shown::published}},
    Row{{Work::draft, Shown::withdrawn}, Act::submit, "a", {Work::submitted, Shown::withdrawn}},
    Row{{Work::changes_asked, Shown::never}, Act::submit, "a", {Work::submitted, Shown::never}},
    Row{{Work::changes_asked, Shown::published}, Act::submit, "a", {Work::submitted, Shown::published}},
    Row{{Work::changes_asked, Shown::withdrawn}, Act::submit, "a", {Work::submitted, Shown::withdrawn}},
    Row{{Work::submitted, Shown::never}, Act::take_back, "a", {Work::draft, Shown::never}},
    Row{{Work::submitted, Shown::published}, Act::take_back, "a", {Work::draft, Shown::published}},
    Row{{Work::submitted, Shown::withdrawn}, Act::take_back, "a", {Work::draft, Shown::withdrawn}},
    Row{{Work::submitted, Shown::never}, Act::ask_changes, "r", {Work::changes_asked, Shown::never}},
    Row{{Work::submitted, Shown::published}, Act::ask_changes, "r", {Work::changes_asked, Shown::published}},
    Row{{Work::submitted, Shown::withdrawn}, Act::ask_changes, "r", {Work::changes_asked, Shown::withdrawn}},
    Row{{Work::submitted, Shown::never}, Act::publish, "r", {Work::none, Shown::published}},
    Row{{Work::submitted, Shown::published}, Act::publish, "r", {Work::none, Shown::published}},
    Row{{Work::submitted, Shown::withdrawn}, Act::publish, "r", {Work::none, Shown::published}},
    Row{{Work::none, Shown::published}, Act::withdraw, "ar", {Work::none, Shown::withdrawn}},
    Row{{Work::draft, Shown::published}, Act::withdraw, "ar", {Work::draft, Shown::withdrawn}},
    Row{{Work::submitted, Shown::published}, Act::withdraw, "ar", {Work::submitted, Shown::withdrawn}},
    Row{{Work::changes_asked, Shown::published}, Act::withdraw, "ar", {Work::changes_asked, Shown::withdrawn}},
    Row{{Work::none, Shown::withdrawn}, Act::show_again, "r", {Work::none, Shown::published}},
    Row{{Work::draft, Shown::withdrawn}, Act::show_again, "r", {Work::draft, Shown::published}},
    Row{{Work::submitted, Shown::withdrawn}, Act::show_again, "r", {Work::submitted, Shown::published}},
    Row{{Work::changes_asked, Shown::withdrawn}, Act::show_again, "r", {Work::changes_asked, Shown::published}},
};

TEST(States, EveryStateActAndStandingIsAsInTheTable) {
  constexpr int kWorks = 4, kShowns = 3, kActs = 7, kStandings = 4;
  int allowed = 0;
  for (int i = 0; i < kWorks * kShowns * kActs * kStandings; ++i) {
    const State from{static_cast<Work>(i % kWorks), static_cast<Shown>(i / kWorks % kShowns)};
    const auto act = static_cast<Act>(i / (kWorks * kShowns) % kActs);
    const Standing who{.author = (i / (kWorks * kShowns * kActs) & 1) != 0,
                       .reviewer = (i / (kWorks * kShowns * kActs) & 2) != 0};
    const auto row = std::ranges::find_if(kAllowed, [&](const Row& one) { return one.from == from && one.act == act; });
    // Nobody judges what they wrote, whatever else they are.
    const bool judging = act == Act::ask_changes || act == Act::publish;
    const bool may = row != kAllowed.end() && ((row->as.contains('a') && who.author) ||
                                               (row->as.contains('r') && who.reviewer && !(judging && who.author)));
    const auto to = after(from, act, who);
    ASSERT_EQ(to.has_value(), may) << name_of(act) << " of " << name_of(from.work) << ", " << name_of(from.shown)
                                   << " author " << who.author << " reviewer " << who.reviewer;
    if (may) {
      EXPECT_EQ(*to, row->to);
    }
    allowed += may ? 1 : 0;
  }
  EXPECT_GT(allowed, 40);
}

TEST(States, ARefusalSaysWhetherItIsThePersonOrTheMoment) {
  EXPECT_EQ(after({Work::submitted, Shown::never}, Act::publish, {.author = true, .reviewer = true}).error().message_id,
            "editorial.error.denied");
  EXPECT_EQ(after({Work::draft, Shown::never}, Act::publish, {.author = false, .reviewer = true}).error().message_id,
            "editorial.error.state");
}

}  // namespace
}  // namespace catalyse::editorial
