#include "store.hpp"

#include <algorithm>
#include <stdexcept>

namespace catalyse::personal::store {
namespace {

using Text = std::string;

constexpr std::string_view kTextsOfSqlite =
    "SELECT s.name, c.name FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c"
    " WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND upper(c.type) NOT IN ('INTEGER', 'REAL')"
    " ORDER BY 1, 2";
constexpr std::string_view kTextsOfPostgresql =
    "SELECT c.table_name::text, c.column_name::text FROM information_schema.columns AS c"
    " JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
    " WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')"
    " AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea') ORDER BY 1, 2";

Text name(std::string_view text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!plain) throw std::logic_error("no name of a table or a column: " + Text(text));
  return Text(text);
}

Text escaped(std::string_view text) {
  Text out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out;
}

Text ascii_lower(std::string_view text) {
  Text out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

struct Condition {
  Text sql;
  Text value;
};

Condition about(const Holding& holding, const Subject& subject) {
  const auto key = name(holding.key);
  if (holding.about == About::id) return {key + " = :key", subject.id};
  if (holding.about == About::object) return {key + " = :key", "person:" + subject.id};
  return {"lower(" + key + ") LIKE :key ESCAPE '!'", "%" + escaped(ascii_lower(subject.email)) + "%"};
}

}  // namespace

std::vector<std::vector<Text>> rows(db::Transaction& tx, const Holding& holding, std::span<const Column* const> columns,
                                    const Subject& subject) {
  std::vector<std::vector<Text>> all;
  if (columns.empty() || (holding.about == About::mention && subject.email.empty())) return all;
  Text list;
  for (const auto* column : columns) list += (list.empty() ? "CAST(" : ", CAST(") + name(column->name) + " AS TEXT)";
  const auto where = about(holding, subject);
  const std::vector<db::Type> types(columns.size(), db::Type::text);
  tx.each_row("SELECT " + list + " FROM " + name(holding.table) + " WHERE " + where.sql, {where.value}, types,
              [&](std::span<db::Value> values) {
                std::vector<Text> row;
                for (auto& value : values) {
                  auto* text = std::get_if<Text>(&value);
                  row.push_back(text == nullptr ? Text() : std::move(*text));
                }
                all.push_back(std::move(row));
              });
  return all;
}

std::int64_t remove(db::Transaction& tx, const Holding& holding, const Subject& subject) {
  if (holding.about == About::mention && subject.email.empty()) return 0;
  const auto where = about(holding, subject);
  return tx.execute("DELETE FROM " + name(holding.table) + " WHERE " + where.sql, {where.value});
}

std::int64_t remove_before(db::Transaction& tx, const Holding& holding, core::Instant before) {
  return tx.execute("DELETE FROM " + name(holding.table) + " WHERE " + name(holding.since) + " < :before",
                    {std::int64_t{before.time_since_epoch().count()}});
}

std::vector<Place> text_columns(db::Transaction& tx) {
  std::vector<Place> all;
  tx.each<Text, Text>(tx.backend() == db::Backend::sqlite ? kTextsOfSqlite : kTextsOfPostgresql, {},
                      [&](auto table, auto column) {
                        all.push_back({std::move(table), std::move(column)});
                      });
  return all;
}

std::vector<std::pair<Text, std::int64_t>> find(db::Transaction& tx, const Place& place,
                                                std::span<const Text> patterns) {
  std::vector<std::pair<Text, std::int64_t>> all;
  const auto column = "CAST(" + name(place.column) + " AS TEXT)";
  Text condition;
  std::vector<db::Value> values;
  for (const auto& pattern : patterns) {
    const auto parameter = ":p" + std::to_string(values.size());
    condition += (condition.empty() ? "lower(" : " OR lower(") + column + ") LIKE " + parameter + " ESCAPE '!'";
    values.emplace_back(pattern);
  }
  if (values.empty()) return all;
  tx.each<Text, std::int64_t>(
      "SELECT " + column + ", count(*) FROM " + name(place.table) + " WHERE " + condition + " GROUP BY 1", values,
      [&](auto value, auto count) { all.emplace_back(std::move(value), count); });
  return all;
}

std::int64_t replace(db::Transaction& tx, const Place& place, const Text& was, const Text& now) {
  const auto column = name(place.column);
  return tx.execute("UPDATE " + name(place.table) + " SET " + column + " = :now WHERE " + column + " = :was",
                    {now, was});
}

}  // namespace catalyse::personal::store
