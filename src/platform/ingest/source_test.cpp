#include "ingest/source.hpp"

#include <gtest/gtest.h>

#include "ingest/cells.hpp"
#include "ingest/inspect.hpp"
#include "ingest/mapping.hpp"
#include "ingest/proposal.hpp"

namespace catalyse::ingest {
namespace {

using core::Level;

Source read(std::string bytes, const SourceHints& hints = {}) {
  auto source = Source::read(std::move(bytes), hints);
  if (!source) throw std::runtime_error(source.error().note);
  return std::move(*source);
}

std::string utf16(std::string_view ascii, bool little) {
  std::string out;
  for (const char c : ascii) out += little ? std::string{c, '\0'} : std::string{'\0', c};
  return out;
}

std::string first_cell(const Source& source, std::string_view column) {
  auto rows = source.rows();
  const auto row = rows.next();
  if (!row || !*row) return {};
  return std::string((**row)[*rows.column(column)]);
}

TEST(Source, TellsTheEncodingsThatFrenchProgramsWrite) {
  const std::string_view utf8 = "code;nom\n07186;Privas l’été €\n";
  EXPECT_EQ(read(std::string(utf8)).encoding(), Encoding::utf8);
  EXPECT_EQ(read("\xEF\xBB\xBF" + std::string(utf8)).encoding(), Encoding::utf8_bom);
  const auto latin = read("code;nom\n07186;\xE9t\xE9\n");
  EXPECT_EQ(latin.encoding(), Encoding::latin_1);
  EXPECT_EQ(first_cell(latin, "nom"), "été");
  const auto windows = read("code;nom\n07186;l\x92\xE9t\xE9 \x80\n");
  EXPECT_EQ(windows.encoding(), Encoding::windows_1252);
  EXPECT_EQ(first_cell(windows, "nom"), "l’été €");
  for (const bool little : {true, false}) {
    const std::string mark = little ? "\xFF\xFE" : "\xFE\xFF";
    const std::string text = "code\tvaleur\r\n07186\t12,5\r\n";
    for (const auto& bytes : {mark + utf16(text, little), utf16(text, little)}) {
      const auto wide = read(bytes);
      EXPECT_EQ(wide.encoding(), little ? Encoding::utf16_le : Encoding::utf16_be);
      EXPECT_EQ(wide.dialect().delimiter, '\t');
      EXPECT_EQ(first_cell(wide, "valeur"), "12,5");
    }
  }
}

TEST(Source, OneDamagedByteDoesNotChangeTheEncodingOfTheWhole) {
  std::string text = "code;nom\n";
  for (int i = 0; i < 50; ++i) text += "07186;été\n";
  text += "07187;\xE9\n";
  const auto source = read(text);
  EXPECT_EQ(source.encoding(), Encoding::utf8);
  auto rows = source.rows();
  std::size_t bad = 0, good = 0;
  while (const auto row = rows.next()) ++(*row ? good : bad);
  EXPECT_EQ(good, 50U);
  EXPECT_EQ(bad, 1U);
}

TEST(Source, FindsSeparatorHeaderAndDecimalMark) {
  const auto comma = read("code,\"a;b\"\n01001,\"1;2\"\n01002,\"3;4\"\n");
  EXPECT_EQ(comma.dialect().delimiter, ',');
  const auto titled =
      read("Population légale 2023;;\nSource : INSEE;;\n\nCODGEO;LIBGEO;TAUX\n01001;L'Abergement;1 234,5\n");
  EXPECT_EQ(titled.dialect().header_line, 4U);
  EXPECT_EQ(titled.dialect().decimal, ',');
  EXPECT_EQ(titled.header(), (std::vector<std::string>{"CODGEO", "LIBGEO", "TAUX"}));
  auto rows = titled.rows();
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.line(), 5U);
  EXPECT_EQ(read("code;v\n01001;1.5\n01002;2.5\n").dialect().decimal, '.');
}

TEST(Source, NamesColumnsThatHaveNoneOrTheSame) {
  const auto source = read("code;POP;POP;;\n01001;1;2;3;4\n");
  EXPECT_EQ(source.header(), (std::vector<std::string>{"code", "POP", "POP_2", "column_4", "column_5"}));
}

TEST(Source, RefusesWhatIsNoTable) {
  const auto fault = [](std::string bytes) { return fault_of(Source::read(std::move(bytes)).error()); };
  EXPECT_EQ(fault(""), SourceFault::empty);
  EXPECT_EQ(fault(" \n\n "), SourceFault::empty);
  EXPECT_EQ(fault("<!DOCTYPE html><html>"), SourceFault::binary);
  EXPECT_EQ(fault("%PDF-1.7 ..."), SourceFault::binary);
  EXPECT_EQ(fault(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + "xls"), SourceFault::old_spreadsheet);
  EXPECT_EQ(fault(std::string("a;b\n\0\0\0\0\0\0\0\0", 12)), SourceFault::binary);
  EXPECT_EQ(fault("\"never closed"), SourceFault::no_header);
  std::string wide = "c0";
  for (int i = 1; i < 100'000; ++i) wide += ";c" + std::to_string(i);
  EXPECT_EQ(fault(wide + "\n"), SourceFault::no_header);
  SourceLimits small;
  small.bytes = 10;
  EXPECT_EQ(Source::read("code;valeur\n", {}, small).error().kind, core::ErrorKind::too_large);
}

TEST(Cells, NumbersAreReadAsTheirProgramsWroteThem) {
  EXPECT_EQ(read_number("1 234,5", ','), 1234.5);
  EXPECT_EQ(read_number("1\u00A0234\u00A0567", ','), 1234567);
  EXPECT_EQ(read_number("1\u202F234,25 %", ','), 1234.25);
  EXPECT_EQ(read_number("1,234,567.5", '.'), 1234567.5);
  EXPECT_EQ(read_number("1'234", '.'), 1234);
  EXPECT_EQ(read_number("−3,5", ','), -3.5);
  EXPECT_EQ(read_number(" +12 ", ','), 12);
  EXPECT_EQ(read_number("1.5e3", '.'), 1500);
  for (const std::string_view wrong : {"", "-", "1,2,3", "12 34", "1 2345", "nan", "inf", "-inf", "0x10", "1e999",
                                       "12/05/2024", "=1+1", "1.234,5", "1.5", "12e"})
    EXPECT_FALSE(read_number(wrong, ',')) << wrong;
  EXPECT_FALSE(read_number("1,5", '.'));
}

TEST(Cells, CodesTakenForNumbersGetTheirZeroBack) {
  const auto code = [](std::string_view cell, Level level) {
    const auto read = read_code(cell, level);
    return read ? read->code + (read->repaired ? " repaired" : "") : "none";
  };
  EXPECT_EQ(code("01001", Level::commune), "01001");
  EXPECT_EQ(code("1001", Level::commune), "01001 repaired");
  EXPECT_EQ(code("1001.0", Level::commune), "01001 repaired");
  EXPECT_EQ(code("2a004", Level::commune), "2A004");
  EXPECT_EQ(code("101", Level::commune), "none");
  EXPECT_EQ(code("2024-COM-01001", Level::commune), "01001");
  EXPECT_EQ(code("1", Level::departement), "01 repaired");
  EXPECT_EQ(code("971", Level::departement), "971");
  EXPECT_EQ(code("200023414", Level::epci), "200023414");
  EXPECT_EQ(code("200023415", Level::epci), "none") << "its check digit is wrong";
  EXPECT_EQ(level_in_code("2024-DEP-01"), Level::departement);
  EXPECT_FALSE(level_in_code("01001"));
}

TEST(Cells, WordsForAbsentValues) {
  EXPECT_EQ(read_absence("s", usual_absences()), Absence::secret);
  EXPECT_EQ(read_absence("ND", usual_absences()), Absence::not_available);
  EXPECT_EQ(read_absence("n.d", {{"n.d", Absence::not_available}}), Absence::not_available);
  EXPECT_EQ(read_absence("ns.", usual_absences()), Absence::not_significant);
  EXPECT_FALSE(read_absence("son", usual_absences()));
}

TEST(Inspection, FindsTheColumnOfCodesAmongLookAlikes) {
  std::string text = "code_postal;population;insee;nom;taux\n";
  for (int i = 1; i <= 60; ++i)
    text += std::to_string(10'000 + 10 * i) + ';' + std::to_string(20'000 + i) + ';' + std::to_string(1'000 + i) +
            ";lieu;" + (i % 7 == 0 ? "s" : "1,5") + '\n';
  const auto source = read(text);
  const auto found = inspect(source);
  ASSERT_TRUE(found.code);
  EXPECT_EQ(found.columns[*found.code].name, "insee");
  EXPECT_EQ(found.level, Level::commune);
  EXPECT_EQ(found.repaired, 60U);
  EXPECT_EQ(found.columns[4].kind, ColumnKind::number);
  EXPECT_EQ(found.columns[4].absences[0], 8U);
}

TEST(Inspection, UnderstandsInseeAndSdmxLayouts) {
  const auto insee = read("CODGEO;P21_POP;P21_LOG\n01001;771;349\n01002;253;180\n");
  auto found = inspect(insee);
  EXPECT_EQ(found.layout, Layout::insee);
  label_columns(read("COD_VAR;LIB_VAR;LIB_VAR_LONG\nP21_POP;Pop 2021;Population en 2021\n"), found);
  EXPECT_EQ(found.columns[1].label, "Population en 2021");
  const auto sdmx = read("GEO,SEX,TIME_PERIOD,OBS_VALUE\n2024-COM-01001,F,2021,390\n2024-COM-01001,M,2021,381\n");
  found = inspect(sdmx);
  EXPECT_EQ(found.layout, Layout::sdmx);
  EXPECT_EQ(found.cog, 2024);
  EXPECT_EQ(found.repeated, 0U);
  EXPECT_EQ(sdmx.header()[*found.value], "OBS_VALUE");
  const auto mapping = propose(sdmx, found);
  EXPECT_EQ(mapping.time, "TIME_PERIOD");
  ASSERT_EQ(mapping.entries.size(), 1U);
  EXPECT_NE(mapping.entries[0].find("where"), nullptr);
}

constexpr std::string_view kMapping = R"([set]
id = "pharmacies"
title_fr = "Pharmacies \"ouvertes\""
producer = "FINESS"
source = "https://example.org/finess"
licence = "Licence Ouverte 2.0"
vintage = "2024"
[file]
level = "com"
year = 2024
delimiter = ";"
filter = { TYPE = "620" }
[states]
x = "secret"
[[indicator]]
id = "pharmacies"
value = "N"
weight = 0.5
)";

TEST(Mapping, IsReadAndWrittenBackTheSame) {
  const auto mapping = Mapping::parse(kMapping, "m.toml");
  ASSERT_TRUE(mapping) << mapping.error().note;
  EXPECT_EQ(mapping->provenance.title_fr, "Pharmacies \"ouvertes\"");
  EXPECT_EQ(mapping->hints.dialect.delimiter, ';');
  EXPECT_EQ(read_absence("X", mapping->absences), Absence::secret);
  const auto text = mapping_text(*mapping);
  const auto again = Mapping::parse(text, "again");
  ASSERT_TRUE(again) << again.error().note << text;
  EXPECT_EQ(mapping_text(*again), text);
}

TEST(Mapping, SaysTheLineOfWhatIsWrong) {
  const auto fault = [](std::string_view from, std::string_view to) {
    std::string text(kMapping);
    text.replace(text.find(from), from.size(), to);
    const auto read = Mapping::parse(text, "m.toml");
    return read ? std::string("none") : read.error().note;
  };
  EXPECT_EQ(fault("level = \"com\"", "level = \"ville\""), "m.toml, line 9: level is one of com, arm, epci, dep, reg");
  EXPECT_EQ(fault("year = 2024", "annee = 2024"), "m.toml, line 10: unknown key 'annee' in [file]");
  EXPECT_NE(fault("https://example.org/finess", "javascript://x"), "none");
  EXPECT_NE(fault("id = \"pharmacies\"\ntitle", "id = \"../x\"\ntitle"), "none");
  EXPECT_NE(fault("[states]", "[stat"), "none");
}

}  // namespace
}  // namespace catalyse::ingest
