#include "file_tables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ingest/inspect.hpp"
#include "series_alignment.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;
using ingest::MappingEntry;

constexpr double kBlank = std::numeric_limits<double>::quiet_NaN();
constexpr double kLargest = 1e12;  // of a cell: sums over France stay in what the read model holds
constexpr std::size_t kMostYears = 60;
constexpr int kFirstDatedCog = 2022;  // passages older than it bear no date

struct Condition {
  std::size_t column = 0;
  std::string value;
};

// The rows that share a `where`, and the columns read of them.
struct Group {
  MappingEntry::Pairs where;
  std::vector<Condition> conditions;
  std::vector<std::string> names;
  std::vector<std::size_t> columns;
};

State state_of(ingest::Absence absence) {
  switch (absence) {
    case ingest::Absence::secret:
      return State::secret;
    case ingest::Absence::not_applicable:
      return State::na;
    case ingest::Absence::not_available:
    case ingest::Absence::not_significant:
      break;
  }
  return State::missing;
}

bool meets(const std::vector<Condition>& conditions, std::span<const std::string_view> cells) {
  return std::ranges::all_of(conditions,
                             [&](const Condition& one) { return ingest::trimmed(cells[one.column]) == one.value; });
}

class TableReading {
 public:
  TableReading(const ingest::Source& source, const ingest::Mapping& mapping, const Ground& ground,
               ingest::FileReport& report)
      : source_(source), mapping_(mapping), ground_(ground), report_(report) {}

  core::Result<void> prepare(const std::vector<FilePlan>& plans);
  void read(FileTables& tables);

 private:
  core::Result<std::size_t> column(std::string_view name) const;
  core::Result<std::vector<Condition>> conditions(const MappingEntry::Pairs& pairs) const;
  core::Result<void> add_group(const FilePlan& plan);
  std::optional<std::string> code_of(std::string_view cell, std::uint64_t line, bool& arrondissement);
  std::optional<int> year_of(std::span<const std::string_view> cells, std::uint64_t line);
  bool add_row(Table& table, const Group& group, std::span<const std::string_view> cells, std::string_view code);
  void read_row(std::span<const std::string_view> cells, FileTables& tables);

  const ingest::Source& source_;
  const ingest::Mapping& mapping_;
  const Ground& ground_;
  ingest::FileReport& report_;
  std::size_t code_ = 0;
  std::optional<std::size_t> time_;
  std::vector<Condition> filter_;
  std::vector<Group> groups_;
  std::uint64_t line_ = 0;
};

core::Result<std::size_t> TableReading::column(std::string_view name) const {
  const auto found = std::ranges::find(source_.header(), name);
  if (found == source_.header().end())
    return ingest::mapping_error(report_.file, source_.dialect().header_line,
                                 "the file has no column " + std::string(name));
  return static_cast<std::size_t>(found - source_.header().begin());
}

core::Result<std::vector<Condition>> TableReading::conditions(const MappingEntry::Pairs& pairs) const {
  std::vector<Condition> all;
  for (const auto& [name, value] : pairs) {
    const auto found = column(name);
    if (!found) return std::unexpected(found.error());
    all.push_back({*found, value});
  }
  return all;
}

core::Result<void> TableReading::add_group(const FilePlan& plan) {
  auto group = std::ranges::find(groups_, plan.where, &Group::where);
  if (group == groups_.end()) {
    auto found = conditions(plan.where);
    if (!found) return std::unexpected(found.error());
    groups_.push_back({plan.where, std::move(*found), {}, {}});
    group = groups_.end() - 1;
  }
  for (const auto* expression : {&plan.plan.value, &plan.plan.numerator, &plan.plan.denominator}) {
    if (!*expression) continue;
    for (const Term& term : (*expression)->terms()) {
      if (std::ranges::find(group->names, term.column) != group->names.end()) continue;
      const auto found = column(term.column);
      if (!found) return std::unexpected(found.error());
      group->names.push_back(term.column);
      group->columns.push_back(*found);
    }
  }
  return {};
}

core::Result<void> TableReading::prepare(const std::vector<FilePlan>& plans) {
  if (mapping_.code.empty()) {
    const auto found = ingest::inspect(source_, {mapping_.absences, {}, mapping_.level});
    if (!found.code)
      return ingest::mapping_error(report_.file, source_.dialect().header_line,
                                   "no column of codes is recognised: name it with `code` in [file]");
    code_ = *found.code;
  } else {
    const auto found = column(mapping_.code);
    if (!found) return std::unexpected(found.error());
    code_ = *found;
  }
  if (!mapping_.time.empty()) {
    const auto found = column(mapping_.time);
    if (!found) return std::unexpected(found.error());
    time_ = *found;
  }
  auto filter = conditions(mapping_.filter);
  if (!filter) return std::unexpected(filter.error());
  filter_ = std::move(*filter);
  for (const auto& plan : plans)
    if (auto added = add_group(plan); !added) return added;
  return {};
}

std::optional<std::string> TableReading::code_of(std::string_view cell, std::uint64_t line, bool& arrondissement) {
  const auto named = ingest::level_in_code(cell);
  const bool communes = mapping_.level == Level::commune;
  if (named && *named != mapping_.level && !(communes && *named == Level::arrondissement)) {
    report_.remark(line, "a row of another level, passed over");
    return std::nullopt;
  }
  auto read = ingest::read_code(cell, mapping_.level);
  if (!read && communes) read = ingest::read_code(cell, Level::arrondissement);
  const auto& name = source_.header()[code_];
  if (!read) {
    report_.refuse(line, name, cell, ingest::trimmed(cell).empty() ? "no code" : "not a code of this level");
    return std::nullopt;
  }
  const std::array levels{mapping_.level, communes ? Level::arrondissement : mapping_.level};
  if (!is_known_code(read->code, levels, ground_)) {
    report_.refuse(line, name, cell, "no territory has this code, now or before");
    return std::nullopt;
  }
  if (read->repaired) report_.remark(line, "a code read as a number, its zero put back");
  arrondissement = communes && core::is_municipal_arrondissement(read->code);
  if (communes && ground_.former.contains(read->code)) report_.remark(line, "a former code, carried forward");
  return std::move(read->code);
}

