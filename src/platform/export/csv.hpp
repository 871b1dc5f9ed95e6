// CSV for exchange and for French Excel. RFC 4180 quoting; formula injection neutralised (OWASP, CSV Injection).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace catalyse::exporting {

// standard: comma, UTF-8 without BOM, decimal point, LF. excel_fr: semicolon, BOM, decimal comma, CRLF, codes as
// ="01001" so that Excel keeps their zeros.
enum class Dialect : std::uint8_t { standard, excel_fr };

// `?dialecte=`: nothing or "standard", "excel-fr" (also "excel"). Errors: export.unknown.dialect (invalid, parameter
// `dialect`), for any other word.
[[nodiscard]] core::Result<Dialect> dialect_from(std::optional<std::string_view> parameter);

class CsvWriter {
 public:
  explicit CsvWriter(Dialect dialect);
  CsvWriter& text(std::string_view value);  // free text
  CsvWriter& code(std::string_view value);  // an identifier of digits and letters that must stay text
  CsvWriter& number(double value);          // shortest form that reads back the same; empty when not finite
  CsvWriter& number(std::int64_t value);
  CsvWriter& number(std::optional<double> value);
  CsvWriter& blank();
  void end_row();
  [[nodiscard]] std::string take() { return std::move(out_); }
  [[nodiscard]] std::size_t size() const { return out_.size(); }  // bytes so far
  // For the further pieces of a text that is written in pieces: without what begins a file.
  [[nodiscard]] static CsvWriter continued(Dialect dialect);

 private:
  void separate();
  void quoted(std::string_view value);
  std::string out_;
  Dialect dialect_;
  bool first_ = true;
};

}  // namespace catalyse::exporting
