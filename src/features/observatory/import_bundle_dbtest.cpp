// The import of the product's own data bundle, held against a second, plain reading of its tables.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <map>

#include "bundle_reading.hpp"
#include "db/testing.hpp"
#include "importers.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "territories/importers.hpp"

namespace catalyse::observatory {
namespace {

double number(const std::string& text) { return text.empty() ? std::nan("") : std::stod(text); }

struct Stored {
  std::int64_t state;
  double value, numerator, denominator;
};

class RealBundle : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    bundle_ = new ingest::Bundle(ingest::Bundle::open("data").value());
    reading_ = new reference::BundleReading(*bundle_);
    fresh_ = new db::testing::FreshDatabase(db::Backend::sqlite);
    database_ = new db::Database(db::Database::open(fresh_->url()).value());
    std::vector<db::Migration> all;
    for (const auto& list : {ingest::version_migrations(), territories::migrations(), migrations()})
      all.insert(all.end(), list.begin(), list.end());
    ASSERT_TRUE(database_->migrate(all));
    for (const auto& importer : territories::importers()) ASSERT_TRUE(importer.run(*bundle_, *database_, {}));
    plug::ImportOptions options;
    options.strict = true;
    auto report = importers().front().run(*bundle_, *database_, options);
    ASSERT_TRUE(report) << report.error().note;
    report_ = new ingest::Report(std::move(*report));
  }
  static void TearDownTestSuite() {
    delete report_;
    delete database_;
    delete fresh_;
    delete reading_;
    delete bundle_;
  }
  static std::map<std::string, Stored> figures(const std::string& indicator, const std::string& level,
                                               const std::string& year) {
    std::map<std::string, Stored> found;
    database_->read([&](db::Transaction& tx) {
      tx.each<std::string, std::int64_t, std::optional<double>, std::optional<double>, std::optional<double>>(
          "SELECT o.place, o.state, o.value, o.numerator, o.denominator FROM observation o"
          " JOIN observatory_series s ON s.id = o.series JOIN observatory_indicator i ON i.version = s.version AND "
          "i.position = s.indicator"
          " WHERE i.id = :indicator AND s.level = :level AND s.year = :year",
          {indicator, level, std::int64_t{std::stoi(year)}},
          [&](std::string place, std::int64_t state, auto value, auto n, auto d) {
            found[std::move(place)] = {state, value.value_or(std::nan("")), n.value_or(std::nan("")),
                                       d.value_or(std::nan(""))};
          });
    });
    return found;
  }
  static ingest::Bundle* bundle_;
  static reference::BundleReading* reading_;
  static db::testing::FreshDatabase* fresh_;
  static db::Database* database_;
  static ingest::Report* report_;
};
ingest::Bundle* RealBundle::bundle_ = nullptr;
reference::BundleReading* RealBundle::reading_ = nullptr;
db::testing::FreshDatabase* RealBundle::fresh_ = nullptr;
db::Database* RealBundle::database_ = nullptr;
ingest::Report* RealBundle::report_ = nullptr;

TEST_F(RealBundle, NoRowIsBad) {
  EXPECT_EQ(report_->refused(), 0U);
  EXPECT_EQ(report_->files.size(), bundle_->of_set(kIndicatorSet).size());  // every file of the set was read
}

