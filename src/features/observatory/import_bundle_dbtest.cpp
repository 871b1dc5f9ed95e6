// The import of the product's own data bundle, held against a second, plain reading of its tables.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "db/testing.hpp"
#include "importers.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "territories/importers.hpp"

namespace catalyse::observatory {
namespace {

// A file of the bundle, its cells as text.
struct Sheet {
  std::map<std::string, std::size_t> columns;
  std::vector<std::vector<std::string>> rows;
  [[nodiscard]] const std::string& at(std::size_t row, const std::string& column) const {
    return rows[row][columns.at(column)];
  }
};

const Sheet& sheet(const ingest::Bundle& bundle, const std::string& name) {
  static std::map<std::string, Sheet> read;
  const auto [found, fresh] = read.try_emplace(name);
  if (!fresh) return found->second;
  const auto text = bundle.read(*bundle.find(name)).value();
  ingest::CsvReader reader(text);
  for (std::size_t i = 0; i < reader.header().size(); ++i) found->second.columns[reader.header()[i]] = i;
  while (const auto cells = reader.next()) found->second.rows.emplace_back((*cells)->begin(), (*cells)->end());
  return found->second;
}

double number(const std::string& text) { return text.empty() ? std::nan("") : std::stod(text); }

// `a+b-c` over the rows given, added up; NaN when a cell is blank. Empty: NaN.
double sum_of(const std::string& expression, const Sheet& sheet, const std::vector<std::size_t>& rows) {
  if (expression.empty()) return std::nan("");
  double sum = 0, sign = 1;
  for (std::size_t at = 0; at < expression.size();) {
    const std::size_t end = std::min(expression.find_first_of("+-", at), expression.size());
    for (const std::size_t row : rows) sum += sign * number(sheet.at(row, expression.substr(at, end - at)));
    sign = end < expression.size() && expression[end] == '-' ? -1 : 1;
    at = end + 1;
  }
  return sum;
}

struct Stored {
  std::int64_t state;
  double value, numerator, denominator;
};

class RealBundle : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    bundle_ = new ingest::Bundle(ingest::Bundle::open("data").value());
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
  static bool absorbed(const std::string& commune) {
    static const auto codes = [] {
      std::set<std::string> all;
      const Sheet& passage = sheet(*bundle_, "passage");
      for (std::size_t i = 0; i < passage.rows.size(); ++i) all.insert(passage.at(i, "new_code"));
      return all;
    }();
    return codes.contains(commune);
  }
  static ingest::Bundle* bundle_;
  static db::testing::FreshDatabase* fresh_;
  static db::Database* database_;
  static ingest::Report* report_;
};
ingest::Bundle* RealBundle::bundle_ = nullptr;
db::testing::FreshDatabase* RealBundle::fresh_ = nullptr;
db::Database* RealBundle::database_ = nullptr;
ingest::Report* RealBundle::report_ = nullptr;

TEST_F(RealBundle, NoRowIsBad) {
  EXPECT_EQ(report_->refused(), 0U);
  EXPECT_EQ(report_->files.size(), bundle_->of_set(kIndicatorSet).size());  // every file of the set was read
}

std::set<std::string> current_codes(const ingest::Bundle& bundle, const std::string& level) {
  const std::map<std::string, std::pair<std::string, std::string>> groups{
      {"epci", {"epci", "siren"}}, {"dep", {"departements", "code"}}, {"reg", {"regions", "code"}}};
  const auto group = groups.find(level);
  const Sheet& places = sheet(bundle, group == groups.end() ? "communes" : group->second.first);
  std::set<std::string> codes;
  for (std::size_t i = 0; i < places.rows.size(); ++i) {
    if (group != groups.end())
      codes.insert(places.at(i, group->second.second));
    else if (places.at(i, "kind") == (level == "com" ? "commune" : "arrondissement-municipal"))
      codes.insert(places.at(i, "code"));
  }
  return codes;
}

// Rows of the table by the place they belong to today: its own row, and those of the communes that it absorbed and the
// table still names.
std::map<std::string, std::vector<std::size_t>> rows_by_place(const ingest::Bundle& bundle, const Sheet& table,
                                                              const std::string& level) {
  const auto codes = current_codes(bundle, level);
  std::map<std::string, std::string> now;
  const Sheet& passage = sheet(bundle, "passage");
  for (std::size_t i = 0; i < passage.rows.size(); ++i)
    if (passage.at(i, "weight") == "1") now[passage.at(i, "old_code")] = passage.at(i, "new_code");
  std::map<std::string, std::vector<std::size_t>> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const std::string& code = table.at(i, "code");
    if (codes.contains(code))
      rows[code].push_back(i);
    else if (level == "com" && now.contains(code))
      rows[now.at(code)].push_back(i);
  }
  return rows;
}

