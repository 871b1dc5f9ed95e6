#include "editorial/exchange.hpp"

#include <algorithm>
#include <set>

namespace catalyse::editorial {
namespace {

constexpr std::string_view kIdColumn = "id";
constexpr std::size_t kLongestId = 60;

bool is_list(const Field& field) { return field.entries > 1; }

std::string joined(const std::vector<std::string>& values) {
  std::string all;
  for (const auto& value : values) all += (all.empty() ? "" : "\n") + value;
  return all;
}

std::vector<std::string> values_of(const Field& field, std::string_view cell) {
  if (!is_list(field)) return {std::string(cell)};
  std::vector<std::string> all;
  for (std::size_t from = 0; from <= cell.size();) {
    const auto end = std::min(cell.find('\n', from), cell.size());
    auto line = cell.substr(from, end - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) all.emplace_back(line);
    from = end + 1;
  }
  return all;
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kLongestId &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

std::string write_csv(const Kind& kind, std::span<const ShownContent> items, exporting::Dialect dialect) {
  exporting::CsvWriter csv(dialect);
  csv.text(kIdColumn);
  for (const auto& field : kind.fields) csv.text(field.name);
  csv.end_row();
  for (const auto& item : items) {
    csv.code(item.id);
    for (const auto& field : kind.fields) {
      const auto found = item.content->find(field.name);
      csv.text(found == item.content->end() ? std::string{} : joined(found->second));
    }
    csv.end_row();
  }
  return csv.take();
}

std::vector<NamedContent> read_csv(const Kind& kind, std::string_view table, ingest::FileReport& report) {
  std::vector<NamedContent> all;
  ingest::CsvReader reader(table);
  const auto id_column = reader.column(kIdColumn);
  std::set<std::string, std::less<>> seen;
  while (auto row = reader.next()) {
    ++report.read;
    if (!*row) {
      report.refuse(reader.line(), {}, {}, row->error().note);
      continue;
    }
    const auto cells = **row;
    const std::string id(id_column ? cells[*id_column] : std::string_view{});
    if (!is_id(id) || !seen.insert(id).second) {
      report.refuse(reader.line(), kIdColumn, id, "an id of lower-case letters, digits and hyphens, once in the file");
      continue;
    }
    NamedContent one{id, {}};
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const auto& name = reader.header()[c];
      if (c == id_column || cells[c].empty()) continue;
      const auto field = std::ranges::find(kind.fields, name, &Field::name);
      // A column that is no field is a fault of the content, named below.
      one.content[name] =
          field == kind.fields.end() ? std::vector<std::string>{std::string(cells[c])} : values_of(*field, cells[c]);
    }
    const auto wrong = faults(kind, one.content, Strictness::to_submit);
    for (const auto& fault : wrong) {
      const auto value = one.content.contains(fault.field) ? joined(one.content.at(fault.field)) : std::string{};
      report.refuse(reader.line(), fault.field, value, fault.message_id);
    }
    if (!wrong.empty()) continue;
    ++report.kept;
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<std::string> parts(std::string_view entry) {
  constexpr std::string_view kBar = " | ";
  std::vector<std::string> all;
  for (std::size_t from = 0; from <= entry.size();) {
    const auto bar = std::min(entry.find(kBar, from), entry.size());
    auto piece = entry.substr(from, bar - from);
    while (piece.starts_with(' ')) piece.remove_prefix(1);
    while (piece.ends_with(' ')) piece.remove_suffix(1);
    all.emplace_back(piece);
    from = bar + kBar.size();
  }
  return all;
}

}  // namespace catalyse::editorial
