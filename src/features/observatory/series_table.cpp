#include "series_table.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace catalyse::observatory {
namespace {

constexpr double kBlank = std::numeric_limits<double>::quiet_NaN();

bool is_number(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

// The position of the first cell that is no number; cells.size() when all are blank or numbers.
std::size_t read_cells(std::span<const std::string_view> cells, std::vector<double>& values) {
  for (std::size_t i = 1; i < cells.size(); ++i) {
    if (cells[i].empty())
      values[i] = kBlank;
    else if (!is_number(cells[i], values[i]))
      return i;
  }
  return cells.size();
}

}  // namespace

const std::vector<double>* Table::column(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? nullptr : &columns[static_cast<std::size_t>(found - names.begin())];
}

const std::vector<std::optional<State>>* Table::said(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  if (found == names.end() || blanks.empty()) return nullptr;
  return &blanks[static_cast<std::size_t>(found - names.begin())];
}

core::Result<Table> Table::read(std::string_view text, ingest::FileReport& report) {
  ingest::CsvReader reader(text);
  if (reader.header().empty() || reader.header().front() != "code")
    return core::fail(core::ErrorKind::damaged, "observatory.import.table",
                      report.file + ": the first column must be `code`");
  Table table;
  table.path = report.file;
  table.names.assign(reader.header().begin() + 1, reader.header().end());
  table.columns.resize(table.names.size());
  std::vector<double> values(reader.header().size());
  while (const auto row = reader.next()) {
    ++report.read;
    if (!*row) {
      report.refuse(reader.line(), "", "", row->error().note);
      continue;
    }
    const auto cells = **row;
    if (const std::size_t wrong = read_cells(cells, values); wrong != cells.size()) {
      report.refuse(reader.line(), reader.header()[wrong], cells[wrong], "not a finite decimal number");
      continue;
    }
    const bool fresh =
        !cells[0].empty() && table.rows.emplace(cells[0], static_cast<std::uint32_t>(table.codes.size())).second;
    if (!fresh) {
      report.refuse(reader.line(), "code", cells[0], cells[0].empty() ? "no code" : "a code met before in this file");
      continue;
    }
    table.codes.emplace_back(cells[0]);
    table.lines.push_back(reader.line());
    for (std::size_t i = 0; i < table.columns.size(); ++i) table.columns[i].push_back(values[i + 1]);
    ++report.kept;
  }
  return table;
}

}  // namespace catalyse::observatory
