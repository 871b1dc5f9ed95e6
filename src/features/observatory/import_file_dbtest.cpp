#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "files.hpp"
#include "importers.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "territories/importers.hpp"

namespace catalyse::observatory {
namespace {

using ingest::testing::Folder;
using ingest::testing::open_bundle;

constexpr const char* kWorld = "tests/world";

std::string mapping_text(std::string_view file, std::string_view indicator) {
  return R"([set]
id = "essai"
title_fr = "Essai"
producer = "Bureau des essais"
source = "https://example.org/essai"
licence = "Licence Ouverte 2.0"
vintage = "2024"
[file]
)" + std::string(file) +
         R"(
[[indicator]]
id = "essai-taux"
theme = "employment"
label_fr = "Taux d’essai"
label_en = "Test rate"
unit_fr = "%"
direction = "higher-worse"
)" + std::string(indicator);
}

constexpr std::string_view kRate =
    "aggregation = \"sum-num-den\"\nnumerator = \"n\"\ndenominator = \"d\"\nfactor = 100\n";
constexpr std::string_view kWide = "code = \"code\"\nyear = 2024\n";

ingest::Mapping mapping_of(const std::string& text) {
  auto mapping = ingest::Mapping::parse(text, "m.toml");
  if (!mapping) throw std::runtime_error(mapping.error().note);
  return std::move(*mapping);
}

ingest::Source source_of(std::string text) {
  auto source = ingest::Source::read(std::move(text));
  if (!source) throw std::runtime_error(source.error().note);
  return std::move(*source);
}

const FileGround& ground() {
  static const FileGround read = [] {
    auto made = FileGround::read(open_bundle(kWorld));
    if (!made) throw std::runtime_error(made.error().note);
    return std::move(*made);
  }();
  return read;
}

core::Result<FileOutcome> judged(std::string text, std::string_view file = kWide, std::string_view indicator = kRate) {
  return ground().check(source_of(std::move(text)), mapping_of(mapping_text(file, indicator)), "essai.csv");
}

core::Result<FileOutcome> kept(db::Database& database, std::string text, std::string_view indicator = kRate) {
  FileImportOptions options;
  options.file = "essai.csv";
  return import_file(ground(), database, source_of(std::move(text)), mapping_of(mapping_text(kWide, indicator)),
                     options);
}

void each_world(const std::function<void(db::Database&)>& test) {
  std::vector<db::Migration> all;
  for (const auto& list : {ingest::version_migrations(), territories::migrations(), migrations()})
    all.insert(all.end(), list.begin(), list.end());
  db::testing::each_database(all, [&](db::Database& database) {
    const auto bundle = open_bundle(kWorld);
    for (const auto& importer : territories::importers()) ASSERT_TRUE(importer.run(bundle, database, {}));
    for (const auto& importer : importers()) ASSERT_TRUE(importer.run(bundle, database, {}));
    test(database);
  });
}

const FileSeries& series(const FileOutcome& outcome, core::Level level) {
  const auto found = std::ranges::find(outcome.series, level, &FileSeries::level);
  if (found == outcome.series.end()) throw std::runtime_error("no series at this level");
  return *found;
}

constexpr std::string_view kRows =
    "code;n;d\n76540;50;100\n76095;s;10\n76108;1;nd\n7611;1;2\n2A004;1 000,5;2 000\n76351;;4\n";

