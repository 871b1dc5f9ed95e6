#include <gtest/gtest.h>

#include "ingest/ingest.hpp"

namespace catalyse::ingest {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Outcome {
  std::vector<std::string> header;
  Rows rows;
  std::vector<std::pair<std::uint64_t, std::string>> bad;  // line, why
};

Outcome read(std::string_view text, char delimiter = ',') {
  CsvReader reader(text, delimiter);
  Outcome out{reader.header(), {}, {}};
  while (auto row = reader.next()) {
    if (*row)
      out.rows.emplace_back((*row)->begin(), (*row)->end());
    else
      out.bad.emplace_back(reader.line(), row->error().note);
  }
  return out;
}

TEST(Csv, ReadsPlainRows) {
  const auto out = read("code,name\n01001,L'Abergement\n2A004,Ajaccio\n");
  EXPECT_EQ(out.header, (std::vector<std::string>{"code", "name"}));
  EXPECT_EQ(out.rows, (Rows{{"01001", "L'Abergement"}, {"2A004", "Ajaccio"}}));
  EXPECT_TRUE(out.bad.empty());
}

TEST(Csv, AcceptsByteOrderMarkCrLfAndNoFinalNewline) {
  const auto out = read(
      "\xEF\xBB\xBF"
      "a;b\r\n1;2\r\n\r\n3;",
      ';');
  EXPECT_EQ(out.header.front(), "a");
  EXPECT_EQ(out.rows, (Rows{{"1", "2"}, {"3", ""}}));
}

TEST(Csv, UnescapesQuotedFieldsAcrossLines) {
  const auto out = read("a,b\n\"x,\ny\",\"say \"\"no\"\"\"\n\"\",\"\"\"\"\nlast,1\n");
  EXPECT_EQ(out.rows, (Rows{{"x,\ny", "say \"no\""}, {"", "\""}, {"last", "1"}}));
}

TEST(Csv, KeepsViewsOfSeveralUnescapedFieldsOfOneRow) {
  std::string header = "c0", row = "\"0\"\"\"";
  Rows expected{{"0\""}};
  for (int i = 1; i < 40; ++i) {
    header += ",c" + std::to_string(i);
    row += ",\"" + std::to_string(i) + "\"\"\"";
    expected[0].push_back(std::to_string(i) + "\"");
  }
  EXPECT_EQ(read(header + "\n" + row + "\n").rows, expected);
}

TEST(Csv, ReportsEachMalformedRowWithItsLineAndGoesOn) {
  const auto out = read("a,b\n1\n2,x\n3,y\"z\n\"4\"x,y\n5,\"p\nq\"\n6,r\rs\n7,\xC3(\n8,y,z\n9,ok\n");
  EXPECT_EQ(out.rows, (Rows{{"2", "x"}, {"5", "p\nq"}, {"9", "ok"}}));
  std::vector<std::uint64_t> lines;
  for (const auto& [line, why] : out.bad) lines.push_back(line);
  EXPECT_EQ(lines, (std::vector<std::uint64_t>{2, 4, 5, 8, 9, 10}));
  EXPECT_EQ(out.bad.front().second, "not as many cells as the header has");
}

TEST(Csv, AnUnendedQuotationCostsOneRowAndNotTheFile) {
  const auto out = read("a,b\n\"1,x\n2,y\n3,z\n");
  ASSERT_EQ(out.bad.size(), 1U);
  EXPECT_EQ(out.bad.front().first, 2U);
  EXPECT_EQ(out.rows, (Rows{{"2", "y"}, {"3", "z"}}));
}

TEST(Csv, RefusesNulAndIllFormedUtf8) {
  using namespace std::string_literals;
  for (const std::string& bytes :
       {"\0"s, "\xC0\x80"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s, "\xE2\x82"s, "aaaaaaaa\0"s, "\x80"s})
    EXPECT_EQ(read("a,b\n1," + bytes + "\n2,ok\n").rows, (Rows{{"2", "ok"}}));
  EXPECT_EQ(read("a\né€😀\n").rows, (Rows{{"é€😀"}}));
}

TEST(Csv, RefusesAHeaderThatNamesAColumnTwiceAndAnEmptyText) {
  for (const std::string_view text : {"a,a\n1,2\n", "", "\n\n", "a,\"b\n1,2\n"}) {
    const auto out = read(text);
    EXPECT_TRUE(out.header.empty()) << text;
    EXPECT_TRUE(out.rows.empty()) << text;
    EXPECT_EQ(out.bad.size(), 1U) << text;
  }
}

TEST(Csv, BoundsColumnsAndFields) {
  const std::string wide(2'000, ',');
  EXPECT_TRUE(read(wide + "\n1\n").header.empty());
  const std::string field(1'000'001, 'x');
  const auto out = read("a,b\n" + field + ",1\n\"" + field + "\",1\n2,3\n");
  EXPECT_EQ(out.rows, (Rows{{"2", "3"}}));
  EXPECT_EQ(out.bad.size(), 2U);
}

TEST(Csv, AHostileFileOfOpenQuotationsIsReadInBoundedTime) {
  std::string text = "a,b\n";
  for (int i = 0; i < 2'000'000; ++i) text += "\"\"\"\n";
  const auto started = std::chrono::steady_clock::now();
  const auto out = read(text);
  EXPECT_FALSE(out.bad.empty());
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20));
}

}  // namespace
}  // namespace catalyse::ingest