bool same_number(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

// Every cell of every year at every level, both ways: a figure is that of its source cells or the sum of its members'
// counts, an absence is called what the method calls it, and nothing else is there.
TEST_F(RealBundle, EveryCellIsThatOfItsSource) {
  const reference::Sheet& series = reading_->sheet("series");
  std::map<State, std::size_t> cells;
  std::size_t wrong = 0, summed = 0;
  for (std::size_t line = 0; line < series.rows.size(); ++line) {
    const std::string &indicator = series.at(line, "indicator"), &level = series.at(line, "level"),
                      &year = series.at(line, "year");
    auto stored = figures(indicator, level, year);
    for (const auto& [code, expected] : reading_->cells(line)) {
      const auto found = stored.find(code);
      const auto state = found == stored.end() ? State::missing : static_cast<State>(found->second.state);
      ++cells[expected.state];
      summed += expected.state == State::present && !series.at(line, "from_level").empty() ? 1U : 0U;
      bool good = state == expected.state;
      if (good && state == State::present) {
        const Stored& cell = found->second;
        good = same_number(cell.value, expected.value) && same_number(cell.numerator, expected.numerator) &&
               same_number(cell.denominator, expected.denominator);
      }
      if (found != stored.end()) stored.erase(found);
      if (good || ++wrong > 20) continue;
      ADD_FAILURE() << indicator << " " << level << ":" << code << " " << year << ": state " << static_cast<int>(state)
                    << ", not " << static_cast<int>(expected.state) << " with " << expected.value;
    }
    EXPECT_TRUE(stored.empty()) << indicator << " " << level << " " << year << ": of no place, such as "
                                << stored.begin()->first;
  }
  EXPECT_EQ(wrong, 0U);
  EXPECT_GT(cells[State::present], 2'000'000U);
  EXPECT_GT(cells[State::secret], 190'000U);
  EXPECT_GT(summed, 14'000U);
  std::cout << "compared: " << cells[State::present] << " figures (" << summed << " sums), " << cells[State::secret]
            << " secret, " << cells[State::na] << " without object, " << cells[State::missing] << " missing\n";
}

TEST_F(RealBundle, TheReadModelShowsEveryLatestFigureAndNoOther) {
  const ingest::testing::Folder folder;
  const auto places = territories::load(*database_, folder.path()).value();
  const auto loaded = load(*database_, *places, folder.path());
  ASSERT_TRUE(loaded) << loaded.error().note;
  std::size_t present = 0, secret = 0;
  for (const Series& series : (*loaded)->series()) {
    if (!series.latest) continue;
    const Indicator& indicator = (*loaded)->indicators()[series.indicator];
    const auto stored = figures(indicator.id, std::string(core::level_name(series.level)), std::to_string(series.year));
    const auto range = places->range(series.level);
    std::size_t met = 0;
    for (PlaceIndex place = range.first; place < range.last; ++place) {
      const Cell cell = (*loaded)->cell(series.indicator, place);
      const auto found = stored.find(std::string(places->place(place).code));
      const State state = found == stored.end() ? State::missing : static_cast<State>(found->second.state);
      met += found == stored.end() ? 0U : 1U;
      ASSERT_EQ(cell.state, state) << indicator.id << " " << places->place(place).code;
      secret += state == State::secret ? 1U : 0U;
      if (state != State::present) continue;
      ++present;
      ASSERT_EQ(cell.value, found->second.value) << indicator.id << " " << places->place(place).code;
      ASSERT_EQ(cell.numerator.has_value(), !std::isnan(found->second.numerator));
      if (cell.numerator) {
        ASSERT_EQ(*cell.numerator, found->second.numerator);
      }
    }
    EXPECT_EQ(met, stored.size()) << indicator.id;  // no figure of a place that is not there
  }
  EXPECT_GT(present, 1'300'000U);
  EXPECT_GT(secret, 100'000U);
}

TEST_F(RealBundle, PopulationOfTheDepartementsSummedFromCommunesIsTheIndependentSeries) {
  std::map<std::string, double> sums;
  const auto people = figures("population", "com", "2023");
  const reference::Sheet& communes = reading_->sheet("communes");
  for (std::size_t i = 0; i < communes.rows.size(); ++i)
    if (communes.at(i, "kind") == "commune")
      sums[communes.at(i, "departement")] += people.at(communes.at(i, "code")).value;
  const reference::Sheet& independent = reading_->sheet("indicators/tables/ptod_2022_dep.csv.gz");
  EXPECT_EQ(independent.rows.size(), 96U);
  for (std::size_t i = 0; i < independent.rows.size(); ++i)
    EXPECT_EQ(sums.at(independent.at(i, "code")), number(independent.at(i, "P23_POP"))) << independent.at(i, "code");
}

TEST_F(RealBundle, KnownFigures) {
  EXPECT_NEAR(figures("unemployment-rate-census", "com", "2021").at("76540").value, 16.3, 0.05);
  EXPECT_NEAR(figures("unemployment-rate-census", "com", "2021").at("48095").value, 9.3, 0.05);
  EXPECT_NEAR(figures("unemployment-rate-census", "com", "2021").at("97411").value, 27.7, 0.05);
  EXPECT_EQ(figures("poverty-rate", "com", "2021").at("76540").value, 23);
  EXPECT_EQ(figures("poverty-rate", "com", "2021").at("48095").value, 13);
  const auto rates = figures("unemployment-rate-census", "reg", "2021");
  double n = 0, d = 0;
  for (const auto& [region, cell] : rates) {
    n += cell.numerator;
    d += cell.denominator;
  }
  EXPECT_NEAR(100 * n / d, 12.1, 0.05);
  // A merged commune, a Corsican one, an arrondissement, a secret.
  EXPECT_TRUE(figures("unemployment-rate-census", "com", "2021").contains("49092"));
  EXPECT_TRUE(figures("unemployment-rate-census", "com", "2021").contains("2A004"));
  EXPECT_TRUE(figures("unemployment-rate-census", "arm", "2021").contains("75112"));
  EXPECT_EQ(figures("poverty-rate", "com", "2021").at("01002").state, 1);
}

TEST_F(RealBundle, ASecondImportChangesNothing) {
  const auto again = importers().front().run(*bundle_, *database_, {});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->unchanged);
  database_->read([&](db::Transaction& tx) { EXPECT_EQ(ingest::versions(tx, kIndicatorSet).size(), 1U); });
}

}  // namespace
}  // namespace catalyse::observatory
