// OpenDocument spreadsheets (ISO/IEC 26300, part 1, chapter 9): the values of one table.
#include <algorithm>
#include <charconv>

#include "spreadsheet_rows.hpp"
#include "spreadsheet_xml.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::size_t kMostTables = 200;
constexpr std::uint64_t kRowsTried = 100;

std::uint64_t repeated(std::string_view text) {
  std::uint64_t value = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && value > 0 ? std::min<std::uint64_t>(value, 1U << 30U) : 1;
}

void refuse_encrypted(const Archive& archive) {
  const auto* manifest = archive.find("META-INF/manifest.xml");
  if (manifest == nullptr) return;
  XmlHandlers handlers;
  handlers.start = [](std::string_view name, const XmlAttributes&) {
    if (name == "encryption-data") throw ArchiveFault{SourceFault::encrypted, "an encrypted document", {}};
  };
  handlers.end = [](std::string_view) {};
  handlers.text = [](std::string_view) {};
  read_xml(archive, *manifest, handlers);
}

// The cells of the tables one after another: of all their first rows, or of one table whole.
class Tables {
 public:
  explicit Tables(const SourceLimits& limits) : limits_(limits) {}
  std::vector<std::string> names;
  std::optional<std::size_t> with_codes;  // the first table whose beginning names a column of codes

  // Only names and beginnings.
  XmlHandlers survey() { return handlers(); }
  // One table whole.
  XmlHandlers reading(std::size_t table, Output output) {
    chosen_ = table;
    output_ = std::move(output);
    auto all = handlers();
    all.enough = [this] { return count_ > *chosen_ + 1; };
    return all;
  }

 private:
  XmlHandlers handlers() {
    count_ = 0;
    XmlHandlers all;
    all.start = [this](std::string_view name, const XmlAttributes& attributes) { start(name, attributes); };
    all.end = [this](std::string_view name) { end(name); };
    all.text = [this](std::string_view text) {
      if (paragraph_ && note_ == 0) text_ += text;
    };
    return all;
  }
  bool read_here() const { return rows_ && (chosen_ || rows_->next() <= kRowsTried); }
  void start(std::string_view name, const XmlAttributes& attributes) {
    if (name == "table") return start_table(attributes);
    if (name == "annotation") ++note_;
    if (!read_here()) return;
    if (name == "table-row") {
      rows_->start(rows_->next());
      row_times_ = repeated(attributes.get("number-rows-repeated"));
      column_ = 0;
    } else if (name == "table-cell" || name == "covered-table-cell") {
      start_cell(attributes);
    } else if (name == "p" && note_ == 0) {
      if (!text_.empty()) text_ += ' ';
      paragraph_ = true;
    } else if ((name == "s" || name == "tab" || name == "line-break") && paragraph_) {
      text_ += ' ';
    }
  }
  void start_table(const XmlAttributes& attributes) {
    ++count_;
    if (!chosen_) {
      if (names.size() == kMostTables)
        throw ArchiveFault{SourceFault::bomb, "too many tables", std::to_string(kMostTables)};
      names.emplace_back(attributes.get("name"));
      rows_.emplace([](std::string_view) {}, limits_);
    } else if (count_ == *chosen_ + 1) {
      rows_.emplace(output_, limits_);
    } else {
      rows_.reset();
    }
  }
  void start_cell(const XmlAttributes& attributes) {
    // A sheet that is only looked at may hold formulas.
    if (chosen_ && !attributes.get("formula").empty())
      throw ArchiveFault{SourceFault::formula, "a formula in place of a value",
                         "ligne " + std::to_string(rows_->next() - 1)};
    cell_times_ = repeated(attributes.get("number-columns-repeated"));
    text_.clear();
    value_ = attributes.get("value");
  }
  void end(std::string_view name) {
    if (name == "annotation") --note_;
    if (name == "p") paragraph_ = false;
    if (name == "table" && rows_ && !chosen_ && rows_->has_code_names() && !with_codes) with_codes = names.size() - 1;
    if (!read_here()) return;
    if (name == "table-cell" || name == "covered-table-cell") {
      const std::string& shown = value_.empty() ? text_ : value_;
      if (!shown.empty() && column_ + cell_times_ > limits_.columns)
        throw ArchiveFault{SourceFault::too_many_columns, "too many columns", std::to_string(limits_.columns)};
      for (std::uint64_t i = 0; !shown.empty() && i < cell_times_; ++i) rows_->cell(column_ + i, shown);
      column_ += cell_times_;
    } else if (name == "table-row") {
      rows_->end(row_times_);
    }
  }

  SourceLimits limits_;
  std::optional<std::size_t> chosen_;
  Output output_;
  std::optional<SheetRows> rows_;
  std::size_t count_ = 0;
  std::uint64_t column_ = 0, row_times_ = 1, cell_times_ = 1;
  int note_ = 0;
  bool paragraph_ = false;
  std::string text_, value_;
};

}  // namespace

void read_ods(const SheetReader& reader) {
  refuse_encrypted(reader.archive);
  const auto* content = reader.archive.find("content.xml");
  if (content == nullptr) throw ArchiveFault{SourceFault::archive, "an archive that is no spreadsheet", {}};
  Tables tables(reader.limits);
  read_xml(reader.archive, *content, tables.survey());
  if (tables.names.empty()) throw ArchiveFault{SourceFault::no_sheet, "a document without a table", {}};
  std::size_t chosen = tables.with_codes.value_or(0);
  if (!reader.wanted.empty()) {
    const auto named = std::ranges::find(tables.names, reader.wanted);
    if (named == tables.names.end())
      throw ArchiveFault{SourceFault::no_sheet, "no sheet of this name", std::string(reader.wanted)};
    chosen = static_cast<std::size_t>(named - tables.names.begin());
  }
  reader.tell(tables.names, tables.names[chosen]);
  read_xml(reader.archive, *content, tables.reading(chosen, reader.output));
}

}  // namespace catalyse::ingest
