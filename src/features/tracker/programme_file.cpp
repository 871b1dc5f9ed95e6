#include "programme_file.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "status_rules.hpp"
#include "text/utf8.hpp"

namespace catalyse::tracker {
namespace {

constexpr std::size_t kCellBytes = 4000, kMeasuresMost = 500, kIdBytes = 60, kMonthsMost = 600;
constexpr std::string_view kRecord = "record";

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kIdBytes &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// A year, a month or a day.
bool is_date(std::string_view text) {
  if (text.size() == 4) return parse_day(std::string(text) + "-01-01").has_value();
  if (text.size() == 7) return parse_day(std::string(text) + "-01").has_value();
  return parse_day(text).has_value();
}

bool looks_like_formula(std::string_view cell) {
  return !cell.empty() &&
         (std::string_view("=+-@").find(cell.front()) != std::string_view::npos || cell.starts_with("\xEF\xBC\x9D"));
}

// Reads one file: first each row by itself, then what rows say of each other.
class Reader {
 public:
  Reader(Day today, ingest::FileReport& report) : today_(today), report_(report) {}

  std::vector<Record> read(std::string_view text) {
    ingest::CsvReader csv(text);
    if (!read_header(csv)) return {};
    while (auto row = csv.next()) {
      ++report_.read;
      if (!*row) {
        report_.refuse(csv.line(), "", "", row->error().note);
      } else {
        read_row(**row, csv.line());
      }
    }
    std::ranges::stable_sort(records_, {}, &Record::kind);
    if (report_.refused == 0) check_programme();
    if (report_.refused == 0) check_parents();
    if (report_.refused == 0) check_objectives();
    if (report_.refused == 0) check_history();
    report_.kept = report_.refused == 0 ? records_.size() : 0;
    return report_.refused == 0 ? std::move(records_) : std::vector<Record>();
  }

 private:
  bool read_header(ingest::CsvReader& csv) {
    if (csv.header().empty()) {
      const auto fault = csv.next();
      report_.refuse(1, "", "", fault && !*fault ? fault->error().note : "no header line");
      return false;
    }
    std::set<std::string_view> seen;
    for (const auto& name : csv.header()) {
      if (name != kRecord && std::ranges::find(kFieldNames, name) == kFieldNames.end())
        report_.refuse(1, name, name, "unknown column");
      else
        seen.insert(name);
    }
    if (!seen.contains(kRecord)) report_.refuse(1, kRecord, "", "column missing");
    for (const auto name : kFieldNames) {
      if (!seen.contains(name)) report_.refuse(1, name, "", "column missing");
    }
    if (report_.refused > 0) return false;
    record_column_ = *csv.column(kRecord);
    for (std::size_t i = 0; i < kFields; ++i) columns_[i] = *csv.column(kFieldNames[i]);
    return true;
  }

  void refuse(const Record& record, Field field, std::string_view reason) {
    report_.refuse(record.line, name_of(field), record[field], reason);
  }

  void read_row(std::span<const std::string_view> row, std::uint64_t line) {
    const auto word = row[record_column_];
    const auto shape = std::ranges::find(shapes(), word, &KindShape::word);
    if (shape == shapes().end()) {
      report_.refuse(line, kRecord, word, "unknown kind of row");
      return;
    }
    Record record{shape->kind, line, {}};
    const auto before = report_.refused;
    for (std::size_t i = 0; i < kFields; ++i) read_cell(record, static_cast<Field>(i), row[columns_[i]]);
    if (report_.refused == before) check_cells(record);
    if (report_.refused == before) records_.push_back(std::move(record));
  }

  void read_cell(Record& record, Field field, std::string_view cell) {
    const auto& shape = shape_of(record.kind);
    // What the writer put before a cell that a spreadsheet would run is not part of it.
    if (cell.starts_with('\'') && looks_like_formula(cell.substr(1)))
      cell.remove_prefix(1);
    else if (looks_like_formula(cell))
      return report_.refuse(record.line, name_of(field), cell,
                            "begins as a formula does: write an apostrophe before it");
    record[field] = std::string(cell);
    if (!cell.empty() && std::ranges::find(shape.fields, field) == shape.fields.end())
      return refuse(record, field, "a row of this kind has nothing in this column");
    if (cell.empty() && std::ranges::find(shape.required, field) != shape.required.end())
      return refuse(record, field, "empty");
    if (cell.size() > kCellBytes) return refuse(record, field, "longer than 4000 bytes");
    if (!text::is_valid_utf8(cell)) return refuse(record, field, "bytes that are not UTF-8 text");
    if (std::ranges::any_of(cell, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }))
      return refuse(record, field, "holds a control character");
    if (cell.starts_with(' ') || cell.ends_with(' ')) return refuse(record, field, "begins or ends with a space");
  }

