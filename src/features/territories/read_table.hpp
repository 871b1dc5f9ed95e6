// Reading one file of the bundle row by row, with the reasons why a row is refused.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/ingest.hpp"

namespace catalyse::territories {

// One row. A getter that finds something wrong refuses the row (the first reason counts) and gives an empty value.
class Row {
 public:
  Row(const ingest::CsvReader& reader, std::span<const std::string_view> cells) : reader_(reader), cells_(cells) {}
  // Text of at most 400 bytes without control characters (the reader has refused what is not UTF-8); `required` refuses
  // an empty one.
  [[nodiscard]] std::string text(std::string_view column);
  [[nodiscard]] std::string required(std::string_view column);
  [[nodiscard]] std::string one_of(std::string_view column, std::initializer_list<std::string_view> allowed);
  // Empty when the cell is; refused when it is not a number from `low` to `high`.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view column, std::int64_t low, std::int64_t high);
  [[nodiscard]] std::optional<double> real(std::string_view column, double low, double high);
  void refuse(std::string_view column, std::string_view reason);
  void require(bool held, std::string_view column, std::string_view reason) {
    if (!held) refuse(column, reason);
  }
  [[nodiscard]] bool good() const { return reason_.empty(); }
  void report(ingest::FileReport& to) const;

 private:
  [[nodiscard]] std::string_view cell(std::string_view column) const;
  const ingest::CsvReader& reader_;
  std::span<const std::string_view> cells_;
  std::string column_, reason_;
};

struct TableOf {
  const ingest::Bundle& bundle;
  std::string_view set;
  ingest::Report& report;
};

// Calls `use` with every well-formed row of the file of the set whose name without folder and .csv(.gz) is `stem`; the
// row is counted as kept when nothing refused it. `use` takes the row's values only when it is good(). Errors:
// territories.import.missing (no such file), territories.import.columns (a column lacks), and those of Bundle::read.
[[nodiscard]] core::Result<void> each_row(const TableOf& table, std::string_view stem,
                                          std::initializer_list<std::string_view> columns,
                                          const std::function<void(Row&)>& use);
[[nodiscard]] const ingest::Resource* find_table(const ingest::Bundle& bundle, std::string_view set,
                                                 std::string_view stem);

}  // namespace catalyse::territories
