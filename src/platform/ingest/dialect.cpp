#include "dialect.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "cells.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::array kDelimiters{';', '\t', ',', '|'};
constexpr std::size_t kLinesLookedAt = 100;
constexpr std::size_t kBytesLookedAt = 256U << 10U;
constexpr std::size_t kMostCells = 2'000;

// One line of the beginning, whole: a quoted line break does not end it.
struct Head {
  std::uint64_t line = 1;
  std::size_t at = 0;
  std::string_view text;
};

std::vector<Head> heads(std::string_view text) {
  std::vector<Head> all;
  const auto looked = text.substr(0, kBytesLookedAt);
  std::uint64_t line = 1;
  std::size_t start = 0;
  bool quoted = false;
  std::uint64_t lines_inside = 0;
  for (std::size_t i = 0; i < looked.size() && all.size() < kLinesLookedAt; ++i) {
    if (looked[i] == '"') quoted = !quoted;
    if (looked[i] != '\n') continue;
    if (quoted) {
      ++lines_inside;
      continue;
    }
    std::size_t end = i;
    if (end > start && looked[end - 1] == '\r') --end;
    all.push_back({line, start, looked.substr(start, end - start)});
    line += 1 + lines_inside;
    lines_inside = 0;
    start = i + 1;
  }
  if (all.size() < kLinesLookedAt && start < looked.size()) all.push_back({line, start, looked.substr(start)});
  return all;
}

std::vector<std::string_view> cells_of(std::string_view line, char delimiter) {
  std::vector<std::string_view> cells;
  bool quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= line.size() && cells.size() < kMostCells; ++i) {
    if (i < line.size() && line[i] == '"') quoted = !quoted;
    if (i < line.size() && (quoted || line[i] != delimiter)) continue;
    auto cell = line.substr(start, i - start);
    if (cell.size() > 1 && cell.starts_with('"') && cell.ends_with('"')) cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
    start = i + 1;
  }
  return cells;
}

// The number of cells that most lines have, more than one, and how many lines have it.
std::pair<std::size_t, std::size_t> usual_width(const std::vector<Head>& lines, char delimiter) {
  std::map<std::size_t, std::size_t> widths;
  for (const auto& line : lines)
    if (!line.text.empty()) ++widths[cells_of(line.text, delimiter).size()];
  std::pair<std::size_t, std::size_t> best{1, 0};
  for (const auto& [width, count] : widths)
    if (width > 1 && count >= best.second) best = {width, count};
  return best;
}

char find_delimiter(const std::vector<Head>& lines) {
  char found = ',';
  std::pair<std::size_t, std::size_t> best{0, 1};  // lines, cells
  for (const char delimiter : kDelimiters) {
    const auto [width, count] = usual_width(lines, delimiter);
    if (count == 0 || std::pair{count, width} <= best) continue;
    best = {count, width};
    found = delimiter;
  }
  return found;
}

const Head* find_header(const std::vector<Head>& lines, char delimiter) {
  const auto width = usual_width(lines, delimiter).first;
  const Head* first = nullptr;
  for (const auto& line : lines) {
    const auto cells = cells_of(line.text, delimiter);
    if (std::ranges::any_of(cells, names_codes)) return &line;
    if (first == nullptr && !line.text.empty() && cells.size() == width) first = &line;
  }
  return first;
}

char find_decimal(const std::vector<Head>& lines, const Dialect& dialect) {
  std::size_t with_comma = 0, with_point = 0;
  for (const auto& line : lines) {
    if (line.at <= dialect.header_at) continue;
    for (const auto cell : cells_of(line.text, dialect.delimiter)) {
      if (cell.find_first_of(".,") == std::string_view::npos) continue;
      with_comma += read_number(cell, ',') ? 1U : 0U;
      with_point += read_number(cell, '.') ? 1U : 0U;
    }
  }
  if (with_comma != with_point) return with_comma > with_point ? ',' : '.';
  return dialect.delimiter == ',' ? '.' : ',';
}

}  // namespace

bool names_codes(std::string_view column) {
  static constexpr std::array<std::string_view, 27> kNames{
      "codgeo",        "geo",         "codinsee",         "codeinsee",
      "insee",         "inseecom",    "depcom",           "codecommune",
      "codcom",        "codecom",     "codeinseecommune", "citycode",
      "adrscodeinsee", "com",         "sirenepci",        "codeepci",
      "epci",          "sirenepcifp", "codedepartement",  "coddep",
      "codedep",       "dep",         "coderegion",       "codreg",
      "codereg",       "reg",         "refarea"};
  column = trimmed(column);
  if (column.size() > 40) return false;
  std::string plain;
  for (const char c : column) {
    if (c == '_' || c == ' ' || c == '-') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return std::ranges::find(kNames, plain) != kNames.end();
}

Dialect detect_dialect(std::string_view text, const DialectHints& hints) {
  const auto lines = heads(text);
  Dialect dialect;
  dialect.delimiter = hints.delimiter ? *hints.delimiter : find_delimiter(lines);
  const Head* header = nullptr;
  if (hints.header_line != 0) {
    const auto named = std::ranges::find(lines, hints.header_line, &Head::line);
    if (named != lines.end()) header = &*named;
  } else {
    header = find_header(lines, dialect.delimiter);
  }
  if (header != nullptr) {
    dialect.header_line = header->line;
    dialect.header_at = header->at;
  }
  dialect.decimal = hints.decimal ? *hints.decimal : find_decimal(lines, dialect);
  return dialect;
}

}  // namespace catalyse::ingest
