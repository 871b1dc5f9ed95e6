#include "spreadsheet_rows.hpp"

#include <algorithm>

#include "dialect.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::uint64_t kHeaderWithin = 100;
constexpr std::size_t kLongestCell = 32'767;  // characters that a spreadsheet program itself allows

void append_cell(std::string_view text, std::string& out) {
  const bool quoted = text.find_first_of(",\"") != std::string_view::npos;
  if (quoted) out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    // A line of the CSV is a row of the sheet.
    out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  if (quoted) out += '"';
}

}  // namespace

void SheetRows::write(std::string_view text) {
  bytes_ += text.size();
  if (bytes_ > limits_.output)
    throw ArchiveFault{SourceFault::bomb, "a sheet that holds more than is allowed",
                       std::to_string(limits_.output >> 20U)};
  output_(text);
}

void SheetRows::start(std::uint64_t number) {
  cells_.clear();
  if (number <= number_) throw ArchiveFault{SourceFault::damaged, "rows out of order", {}};
  number_ = number;
}

void SheetRows::cell(std::uint64_t column, std::string_view text) {
  if (text.empty()) return;
  if (column >= limits_.columns)
    throw ArchiveFault{SourceFault::too_many_columns, "too many columns", std::to_string(limits_.columns)};
  if (cells_.size() <= column) cells_.resize(column + 1);
  cells_[column] = text.size() > 4 * kLongestCell ? text.substr(0, 4 * kLongestCell) : text;
  if (number_ <= kHeaderWithin && names_codes(text)) named_ = true;
}

void SheetRows::end(std::uint64_t times) {
  const auto first = number_;
  number_ += times - 1;
  if (cells_.empty()) return;
  if (number_ > limits_.rows)
    throw ArchiveFault{SourceFault::too_many_rows, "too many rows", std::to_string(limits_.rows)};
  write(std::string(first - 1 - written_, '\n'));
  std::string line;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (i != 0) line += ',';
    append_cell(cells_[i], line);
  }
  line += '\n';
  for (std::uint64_t i = 0; i < times; ++i) write(line);
  written_ = number_;
}

}  // namespace catalyse::ingest