  // The form of each cell that has one.
  void check_cells(const Record& record) {
    if (!record[Field::id].empty() && !is_id(record[Field::id]))
      refuse(record, Field::id, "not an identifier (a to z, 0 to 9 and hyphens, at most 60)");
    const auto& date = record[Field::date];
    const bool partial = record.kind == Kind::source || record.kind == Kind::state || record.kind == Kind::output;
    if (!date.empty() && !(partial ? is_date(date) : parse_day(date).has_value()))
      refuse(record, Field::date,
             partial ? "not a year, a month or a day that exists (2020, 2020-10, 2020-10-17)"
                     : "not a day that exists (2020-10-17)");
    const auto number = whole_number(record[Field::number]);
    if (!record[Field::number].empty() && (!number || *number < 1 || *number > kMeasuresMost))
      refuse(record, Field::number, "not a whole number from 1 to 500");
    check_months(record);
    if (!record[Field::status].empty() && !status_from(record[Field::status]))
      refuse(record, Field::status, "not a level of the scale");
    if (!record[Field::counts].empty() && !parse_counts(record[Field::counts]))
      refuse(record, Field::counts, "not four counts (6/9/6/0)");
    if (record.kind == Kind::link && !is_target(record[Field::evidence]))
      refuse(record, Field::evidence, "neither an http(s) address nor a path of this site");
    else if (record.kind != Kind::status && !is_evidence(record[Field::evidence]))
      refuse(record, Field::evidence, reason_of(ChangeFault::evidence));
  }

  void check_months(const Record& record) {
    unsigned last = 0;
    const auto words = words_of(record[Field::months]);
    for (const auto& word : words) {
      const auto months = whole_number(word);
      if (!months || *months <= last || *months > kMonthsMost)
        return refuse(record, Field::months, "not numbers of months, ascending");
      last = *months;
    }
    if (record.kind == Kind::review && words.size() > 1) refuse(record, Field::months, "a review answers one horizon");
    if (record.kind == Kind::status && words.size() > 1)
      refuse(record, Field::months, "an entry evaluates one horizon");
  }

  void check_programme() {
    for (const auto& record : records_) {
      if (record.kind != Kind::programme) continue;
      if (programme_ != nullptr) return refuse(record, Field::id, "a second programme in the file");
      programme_ = &record;
      measures_ = *whole_number(record[Field::number]);
    }
    if (programme_ == nullptr) return report_.refuse(1, kRecord, "", "the file has no row « programme »");
    std::set<std::pair<Kind, std::string_view>> ids;
    for (const auto& record : records_) {
      if (!record[Field::id].empty() && !ids.emplace(record.kind, record[Field::id]).second)
        refuse(record, Field::id, "given twice");
      if (record.kind == Kind::source && (record[Field::id] == "inferred" || record[Field::id] == "proposal"))
        refuse(record, Field::id, "this word is no source: it says there is none");
    }
  }

  [[nodiscard]] const Record* find(Kind kind, std::string_view id) const {
    const auto found = std::ranges::find_if(
        records_, [&](const Record& record) { return record.kind == kind && record[Field::id] == id; });
    return found == records_.end() ? nullptr : &*found;
  }

  void check_parents() {
    for (const auto& record : records_) {
      if (record.kind == Kind::group && find(Kind::grouping, record[Field::parent]) == nullptr)
        refuse(record, Field::parent, "the file has no such grouping");
      if (record.kind == Kind::state && find(Kind::lever, record[Field::parent]) == nullptr)
        refuse(record, Field::parent, "the file has no such lever");
      for (const auto& id : words_of(record[Field::source])) {
        if (id != "inferred" && id != "proposal" && find(Kind::source, id) == nullptr)
          refuse(record, Field::source, "the file has no such source");
      }
      if (record.kind == Kind::link && *whole_number(record[Field::number]) > measures_)
        refuse(record, Field::number, "beyond the number of measures of the programme");
      if (record.kind != Kind::quote) continue;
      const auto counts = *parse_counts(record[Field::counts]);
      if (counts[0] + counts[1] + counts[2] + counts[3] != measures_)
        refuse(record, Field::counts, "does not sum to the number of measures");
    }
  }

