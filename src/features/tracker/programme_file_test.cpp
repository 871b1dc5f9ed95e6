#include "programme_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

#include "status_rules.hpp"
#include "text/numbers.hpp"

namespace catalyse::tracker {
namespace {

const Day kToday = *parse_day("2026-11-22");

std::string shipped() {
  std::ifstream file("data/programmes/alliances-strategiques.csv", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The first row refused: « line column 'value': reason », or « none ».
std::string refusal(std::string_view text) {
  ingest::FileReport report;
  const auto records = read_programme(text, kToday, report);
  EXPECT_EQ(records.empty(), report.refused > 0) << "a programme is taken whole or not at all";
  if (report.bad.empty()) return "none";
  const auto& bad = report.bad.front();
  return std::to_string(bad.line) + " " + bad.column + " '" + bad.value + "': " + bad.reason;
}

std::string changed(std::string_view from, std::string_view to) {
  auto text = shipped();
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string row(std::initializer_list<std::pair<Field, std::string_view>> cells, std::string_view kind = "status") {
  std::string line(kind);
  for (std::size_t i = 0; i < kFields; ++i) {
    line += ',';
    for (const auto& [field, text] : cells) {
      if (field == static_cast<Field>(i)) line += text;
    }
  }
  return line + "\n";
}

std::string with_status(std::string_view number, std::string_view date, std::string_view status,
                        std::string_view explanation = "") {
  return row({{Field::number, number},
              {Field::date, date},
              {Field::status, status},
              {Field::explanation, explanation},
              {Field::author, "Une pilote"}});
}

TEST(ShippedProgramme, HasItsMeasuresUnderEachGroupingAndNoStatusOfItsOwn) {
  ingest::FileReport report;
  const auto programme = programme_of(read_programme(shipped(), kToday, report));
  EXPECT_EQ(report.refused, 0U);
  EXPECT_EQ(programme.objectives.size(), 21U);
  EXPECT_EQ(programme.levers.size(), 7U);
  EXPECT_EQ(programme.outputs.size(), 3U);
  ASSERT_EQ(programme.groupings.size(), 3U);
  for (std::size_t grouping = 0; grouping < programme.groupings.size(); ++grouping) {
    std::size_t measures = 0, groups = 0;
    for (const auto& objective : programme.objectives) {
      for (const auto group : objective.groups) measures += programme.groups[group].grouping == grouping ? 1U : 0U;
    }
    for (const auto& group : programme.groups) groups += group.grouping == grouping ? 1 : 0;
    EXPECT_EQ(measures, 21U) << programme.groupings[grouping].id;
    EXPECT_EQ(groups, grouping == 2 ? 4U : 3U);
  }
  EXPECT_TRUE(is_proposal(programme.groupings[2].origin)) << "no document says which measure belongs to which chantier";
  EXPECT_TRUE(programme.changes.empty()) << "the status of each measure is not known";
  EXPECT_EQ(tally(programme.changes, 21, *parse_day("2020-10-17")).unknown, 21U);
  ASSERT_EQ(programme.quotes.size(), 1U);
  EXPECT_EQ(programme.quotes[0].counts, (std::array<unsigned, 4>{6, 9, 6, 0}));
  EXPECT_EQ(programme.quotes[0].day, *parse_day("2020-10-17"));
}

TEST(ProgrammeFile, WrittenFromWhatWasReadHasTheSameBytes) {
  ingest::FileReport report;
  EXPECT_EQ(write_programme(read_programme(shipped(), kToday, report), exporting::Dialect::standard), shipped());
}

std::string some_text(std::mt19937& random) {
  static constexpr std::array<std::string_view, 12> kPieces{
      "mesure", "l’alliance", "« jouer »", "=SOMME(A1)", "a,b", "\"dit\"", "-5", "@nom", "'cité", "é;è", "+33", "＝1"};
  std::string text;
  for (auto n = 1 + random() % 4; n > 0; --n)
    text += (text.empty() ? "" : " ") + std::string(kPieces.at(random() % 12));
  return text;
}

// Any programme, with cells that a spreadsheet would run, quotes and separators in them.
std::vector<Record> some_programme(std::mt19937& random) {
  std::vector<Record> all;
  const auto add = [&](Kind kind, std::initializer_list<std::pair<Field, std::string>> cells) {
    Record record{kind, 0, {}};
    for (const auto& [field, text] : cells) record[field] = text;
    all.push_back(std::move(record));
  };
  using enum Field;
  const auto measures = 1 + random() % 9;
  add(Kind::programme,
      {{id, "p"}, {number, std::to_string(measures)}, {date, "2020-05-07"}, {label_fr, some_text(random)}});
  add(Kind::source, {{id, "doc"}, {date, "2020-05"}, {label_fr, some_text(random)}});
  add(Kind::grouping, {{id, "g"}, {label_fr, some_text(random)}, {source, "proposal"}});
  for (const auto* group : {"a", "b"})
    add(Kind::group,
        {{id, group}, {parent, "g"}, {months, "3 9"}, {label_fr, some_text(random)}, {source, "doc inferred"}});
  for (auto n = measures; n > 0; --n)
    add(Kind::objective,
        {{parent, random() % 2 ? "a" : "b"}, {number, std::to_string(n)}, {label_fr, some_text(random)}});
  add(Kind::quote, {{date, "2020-10-17"}, {counts, std::to_string(measures) + "/0/0/0"}, {source, "doc"}});
  auto when = std::chrono::sys_days(*parse_day("2020-06-01"));
  for (auto n = random() % 20; n > 0; --n) {
    when += std::chrono::days(random() % 40);
    add(Kind::status, {{number, std::to_string(1 + random() % measures)},
                       {date, text::iso_date(Day(when))},
                       {status, std::string(kStatusCodes[random() % 4])},
                       {explanation, some_text(random)},
                       {risks, some_text(random)},
                       {author, some_text(random)},
                       {evidence, random() % 2 ? "https://exemple.fr/a?b=c" : ""}});
  }
  return all;
}

TEST(ProgrammeFile, OfAnyProgrammeComesBackByteForByte) {
  std::mt19937 random(21);
  for (int round = 0; round < 200; ++round) {
    const auto text = write_programme(some_programme(random), exporting::Dialect::standard);
    ingest::FileReport report;
    const auto read = read_programme(text, kToday, report);
    ASSERT_EQ(report.refused, 0U) << text << (report.bad.empty() ? "" : report.bad[0].column + report.bad[0].reason);
    ASSERT_EQ(write_programme(read, exporting::Dialect::standard), text);
  }
}

TEST(ProgrammeFile, SaysWhichColumnIsUnknownTwiceOrMissing) {
  EXPECT_EQ(refusal(changed("label_fr", "libelle")), "1 libelle 'libelle': unknown column");
  EXPECT_NE(refusal(changed("counts,source", "source,source")), "none");
  EXPECT_EQ(refusal("record,id\n"), "1 parent '': column missing");
  EXPECT_NE(refusal(""), "none");
}

TEST(ProgrammeFile, SaysWhichMeasureIsMissingTwiceOrTooMany) {
  auto text = shipped();
  const auto from = text.find("objective,,operationnelle 3-9-mois soutenir,7,");
  text.erase(from, text.find('\n', from) + 1 - from);
  EXPECT_EQ(refusal(text), "2 number '21': measure 7 is missing");
  EXPECT_EQ(refusal(changed("soutenir,7,", "soutenir,6,")), "30 number '6': measure given twice");
  EXPECT_EQ(refusal(changed("eduquer,21,", "eduquer,22,")),
            "44 number '22': beyond the number of measures of the programme");
}

TEST(ProgrammeFile, SaysWhichDateDoesNotExist) {
  EXPECT_EQ(refusal(changed("quote,,,,2020-10-17", "quote,,,,2020-10-32")),
            "66 date '2020-10-32': not a day that exists (2020-10-17)");
  EXPECT_EQ(refusal(changed("state,,droit,,2020-11,", "state,,droit,,novembre 2020,")),
            "52 date 'novembre 2020': not a year, a month or a day that exists (2020, 2020-10, 2020-10-17)");
}

TEST(ProgrammeFile, SaysWhatIsGivenTwiceOrNamedAndNotThere) {
  EXPECT_EQ(refusal(changed("lever,prime", "lever,droit")), "46 id 'droit': given twice");
  EXPECT_EQ(refusal(changed("state,,prime", "state,,prune")), "55 parent 'prune': the file has no such lever");
  EXPECT_EQ(refusal(changed("operationnelle 3-9-mois mobiliser,1,", "operationnelle 3-9-mois,1,")),
            "24 parent 'operationnelle 3-9-mois': not exactly one group of the grouping chantier");
  EXPECT_EQ(refusal(changed("6/9/6/0", "6/9/5/0")), "66 counts '6/9/5/0': does not sum to the number of measures");
  EXPECT_EQ(refusal(changed("output,kit,", "sortie,kit,")), "65 record 'sortie': unknown kind of row");
  EXPECT_EQ(refusal(changed("output,kit,", "output,kit,droit")),
            "65 parent 'droit': a row of this kind has nothing in this column");
}

TEST(ProgrammeFile, RefusesWhatASpreadsheetWouldRun) {
  EXPECT_EQ(refusal(changed("Rendre l’existant immédiatement accessible", "=1+1")),
            "24 label_fr '=1+1': begins as a formula does: write an apostrophe before it");
  EXPECT_EQ(refusal(changed("Rendre l’existant immédiatement accessible", "'=1+1")), "none");
}

TEST(ProgrammeFile, TakesStatusesAndRefusesThoseThatMayNotStand) {
  const auto with = [](const std::string& rows) { return refusal(shipped() + rows); };
  EXPECT_EQ(with(with_status("3", "2021-03-01", "satisfaisant")), "none");
  EXPECT_EQ(with(with_status("3", "2021-03-01", "retard-explique")),
            "69 explanation '': this status, or this evaluation, needs an explanation");
  EXPECT_EQ(with(with_status("3", "2021-03-01", "remis-en-cause")),
            "69 explanation '': this status, or this evaluation, needs an explanation");
  EXPECT_EQ(with(with_status("3", "2021-03-01", "retard-explique", "Le confinement")), "none");
  EXPECT_EQ(with(with_status("3", "2021-03-01", "parfait")), "69 status 'parfait': not a level of the scale");
  EXPECT_EQ(with(with_status("22", "2021-03-01", "satisfaisant")),
            "69 number '22': the programme has no measure of this number");
  EXPECT_EQ(with(with_status("3", "2027-01-01", "satisfaisant")), "69 date '2027-01-01': lies in the future");
  EXPECT_EQ(with(with_status("3", "2021-03-01", "satisfaisant") + with_status("4", "2021-02-01", "satisfaisant")),
            "70 date '2021-02-01': back-dated: earlier than the last entry of the history");
  EXPECT_EQ(with(row({{Field::number, "3"},
                      {Field::date, "2021-03-01"},
                      {Field::status, "satisfaisant"},
                      {Field::author, "Une pilote"},
                      {Field::evidence, "javascript:alert(1)"}})),
            "69 evidence 'javascript:alert(1)': neither an http or https address nor plain words");
}

}  // namespace
}  // namespace catalyse::tracker