TEST(DeclaredFile, TellsEachRowThatCannotBeAndKeepsTheOthers) {
  const auto outcome = judged(
      "code;n;d\n76540;50;100\n99999;1;2\n76540;3;4\nabc;1;2\n76095;x;2\n76108;inf;2\n76322;5;4\n76351;1;2;3\n76575;-1;"
      "4\n");
  ASSERT_TRUE(outcome) << outcome.error().note;
  const auto& file = outcome->report.files.front();
  EXPECT_EQ(file.read, 9U);
  ASSERT_EQ(file.bad.size(), 8U);
  const std::vector<std::pair<std::uint64_t, std::string>> expected{
      {3, "no territory has this code, now or before"},
      {4, "a code met before in this file"},
      {5, "not a code of this level"},
      {6, "neither a number nor the word for an absent value"},
      {7, "neither a number nor the word for an absent value"},
      {9, "not as many cells as the header has"},
      {8, "a share above 100 % (essai-taux)"},
      {10, "below zero (essai-taux)"}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(file.bad[i].line, expected[i].first);
    EXPECT_EQ(file.bad[i].reason, expected[i].second);
  }
  EXPECT_EQ(series(*outcome, core::Level::commune).present, 1U);
  EXPECT_FALSE(outcome->acceptable);
}

TEST(DeclaredFile, CarriesFormerCodesAndFindsTheirEdition) {
  const auto outcome = judged("code;n;d\n49071;1;10\n49301;2;10\n20004;3;10\n");
  ASSERT_TRUE(outcome) << outcome.error().note;
  EXPECT_EQ(outcome->cog, 2021);
  EXPECT_EQ(series(*outcome, core::Level::commune).present, 3U) << "49092, 49301 and 2A004";
  ASSERT_EQ(outcome->report.files.front().remarks.size(), 1U);
  EXPECT_EQ(outcome->report.files.front().remarks.front().count, 2U);
}

TEST(DeclaredFile, ALongTableGivesASeriesAYearAndPassesOverOtherLevels) {
  const auto outcome = judged(
      "GEO,SEX,TIME_PERIOD,OBS_VALUE\n2024-COM-76540,_T,2020,1\n2024-COM-76540,_T,2021,2\n2024-COM-76540,F,2021,9\n"
      "2024-DEP-76,_T,2021,7\n2024-COM-76095,_T,20x1,2\n",
      "time = \"TIME_PERIOD\"\n",
      "aggregation = \"producer-value-only\"\nvalue = \"OBS_VALUE\"\nwhere = { SEX = \"_T\" }\n");
  ASSERT_TRUE(outcome) << outcome.error().note;
  ASSERT_EQ(outcome->series.size(), 2U);
  EXPECT_EQ(outcome->series[1].year, 2021);
  EXPECT_EQ(outcome->series[1].present, 1U);
  EXPECT_EQ(outcome->report.refused(), 1U);
}

TEST(DeclaredFile, RefusesADeclarationThatCannotBe) {
  const auto note = [](std::string_view file, std::string_view indicator) {
    const auto outcome = judged("code;n;d\n76540;1;2\n", file, indicator);
    return outcome ? std::string("none") : outcome.error().note;
  };
  EXPECT_NE(note(kWide, "aggregation = \"mean\"\nvalue = \"n\"\n").find("'aggregation' is one of"), std::string::npos);
  EXPECT_NE(note(kWide, "aggregation = \"sum\"\nvalue = \"m\"\n").find("no column m"), std::string::npos);
  EXPECT_NE(note(kWide, "aggregation = \"sum-num-den\"\nvalue = \"n\"\n").find("needs a numerator"), std::string::npos);
  EXPECT_NE(note(kWide, "aggregation = \"sum\"\nvalue = \"n\"\ncolour = \"red\"\n").find("unknown key 'colour'"),
            std::string::npos);
  EXPECT_NE(note("code = \"commune\"\nyear = 2024\n", kRate).find("no column commune"), std::string::npos);
}

