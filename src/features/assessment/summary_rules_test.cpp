#include "summary_rules.hpp"

#include <gtest/gtest.h>

#include "ingest/testing.hpp"
#include "questionnaire_file.hpp"
#include "radar.hpp"

namespace catalyse::assessment {
namespace {

Questionnaire shipped() {
  ingest::FileReport report;
  auto all = read_questionnaires(ingest::testing::content_of("data/assessment/questionnaire.csv"), report);
  EXPECT_EQ(report.refused, 0U);
  EXPECT_EQ(all.size(), 1U);
  return all.at(0);
}

Respondent who(std::string name, Sheet sheet) { return {1, "k", std::move(name), std::move(sheet)}; }

TEST(ShippedQuestionnaire, HasTwentyThreeQuestionsWithFourLevelsInTwoLanguages) {
  const auto all = shipped();
  EXPECT_EQ(all.questions.size(), 23U);
  for (unsigned lever = 1; lever <= kLevers; ++lever) EXPECT_GE(all.of_lever(lever).size(), 3U) << lever;
  for (const auto& question : all.questions) {
    EXPECT_NE(question.text.fr, question.text.en) << question.id;
    for (const auto& level : question.levels) EXPECT_NE(level.fr, level.en) << question.id;
  }
}

TEST(Questionnaire, RefusesALineThatLacksALevelOrStandsTwice) {
  const auto text = ingest::testing::content_of("data/assessment/questionnaire.csv");
  const auto header = text.substr(0, text.find('\n') + 1);
  const std::string good = "2,5-1,5,Pourquoi ?,Why?,a,b,c,d,e,f,g,h\n";
  ingest::FileReport report;
  const auto all = read_questionnaires(header + good + good +
                                           "2,5-2,5,Avec qui ?,Whom?,a,b,c,d,e,f,g,\n2,8-1,8,X,X,a,b,c,d,e,f,g,h\n" +
                                           "0,5-3,5,X,X,a,b,c,d,e,f,g,h\n2,5-10,5,X,X,a,b,c,d,e,f,g,h\n",
                                       report);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].questions.size(), 1U);
  std::vector<std::string> told;
  for (const auto& bad : report.bad) told.push_back(std::to_string(bad.line) + " " + bad.column);
  EXPECT_EQ(told, (std::vector<std::string>{"3 question", "4 level4_en", "5 question", "6 version", "7 question"}));
}

TEST(Summary, CountsDoNotKnowInNoMean) {
  const auto asked = shipped();
  const std::vector<Respondent> all{who("Anne", {{"5-1", {"1", ""}}, {"5-2", {"0", "à voir"}}}),
                                    who("Marc", {{"5-1", {"4", ""}}, {"5-3", {"3", ""}}})};
  const auto summary = summarise(asked, all);
  const auto& lever = summary.levers[4];
  EXPECT_EQ(lever.asked, 3U);
  EXPECT_EQ(lever.answered, 2U);
  EXPECT_DOUBLE_EQ(lever.mean.value(), (2.5 + 3) / 2) << "each question counts once";
  EXPECT_FALSE(summary.levers[0].mean.has_value()) << "nothing is guessed";
  EXPECT_FALSE(summary.complete());
  const auto at = [&](std::string_view id) {
    return *std::ranges::find_if(summary.questions, [&](const QuestionSummary& one) { return one.question->id == id; });
  };
  EXPECT_TRUE(at("5-1").diverges());
  EXPECT_FALSE(at("5-3").diverges()) << "one answer differs from nobody";
  EXPECT_EQ(at("5-2").unknown, 1U);
  EXPECT_EQ(at("5-2").answers, 0U);
}

TEST(Weakest, AreTheLowestFirstAndNeverTheUnanswered) {
  const auto asked = shipped();
  const std::vector<Respondent> all{
      who("Anne", {{"1-1", {"2", ""}}, {"2-1", {"1", ""}}, {"3-1", {"3", ""}}, {"4-1", {"0", ""}}})};
  const auto summary = summarise(asked, all);
  std::vector<std::string> ids;
  for (const auto* one : weakest(summary, 9)) ids.push_back(one->question->id);
  EXPECT_EQ(ids, (std::vector<std::string>{"2-1", "1-1"}));
  EXPECT_EQ(weakest(summary, 1).size(), 1U);
}

TEST(SharedMedian, NeedsFiveAndIsCoarse) {
  EXPECT_FALSE(shared_median({1, 2, 3, 4}).has_value());
  EXPECT_EQ(shared_median({1, 1, 2.2, 4, 4}), 2.0);
  EXPECT_EQ(shared_median({1, 1, 2.2, 2.4, 4, 4}), 2.5);
}

TEST(SheetLevels, AreOneToFourOrNothing) {
  const Sheet sheet{{"1-1", {"4", "bien"}}, {"1-2", {"0", ""}}, {"1-3", {"9", ""}}, {"2-1", {}}, {"2-2", {"12", ""}}};
  EXPECT_EQ(level_of(sheet, "1-1"), 4U);
  EXPECT_EQ(comment_of(sheet, "1-1"), "bien");
  for (const auto* none : {"1-2", "1-3", "2-1", "2-2", "7-7"}) EXPECT_FALSE(level_of(sheet, none)) << none;
}

TEST(Radar, SaysInWordsWhatItDrawsAndEscapesIt) {
  Radar radar{"Titre <b>", "1. Un & deux", {}, {}};
  EXPECT_EQ(radar_svg(radar), "");
  radar.now[0] = 4;
  radar.now[3] = 1;
  const auto drawn = radar_svg(radar);
  EXPECT_NE(drawn.find("1. Un &amp; deux"), std::string::npos);
  EXPECT_EQ(drawn.find("<b>"), std::string::npos);
  EXPECT_NE(drawn.find("points=\"150,28 161,155\""), std::string::npos) << drawn;
  EXPECT_EQ(drawn.find("stroke-dasharray"), std::string::npos);
  radar.before = radar.now;
  EXPECT_NE(radar_svg(radar).find("stroke-dasharray"), std::string::npos);
}

}  // namespace
}  // namespace catalyse::assessment
