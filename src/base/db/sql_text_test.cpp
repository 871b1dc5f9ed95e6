// Reading SQL text: parameters, the words of the other dialect, what may be stored.
#include "sql_text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace catalyse::db {
namespace {

using Names = std::vector<std::string_view>;

std::string typed(std::string_view sql, const std::vector<Value>& parameters,
                  const std::vector<std::size_t>& expected) {
  std::vector<const Value*> kept;
  auto text = with_typed_parameters(sql, parameters, kept);
  std::vector<std::size_t> places;
  for (const auto* value : kept) places.push_back(static_cast<std::size_t>(value - parameters.data()));
  EXPECT_EQ(places, expected);
  return text;
}

TEST(Parameters, AreNamedInOrderOfFirstAppearance) {
  EXPECT_EQ(parameter_names("SELECT :b, :a_1, :b"), (Names{"b", "a_1"}));
}

TEST(Parameters, AreNotLookedForInQuotesCommentsAndCasts) {
  EXPECT_EQ(parameter_names("SELECT ':a', 'it''s :b', \":c\", x::text -- :d ' \n, /* :e ' */ :f"), (Names{"f"}));
  EXPECT_EQ(parameter_names("SELECT 'open :a"), Names{});
}

TEST(Parameters, GetTheTypeOfTheirValuePlaceByPlace) {
  EXPECT_EQ(typed("a = :x AND b = :y AND c = :z AND d = :x", {std::int64_t{1}, 2.0, std::string("t")}, {0, 1, 2, 0}),
            "a = CAST(:x AS bigint) AND b = CAST(:y AS double precision) AND c = CAST(:z AS text) AND d = CAST(:x AS "
            "bigint)");
}

TEST(Parameters, ThatAreNullBecomeTheWordAndTakeNoPlace) {
  EXPECT_EQ(typed(":x IS NULL OR a = :y", {Value{}, std::int64_t{1}}, {1}), "NULL IS NULL OR a = CAST(:y AS bigint)");
}

TEST(Parameters, OfCommentsDisappearWithThem) {
  EXPECT_EQ(typed("SELECT 1 -- it's :a\n+ 1 /* it's */", {}, {}), "SELECT 1  \n+ 1  ");
}

TEST(MigrationText, MapsTheTwoTypesAsWholeWordsOutsideQuotesAndComments) {
  EXPECT_EQ(
      migration_for_postgresql(
          "CREATE TABLE real_thing(id INTEGER, integers Real DEFAULT 1, \"real\" TEXT DEFAULT 'INTEGER') -- REAL\n"),
      "CREATE TABLE real_thing(id BIGINT, integers DOUBLE PRECISION DEFAULT 1, \"real\" TEXT DEFAULT 'INTEGER') -- "
      "REAL\n");
  EXPECT_EQ(migration_for_postgresql("/* INTEGER */ CAST(x AS integer)"), "/* INTEGER */ CAST(x AS BIGINT)");
}

TEST(MigrationText, LosesTheTableOptionsOfSqlite) {
  for (const auto* options :
       {" STRICT", " WITHOUT ROWID", " STRICT, WITHOUT ROWID", " without rowid , strict", "\n STRICT"}) {
    EXPECT_EQ(migration_for_postgresql("CREATE TABLE t(a TEXT)" + std::string(options) + ";\nCREATE INDEX i ON t(a);"),
              "CREATE TABLE t(a TEXT);\nCREATE INDEX i ON t(a);")
        << options;
  }
}

TEST(MigrationText, KeepsEverythingElse) {
  for (const auto* text : {"INSERT INTO t VALUES('a') RETURNING strict", "CREATE TABLE t(strict TEXT, rowid TEXT)",
                           "CREATE INDEX i ON t(a) WHERE a > 0;", "INSERT INTO t VALUES(') STRICT')",
                           "SELECT (1) WITHOUT x", "CHECK (a IN (1)) , b TEXT"}) {
    EXPECT_EQ(migration_for_postgresql(text), text);
  }
}

TEST(Identifier, IsPlainLowerCase) {
  EXPECT_NO_THROW(require_identifier("com_2026"));
  for (const auto* name : {"", "1a", "A", "a b", "a;b", "a\"b", "é", "a.b"})
    EXPECT_THROW(require_identifier(name), std::logic_error) << name;
  EXPECT_THROW(require_identifier(std::string(64, 'a')), std::logic_error);
}

TEST(Text, IsUtf8WithoutNul) {
  for (const auto* text :
       {"", "L’Haÿ-les-Roses", "œ – ﷽ – 𝄞", "\x7f", "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"})
    EXPECT_NO_THROW(require_text(text));
  for (const auto* text : {"\xe9t\xe9", "\xc3", "a\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                           "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\x80"}) {
    EXPECT_THROW(require_text(text), std::invalid_argument);
  }
  EXPECT_THROW(require_text(std::string_view("a\0b", 3)), std::invalid_argument);
  // Wherever it stands among the eight bytes that are looked at together.
  for (std::size_t at = 0; at < 24; ++at) {
    for (const char c : {'\0', '\x80', '\xFF'}) {
      std::string text(24, 'a');
      EXPECT_NO_THROW(require_text(text));
      text[at] = c;
      EXPECT_THROW(require_text(text), std::invalid_argument) << at;
    }
    EXPECT_NO_THROW(require_text(std::string(at, 'a') + "é\x01\x7F" + std::string(24 - at, 'z')));
  }
}

}  // namespace
}  // namespace catalyse::db
