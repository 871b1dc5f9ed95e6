#include "read_table.hpp"

namespace catalyse::territories {

namespace {

constexpr std::size_t kMaxText = 400;

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; });
}

template <class T>
std::optional<T> parse(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view Row::cell(std::string_view column) const {
  const auto at = reader_.column(column);
  return at ? cells_[*at] : std::string_view{};
}

std::string Row::text(std::string_view column) {
  const auto value = cell(column);
  require(value.size() <= kMaxText, column, "longer than 400 bytes");
  require(!has_control(value), column, "holds a control character");
  return std::string(value);
}

std::string Row::required(std::string_view column) {
  auto value = text(column);
  require(!value.empty(), column, "empty");
  return value;
}

std::string Row::one_of(std::string_view column, std::initializer_list<std::string_view> allowed) {
  auto value = text(column);
  if (std::ranges::find(allowed, std::string_view(value)) == allowed.end()) {
    std::string list;
    for (const auto one : allowed)
      list += (list.empty() ? "" : ", ") + (one.empty() ? std::string("empty") : std::string(one));
    refuse(column, "not one of: " + list);
  }
  return value;
}

std::optional<std::int64_t> Row::integer(std::string_view column, std::int64_t low, std::int64_t high) {
  const auto value = cell(column);
  if (value.empty()) return std::nullopt;
  const auto number = parse<std::int64_t>(value);
  if (number && *number >= low && *number <= high) return number;
  refuse(column, "not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return std::nullopt;
}

std::optional<double> Row::real(std::string_view column, double low, double high) {
  const auto value = cell(column);
  if (value.empty()) return std::nullopt;
  const auto number = parse<double>(value);
  if (number && *number >= low && *number <= high) return number;
  refuse(column, "not a number from " + std::to_string(low) + " to " + std::to_string(high));
  return std::nullopt;
}

void Row::refuse(std::string_view column, std::string_view reason) {
  if (!reason_.empty()) return;
  column_ = column;
  reason_ = reason;
}

void Row::report(ingest::FileReport& to) const { to.refuse(reader_.line(), column_, cell(column_), reason_); }

const ingest::Resource* find_table(const ingest::Bundle& bundle, std::string_view set, std::string_view stem) {
  for (const auto* resource : bundle.of_set(set)) {
    std::string_view name = resource->path;
    name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
    if (name.ends_with(".gz")) name.remove_suffix(3);
    if (name.ends_with(".csv") && name.substr(0, name.size() - 4) == stem) return resource;
  }
  return nullptr;
}

core::Result<void> each_row(const TableOf& table, std::string_view stem,
                            std::initializer_list<std::string_view> columns, const std::function<void(Row&)>& use) {
  const auto* resource = find_table(table.bundle, table.set, stem);
  if (resource == nullptr) {
    return core::fail(core::ErrorKind::damaged, "territories.import.missing",
                      "the data set " + std::string(table.set) + " has no file " + std::string(stem) + ".csv",
                      {{"file", std::string(stem)}});
  }
  const auto content = table.bundle.read(*resource);
  if (!content) return std::unexpected(content.error());
  ingest::CsvReader reader(*content);
  for (const auto column : columns) {
    if (!reader.column(column)) {
      return core::fail(core::ErrorKind::damaged, "territories.import.columns",
                        resource->path + ": no column " + std::string(column),
                        {{"file", resource->path}, {"column", std::string(column)}});
    }
  }
  ingest::FileReport file;
  file.file = resource->path;
  while (const auto cells = reader.next()) {
    ++file.read;
    if (!*cells) {
      file.refuse(reader.line(), "", "", cells->error().note);
      continue;
    }
    Row row(reader, **cells);
    use(row);
    if (row.good()) {
      ++file.kept;
    } else {
      row.report(file);
    }
  }
  table.report.files.push_back(std::move(file));
  return {};
}

}  // namespace catalyse::territories