TEST(DeclaredFile, BecomesAnIndicatorWithItsStatesAndItsSource) {
  each_world([](db::Database& database) {
    const auto outcome = kept(database, std::string(kRows));
    ASSERT_TRUE(outcome) << outcome.error().note;
    EXPECT_EQ(outcome->report.refused(), 1U) << "7611 is no code";
    const Folder folder;
    const auto places = territories::load(database, folder.path()).value();
    const auto loaded = load(database, *places, folder.path());
    ASSERT_TRUE(loaded) << loaded.error().note;
    const auto& all = (*loaded)->indicators();
    ASSERT_EQ(all.size(), 90U);
    EXPECT_TRUE(std::ranges::is_sorted(all, {}, &Indicator::theme));
    const auto found = std::ranges::find(all, "essai-taux", &Indicator::id);
    ASSERT_NE(found, all.end());
    EXPECT_EQ((*loaded)->themes()[found->theme].id, "employment");
    EXPECT_EQ(found->producer, "Bureau des essais");
    const auto id = static_cast<std::uint16_t>(found - all.begin());
    const auto cell = [&](std::string_view code) {
      return (*loaded)->cell(id, *places->find(*core::PlaceCode::parse(code)));
    };
    EXPECT_EQ(cell("76540").value, 50);
    EXPECT_EQ(cell("2A004").value, 100 * 1000.5 / 2000);
    EXPECT_EQ(cell("76095").state, State::secret);
    EXPECT_EQ(cell("76108").state, State::missing);
    EXPECT_EQ(cell("76351").state, State::missing);
    EXPECT_EQ(cell("48095").state, State::missing);
    // The indicators of the bundle keep their figures beside it.
    const auto census = std::ranges::find(all, "unemployment-rate-census", &Indicator::id);
    EXPECT_EQ(
        (*loaded)
            ->cell(static_cast<std::uint16_t>(census - all.begin()), *places->find(*core::PlaceCode::parse("76540")))
            .numerator,
        9100);
    database.read([&](db::Transaction& tx) {
      const auto sets = deposited_sets(tx);
      ASSERT_EQ(sets.size(), 1U);
      EXPECT_EQ(sets.front().provenance.licence, "Licence Ouverte 2.0");
      EXPECT_EQ(sets.front().digest.size(), 64U);
      EXPECT_TRUE(ingest::Mapping::parse(sets.front().mapping, "kept"));
    });
  });
}

TEST(DeclaredFile, EveryVersionStaysAndAFailureLeavesTheOneInPlace) {
  each_world([](db::Database& database) {
    ASSERT_TRUE(kept(database, std::string(kRows)));
    const auto again = kept(database, std::string(kRows));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->report.unchanged);
    const auto refused = kept(database, "code;n;d\n1;1;1\n2;1;1\n3;1;1\n4;1;1\n76540;70;100\n");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message_id, "ingest.import.refused");
    EXPECT_NE(refused.error().note.find("essai.csv:2: code '1'"), std::string::npos) << refused.error().note;
    ASSERT_TRUE(kept(database, "code;n;d\n76540;60;100\n"));
    std::vector<ingest::DataVersion> versions;
    database.read([&](db::Transaction& tx) { versions = ingest::versions(tx, "essai"); });
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_TRUE(versions.front().current);
    const Folder folder;
    const auto places = territories::load(database, folder.path()).value();
    const auto rouen = [&](const auto& loaded) {
      const auto& all = (*loaded)->indicators();
      const auto found = std::ranges::find(all, "essai-taux", &Indicator::id);
      return (*loaded)
          ->cell(static_cast<std::uint16_t>(found - all.begin()), *places->find(*core::PlaceCode::parse("76540")))
          .value;
    };
    EXPECT_EQ(rouen(load(database, *places, folder.path())), 60);
    EXPECT_EQ(rouen(load_version(database, *places, folder.path(), versions.back().id)), 50);
    // An earlier file given again becomes the current one again, without a third version.
    ASSERT_TRUE(kept(database, std::string(kRows)));
    EXPECT_EQ(rouen(load(database, *places, folder.path())), 50);
  });
}

