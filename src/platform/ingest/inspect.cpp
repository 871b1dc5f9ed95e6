#include "inspect.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace catalyse::ingest {
namespace {

using core::Level;

constexpr std::size_t kValuesShown = 30;
constexpr std::size_t kLongestShown = 60;
constexpr double kMostly = 0.9;
constexpr std::array kLevelsTried{Level::commune, Level::epci, Level::departement, Level::region};

std::string shown(std::string_view cell) {
  if (cell.size() <= kLongestShown) return std::string(cell);
  std::size_t end = kLongestShown;
  while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) --end;
  return std::string(cell.substr(0, end)) + "…";
}

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name)
    if (c != '_' && c != ' ' && c != '-') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return plain;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool names_years(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames{"timeperiod", "annee", "année", "year", "an", "millesime"};
  return std::ranges::find(kNames, plain_name(name)) != kNames.end();
}

// Codes of a commune, whether or not it is an arrondissement of Paris, Lyon or Marseille.
std::optional<CodeReading> read_of(std::string_view cell, Level level) {
  auto read = read_code(cell, level);
  if (!read && level == Level::commune) read = read_code(cell, Level::arrondissement);
  return read;
}

// What is counted of every column, whatever it turns out to be.
struct Counts {
  std::array<std::uint64_t, kLevelsTried.size()> codes{};
  std::uint64_t filled = 0, years = 0;
  std::unordered_set<std::string> values;
};

void count_cell(std::string_view cell, const Source& source, const InspectOptions& options, ColumnFacts& facts,
                Counts& counts) {
  if (cell.empty()) {
    ++facts.blank;
    return;
  }
  if (const auto absence = read_absence(cell, options.absences)) {
    ++facts.absences[static_cast<std::size_t>(*absence)];
    return;
  }
  ++counts.filled;
  for (std::size_t i = 0; i < kLevelsTried.size(); ++i) counts.codes[i] += read_of(cell, kLevelsTried[i]) ? 1U : 0U;
  if (counts.values.size() < kValuesShown) {
    if (counts.values.insert(std::string(cell)).second) facts.values.push_back(shown(cell));
  } else if (!facts.more_values) {
    facts.more_values = !counts.values.contains(std::string(cell));
  }
  const auto number = read_number(cell, source.dialect().decimal);
  if (!number) {
    ++facts.others;
    return;
  }
  facts.low = facts.numbers == 0 ? *number : std::min(facts.low, *number);
  facts.high = facts.numbers == 0 ? *number : std::max(facts.high, *number);
  ++facts.numbers;
  if (cell.size() == 4 && *number >= 1900 && *number <= 2100) ++counts.years;
}

// The level that a column's name or its codes speak of, and how surely: 0 when it holds no codes.
std::pair<double, Level> judge_codes(const ColumnFacts& facts, const Counts& counts) {
  if (counts.filled == 0) return {0, Level::commune};
  const auto name = plain_name(facts.name);
  const auto share = [&](std::size_t i) {
    return static_cast<double>(counts.codes[i]) / static_cast<double>(counts.filled);
  };
  const bool named = names_codes(facts.name);
  const bool postal = has(name, "postal") || name == "cp";
  const std::array<bool, kLevelsTried.size()> hinted{has(name, "com") || has(name, "insee"), has(name, "epci"),
                                                     has(name, "dep"), has(name, "reg")};
  std::pair<double, Level> best{0, Level::commune};
  for (std::size_t i = 0; i < kLevelsTried.size(); ++i) {
    // Small numbers look like codes of départements and régions: their column must be named so.
    const bool small = kLevelsTried[i] == Level::departement || kLevelsTried[i] == Level::region;
    if (share(i) < (named ? 0.5 : kMostly) || (small && !named && !hinted[i])) continue;
    const double score =
        share(i) + (named ? 1 : 0) + (hinted[i] ? 0.5 : 0) - (postal ? 1 : 0) + (facts.more_values ? 0.2 : 0);
    if (score > best.first) best = {score, kLevelsTried[i]};
  }
  return best;
}

void judge_column(ColumnFacts& facts, const Counts& counts) {
  const auto filled = static_cast<double>(counts.filled);
  if (counts.filled == 0)
    facts.kind = ColumnKind::empty;
  else if (counts.years == counts.filled && names_years(facts.name))
    facts.kind = ColumnKind::year;
  else
    facts.kind = static_cast<double>(facts.numbers) >= kMostly * filled ? ColumnKind::number : ColumnKind::text;
}

