#include "csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "guard.hpp"

namespace catalyse::exporting {
namespace {

// Characters that make a spreadsheet run a cell as a formula when they come first; the last is the full-width equals
// sign, U+FF1D.
bool looks_like_formula(std::string_view value) {
  return !value.empty() && (std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos ||
                            value.starts_with("\xEF\xBC\x9D"));
}

}  // namespace

bool needs_guard(std::string_view text) {
  return looks_like_formula(text.substr(std::min(text.find_first_not_of('\''), text.size())));
}

std::string_view unguarded(std::string_view cell) {
  return cell.starts_with('\'') && needs_guard(cell) ? cell.substr(1) : cell;
}

core::Result<Dialect> dialect_from(std::optional<std::string_view> parameter) {
  if (!parameter || parameter->empty() || *parameter == "standard") return Dialect::standard;
  if (*parameter == "excel-fr" || *parameter == "excel") return Dialect::excel_fr;
  return core::fail(core::ErrorKind::invalid, "export.unknown.dialect", {},
                    {{"dialect", std::string(parameter->substr(0, 40))}});
}

CsvWriter::CsvWriter(Dialect dialect) : dialect_(dialect) {
  if (dialect_ == Dialect::excel_fr) out_ = "\xEF\xBB\xBF";
}

CsvWriter CsvWriter::continued(Dialect dialect) {
  CsvWriter writer(dialect);
  writer.out_.clear();
  return writer;
}

void CsvWriter::separate() {
  if (!first_) out_ += dialect_ == Dialect::excel_fr ? ';' : ',';
  first_ = false;
}

void CsvWriter::quoted(std::string_view value) {
  out_ += '"';
  for (const char c : value) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

CsvWriter& CsvWriter::text(std::string_view value) {
  separate();
  if (needs_guard(value)) {
    quoted("'" + std::string(value));
  } else if (value.find_first_of("\",;\n\r") != std::string_view::npos) {
    quoted(value);
  } else {
    out_ += value;
  }
  return *this;
}

CsvWriter& CsvWriter::code(std::string_view value) {
  const bool plain = std::ranges::all_of(
      value, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
  if (!plain) return text(value);
  separate();
  if (dialect_ == Dialect::excel_fr && !value.empty()) {
    quoted("=\"" + std::string(value) + "\"");
  } else {
    out_ += value;
  }
  return *this;
}

CsvWriter& CsvWriter::number(double value) {
  separate();
  if (!std::isfinite(value)) return *this;
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  if (dialect_ == Dialect::excel_fr) std::replace(digits.data(), end, '.', ',');
  out_.append(digits.data(), end);
  return *this;
}

CsvWriter& CsvWriter::number(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
  return *this;
}

CsvWriter& CsvWriter::number(std::optional<double> value) { return value ? number(*value) : blank(); }

CsvWriter& CsvWriter::blank() {
  separate();
  return *this;
}

void CsvWriter::end_row() {
  out_ += dialect_ == Dialect::excel_fr ? "\r\n" : "\n";
  first_ = true;
}

}  // namespace catalyse::exporting