TEST(DeclaredFile, IsWithdrawnWithItsVersionsKeptAndComesBackWhenGivenAgain) {
  each_world([](db::Database& database) {
    ASSERT_TRUE(kept(database, std::string(kRows)));
    const Folder folder;
    const auto places = territories::load(database, folder.path()).value();
    const auto shown = [&] {
      const auto loaded = load(database, *places, folder.path());
      return std::ranges::count((*loaded)->indicators(), "essai-taux", &Indicator::id) == 1;
    };
    EXPECT_TRUE(shown());
    ASSERT_TRUE(withdraw_file(database, "essai"));
    EXPECT_FALSE(shown());
    database.read([&](db::Transaction& tx) {
      ASSERT_EQ(deposited_sets(tx).size(), 1U);
      EXPECT_FALSE(ingest::versions(tx, "essai").front().current);
    });
    const auto again = withdraw_file(database, "essai");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message_id, "observatory.file.withdrawn");
    const auto of_the_bundle = withdraw_file(database, "indicateurs");
    ASSERT_FALSE(of_the_bundle) << "the bundle's sets are not withdrawn";
    EXPECT_EQ(of_the_bundle.error().message_id, "observatory.file.unknown");
    ASSERT_TRUE(kept(database, std::string(kRows)));
    EXPECT_TRUE(shown());
  });
}

TEST(DeclaredFile, WhatChangedBetweenTwoVersionsIsCounted) {
  each_world([](db::Database& database) {
    ASSERT_TRUE(kept(database, "code;n;d\n76540;50;100\n76095;s;10\n48095;1;4\n"));
    ASSERT_TRUE(kept(database, "code;n;d\n76540;60;100\n76095;5;10\n2A004;1;2\n"));
    database.read([&](db::Transaction& tx) {
      const auto versions = ingest::versions(tx, "essai");
      const auto changes = changes_between(tx, versions.back().id, versions.front().id);
      EXPECT_EQ(changes.places_added, (std::vector<std::string>{"com:2A004", "dep:2A", "epci:242010056", "reg:94"}));
      EXPECT_EQ(changes.places_removed, (std::vector<std::string>{"com:48095", "dep:48", "epci:244800405", "reg:76"}));
      EXPECT_EQ(changes.count.changed, 2U) << "Rouen's value, Bihorel's state";
      EXPECT_EQ(changes.count.same, 0U);
      ChangeCount told;
      for (const auto& one : changes.series) {
        EXPECT_EQ(one.indicator, "essai-taux");
        told.added += one.count.added, told.removed += one.count.removed, told.changed += one.count.changed;
        EXPECT_EQ(one.count.changed, one.level == core::Level::commune ? 2U : 0U);
      }
      EXPECT_EQ(std::tie(told.added, told.removed, told.changed),
                std::tie(changes.count.added, changes.count.removed, changes.count.changed));
      EXPECT_TRUE(changes.indicators_added.empty());
      const auto itself = changes_between(tx, versions.front().id, versions.front().id);
      EXPECT_EQ(itself.count.added + itself.count.removed + itself.count.changed, 0U);
      EXPECT_GT(itself.count.same, 0U);
      EXPECT_TRUE(itself.series.empty());
    });
  });
}

TEST(DeclaredFile, CannotTakeANameThatIsTaken) {
  each_world([](db::Database& database) {
    const auto error = [&](std::string_view from, std::string_view to) {
      std::string text = mapping_text(kWide, kRate);
      text.replace(text.find(from), from.size(), to);
      const auto outcome =
          import_file(ground(), database, source_of(std::string(kRows)), mapping_of(text), {"essai.csv"});
      return outcome ? std::string("none") : outcome.error().message_id;
    };
    EXPECT_EQ(error("id = \"essai\"", "id = \"indicateurs\""), "observatory.file.taken");
    EXPECT_EQ(error("id = \"essai\"", "id = \"catalogue\""), "observatory.file.taken");
    EXPECT_EQ(error("id = \"essai-taux\"", "id = \"poverty-rate\""), "observatory.file.taken");
    EXPECT_EQ(error("id = \"essai\"", "id = \"essai\""), "none");
    EXPECT_EQ(error("id = \"essai\"", "id = \"autre\""), "observatory.file.taken") << "essai-taux is of another set";
  });
}

}  // namespace
}  // namespace catalyse::observatory
