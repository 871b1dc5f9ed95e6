#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "exchange.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "register.hpp"
#include "store.hpp"

namespace catalyse::tracker {
namespace {

const core::Instant kNow = std::chrono::sys_days(*parse_day("2026-11-22")) + std::chrono::hours(10);

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
  all.insert(all.end(), migrations().begin(), migrations().end());
  return all;
}

std::string shipped() { return ingest::testing::content_of("data/programmes/alliances-strategiques.csv"); }

std::string status(std::string_view number, std::string_view date, std::string_view word, std::string_view author) {
  return "status,,," + std::string(number) + "," + std::string(date) + ",," + std::string(word) +
         ",,,,,Le confinement,,,," + std::string(author) + ",,,\n";
}

Imported taken(db::Database& database, const std::string& text) {
  auto imported = import_file({"essai.csv", text}, database, kNow);
  EXPECT_TRUE(imported) << imported.error().note;
  EXPECT_EQ(imported->report.refused, 0U) << imported->report.bad.at(0).reason;
  return *imported;
}

std::string refusal(db::Database& database, const std::string& text) {
  const auto imported = import_file({"essai.csv", text}, database, kNow);
  return imported ? "taken" : imported.error().message_id + ": " + imported.error().note;
}

template <class F>
void each(F&& test) {
  const auto all = all_migrations();
  db::testing::each_database(all, std::forward<F>(test));
}

TEST(Programme, ComesOutOfTheDatabaseAsItWentInByteForByte) {
  each([](db::Database& database) {
    const auto text = shipped() + status("3", "2021-03-01", "satisfaisant", "\"'=Une pilote\"");
    taken(database, text);
    EXPECT_EQ(export_file(database, "alliances-strategiques").value(), text);
    EXPECT_EQ(export_file(database, "crte").error().message_id, "tracker.unknown.programme");
  });
}

TEST(Programme, KeepsWhichHorizonAnEntryEvaluatesAndStaysIntact) {
  each([](db::Database& database) {
    const auto text = shipped() + status("3", "2021-03-01", "satisfaisant", "Une pilote") +
                      "status,,,3,2021-03-02,9,satisfaisant,,,,,Ce qui est fait,,,,Une pilote,,,\n";
    taken(database, text);
    EXPECT_EQ(export_file(database, "alliances-strategiques").value(), text);
    const Register all(database);
    const auto state = all.current().value();
    EXPECT_EQ(state->programmes.at(0).programme.changes.at(1).months, 9U);
    EXPECT_TRUE(state->programmes[0].intact);
    const auto other = import_file(
        {"essai.csv", text + "status,,,3,2021-03-03,12,satisfaisant,,,,,Fait,,,,Une pilote,,,\n"}, database, kNow);
    ASSERT_EQ(other->report.refused, 1U);
    EXPECT_EQ(other->report.bad.at(0).reason, "the measure has no such horizon to evaluate");
  });
}

TEST(Programme, ImportedAgainAddsOnlyWhatIsNew) {
  each([](db::Database& database) {
    const auto first = shipped() + status("3", "2021-03-01", "satisfaisant", "Une pilote");
    const auto second = first + status("3", "2021-04-01", "retard-explique", "Une pilote");
    EXPECT_EQ(taken(database, first).added, 1U);
    EXPECT_EQ(taken(database, first).added, 0U);
    EXPECT_EQ(taken(database, second).added, 1U);
    const auto older = taken(database, shipped());
    EXPECT_EQ(older.added, 0U);
    EXPECT_EQ(older.kept, 2U) << "an older file loses nothing";
    EXPECT_EQ(export_file(database, "alliances-strategiques").value(), second);
  });
}

TEST(History, IsNeitherRewrittenNorBackDatedByAFile) {
  each([](db::Database& database) {
    const auto text = shipped() + status("3", "2021-03-01", "satisfaisant", "Une pilote");
    taken(database, text);
    EXPECT_EQ(refusal(database, shipped() + status("3", "2021-03-01", "retard-explique", "Une pilote")),
              "tracker.import.history: line 69: entry 1 of the history stands otherwise in the register and cannot be "
              "changed");
    EXPECT_EQ(
        refusal(database, shipped() + status("3", "2021-03-01", "satisfaisant", "Quelqu’un d’autre")).substr(0, 22),
        "tracker.import.history");
    EXPECT_EQ(export_file(database, "alliances-strategiques").value(), text) << "nothing was changed";
  });
}

TEST(History, RefusesToBeChangedOrTakenAwayBySql) {
  each([](db::Database& database) {
    taken(database, shipped() + status("3", "2021-03-01", "satisfaisant", "Une pilote"));
    for (const auto* sql : {"UPDATE programme_change SET author = 'x'", "DELETE FROM programme_change"}) {
      const auto written = database.write([&](db::Transaction& tx) -> core::Result<void> {
        tx.execute(sql);
        return {};
      });
      EXPECT_FALSE(written) << sql;
    }
    EXPECT_NE(export_file(database, "alliances-strategiques")->find("Une pilote"), std::string::npos);
  });
}

TEST(Programme, WithFewerMeasuresThanTheRegisterIsRefused) {
  each([](db::Database& database) {
    taken(database,
          "record,id,parent,number,date,months,status,label_fr,label_en,text_fr,text_en,explanation,risks,next,"
          "success,author,evidence,counts,source\n"
          "programme,crte,,2,2024-01-01,,,CRTE,,,,,,,,,,,\n"
          "objective,,,1,,,,Une,,,,,,,,,,,\nobjective,,,2,,,,Deux,,,,,,,,,,,\n");
    EXPECT_EQ(refusal(database,
                      "record,id,parent,number,date,months,status,label_fr,label_en,text_fr,text_en,explanation,"
                      "risks,next,success,author,evidence,counts,source\n"
                      "programme,crte,,1,2024-01-01,,,CRTE,,,,,,,,,,,\nobjective,,,1,,,,Une,,,,,,,,,,,\n"),
              "tracker.import.measures: the register has 2 measures, the file 1: measure 2 is missing");
  });
}

TEST(Register, ShowsAtOnceWhatWasImportedAndKnowsOfOtherHands) {
  each([](db::Database& database) {
    const Register all(database);
    EXPECT_TRUE(all.current().value()->programmes.empty());
    taken(database, shipped());
    EXPECT_EQ(all.current().value()->programmes.at(0).programme.objectives.size(), 21U);
    const auto before = all.current().value();
    EXPECT_EQ(all.current().value(), before) << "read again only when something changed";
    taken(database, shipped() + status("3", "2021-03-01", "satisfaisant", "Une pilote"));
    const auto after = all.current().value();
    ASSERT_EQ(after->programmes.at(0).programme.changes.size(), 1U);
    EXPECT_EQ(after->programmes[0].recorded.at(0), kNow);
    EXPECT_TRUE(after->programmes[0].intact);
    EXPECT_NE(after->version, before->version);
    // An entry that did not come through the register: its digest is of nothing.
    ASSERT_TRUE(database.write([](db::Transaction& tx) -> core::Result<void> {
      tx.execute(
          "INSERT INTO programme_change (programme, position, number, date, status, explanation, risks, next, success,"
          " author, evidence, recorded_at, digest) SELECT programme, 2, '4', date, 'satisfaisant', '', '', '', '',"
          " author, '', 0, digest FROM programme_change");
      tx.execute("UPDATE programme SET revision = revision + 1");
      return {};
    }));
    EXPECT_FALSE(all.current().value()->programmes.at(0).intact);
  });
}

TEST(DataSet, IsLoadedOnceAndAgainWhenItsFilesChange) {
  each([](db::Database& database) {
    const auto bundle = ingest::testing::open_bundle("data");
    const auto run = importers().front().run;
    EXPECT_FALSE(run(bundle, database, {})->unchanged);
    EXPECT_TRUE(run(bundle, database, {})->unchanged);
    const auto all = list_programmes(database).value();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].measures, 21U);
  });
}

