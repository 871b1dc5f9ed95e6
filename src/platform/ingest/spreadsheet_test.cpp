// Spreadsheets, sound and hostile: each hostile file is made here, and is refused with its reason within two seconds
// and 64 MB.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <chrono>

#include "ingest/inspect.hpp"
#include "ingest/source.hpp"
#include "sanitized.hpp"
#include "spreadsheet_for_test.hpp"

namespace catalyse::ingest {
namespace {

using testing::ods;
using testing::xlsx;
using testing::Zip;

Source read(const std::string& bytes, const SourceHints& hints = {}) {
  auto source = Source::read(bytes, hints);
  if (!source) throw std::runtime_error(source.error().message_id + ": " + source.error().note);
  return std::move(*source);
}

std::vector<std::vector<std::string>> rows_of(const Source& source) {
  std::vector<std::vector<std::string>> all;
  auto rows = source.rows();
  while (const auto row = rows.next()) {
    if (!*row) throw std::runtime_error(row->error().note);
    all.emplace_back((*row)->begin(), (*row)->end());
  }
  return all;
}

struct Refused {
  std::optional<SourceFault> fault;
  std::string detail;
};

// Also that it was quick, and small: the largest child so far, as the system counts it, stays under 64 MB beyond this
// process's own size.
Refused refused(const std::string& bytes) {
  rusage own{}, before{}, after{};
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &before);
  const auto start = std::chrono::steady_clock::now();
  const auto source = Source::read(bytes);
  const auto time = std::chrono::steady_clock::now() - start;
  getrusage(RUSAGE_CHILDREN, &after);
  EXPECT_LE(time, std::chrono::seconds(10)) << "bounded, however busy the machine";
  // The memory of a sanitized child is the sanitizer's.
  if (!kSanitized) {
    EXPECT_LE(after.ru_maxrss, own.ru_maxrss + (64L << 10U)) << "kilobytes";
  }
  if (source) return {};
  const auto fault = fault_of(source.error());
  return {fault, source.error().parameters.empty() ? "" : source.error().parameters.front().second};
}

constexpr std::string_view kSheet =
    R"(<row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c></row>)"
    R"(<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="inlineStr"><is><t>POP</t></is></c></row>)"
    R"(<row r="4"><c r="A4"><v>1001</v></c><c r="C4"><v>771</v></c></row>)"
    R"(<row r="6"><c r="A6" t="s"><v>2</v></c><c r="B6" t="inlineStr"><is><t>L'&quot;Hay&quot;, &amp; co)"
    "\n"
    R"(suite</t></is></c></row>)";
const std::vector<std::string> kTexts{"CODGEO", "LIBGEO", "2A004"};

TEST(Spreadsheet, ReadsTheSheetThatNamesCodes) {
  const auto source = read(xlsx({{"Lisez-moi", R"(<row r="1"><c r="A1" t="inlineStr"><is><t>Note</t></is></c></row>)"},
                                 {"COM_2023", std::string(kSheet)}},
                                kTexts));
  EXPECT_EQ(source.container(), Container::xlsx);
  EXPECT_EQ(source.sheet(), "COM_2023");
  EXPECT_EQ(source.sheets(), (std::vector<std::string>{"Lisez-moi", "COM_2023"}));
  EXPECT_EQ(source.dialect().header_line, 3U);
  EXPECT_EQ(source.header(), (std::vector<std::string>{"CODGEO", "LIBGEO", "POP"}));
  EXPECT_EQ(rows_of(source),
            (std::vector<std::vector<std::string>>{{"1001", "", "771"}, {"2A004", "L'\"Hay\", & co suite", ""}}));
  auto rows = source.rows();
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.line(), 4U);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.line(), 6U) << "a line is a row of the sheet";
  EXPECT_EQ(inspect(source).repaired, 1U);
  SourceHints hints;
  hints.sheet = "Lisez-moi";
  EXPECT_EQ(read(xlsx({{"Lisez-moi", std::string(kSheet)}, {"B", std::string(kSheet)}}, kTexts), hints).sheet(),
            "Lisez-moi");
  hints.sheet = "absente";
  EXPECT_EQ(fault_of(Source::read(xlsx({{"A", std::string(kSheet)}}, kTexts), hints).error()), SourceFault::no_sheet);
}

