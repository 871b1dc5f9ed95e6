#include "proposal.hpp"

#include <algorithm>

namespace catalyse::ingest {
namespace {

constexpr std::size_t kMostIndicators = 30;
constexpr std::size_t kMostChoices = 12;  // of a dimension that a long table is cut by

bool is_term(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string identifier(std::string_view name) {
  std::string id;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z')
      id += static_cast<char>(c + 32);
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      id += c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  while (id.ends_with('-')) id.pop_back();
  return id.empty() ? "indicateur" : id;
}

MappingEntry indicator(const ColumnFacts& column) {
  MappingEntry entry{"indicator", 0, {}};
  const auto put = [&](std::string key, MappingEntry::Value value) {
    entry.items.push_back({std::move(key), std::move(value), 0});
  };
  put("id", identifier(column.name));
  put("label_fr", column.label.empty() ? column.name : column.label);
  put("label_en", std::string());
  put("theme", std::string());
  put("unit_fr", std::string());
  put("direction", std::string("neutral"));
  put("aggregation", std::string("producer-value-only"));
  put("value", column.name);
  return entry;
}

// A long table holds several measures: the first choice of each dimension, for its owner to change.
MappingEntry::Pairs dimensions(const Inspection& inspection) {
  MappingEntry::Pairs pairs;
  for (std::size_t i = 0; i < inspection.columns.size(); ++i) {
    const auto& column = inspection.columns[i];
    const bool known = i == inspection.code || i == inspection.time || i == inspection.value;
    if (known || column.kind != ColumnKind::text || column.values.size() < 2 || column.values.size() > kMostChoices)
      continue;
    pairs.emplace_back(column.name, column.values.front());
  }
  return pairs;
}

}  // namespace

Mapping propose(const Source& source, const Inspection& inspection) {
  Mapping mapping;
  if (source.container() == Container::text) {
    mapping.hints.encoding = source.encoding();
    mapping.hints.dialect.delimiter = source.dialect().delimiter;
    mapping.hints.dialect.decimal = source.dialect().decimal;
  }
  mapping.hints.dialect.header_line = source.dialect().header_line;
  mapping.hints.sheet = source.sheet();
  mapping.level = inspection.level;
  if (inspection.cog) mapping.cog = *inspection.cog;
  if (inspection.code) mapping.code = inspection.columns[*inspection.code].name;
  if (inspection.time) mapping.time = inspection.columns[*inspection.time].name;
  if (inspection.value) {
    auto entry = indicator(inspection.columns[*inspection.value]);
    if (auto pairs = dimensions(inspection); !pairs.empty()) entry.items.push_back({"where", std::move(pairs), 0});
    mapping.entries.push_back(std::move(entry));
    return mapping;
  }
  for (const auto& column : inspection.columns)
    if (column.kind == ColumnKind::number && is_term(column.name) && mapping.entries.size() < kMostIndicators)
      mapping.entries.push_back(indicator(column));
  return mapping;
}

}  // namespace catalyse::ingest
