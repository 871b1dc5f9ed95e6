#include "editorial/exchange.hpp"

#include <algorithm>

#include "exchange_words.hpp"

namespace catalyse::editorial {

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

void write_json(const ShownContent& item, std::int64_t version, std::string_view address, exporting::JsonWriter& json) {
  json.field(kIdColumn, item.id);
  json.field("version", version);
  json.field("address", address);
  json.key(kContentKey);
  json.raw(to_json(*item.content));
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
