#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "importers.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "store.hpp"

namespace catalyse::observatory {
namespace {

using ingest::testing::BundleCopy;
using ingest::testing::open_bundle;

constexpr const char* kWorld = "tests/world";
constexpr const char* kCensus = "indicators/tables/census_2021_com.csv";
const auto kClock = std::make_shared<core::FixedClock>(core::Instant{std::chrono::seconds(1'800'000'000)});

core::Result<ingest::Report> import(db::Database& database, const ingest::Bundle& bundle,
                                    const plug::ImportOptions& options = {}) {
  return importers(kClock).front().run(bundle, database, options);
}

void each_imported(const std::function<void(db::Database&)>& test) {
  std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
  all.insert(all.end(), migrations().begin(), migrations().end());
  db::testing::each_database(all, [&](db::Database& database) {
    plug::ImportOptions strict;
    strict.strict = true;
    const auto report = import(database, open_bundle(kWorld), strict);
    ASSERT_TRUE(report) << report.error().note;
    test(database);
  });
}

// The figures of the current version.
class Figures {
 public:
  explicit Figures(const db::Database& database) {
    database.read([&](db::Transaction& tx) {
      std::vector<std::int64_t> ids;
      const Catalogue catalogue = read_catalogue(tx, **ingest::current_version(tx, kIndicatorSet), ids);
      for (std::size_t s = 0; s < ids.size(); ++s) {
        const auto& row = catalogue.series[s];
        const std::string name = catalogue.indicators[row.indicator].indicator.id + " " +
                                 std::string(core::level_name(row.series.level)) + " " +
                                 std::to_string(row.series.year) + " ";
        each_observation(tx, ids[s],
                         [&](std::string_view place, const Observation& o) { all_[name + std::string(place)] = o; });
      }
    });
  }
  // `indicator level year code`
  [[nodiscard]] Observation at(const std::string& key) const {
    const auto found = all_.find(key);
    return found == all_.end() ? Observation{} : found->second;
  }
  [[nodiscard]] std::size_t size() const { return all_.size(); }

 private:
  std::map<std::string, Observation> all_;
};

std::size_t version_count(const db::Database& database) {
  std::size_t count = 0;
  database.read([&](db::Transaction& tx) { count = ingest::versions(tx, kIndicatorSet).size(); });
  return count;
}

TEST(ImportedIndicators, HoldTheFiguresOfTheirTables) {
  each_imported([](db::Database& database) {
    const Figures figures(database);
    const auto rouen = figures.at("unemployment-rate-census com 2021 76540");
    EXPECT_EQ(rouen.numerator, 9100);
    EXPECT_EQ(rouen.denominator, 55928);
    EXPECT_EQ(rouen.value, 100 * 9100.0 / 55928);
    EXPECT_EQ(figures.at("poverty-rate com 2021 48095").value, 13);
    EXPECT_EQ(figures.at("unemployment-rate-census arm 2021 75112").numerator, 7321);
    EXPECT_EQ(figures.at("unemployment-rate-census com 2021 2A004").numerator, 2735);
  });
}

TEST(ImportedIndicators, SumTheCountsOfMergedCommunesAndGiveNoRateWithoutThem) {
  each_imported([](db::Database& database) {
    const Figures figures(database);
    // Saint-Denis absorbed Pierrefitte-sur-Seine (93059) in 2025; the census table still has both.
    const auto unemployment = figures.at("unemployment-rate-census com 2021 93066");
    EXPECT_EQ(unemployment.numerator, 11101 + 2640);
    EXPECT_EQ(unemployment.denominator, 55167 + 14375);
    EXPECT_EQ(figures.at("poverty-rate-2015 com 2015 93066").state, State::missing);
    EXPECT_EQ(figures.at("poverty-rate-2015 com 2015 93059").state, State::missing);
  });
}

TEST(ImportedIndicators, TellSecretFromAbsent) {
  each_imported([](db::Database& database) {
    const Figures figures(database);
    EXPECT_EQ(figures.at("poverty-rate-2015 com 2015 22016").state, State::secret);
    EXPECT_EQ(figures.at("median-standard-of-living-2015 com 2015 22016").value, 22398.26086956522);
    EXPECT_EQ(figures.at("poverty-rate com 2021 97411").state, State::missing);
    EXPECT_EQ(figures.at("centrality-class com 2026 97411").state, State::na);
  });
}

TEST(ImportedIndicators, AreSummedToHigherLevelsFromCountsOnly) {
  each_imported([](db::Database& database) {
    const Figures figures(database);
    // The world has six communes of Seine-Maritime: all of its population.
    const auto departement = figures.at("unemployment-rate-census dep 2021 76");
    EXPECT_EQ(departement.numerator, 9100 + 2125 + 2105 + 506 + 397 + 14304 + 1556);
    EXPECT_EQ(departement.state, State::present);
    EXPECT_DOUBLE_EQ(departement.value, 100 * departement.numerator / departement.denominator);
    EXPECT_EQ(figures.at("unemployment-rate-census dep 2021 976").state, State::missing);
  });
}

TEST(ImportedIndicators, AreImportedOnce) {
  each_imported([](db::Database& database) {
    const auto again = import(database, open_bundle(kWorld));
    ASSERT_TRUE(again) << again.error().note;
    EXPECT_TRUE(again->unchanged);
    EXPECT_EQ(version_count(database), 1U);
  });
}

TEST(ImportedIndicators, KeepEarlierVersionsAndMayGoBackToThem) {
  each_imported([](db::Database& database) {
    const std::size_t before = Figures(database).size();
    BundleCopy copy(kWorld);
    copy.change(kCensus, ",9100,55928", ",9200,55928");
    ASSERT_TRUE(import(database, copy.open()));
    EXPECT_EQ(version_count(database), 2U);
    EXPECT_EQ(Figures(database).at("unemployment-rate-census com 2021 76540").numerator, 9200);
    EXPECT_EQ(Figures(database).size(), before);
    const auto back = import(database, open_bundle(kWorld));
    ASSERT_TRUE(back);
    EXPECT_TRUE(back->unchanged);
    EXPECT_EQ(version_count(database), 2U);
    EXPECT_EQ(Figures(database).at("unemployment-rate-census com 2021 76540").numerator, 9100);
  });
}

TEST(ImportedIndicators, AreMadeAgainWhenTheTerritoriesChange) {
  each_imported([](db::Database& database) {
    BundleCopy copy(kWorld);
    copy.change("territories/passage.csv", "93059,Pierrefitte-sur-Seine,93066", "93059,Pierrefitte-sur-Seine,94038");
    ASSERT_TRUE(import(database, copy.open()));
    EXPECT_EQ(Figures(database).at("unemployment-rate-census com 2021 93066").numerator, 11101);
    EXPECT_EQ(Figures(database).at("unemployment-rate-census com 2021 94038").numerator, 1666 + 2640);
  });
}

TEST(ImportedIndicators, AFewBadRowsAreToldAndLeftOutUnlessStrict) {
  each_imported([](db::Database& database) {
    BundleCopy copy(kWorld);
    copy.change(kCensus, ",9100,55928", ",\"9,1\",55928");
    copy.change(kCensus, "48095,12316", "48999,12316");
    copy.change("indicators/tables/ptod_2022_com.csv", "\n48095,", "\n48095,123,");
    plug::ImportOptions strict;
    strict.strict = true;
    const auto refused = import(database, copy.open(), strict);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message_id, "ingest.import.refused");
    EXPECT_NE(
        refused.error().note.find("census_2021_com.csv:22: pop_15_64_chomage_2021 '9,1': not a finite decimal number"),
        std::string::npos)
        << refused.error().note;
    EXPECT_EQ(version_count(database), 1U);
    const auto report = import(database, copy.open());
    ASSERT_TRUE(report) << report.error().note;
    EXPECT_EQ(report->refused(), 3U);
    const Figures figures(database);
    EXPECT_EQ(figures.at("unemployment-rate-census com 2021 76540").state, State::missing);
    EXPECT_EQ(figures.at("unemployment-rate-census com 2021 48095").state, State::missing);
    EXPECT_EQ(figures.at("poverty-rate com 2021 48095").state, State::missing);
    database.read([&](db::Transaction& tx) {
      const auto kept = ingest::versions(tx, kIndicatorSet).front();
      EXPECT_EQ(kept.report, report->json());
      EXPECT_EQ(kept.imported_at, kClock->now());
    });
  });
}

TEST(ImportedIndicators, ADamagedBundleChangesNothing) {
  each_imported([](db::Database& database) {
    const auto fails_with = [&](const std::string& file, std::string_view from, std::string_view to) {
      BundleCopy copy(kWorld);
      copy.change(file, from, to);
      const auto failed = import(database, copy.open());
      EXPECT_EQ(version_count(database), 1U) << file;
      return failed ? std::string("imported") : failed.error().message_id;
    };
    EXPECT_EQ(fails_with(kCensus, "menages_2021,naissances_2022", "menages_2021,naissances"),
              "observatory.import.table");
    EXPECT_EQ(fails_with(kCensus, "code,", "insee,"), "observatory.import.table");
    EXPECT_EQ(fails_with("indicators/series.csv", "vintage", "millesime"), "observatory.import.catalogue");
    EXPECT_EQ(fails_with("indicators/series.csv", "com,2021,RP 2021 (2019-2023),1", "com,2021,RP 2021 (2019-2023),0"),
              "observatory.import.catalogue");
    EXPECT_EQ(fails_with("territories/communes.csv", "kind,", "nature,"), "observatory.import.territories");
    BundleCopy copy(kWorld);
    ingest::testing::put(copy.folder() / kCensus, "code\n");
    const auto failed = import(database, copy.open());
    ASSERT_TRUE(failed) << "the same checksums are announced: nothing to read again";
    EXPECT_TRUE(failed->unchanged);
    copy.change("indicators/themes.csv", "Emploi", "Emplois");
    const auto damaged = import(database, copy.open());
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().message_id, "ingest.file.damaged");
    EXPECT_EQ(version_count(database), 1U);
  });
}

TEST(ImportedIndicators, ACatalogueLineThatCannotBeUnderstoodIsToldWithItsColumn) {
  each_imported([](db::Database& database) {
    BundleCopy copy(kWorld);
    copy.change("indicators/series.csv", ",pop_15_64_chomage_2021,", ",pop_15_64_chomage_2021*2,");
    copy.change("indicators/indicators.csv", "higher-worse", "worse");
    plug::ImportOptions strict;
    strict.strict = true;
    const auto refused = import(database, copy.open(), strict);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().note.find("indicators.csv:2: direction 'worse'"), std::string::npos)
        << refused.error().note;
  });
}

}  // namespace
}  // namespace catalyse::observatory