// Both ways: a figure in SQL is its cell, and a cell is in SQL unless the method says that it is missing.
TEST_F(RealBundle, EveryFigureIsThatOfItsSourceCells) {
  const Sheet& series = sheet(*bundle_, "series");
  std::size_t equal = 0, other = 0, merged = 0, lost = 0;
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::vector<std::size_t>>> rows;
  for (std::size_t s = 0; s < series.rows.size(); ++s) {
    const auto is = [&](const char* column) -> const std::string& { return series.at(s, column); };
    if (!is("from_level").empty()) continue;
    const Sheet& table = sheet(*bundle_, is("table"));
    auto& places = rows[{is("table"), is("level")}];
    if (places.empty()) places = rows_by_place(*bundle_, table, is("level"));
    const auto stored = figures(is("indicator"), is("level"), is("year"));
    const double factor = is("factor").empty() ? 1 : number(is("factor")), years = number(is("growth_years"));
    for (const auto& [code, parts] : places) {
      const double n = sum_of(is("num"), table, parts), d = sum_of(is("den"), table, parts);
      const double ratio = std::isnan(years) ? factor * n / d : factor * (std::pow(n / d, 1 / years) - 1);
      const double expected = is("value").empty() ? ratio : sum_of(is("value"), table, parts) * factor;
      const auto found = stored.find(code);
      const bool present = found != stored.end() && found->second.state == 0;
      if (!present) {
        lost += std::isfinite(expected) ? 1U : 0U;
        // Without counts, a commune that absorbed another since (the table may have no row of it) has no figure.
        if (std::isfinite(expected) && (is("num").empty() ? !absorbed(code) : true))
          ADD_FAILURE() << is("indicator") << " " << code;
        continue;
      }
      const Stored& cell = found->second;
      merged += parts.size() > 1 ? 1U : 0U;
      const bool same = is("value").empty() ? cell.numerator == n && cell.denominator == d &&
                                                  std::abs(cell.value - ratio) <= 1e-9 * std::abs(ratio)
                                            : cell.value == expected;
      ++(same ? equal : other);
      if (!same && other < 5)
        ADD_FAILURE() << is("indicator") << " " << is("level") << " " << code << ": " << cell.value << " not "
                      << expected;
    }
  }
  EXPECT_EQ(other, 0U);
  EXPECT_GT(equal, 1'900'000U);
  EXPECT_GT(merged, 0U);
  EXPECT_LT(lost, 10'000U);
}

TEST_F(RealBundle, ASummedFigureIsTheSumOfItsMembersCounts) {
  const Sheet& series = sheet(*bundle_, "series");
  const Sheet& communes = sheet(*bundle_, "communes");
  const std::map<std::string, std::string> columns{{"epci", "epci"}, {"dep", "departement"}, {"reg", "region"}};
  std::size_t compared = 0;
  for (std::size_t s = 0; s < series.rows.size(); ++s) {
    if (series.at(s, "from_level") != "com") continue;
    const std::string &indicator = series.at(s, "indicator"), &year = series.at(s, "year"),
                      &level = series.at(s, "level");
    const auto members = figures(indicator, "com", year), groups = figures(indicator, level, year);
    std::map<std::string, std::pair<double, double>> sums;
    for (std::size_t i = 0; i < communes.rows.size(); ++i) {
      const auto found = members.find(communes.at(i, "code"));
      if (found == members.end() || found->second.state != 0) continue;
      auto& [n, d] = sums[communes.at(i, columns.at(level))];
      n += found->second.numerator;
      d += found->second.denominator;
    }
    for (const auto& [code, cell] : groups) {
      if (cell.state != 0) continue;
      ++compared;
      ASSERT_NEAR(cell.numerator, sums.at(code).first, 1e-6 * std::abs(cell.numerator)) << indicator << " " << code;
      ASSERT_NEAR(cell.denominator, sums.at(code).second, 1e-6 * cell.denominator) << indicator << " " << code;
    }
  }
  EXPECT_GT(compared, 14'000U);
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
  const Sheet& communes = sheet(*bundle_, "communes");
  for (std::size_t i = 0; i < communes.rows.size(); ++i)
    if (communes.at(i, "kind") == "commune")
      sums[communes.at(i, "departement")] += people.at(communes.at(i, "code")).value;
  const Sheet& independent = sheet(*bundle_, "indicators/tables/ptod_2022_dep.csv.gz");
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
