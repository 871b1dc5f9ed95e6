#include "status_rules.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace catalyse::tracker {
namespace {

Day day(std::string_view text) { return *parse_day(text); }

Change change(unsigned measure, std::string_view when, Status status) {
  Change made{measure, day(when), status, "", "", "", "", "Une pilote", ""};
  if (status == Status::delayed || status == Status::questioned) made.explanation = "Le confinement";
  return made;
}

TEST(Tally, OfADayIsTheFoldOfTheHistoryUpToIt) {
  std::mt19937 random(20201017);
  for (int round = 0; round < 60; ++round) {
    const std::size_t measures = 1 + random() % 30;
    std::vector<Change> changes;
    auto when = std::chrono::sys_days(day("2020-05-07"));
    for (auto i = random() % 200; i > 0; --i) {
      when += std::chrono::days(random() % 3);
      changes.push_back({static_cast<unsigned>(1 + random() % measures), Day(when),
                         static_cast<Status>(random() % kStatuses), "", "", "", "", "", ""});
    }
    for (auto asked = std::chrono::sys_days(day("2020-05-01")); asked < when + std::chrono::days(5);
         asked += std::chrono::days(1 + random() % 9)) {
      std::map<unsigned, Status> state;  // the definition, read from the first entry on
      for (const auto& one : changes) {
        if (std::chrono::sys_days(one.day) <= asked) state[one.measure] = one.status;
      }
      Tally expected;
      expected.unknown = static_cast<unsigned>(measures - state.size());
      for (const auto& [measure, status] : state) ++expected.counts[static_cast<std::size_t>(status)];
      ASSERT_EQ(tally(changes, measures, Day(asked)), expected) << round;
      ASSERT_EQ(expected.total(), measures);
    }
    for (const auto& point : course(changes, measures))
      ASSERT_EQ(point.tally, tally(changes, measures, point.day)) << "the curve goes through the tally of each day";
  }
}

TEST(Tally, OfADayWithSeveralChangesIsThatOfItsEnd) {
  const std::vector<Change> changes{change(1, "2020-06-01", Status::satisfactory),
                                    change(1, "2020-06-01", Status::delayed)};
  EXPECT_EQ(tally(changes, 2, day("2020-06-01")).counts[2], 1U);
  EXPECT_EQ(tally(changes, 2, day("2020-05-31")).unknown, 2U);
  EXPECT_EQ(standing(changes, 2, day("2021-01-01"))[0], 1U);
  EXPECT_EQ(course(changes, 2).size(), 1U);
}

std::vector<ChangeFault> of(const Change& made) {
  return faults(made, {.measures = 21, .latest = day("2020-10-17"), .today = day("2020-11-23")});
}

TEST(Change, InDelayOrInQuestionNeedsItsExplanation) {
  auto made = change(3, "2020-11-01", Status::delayed);
  EXPECT_TRUE(of(made).empty());
  made.explanation = "  ";
  EXPECT_EQ(of(made), std::vector{ChangeFault::unexplained});
  made.status = Status::questioned;
  EXPECT_EQ(of(made), std::vector{ChangeFault::unexplained});
  made.status = Status::satisfactory;
  EXPECT_TRUE(of(made).empty());
}

TEST(Change, IsSignedAndDatedBetweenTheLastEntryAndToday) {
  EXPECT_EQ(of(change(3, "2020-10-16", Status::satisfactory)), std::vector{ChangeFault::back_dated});
  EXPECT_TRUE(of(change(3, "2020-10-17", Status::satisfactory)).empty());
  EXPECT_EQ(of(change(3, "2020-11-24", Status::satisfactory)), std::vector{ChangeFault::future});
  EXPECT_EQ(of(change(22, "2020-11-01", Status::satisfactory)), std::vector{ChangeFault::unknown_measure});
  EXPECT_EQ(of(change(0, "2020-11-01", Status::satisfactory)), std::vector{ChangeFault::unknown_measure});
  auto unsigned_change = change(3, "2020-11-01", Status::satisfactory);
  unsigned_change.author.clear();
  EXPECT_EQ(of(unsigned_change), std::vector{ChangeFault::anonymous});
}

TEST(Evidence, IsAnAddressOrPlainWordsAndNothingThatRuns) {
  for (const auto* good : {"", "https://exemple.fr/bilan.pdf", "http://exemple.fr", "Bilan du 17 octobre 2020, page 2",
                           "Rapport : page 3", "12 territoires"})
    EXPECT_TRUE(is_evidence(good)) << good;
  for (const auto* bad : {"javascript:alert(1)", "data:text/html,x", "ftp://exemple.fr", "https://", "https:///x",
                          "https://moi@exemple.fr/", "https://exemple.fr/a b", "//exemple.fr", "https://exemple.fr/\"x",
                          "file:///etc/passwd", "JaVaScRiPt:x", "deux\nlignes", "\\\\serveur\\partage"})
    EXPECT_FALSE(is_evidence(bad)) << bad;
  EXPECT_FALSE(is_evidence(std::string(2001, 'x')));
}

Programme two_groups() {
  Programme programme;
  programme.start = day("2020-05-07");
  programme.groupings.resize(1);
  programme.groups = {{"a", 0, {3, 9}, {}, {}, {}}, {"b", 0, {9, 12}, {}, {}, {}}};
  programme.objectives.resize(3);
  programme.objectives[0].groups = {0};
  programme.objectives[1].groups = {1};
  programme.objectives[2].groups = {1};
  programme.reviews = {{day("2020-08-20"), 3, {}, {}, "", {}}, {day("2020-09-01"), 0, {}, {}, "", {}}};
  return programme;
}

TEST(ReviewCalendar, HasOnePointAHorizonWithItsMeasures) {
  const auto calendar = review_calendar(two_groups(), day("2021-02-08"));
  ASSERT_EQ(calendar.size(), 3U);
  EXPECT_EQ(calendar[0].due, day("2020-08-07"));
  EXPECT_EQ(calendar[0].state, ReviewState::held);
  EXPECT_EQ(calendar[0].held, 0U);
  EXPECT_EQ(calendar[1].due, day("2021-02-07"));
  EXPECT_EQ(calendar[1].state, ReviewState::late);
  EXPECT_EQ(calendar[1].measures, (std::vector<unsigned>{1, 2, 3}));
  EXPECT_EQ(calendar[2].state, ReviewState::due);
  EXPECT_EQ(calendar[2].measures, (std::vector<unsigned>{2, 3}));
}

TEST(ReviewCalendar, IsLateTheDayAfterAndKnowsNothingOfLaterDays) {
  EXPECT_EQ(review_calendar(two_groups(), day("2020-08-07"))[0].state, ReviewState::due);
  EXPECT_EQ(review_calendar(two_groups(), day("2020-08-08"))[0].state, ReviewState::late);
  EXPECT_EQ(review_calendar(two_groups(), day("2020-08-20"))[0].state, ReviewState::held);
}

TEST(Evaluation, IsTheLastEntryOfItsHorizonAndKnowsNothingOfLaterDays) {
  auto programme = two_groups();
  auto evaluated_at = [](unsigned measure, std::string_view when, Status status, unsigned months) {
    auto made = change(measure, when, status);
    made.explanation = "Ce qui est fait";
    made.months = months;
    return made;
  };
  programme.changes = {change(2, "2020-06-01", Status::delayed), evaluated_at(2, "2021-02-10", Status::delayed, 9),
                       evaluated_at(1, "2021-02-11", Status::satisfactory, 9),
                       evaluated_at(2, "2021-03-01", Status::very_satisfactory, 9)};
  EXPECT_EQ(horizons(programme, 2), (std::vector<unsigned>{9, 12}));
  const auto then = evaluations(programme, 2, day("2021-02-08"));
  ASSERT_EQ(then.size(), 2U);
  EXPECT_FALSE(then[0].entry) << "a change of status evaluates nothing";
  EXPECT_EQ(then[0].state, ReviewState::late);
  EXPECT_EQ(then[1].state, ReviewState::due);
  EXPECT_EQ(evaluations(programme, 2, day("2021-02-28"))[0].entry, 1U);
  EXPECT_EQ(evaluations(programme, 2, day("2021-03-01"))[0].entry, 3U) << "said again, the last one holds";
  const auto point = review_calendar(programme, day("2021-03-01"))[1];
  EXPECT_EQ(evaluated(programme, point, day("2021-02-10")), (std::vector<unsigned>{2}));
  EXPECT_EQ(evaluated(programme, point, day("2021-03-01")), (std::vector<unsigned>{1, 2}));
}

TEST(Evaluation, IsOfAHorizonOfTheMeasureAndSaysWhy) {
  auto made = change(3, "2020-11-01", Status::satisfactory);
  made.months = 9;
  const Ground ground{21, day("2020-10-17"), day("2020-11-23"), {3, 9}};
  EXPECT_EQ(faults(made, ground), std::vector{ChangeFault::unexplained}) << "even a satisfactory one";
  made.explanation = "Tout est en place";
  EXPECT_TRUE(faults(made, ground).empty());
  made.months = 12;
  EXPECT_EQ(faults(made, ground), std::vector{ChangeFault::horizon});
}

TEST(Horizon, OfAMonthWithoutThatDayIsItsLast) {
  EXPECT_EQ(months_after(day("2020-11-30"), 3), day("2021-02-28"));
  EXPECT_EQ(months_after(day("2020-05-07"), 18), day("2021-11-07"));
}

TEST(Day, ThatDoesNotExistIsNone) {
  for (const auto* bad : {"2021-02-29", "2020-13-01", "2020-1-01", "20201017", "2020-10-17T00:00", "+020-10-17", ""})
    EXPECT_FALSE(parse_day(bad)) << bad;
  EXPECT_TRUE(parse_day("2020-02-29"));
}

TEST(Diff, GivesBackBothTextsAndKeepsWhatStayed) {
  using enum Piece;
  EXPECT_EQ(
      diff("retard dû au confinement", "retard levé depuis le confinement"),
      (std::vector<DiffPiece>{{same, "retard"}, {removed, "dû au"}, {added, "levé depuis le"}, {same, "confinement"}}));
  EXPECT_EQ(diff("", "neuf"), (std::vector<DiffPiece>{{added, "neuf"}}));
  EXPECT_TRUE(diff("", "").empty());
  std::mt19937 random(7);
  const auto text = [&] {
    std::string made;
    for (auto n = random() % 12; n > 0; --n) made += std::string(made.empty() ? "" : " ") + "abcd"[random() % 4];
    return made;
  };
  for (int round = 0; round < 300; ++round) {
    const auto before = text(), after = text();
    std::string old_text, new_text;
    for (const auto& piece : diff(before, after)) {
      if (piece.piece != added) old_text += (old_text.empty() ? "" : " ") + piece.text;
      if (piece.piece != removed) new_text += (new_text.empty() ? "" : " ") + piece.text;
    }
    ASSERT_EQ(old_text, before);
    ASSERT_EQ(new_text, after);
  }
}

}  // namespace
}  // namespace catalyse::tracker
