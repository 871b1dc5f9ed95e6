#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "world_for_test.hpp"

namespace catalyse::territories {
namespace {

using testing::at;
using testing::Folder;
using testing::WorldCopy;

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all;
  for (const auto& migration : ingest::version_migrations()) all.push_back(migration);
  for (const auto& migration : migrations()) all.push_back(migration);
  return all;
}

core::Result<std::vector<ingest::Report>> import(db::Database& database, const ingest::Bundle& bundle,
                                                 const plug::ImportOptions& options = {}) {
  std::vector<ingest::Report> reports;
  for (const auto& importer : importers()) {
    auto report = importer.run(bundle, database, options);
    if (!report) return std::unexpected(report.error());
    reports.push_back(*std::move(report));
  }
  return reports;
}

void each_imported(const std::function<void(db::Database&)>& test) {
  const auto steps = all_migrations();
  db::testing::each_database(steps, [&](db::Database& database) {
    const auto reports = import(database, testing::open_bundle(testing::kWorld));
    ASSERT_TRUE(reports) << reports.error().note;
    ASSERT_EQ(reports->size(), 2U);
    test(database);
  });
}

std::int64_t count(db::Database& database, const std::string& table) {
  std::int64_t rows = 0;
  database.read([&](db::Transaction& tx) {
    tx.each<std::int64_t>("SELECT COUNT(*) FROM " + table, {}, [&](std::int64_t n) { rows = n; });
  });
  return rows;
}

TEST(ImportedTerritories, AreTheSameModelAsTheFilesThemselves) {
  each_imported([](db::Database& database) {
    Folder folder;
    const auto model = load(database, folder.path());
    ASSERT_TRUE(model) << model.error().note;
    auto direct = testing::world_records();
    direct.version = (*model)->version();
    const auto expected = build(direct);
    ASSERT_EQ((*model)->size(), expected->size());
    for (PlaceIndex i = 0; i < expected->size(); ++i) {
      const auto &a = (*model)->place(i), &b = expected->place(i);
      EXPECT_EQ(a.code, b.code);
      EXPECT_EQ(a.name, b.name);
      EXPECT_EQ(a.population, b.population);
      EXPECT_EQ(a.area_km2, b.area_km2);
      EXPECT_EQ(a.longitude, b.longitude);
      EXPECT_EQ(a.epci, b.epci);
      EXPECT_EQ((*model)->density_class(i), expected->density_class(i));
      EXPECT_EQ((*model)->memberships(i).size(), expected->memberships(i).size());
      EXPECT_EQ((*model)->former_communes(i).size(), expected->former_communes(i).size());
      EXPECT_EQ((*model)->postcodes(i), expected->postcodes(i));
    }
    EXPECT_EQ((*model)->restorations().size(), 3U);
    EXPECT_EQ((*model)->population_year(), 2023);
  });
}

TEST(ImportedTerritories, ReportEveryFile) {
  const auto steps = all_migrations();
  db::testing::each_database(steps, [&](db::Database& database) {
    std::vector<std::string> said;
    plug::ImportOptions options;
    options.progress = [&](std::string_view what, double share) {
      EXPECT_GE(share, 0);
      EXPECT_LE(share, 1);
      said.emplace_back(what);
    };
    const auto reports = import(database, testing::open_bundle(testing::kWorld), options);
    ASSERT_TRUE(reports) << reports.error().note;
    EXPECT_EQ(reports->at(0).files.size(), 12U);
    EXPECT_EQ(reports->at(1).files.size(), 4U);
    EXPECT_EQ(reports->at(0).files[6].kept, 36U);
    EXPECT_EQ(reports->at(0).refused(), 0U);
    EXPECT_FALSE(reports->at(0).unchanged);
    EXPECT_TRUE(std::ranges::count(said, std::string("communes")) > 0);
  });
}

TEST(ImportedTerritories, AreImportedOnce) {
  each_imported([](db::Database& database) {
    const auto before = count(database, "commune");
    const auto again = import(database, testing::open_bundle(testing::kWorld));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->at(0).unchanged);
    EXPECT_TRUE(again->at(1).unchanged);
    EXPECT_EQ(count(database, "commune"), before);
    EXPECT_EQ(count(database, "data_version"), 2);
  });
}

