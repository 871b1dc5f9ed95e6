#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "csv.hpp"
#include "guard.hpp"
#include "json.hpp"

namespace catalyse::exporting {
namespace {

std::string row(Dialect dialect, auto&& fill) {
  CsvWriter csv(dialect);
  fill(csv);
  csv.end_row();
  return csv.take();
}

TEST(Csv, AFormulaIsNeutralisedInBothDialects) {
  for (const std::string evil : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx",
                                 "\xEF\xBC\x9D"
                                 "1"}) {
    for (const Dialect dialect : {Dialect::standard, Dialect::excel_fr}) {
      const auto line = row(dialect, [&](CsvWriter& csv) { csv.text(evil); });
      EXPECT_NE(line.find("\"'" + evil), std::string::npos) << line;
    }
  }
}

TEST(Csv, WhatIsGuardedIsReadBackAsItWas) {
  for (const std::string text : {"=1+1", "- un tiret", "'=1", "''- deux", "l'eau", "'", "", "'l'", "@",
                                 "\xEF\xBC\x9D"
                                 "1"}) {
    const auto cell = needs_guard(text) ? "'" + text : text;
    EXPECT_EQ(unguarded(cell), text);
    EXPECT_TRUE(row(Dialect::standard, [&](CsvWriter& csv) { csv.text(text); }).contains(cell)) << text;
  }
}

TEST(Csv, ACodeKeepsItsZeroInExcelAndStaysPlainElsewhere) {
  EXPECT_EQ(row(Dialect::standard, [](CsvWriter& csv) { csv.code("01001").number(12.5); }), "01001,12.5\n");
  EXPECT_EQ(row(Dialect::excel_fr, [](CsvWriter& csv) { csv.code("01001").number(12.5); }),
            "\xEF\xBB\xBF\"=\"\"01001\"\"\";12,5\r\n");
}

TEST(Csv, ACodeThatIsNotOneIsTreatedAsText) {
  EXPECT_EQ(row(Dialect::standard, [](CsvWriter& csv) { csv.code("=cmd"); }), "\"'=cmd\"\n");
}

TEST(Csv, QuotesSeparatorsAndNewLinesSurvive) {
  EXPECT_EQ(row(Dialect::standard, [](CsvWriter& csv) { csv.text("a \"b\", c\nd").blank().number(std::nan("")); }),
            "\"a \"\"b\"\", c\nd\",,\n");
}

TEST(Csv, OnlyKnownDialectsAreUnderstood) {
  EXPECT_EQ(dialect_from(std::nullopt), Dialect::standard);
  EXPECT_EQ(dialect_from("excel-fr"), Dialect::excel_fr);
  EXPECT_FALSE(dialect_from("quattro"));
}

TEST(Json, WhatIsWrittenReadsBackTheSame) {
  JsonWriter json;
  json.object([&] {
    json.field("name", "L'Haÿ \"les\" Roses\n");
    json.field("value", 0.1);
    json.field("absent", std::optional<double>{});
    json.field("wild", std::numeric_limits<double>::infinity());
    json.array("list", [&] {
      json.value(1);
      json.value(true);
      json.object([] {});
    });
    json.object("inner", [&] { json.field("n", std::int64_t{5000000000}); });
  });
  const auto text = json.take();
  const auto read = boost::json::parse(text);
  EXPECT_EQ(read.at("name").as_string(), "L'Haÿ \"les\" Roses\n");
  EXPECT_EQ(read.at("value").as_double(), 0.1);
  EXPECT_TRUE(read.at("absent").is_null());
  EXPECT_TRUE(read.at("wild").is_null());
  EXPECT_EQ(read.at("list").as_array().size(), 3U);
  EXPECT_EQ(read.at("inner").at("n").to_number<std::int64_t>(), 5000000000);
}

}  // namespace
}  // namespace catalyse::exporting