TEST(Spreadsheet, ReadsOpenDocument) {
  const auto source = read(ods(
      R"(<table:table table:name="Notes"><table:table-row><table:table-cell><text:p>rien</text:p></table:table-cell></table:table-row></table:table>)"
      R"(<table:table table:name="Données">)"
      R"(<table:table-row><table:table-cell><text:p>CODGEO</text:p></table:table-cell><table:table-cell><text:p>TAUX</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16382"/></table:table-row>)"
      R"(<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/></table:table-row>)"
      R"(<table:table-row><table:table-cell><text:p>01001</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12,5 %</text:p></table:table-cell></table:table-row>)"
      R"(<table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>)"));
  EXPECT_EQ(source.container(), Container::ods);
  EXPECT_EQ(source.sheet(), "Données");
  EXPECT_EQ(rows_of(source), (std::vector<std::vector<std::string>>{{"01001", "0.125"}}));
  auto rows = source.rows();
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.line(), 4U);
}

TEST(HostileSpreadsheet, BombsAreRefusedBeforeTheyAreUnpacked) {
  Zip ratio;
  ratio.add("xl/workbook.xml", std::string(30U << 20U, ' '));
  EXPECT_EQ(refused(ratio.take()).fault, SourceFault::bomb);
  Zip declared;
  declared.add("xl/workbook.xml", "<workbook/>", {.unpacked = 3'000'000'000U});
  EXPECT_EQ(refused(declared.take()).fault, SourceFault::bomb);
  Zip huge;  // 10 GB, which needs the sizes of ZIP64
  huge.add("xl/workbook.xml", "<workbook/>", {.unpacked = 0xFFFFFFFFU});
  EXPECT_EQ(refused(huge.take()).fault, SourceFault::bomb);
  Zip liar;  // says ten bytes, unpacks to thirty million
  liar.add("xl/workbook.xml", std::string(30U << 20U, ' '), {.unpacked = 10U});
  EXPECT_EQ(refused(liar.take()).fault, SourceFault::bomb);
  Zip many;
  for (int i = 0; i < 3'000; ++i) many.add("e" + std::to_string(i), "");
  EXPECT_EQ(refused(many.take()).fault, SourceFault::bomb);
  Zip overlap;
  overlap.add("xl/workbook.xml", std::string(1'000, 'x'));
  for (int i = 0; i < 50; ++i) overlap.again("copy" + std::to_string(i));
  EXPECT_EQ(refused(overlap.take()).fault, SourceFault::bomb);
}

TEST(HostileSpreadsheet, SheetsBeyondTheLimits) {
  std::string wide = "<row r=\"1\">";
  for (int i = 0; i < 100'000; ++i) wide += "<c t=\"inlineStr\"><is><t>c" + std::to_string(i) + "</t></is></c>";
  EXPECT_EQ(refused(xlsx({{"A", wide + "</row>"}}, {})).fault, SourceFault::too_many_columns);
  EXPECT_EQ(refused(xlsx({{"A", R"(<row r="1"><c r="XFD1"><v>1</v></c></row>)"}}, {})).fault,
            SourceFault::too_many_columns);
  EXPECT_EQ(refused(xlsx({{"A", R"(<row r="1"><c r="ZZZZZZZZZZZZZZZZZZZZ1"><v>1</v></c></row>)"}}, {})).fault,
            SourceFault::too_many_columns);
  EXPECT_EQ(refused(xlsx({{"A", R"(<row r="1048576"><c r="A1048576"><v>1</v></c></row>)"}}, {})).fault,
            SourceFault::too_many_rows);
  const std::string cell = R"(<table:table-cell table:number-columns-repeated="2000"><text:p>)" +
                           std::string(30'000, 'x') + "</text:p></table:table-cell>";
  EXPECT_EQ(refused(ods("<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"1000000\">" +
                        cell + "</table:table-row></table:table>"))
                .fault,
            SourceFault::too_many_rows);
  const auto grown =
      refused(ods("<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"100000\">" + cell +
                  "</table:table-row></table:table>"));
  EXPECT_TRUE(grown.fault.has_value());
  if (!kSanitized) {
    EXPECT_TRUE(grown.fault == SourceFault::bomb || grown.fault == SourceFault::too_much_memory);
  }
  std::vector<std::string> texts(1'400'000, "abcdefghijklmnopqrstuvwx");
  EXPECT_EQ(refused(xlsx({{"A", std::string(kSheet)}}, texts, testing::Method::stored)).fault, SourceFault::bomb)
      << "more than 50 MB unpacked";
}

TEST(HostileSpreadsheet, FormulasAreNotValues) {
  const auto formula = refused(xlsx({{"A", R"(<row r="2"><c r="B2"><f>SUM(A1:A9)</f><v>12</v></c></row>)"}}, {}));
  EXPECT_EQ(formula.fault, SourceFault::formula);
  EXPECT_EQ(formula.detail, "B2");
  EXPECT_EQ(
      refused(
          ods(R"(<table:table table:name="A"><table:table-row><table:table-cell table:formula="of:=1+1" office:value="2"/></table:table-row></table:table>)"))
          .fault,
      SourceFault::formula);
}

TEST(HostileSpreadsheet, EntitiesAndExternalReferencesAreNotRead) {
  const std::string laughs =
      R"(<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>)";
  const std::string external =
      R"(<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>)";
  for (const auto& text : {laughs, external}) {
    Zip zip;
    zip.add("xl/workbook.xml", text);
    EXPECT_EQ(refused(zip.take()).fault, SourceFault::doctype);
    Zip document;
    document.add("content.xml", text);
    EXPECT_EQ(refused(document.take()).fault, SourceFault::doctype);
  }
  Zip deep;
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += "<a>";
  deep.add("xl/workbook.xml", nested);
  EXPECT_EQ(refused(deep.take()).fault, SourceFault::damaged);
}

TEST(HostileSpreadsheet, EncryptedCutAndForeignArchives) {
  Zip encrypted;
  encrypted.add("xl/workbook.xml", "<workbook/>", {.flags = 1});
  EXPECT_EQ(refused(encrypted.take()).fault, SourceFault::encrypted);
  Zip manifest;
  manifest.add("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>");
  manifest.add("content.xml", "\x01\x02\x03");
  EXPECT_EQ(refused(manifest.take()).fault, SourceFault::encrypted);
  Zip foreign;
  foreign.add("word/document.xml", "<document/>");
  EXPECT_EQ(refused(foreign.take()).fault, SourceFault::archive);
  Zip leaving;
  leaving.add("../../etc/passwd", "x");
  EXPECT_EQ(refused(leaving.take()).fault, SourceFault::damaged);
  EXPECT_EQ(refused("PK not an archive at all").fault, SourceFault::damaged);
  EXPECT_EQ(refused(xlsx({{"A", R"(<row r="1"><c r="A1" t="s"><v>9</v></c></row>)"}}, kTexts)).fault,
            SourceFault::damaged);
  EXPECT_EQ(refused(xlsx({{"A", "<row r=\"1\"><c"}}, kTexts)).fault, SourceFault::damaged);
}

// Every prefix of a sound file, and every file with one byte changed, is read or refused, never a crash of this
// process.
TEST(HostileSpreadsheet, CutAndChangedFilesAreRefusedOrRead) {
  const auto sound = xlsx({{"A", std::string(kSheet)}}, kTexts);
  for (std::size_t size = 0; size < sound.size(); size += 97) EXPECT_TRUE(refused(sound.substr(0, size)).fault) << size;
  for (std::size_t i = 0; i < sound.size(); i += 61) {
    auto changed = sound;
    changed[i] = static_cast<char>(changed[i] ^ 0x55);
    const auto source = Source::read(changed);
    EXPECT_TRUE(source || fault_of(source.error())) << i;
  }
}

}  // namespace
}  // namespace catalyse::ingest