TEST(ImportedTerritories, KeepEarlierVersions) {
  each_imported([](db::Database& database) {
    Folder folder;
    std::int64_t first = 0;
    database.read([&](db::Transaction& tx) { first = **ingest::current_version(tx, "territoires"); });
    WorldCopy copy;
    copy.change("territories/communes.csv", "117662", "117663");
    ASSERT_TRUE(import(database, copy.open()));
    const auto now = load(database, folder.path()), then = load_versions(database, folder.path(), first, std::nullopt);
    ASSERT_TRUE(now);
    ASSERT_TRUE(then);
    EXPECT_EQ((*now)->place(at(**now, "76540")).population, 117663);
    EXPECT_EQ((*then)->place(at(**then, "76540")).population, 117662);
    EXPECT_FALSE((*then)->density_class(at(**then, "76540"))) << "asked for without zonings";
    EXPECT_NE((*now)->version(), (*then)->version());
    ASSERT_TRUE(import(database, testing::open_bundle(testing::kWorld)));
    EXPECT_EQ((*load(database, folder.path()))->place(at(**now, "76540")).population, 117662)
        << "going back makes it current again";
  });
}

TEST(ImportedTerritories, ARefusedSetLeavesThePreviousOneWhole) {
  each_imported([](db::Database& database) {
    const auto before = count(database, "commune");
    WorldCopy copy;
    copy.change("territories/communes.csv", ",117662,", ",many,");
    plug::ImportOptions strict;
    strict.strict = true;
    const auto refused = import(database, copy.open(), strict);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message_id, "ingest.import.refused");
    EXPECT_NE(refused.error().note.find("communes.csv:22: population 'many'"), std::string::npos)
        << refused.error().note;
    EXPECT_EQ(count(database, "commune"), before);
    Folder folder;
    EXPECT_TRUE(load(database, folder.path()));
    EXPECT_TRUE(import(database, copy.open())) << "one bad row does not stop the rest";
    EXPECT_EQ(count(database, "commune"), before * 2 - 1);
  });
}

TEST(ImportedTerritories, ADamagedFileChangesNothing) {
  each_imported([](db::Database& database) {
    WorldCopy copy;
    copy.change("territories/communes.csv", "117662", "117663");
    const auto file = copy.open().folder() / "territories/postcodes.csv";
    testing::put(file, testing::content_of(file) + "76540,76100,ROUEN\n");
    const auto refused = import(database, copy.open());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message_id, "ingest.file.damaged");
    EXPECT_EQ(count(database, "data_version"), 2);
  });
}

TEST(ImportedTerritories, ZoningsWaitForTheirTerritories) {
  const auto steps = all_migrations();
  db::testing::each_database(steps, [&](db::Database& database) {
    const auto zonings = importers().at(1).run(testing::open_bundle(testing::kWorld), database, {});
    ASSERT_FALSE(zonings);
    EXPECT_EQ(zonings.error().message_id, "territories.none");
    Folder folder;
    const auto model = load(database, folder.path());
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().message_id, "territories.none");
    EXPECT_EQ(model.error().kind, core::ErrorKind::unavailable);
  });
}

TEST(LoadedTerritories, ComeFromTheSnapshotAndMakeADamagedOneAnew) {
  each_imported([](db::Database& database) {
    Folder folder;
    std::vector<std::string> notes;
    const Note note = [&](std::string_view line) { notes.emplace_back(line); };
    ASSERT_TRUE(load(database, folder.path(), note));
    ASSERT_TRUE(load(database, folder.path(), note));
    EXPECT_TRUE(notes.empty());
    const auto file = std::filesystem::directory_iterator(folder.path())->path();
    const auto good = testing::content_of(file);
    testing::put(file, good.substr(0, good.size() / 2));
    const auto model = load(database, folder.path(), note);
    ASSERT_TRUE(model);
    EXPECT_EQ((*model)->place(at(**model, "76540")).name, "Rouen");
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes[0].find("checksum"), std::string::npos) << notes[0];
    EXPECT_EQ(testing::content_of(file), good) << "written again";
    ASSERT_TRUE(load(database, folder.path(), note));
    EXPECT_EQ(notes.size(), 1U);
  });
}

TEST(LoadedTerritories, DoWithoutAFolderToWriteTo) {
  each_imported([](db::Database& database) {
    Folder folder;
    testing::put(folder.path() / "file", "");
    std::vector<std::string> notes;
    const auto model = load(database, folder.path() / "file", [&](std::string_view line) { notes.emplace_back(line); });
    ASSERT_TRUE(model);
    EXPECT_EQ(notes.size(), 1U);
  });
}

}  // namespace
}  // namespace catalyse::territories
