#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "importers.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "territories/importers.hpp"

namespace catalyse::observatory {
namespace {

using ingest::testing::BundleCopy;
using ingest::testing::Folder;
using ingest::testing::open_bundle;

constexpr const char* kWorld = "tests/world";

void import_all(db::Database& database, const ingest::Bundle& bundle) {
  for (const auto& list : {territories::importers(), importers()}) {
    for (const auto& importer : list) {
      const auto report = importer.run(bundle, database, {});
      ASSERT_TRUE(report) << report.error().note;
    }
  }
}

void each_world(const std::function<void(db::Database&)>& test) {
  std::vector<db::Migration> all;
  for (const auto& list : {ingest::version_migrations(), territories::migrations(), migrations()})
    all.insert(all.end(), list.begin(), list.end());
  db::testing::each_database(all, [&](db::Database& database) {
    import_all(database, open_bundle(kWorld));
    test(database);
  });
}

std::uint16_t indicator(const Observatory& observatory, std::string_view id) {
  const auto& all = observatory.indicators();
  const auto found = std::ranges::find(all, id, &Indicator::id);
  if (found == all.end()) throw std::runtime_error("no indicator " + std::string(id));
  return static_cast<std::uint16_t>(found - all.begin());
}

PlaceIndex at(const territories::Territories& territories, std::string_view code) {
  return *territories.find(*core::PlaceCode::parse(code));
}

std::vector<std::filesystem::path> snapshots(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("observatory-")) found.push_back(entry.path());
  return found;
}

TEST(LoadedObservatory, ShowsTheFiguresOfTheCurrentVersion) {
  each_world([](db::Database& database) {
    const Folder folder;
    const auto places = territories::load(database, folder.path()).value();
    const auto loaded = load(database, *places, folder.path());
    ASSERT_TRUE(loaded) << loaded.error().note;
    const Observatory& observatory = **loaded;
    EXPECT_EQ(observatory.themes().size(), 11U);
    EXPECT_EQ(observatory.indicators().size(), 89U);
    EXPECT_EQ(observatory.series().size(), 384U);
    const auto unemployment = indicator(observatory, "unemployment-rate-census");
    const Cell rouen = observatory.cell(unemployment, at(*places, "76540"));
    EXPECT_EQ(rouen.value, 100 * 9100.0 / 55928);
    EXPECT_EQ(rouen.numerator, 9100);
    EXPECT_EQ(rouen.denominator, 55928);
    const auto poverty = indicator(observatory, "poverty-rate-2015");
    EXPECT_EQ(observatory.cell(poverty, at(*places, "22016")).state, State::secret);
    EXPECT_EQ(observatory.cell(poverty, at(*places, "93066")).state, State::missing);
    EXPECT_EQ(observatory.cell(poverty, at(*places, "dep:48")).state, State::present);
    EXPECT_TRUE(observatory.exists(unemployment, core::Level::region));
    EXPECT_EQ(observatory.indicators()[unemployment].producer, "INSEE, recensement");
    EXPECT_TRUE(observatory.indicators()[unemployment].census);
    EXPECT_TRUE(observatory.dossier(at(*places, "76540")));
  });
}

TEST(LoadedObservatory, OpensItsSnapshotTheSecondTimeAndMakesADamagedOneAnew) {
  each_world([](db::Database& database) {
    const Folder folder;
    const auto places = territories::load(database, folder.path()).value();
    ASSERT_TRUE(load(database, *places, folder.path()));
    ASSERT_EQ(snapshots(folder.path()).size(), 1U);
    const auto file = snapshots(folder.path()).front();
    const auto made = std::filesystem::last_write_time(file);
    ASSERT_TRUE(load(database, *places, folder.path()));
    EXPECT_EQ(std::filesystem::last_write_time(file), made);
    for (const std::uintmax_t size : {std::uintmax_t{0}, std::uintmax_t{100}, std::filesystem::file_size(file) / 2}) {
      std::filesystem::resize_file(file, size);
      const auto again = load(database, *places, folder.path());
      ASSERT_TRUE(again) << again.error().note;
      EXPECT_EQ((*again)->indicators().size(), 89U);
    }
    EXPECT_EQ(snapshots(folder.path()).size(), 1U);
  });
}

TEST(LoadedObservatory, AnOlderVersionStillGivesItsFigures) {
  each_world([](db::Database& database) {
    const Folder folder;
    std::int64_t first = 0;
    database.read([&](db::Transaction& tx) { first = **ingest::current_version(tx, kIndicatorSet); });
    BundleCopy copy(kWorld);
    copy.change("indicators/tables/census_2021_com.csv", ",9100,55928", ",9200,55928");
    import_all(database, copy.open());
    const auto places = territories::load(database, folder.path()).value();
    const auto rouen = [&](const auto& loaded) {
      return (*loaded)->cell(indicator(**loaded, "unemployment-rate-census"), at(*places, "76540")).numerator;
    };
    EXPECT_EQ(rouen(load(database, *places, folder.path())), 9200);
    EXPECT_EQ(rouen(load_version(database, *places, folder.path(), first)), 9100);
    EXPECT_EQ(load_version(database, *places, folder.path(), 12'345).error().message_id, "observatory.version.unknown");
  });
}

TEST(LoadedObservatory, SaysWhenNothingWasImported) {
  std::vector<db::Migration> all;
  for (const auto& list : {ingest::version_migrations(), territories::migrations(), migrations()})
    all.insert(all.end(), list.begin(), list.end());
  db::testing::each_database(all, [](db::Database& database) {
    const Folder folder;
    const auto bundle = open_bundle(kWorld);
    for (const auto& importer : territories::importers()) ASSERT_TRUE(importer.run(bundle, database, {}));
    const auto places = territories::load(database, folder.path()).value();
    const auto none = load(database, *places, folder.path());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message_id, "observatory.empty");
    EXPECT_EQ(none.error().kind, core::ErrorKind::unavailable);
  });
}

}  // namespace
}  // namespace catalyse::observatory