  void check_objectives() {
    std::set<unsigned> numbers;
    for (const auto& record : records_) {
      if (record.kind != Kind::objective) continue;
      const unsigned number = *whole_number(record[Field::number]);
      if (number > measures_)
        refuse(record, Field::number, "beyond the number of measures of the programme");
      else if (!numbers.insert(number).second)
        refuse(record, Field::number, "measure given twice");
      check_groups(record);
    }
    for (unsigned number = 1; number <= measures_; ++number) {
      if (!numbers.contains(number))
        report_.refuse(programme_->line, name_of(Field::number), (*programme_)[Field::number],
                       "measure " + std::to_string(number) + " is missing");
    }
  }

  // One group of each grouping, so that every grouping shows every measure once.
  void check_groups(const Record& record) {
    std::map<std::string_view, unsigned> times;
    for (const auto& id : words_of(record[Field::parent])) {
      const auto* group = find(Kind::group, id);
      if (group == nullptr) return refuse(record, Field::parent, "the file has no such group");
      ++times[(*group)[Field::parent]];
    }
    for (const auto& grouping : records_) {
      if (grouping.kind == Kind::grouping && times[grouping[Field::id]] != 1)
        return refuse(record, Field::parent, "not exactly one group of the grouping " + grouping[Field::id]);
    }
  }

  void check_history() {
    std::optional<Day> latest;
    std::set<std::pair<std::string, std::string>> reviews;
    for (const auto& record : records_) {
      if (record.kind == Kind::review) {
        if (*parse_day(record[Field::date]) > today_)
          refuse(record, Field::date, reason_of(ChangeFault::future));
        else if (!reviews.emplace(record[Field::date], record[Field::months]).second)
          refuse(record, Field::date, "a second review of that day and horizon");
      }
      if (record.kind != Kind::status) continue;
      const auto change = change_of(record);
      for (const auto fault : faults(change, {measures_, latest, today_, horizons_of(change.measure)}))
        report_.refuse(record.line, column_of(fault), cell_of(record, fault), reason_of(fault));
      latest = latest ? std::max(*latest, change.day) : change.day;
    }
  }

  // Before there is a programme to ask: of the rows.
  [[nodiscard]] std::vector<unsigned> horizons_of(unsigned measure) const {
    std::vector<unsigned> all;
    for (const auto& record : records_) {
      if (record.kind != Kind::objective || whole_number(record[Field::number]) != measure) continue;
      for (const auto& id : words_of(record[Field::parent]))
        if (const auto* group = find(Kind::group, id))
          for (const auto& word : words_of((*group)[Field::months])) all.push_back(*whole_number(word));
    }
    return all;
  }

  static std::string_view cell_of(const Record& record, ChangeFault fault) {
    const auto field = std::ranges::find(kFieldNames, column_of(fault));
    return record.cells[static_cast<std::size_t>(field - kFieldNames.begin())];
  }

  Day today_;
  ingest::FileReport& report_;
  std::size_t record_column_ = 0;
  std::array<std::size_t, kFields> columns_{};
  std::vector<Record> records_;
  const Record* programme_ = nullptr;
  unsigned measures_ = 0;
};

}  // namespace

std::vector<Record> read_programme(std::string_view text, Day today, ingest::FileReport& report) {
  return Reader(today, report).read(text);
}

std::string write_programme(std::span<const Record> records, exporting::Dialect dialect) {
  exporting::CsvWriter csv(dialect);
  csv.text(kRecord);
  for (const auto name : kFieldNames) csv.text(name);
  csv.end_row();
  for (const auto& record : records) {
    csv.text(shape_of(record.kind).word);
    for (const auto& cell : record.cells) csv.text(cell);
    csv.end_row();
  }
  return csv.take();
}

}  // namespace catalyse::tracker