TEST(Review, ThatWasRecordedStaysWhenAFileWithoutItIsImportedAndIsReplacedByOneThatHasIt) {
  each([](db::Database& database) {
    taken(database, shipped());
    Record review{Kind::review, 0, {}};
    review[Field::date] = "2021-02-15";
    review[Field::months] = "9";
    review[Field::label_fr] = "Bilan de neuf mois";
    review[Field::text_fr] = "Sept mesures";
    review[Field::author] = "person:k3f";
    review[Field::source] = "doc-001";
    const auto add = [&] {
      return database.write([&](db::Transaction& tx) { return append_review(tx, "alliances-strategiques", review); });
    };
    ASSERT_TRUE(add());
    EXPECT_EQ(add().error().message_id, "tracker.review.twice");
    const auto line =
        std::string("review,,,,2021-02-15,9,,Bilan de neuf mois,,Sept mesures,,,,,,person:k3f,,,doc-001\n");
    const auto text = export_file(database, "alliances-strategiques").value();
    EXPECT_EQ(text, shipped() + line);
    EXPECT_EQ(taken(database, shipped()).reviews, 1U);
    EXPECT_EQ(export_file(database, "alliances-strategiques").value(), text) << "nothing was lost";
    EXPECT_EQ(taken(database, shipped() + "review,,,,2021-02-15,9,,Bilan corrigé,,,,,,,,,,,\n").reviews, 0U);
    EXPECT_EQ(export_file(database, "alliances-strategiques").value(),
              shipped() + "review,,,,2021-02-15,9,,Bilan corrigé,,,,,,,,,,,\n");
    const auto twice = import_file({"f.csv", shipped() + line + line}, database, kNow);
    EXPECT_EQ(twice->report.bad.at(0).reason, "a second review of that day and horizon");
  });
}

}  // namespace
}  // namespace catalyse::tracker