std::optional<std::size_t> column_named(const Inspection& inspection, std::string_view plain) {
  for (std::size_t i = 0; i < inspection.columns.size(); ++i)
    if (plain_name(inspection.columns[i].name) == plain) return i;
  return std::nullopt;
}

void choose_columns(const std::vector<Counts>& counts, const InspectOptions& options, Inspection& found) {
  double best = 0;
  for (std::size_t i = 0; i < found.columns.size(); ++i) {
    judge_column(found.columns[i], counts[i]);
    const auto [score, level] = judge_codes(found.columns[i], counts[i]);
    const bool told = !options.code.empty();
    if (told ? found.columns[i].name != options.code : score <= best) continue;
    best = score;
    found.code = i;
    found.level = options.level.value_or(level);
  }
  if (found.code) found.columns[*found.code].kind = ColumnKind::code;
  found.time = column_named(found, "timeperiod");
  found.value = column_named(found, "obsvalue");
  if (found.time && found.value)
    found.layout = Layout::sdmx;
  else if (column_named(found, "codgeo"))
    found.layout = Layout::insee;
  if (found.layout == Layout::sdmx) return;
  found.value.reset();
  found.time.reset();
  for (std::size_t i = 0; i < found.columns.size(); ++i)
    if (found.columns[i].kind == ColumnKind::year && found.columns[i].values.size() > 1) found.time = i;
}

void tell(std::uint64_t& count, std::uint64_t& line, std::string& cell,
          std::pair<std::uint64_t, std::string_view> where) {
  if (count++ != 0) return;
  line = where.first;
  cell = shown(where.second);
}

// The second reading, once it is known which column holds the codes and which hold numbers.
void check_cells(const Source& source, const InspectOptions& options, Inspection& found) {
  std::unordered_set<std::string> met;
  auto rows = source.rows();
  while (const auto row = rows.next()) {
    if (!*row) continue;
    const auto cells = **row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      auto& column = found.columns[i];
      if (column.kind != ColumnKind::number || column.others == 0 || column.wrong_line != 0) continue;
      const auto cell = trimmed(cells[i]);
      if (cell.empty() || read_absence(cell, options.absences) || read_number(cell, source.dialect().decimal)) continue;
      column.wrong_line = rows.line();
      column.wrong = shown(cell);
    }
    if (!found.code) continue;
    const auto cell = trimmed(cells[*found.code]);
    const auto code = read_of(cell, found.level);
    if (!code) {
      tell(found.unread, found.unread_line, found.unread_cell, {rows.line(), cell});
      continue;
    }
    if (code->repaired) tell(found.repaired, found.repaired_line, found.repaired_cell, {rows.line(), cell});
    if (found.time || found.layout == Layout::sdmx) continue;  // a code stands once a year and a measure
    if (!met.insert(code->code).second)
      tell(found.repeated, found.repeated_line, found.repeated_cell, {rows.line(), cell});
  }
}

}  // namespace

Inspection inspect(const Source& source, const InspectOptions& options) {
  Inspection found;
  for (const auto& name : source.header()) found.columns.emplace_back().name = name;
  std::vector<Counts> counts(found.columns.size());
  auto rows = source.rows();
  while (const auto row = rows.next()) {
    ++found.rows;
    if (!*row) {
      if (found.malformed++ == 0) found.malformed_line = rows.line(), found.malformed_why = row->error().note;
      continue;
    }
    for (std::size_t i = 0; i < (*row)->size(); ++i)
      count_cell(trimmed((**row)[i]), source, options, found.columns[i], counts[i]);
  }
  choose_columns(counts, options, found);
  if (found.code) {
    const auto& first = found.columns[*found.code].values;
    if (!first.empty() && level_in_code(first.front()) && first.front().find('-') == 4) {
      const auto year = read_number(first.front().substr(0, 4), '.');
      if (year && *year >= 1943 && *year <= 2100) found.cog = static_cast<int>(*year);
    }
  }
  check_cells(source, options, found);
  return found;
}

void label_columns(const Source& dictionary, Inspection& inspection) {
  auto rows = dictionary.rows();
  const auto code = rows.column("COD_VAR");
  auto label = rows.column("LIB_VAR_LONG");
  if (!label) label = rows.column("LIB_VAR");
  if (!code || !label) return;
  while (const auto row = rows.next()) {
    if (!*row) continue;
    const auto found = std::ranges::find(inspection.columns, (**row)[*code], &ColumnFacts::name);
    if (found != inspection.columns.end() && found->label.empty()) found->label = shown((**row)[*label]);
  }
}

}  // namespace catalyse::ingest
