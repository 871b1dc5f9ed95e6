// Office Open XML, SpreadsheetML (ISO/IEC 29500-1, part 18): the values of one sheet.
#include <algorithm>
#include <charconv>

#include "spreadsheet_rows.hpp"
#include "spreadsheet_xml.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::size_t kMostSheets = 200;
constexpr std::uint64_t kRowsTried = 100;  // of each sheet, to find the one with codes

struct SheetPart {
  std::string name, relation;
  const ArchiveEntry* entry = nullptr;
};

// Texts said once and used by many cells, in one block.
struct SharedTexts {
  std::string block;
  std::vector<std::uint32_t> ends;
  [[nodiscard]] std::string_view at(std::size_t i) const {
    const std::size_t start = i == 0 ? 0 : ends[i - 1];
    return std::string_view(block).substr(start, ends[i] - start);
  }
};

const ArchiveEntry& need(const Archive& archive, std::string_view name) {
  const auto* entry = archive.find(name);
  if (entry == nullptr) throw ArchiveFault{SourceFault::archive, "an archive that is no spreadsheet", {}};
  return *entry;
}

std::vector<SheetPart> sheets_of(const Archive& archive) {
  std::vector<SheetPart> sheets;
  XmlHandlers workbook;
  workbook.start = [&](std::string_view name, const XmlAttributes& attributes) {
    if (name != "sheet") return;
    if (sheets.size() == kMostSheets)
      throw ArchiveFault{SourceFault::bomb, "too many sheets", std::to_string(kMostSheets)};
    sheets.push_back({std::string(attributes.get("name")), std::string(attributes.get("id")), nullptr});
  };
  workbook.end = [](std::string_view) {};
  workbook.text = [](std::string_view) {};
  read_xml(archive, need(archive, "xl/workbook.xml"), workbook);
  XmlHandlers relations = workbook;
  relations.start = [&](std::string_view name, const XmlAttributes& attributes) {
    if (name != "Relationship") return;
    const auto target = attributes.get("Target");
    const auto path = target.starts_with('/') ? std::string(target.substr(1)) : "xl/" + std::string(target);
    for (auto& sheet : sheets)
      if (sheet.relation == attributes.get("Id") && !sheet.relation.empty()) sheet.entry = archive.find(path);
  };
  read_xml(archive, need(archive, "xl/_rels/workbook.xml.rels"), relations);
  std::erase_if(sheets, [](const SheetPart& sheet) { return sheet.entry == nullptr; });
  if (sheets.empty()) throw ArchiveFault{SourceFault::no_sheet, "a spreadsheet without a sheet", {}};
  return sheets;
}

SharedTexts shared_texts(const Archive& archive) {
  SharedTexts texts;
  const auto* entry = archive.find("xl/sharedStrings.xml");
  if (entry == nullptr) return texts;
  bool inside = false;
  int phonetic = 0;
  XmlHandlers handlers;
  handlers.start = [&](std::string_view name, const XmlAttributes&) {
    if (name == "rPh") ++phonetic;
    inside = name == "t" && phonetic == 0;
  };
  handlers.end = [&](std::string_view name) {
    if (name == "rPh") --phonetic;
    if (name == "t") inside = false;
    if (name == "si") texts.ends.push_back(static_cast<std::uint32_t>(texts.block.size()));
  };
  handlers.text = [&](std::string_view text) {
    if (inside) texts.block += text;
  };
  read_xml(archive, *entry, handlers);
  return texts;
}

// Column of a reference such as AB12, from 0; beyond what any program writes, the largest number.
std::uint64_t column_of(std::string_view reference) {
  std::uint64_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::uint64_t>(c - 'A') + 1;
    if (column > 1'000'000) break;
  }
  return column == 0 ? 0 : column - 1;
}

std::uint64_t whole(std::string_view text, std::uint64_t otherwise) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

// The cells of one sheet.
class Cells {
 public:
  Cells(const SharedTexts& texts, SheetRows& rows) : texts_(texts), rows_(rows) {}

  XmlHandlers handlers(std::uint64_t most_rows) {
    XmlHandlers all;
    all.start = [this](std::string_view name, const XmlAttributes& attributes) { start(name, attributes); };
    all.end = [this](std::string_view name) { end(name); };
    all.text = [this](std::string_view text) {
      if (inside_) value_ += text;
    };
    all.enough = [this, most_rows] { return rows_.next() > most_rows; };
    return all;
  }

 private:
  void start(std::string_view name, const XmlAttributes& attributes) {
    if (name == "row") {
      rows_.start(whole(attributes.get("r"), rows_.next()));
      next_column_ = 0;
    } else if (name == "c") {
      reference_ = attributes.get("r");
      type_ = attributes.get("t");
      value_.clear();
      column_ = reference_.empty() ? next_column_ : column_of(reference_);
      next_column_ = column_ + 1;
    } else if (name == "f") {
      throw ArchiveFault{SourceFault::formula, "a formula in place of a value", reference_};
    }
    inside_ = name == "v" || name == "t";
  }
  void end(std::string_view name) {
    inside_ = false;
    if (name == "c") rows_.cell(column_, shown());
    if (name == "row") rows_.end();
  }
  std::string_view shown() const {
    if (type_ != "s") return value_;
    const auto index = whole(value_, texts_.ends.size());
    if (index >= texts_.ends.size()) throw ArchiveFault{SourceFault::damaged, "a text that is not there", reference_};
    return texts_.at(index);
  }

  const SharedTexts& texts_;
  SheetRows& rows_;
  std::string reference_, type_, value_;
  std::uint64_t column_ = 0, next_column_ = 0;
  bool inside_ = false;
};

std::size_t choose(const SheetReader& reader, const std::vector<SheetPart>& sheets, const SharedTexts& texts) {
  if (!reader.wanted.empty()) {
    const auto named = std::ranges::find(sheets, reader.wanted, &SheetPart::name);
    if (named == sheets.end())
      throw ArchiveFault{SourceFault::no_sheet, "no sheet of this name", std::string(reader.wanted)};
    return static_cast<std::size_t>(named - sheets.begin());
  }
  for (std::size_t i = 0; sheets.size() > 1 && i < sheets.size(); ++i) {
    SheetRows rows([](std::string_view) {}, reader.limits);
    try {
      read_xml(reader.archive, *sheets[i].entry, Cells(texts, rows).handlers(kRowsTried));
    } catch (const ArchiveFault& fault) {
      // A sheet of notes may hold formulas; the one that is read may not.
      if (fault.fault != SourceFault::formula) throw;
    }
    if (rows.has_code_names()) return i;
  }
  return 0;
}

}  // namespace

void read_xlsx(const SheetReader& reader) {
  const auto sheets = sheets_of(reader.archive);
  const auto texts = shared_texts(reader.archive);
  const auto chosen = choose(reader, sheets, texts);
  std::vector<std::string> names;
  for (const auto& sheet : sheets) names.push_back(sheet.name);
  reader.tell(names, names[chosen]);
  SheetRows rows(reader.output, reader.limits);
  Cells cells(texts, rows);
  read_xml(reader.archive, *sheets[chosen].entry, cells.handlers(~std::uint64_t{0}));
}

}  // namespace catalyse::ingest
