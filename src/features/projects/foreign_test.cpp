// Files of others, cell by cell: the published samples of the SCDL schema, and packages of 360Giving.
#include "foreign.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace catalyse::projects {
namespace {

std::string sample(const std::string& name) {
  std::ifstream in("tests/samples/scdl-subventions/" + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

Foreign scdl(const std::string& name) {
  auto read = read_scdl(sample(name), "x1", name);
  if (!read) throw std::runtime_error(read.error().note);
  return std::move(*read);
}

TEST(Scdl, TakesEveryRowOfTheValidSample) {
  const auto read = scdl("exemple_valide.csv");
  EXPECT_EQ(read.report.read, 29U);
  EXPECT_EQ(read.report.kept, 29U);
  EXPECT_EQ(read.report.refused, 0U);
  ASSERT_EQ(read.records.programmes.size(), 1U);
  EXPECT_EQ(read.records.programmes[0].funder_siren, "210600045");
  EXPECT_EQ(read.records.projects[0].amount, 9'978'657);
  EXPECT_EQ(read.records.projects[0].year, 2015);
}

TEST(Scdl, RefusesEveryRowOfTheInvalidSampleByItsCells) {
  const auto read = scdl("exemple_invalide_erreurs_cellules.csv");
  EXPECT_EQ(read.report.refused, read.report.read) << "the funder's SIRET is truncated in each";
  EXPECT_TRUE(read.records.projects.empty());
  const auto told = [&](std::uint64_t line, std::string_view column, std::string_view value, std::string_view word) {
    return std::ranges::any_of(read.report.bad, [&](const ingest::BadRow& bad) {
      return bad.line == line && bad.column == column && bad.value == value &&
             bad.reason.find(word) != std::string::npos;
    });
  };
  EXPECT_TRUE(told(2, "idAttribuant", "21860194600000", "truncated"));
  EXPECT_TRUE(told(2, "conditionsVersement", "unique;échelonné", "not unique"));
  EXPECT_TRUE(told(2, "pourcentageSubvention", "100", "0.01 to 1"));
  EXPECT_TRUE(told(5, "dateConvention", "05/12/2016", "YYYY-MM-DD"));
  EXPECT_TRUE(told(5, "rnaBeneficiaire", "W3222", "nine digits"));
  EXPECT_TRUE(told(6, "idBeneficiaire", "32402138500000.0", "spreadsheet"));
  EXPECT_TRUE(told(6, "montant", "100000,1", "not an amount"));
  EXPECT_TRUE(told(6, "notificationUE", "no", "oui or non"));
  EXPECT_TRUE(told(7, "idAttribuant", "218601946", "14 digits"));
  EXPECT_TRUE(told(8, "datesPeriodeVersement", "2017-06-27_2018-06-27", "slash"));
  EXPECT_TRUE(told(9, "pourcentageSubvention", "0,5", "decimal point"));
  EXPECT_TRUE(told(10, "montant", "", "empty"));
  EXPECT_TRUE(told(16, "nature", "aide en numéraire,aide en nature", "semicolon"));
}

TEST(Scdl, NamesTheColumnThatAFileLacks) {
  const auto read = read_scdl(sample("exemple_invalide_erreurs_colonnes.csv"), "x1", "f.csv");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message_id, "projects.file.columns");
  EXPECT_EQ(read.error().parameters[1].second, "nomBeneficiaire");
}

TEST(Scdl, KeepsTheGoodRowsBesideABadOne) {
  auto text = sample("exemple_valide.csv");
  const auto line = text.find('\n') + 1;
  const auto next = text.find('\n', line) + 1;
  auto bad = text.substr(line, next - line);
  bad.replace(bad.find("21060004500392"), 14, "22040000000000");
  const auto read = read_scdl(text.insert(line, bad), "x1", "f.csv");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->report.kept, 29U);
  ASSERT_EQ(read->report.bad.size(), 1U);
  EXPECT_EQ(read->report.bad[0].column, "idAttribuant");
  EXPECT_EQ(read->report.bad[0].line, 2U);
}

TEST(Days, MustExist) {
  EXPECT_EQ(year_of_day("2016-02-29"), 2016);
  for (const auto* bad : {"2017-02-29", "2017-13-01", "2017-00-10", "05/12/2016", "2017-1-1", "20170101", "",
                          "2017-01-01x", "1789-07-14"})
    EXPECT_FALSE(year_of_day(bad)) << bad;
}

constexpr std::string_view kGrant =
    R"({"id":"g1","title":"Eau","description":"d","currency":"EUR","amountAwarded":1234.5,"awardDate":"2021-03-04T00:00:00+00:00",
"recipientOrganization":[{"id":"FR-INSEE-217605401","name":"Rouen"}],"fundingOrganization":[{"id":"FR-INSEE-224400028","name":"CD"}],
"beneficiaryLocation":[{"countryCode":"FR","geoCode":"76540"}]})";

std::string package(std::string_view grants) { return "{\"grants\":[" + std::string(grants) + "]}"; }

std::string changed(std::string_view from, std::string_view to) {
  std::string grant(kGrant);
  grant.replace(grant.find(from), from.size(), to);
  return grant;
}

TEST(Giving, TakesAGrantInEuros) {
  const auto read = read_giving(package(kGrant), "x1", "g.json");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->records.projects.size(), 1U);
  const auto& project = read->records.projects[0];
  EXPECT_EQ(project.amount, 123'450);
  EXPECT_EQ(project.year, 2021);
  EXPECT_EQ(project.siren, "217605401");
  EXPECT_EQ(project.insee, "76540");
}

TEST(Giving, RefusesEachFaultByItsName) {
  for (const auto& [from, to, column] :
       {std::tuple{"\"EUR\"", "\"GBP\"", "currency"},
        {"1234.5", "-3", "amountAwarded"},
        {"1234.5", "\"12\"", "amountAwarded"},
        {"2021-03-04T00:00:00+00:00", "05/06/2014", "awardDate"},
        {"\"Eau\"", "\"\"", "title"},
        {"FR-INSEE-217605401", "FR-INSEE-217605402", "recipientOrganization"},
        {"\"name\":\"Rouen\"", "\"name\":\"Madame Martin\"", "recipientOrganization"},
        {"fundingOrganization", "other", "fundingOrganization"},
        {"\"id\":\"g1\"", "\"toIndividualsDetails\":{},\"id\":\"g1\"", "recipientIndividual"}}) {
    const auto read = read_giving(package(changed(from, to) + "," + std::string(kGrant)), "x1", "g.json");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->report.kept, 1U) << to;
    ASSERT_EQ(read->report.bad.size(), 1U) << to;
    EXPECT_EQ(read->report.bad[0].column, column) << to;
  }
}

TEST(Giving, IsNotFooledByWhatIsNoPackage) {
  for (const auto* bad : {"", "[]", "{}", "{\"grants\":1}", "{\"grants\":[", "nul"})
    EXPECT_FALSE(read_giving(bad, "x1", "g.json")) << bad;
  const auto odd = read_giving("{\"grants\":[1,null,{}]}", "x1", "g.json");
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->report.refused, 3U);
  EXPECT_FALSE(read_giving("{\"grants\":" + std::string(100000, '[') + "}", "x1", "g.json"));
}

}  // namespace
}  // namespace catalyse::projects
