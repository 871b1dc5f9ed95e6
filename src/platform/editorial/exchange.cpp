#include "editorial/exchange.hpp"

#include <algorithm>

namespace catalyse::editorial {
namespace {

constexpr std::string_view kIdColumn = "id";

std::string joined(const std::vector<std::string>& values) {
  std::string all;
  for (const auto& value : values) all += (all.empty() ? "" : "\n") + value;
  return all;
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