std::optional<int> TableReading::year_of(std::span<const std::string_view> cells, std::uint64_t line) {
  if (!time_) return mapping_.year;
  // `2021`, and the period of SDMX that begins with it: 2021-12-31, 2021-Q4 are not one year's figure.
  const auto cell = ingest::trimmed(cells[*time_]);
  const auto year = cell.size() == 4 ? ingest::read_number(cell, '.') : std::nullopt;
  if (year && *year >= 1900 && *year <= 2100 && *year == std::floor(*year)) return static_cast<int>(*year);
  report_.refuse(line, source_.header()[*time_], cell, "not a year");
  return std::nullopt;
}

// False when a cell cannot be: the row is then refused and nothing of it kept.
bool TableReading::add_row(Table& table, const Group& group, std::span<const std::string_view> cells,
                           std::string_view code) {
  std::vector<std::pair<double, std::optional<State>>> read;
  for (const std::size_t column : group.columns) {
    const auto cell = ingest::trimmed(cells[column]);
    if (cell.empty()) {
      read.emplace_back(kBlank, std::nullopt);
    } else if (const auto absence = ingest::read_absence(cell, mapping_.absences)) {
      read.emplace_back(kBlank, state_of(*absence));
      if (*absence == ingest::Absence::not_significant)
        report_.remark(line_, "a value that is not significant, held as not available");
    } else if (const auto number = ingest::read_number(cell, source_.dialect().decimal);
               number && std::abs(*number) <= kLargest) {
      read.emplace_back(*number, std::nullopt);
    } else {
      report_.refuse(line_, source_.header()[column], cell, "neither a number nor the word for an absent value");
      return false;
    }
  }
  if (!table.rows.emplace(code, static_cast<std::uint32_t>(table.codes.size())).second) {
    report_.refuse(line_, source_.header()[code_], code, "a code met before in this file");
    return false;
  }
  table.codes.emplace_back(code);
  table.lines.push_back(line_);
  for (std::size_t i = 0; i < read.size(); ++i) {
    table.columns[i].push_back(read[i].first);
    table.blanks[i].push_back(read[i].second);
  }
  return true;
}

void TableReading::read_row(std::span<const std::string_view> cells, FileTables& tables) {
  if (!meets(filter_, cells)) return report_.remark(line_, "a row that the filter leaves out");
  std::vector<const Group*> wanted;
  for (const auto& group : groups_)
    if (meets(group.conditions, cells)) wanted.push_back(&group);
  if (wanted.empty()) return report_.remark(line_, "a row that no indicator asks for");
  bool arrondissement = false;
  const auto code = code_of(cells[code_], line_, arrondissement);
  if (!code) return;
  const auto year = year_of(cells, line_);
  if (!year) return;
  for (const Group* group : wanted) {
    if (tables.tables.size() >= kMostYears * groups_.size() && !tables.tables.contains({group->where, *year}))
      return report_.refuse(line_, "", std::to_string(*year), "more than sixty years in one file");
    Table& table = tables.tables[{group->where, *year}];
    if (table.names.empty()) {
      table.path = report_.file;
      table.names = group->names;
      table.columns.resize(group->names.size());
      table.blanks.resize(group->names.size());
    }
    if (!add_row(table, *group, cells, *code)) return;
  }
  tables.arrondissements = tables.arrondissements || arrondissement;
  ++report_.kept;
}

void TableReading::read(FileTables& tables) {
  auto rows = source_.rows();
  while (const auto row = rows.next()) {
    ++report_.read;
    line_ = rows.line();
    if (*row)
      read_row(**row, tables);
    else
      report_.refuse(line_, "", "", row->error().note);
  }
}

// The latest COG in which all the former codes of the file still existed.
int cog_of(const FileTables& tables, const Ground& ground) {
  int cog = 0;
  for (const auto& passages : ground.passages) {
    for (const Passage& passage : passages) {
      if (passage.change) continue;  // the same territory under another code tells no date
      const bool there = std::ranges::any_of(
          tables.tables, [&](const auto& table) { return table.second.rows.contains(passage.old_code); });
      if (!there) continue;
      const int before = passage.since == 0 ? kFirstDatedCog - 1 : passage.since - 1;
      cog = cog == 0 ? before : std::min(cog, before);
    }
  }
  return cog;
}

}  // namespace

core::Result<FileTables> read_tables(const ingest::Source& source, const ingest::Mapping& mapping,
                                     const std::vector<FilePlan>& plans, const Ground& ground,
                                     ingest::FileReport& report) {
  TableReading reading(source, mapping, ground, report);
  if (auto prepared = reading.prepare(plans); !prepared) return std::unexpected(prepared.error());
  FileTables tables;
  reading.read(tables);
  const bool communes = mapping.level == Level::commune || mapping.level == Level::arrondissement;
  if (communes) tables.cog = mapping.cog != 0 ? mapping.cog : cog_of(tables, ground);
  return tables;
}

}  // namespace catalyse::observatory
