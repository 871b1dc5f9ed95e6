// A file of items, as a table or as JSON, judged item by item.
#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "editorial/exchange.hpp"
#include "exchange_words.hpp"
#include "export/guard.hpp"
#include "text/utf8.hpp"

namespace catalyse::editorial {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestId = 60, kDepth = 16;

bool is_list(const Field& field) { return field.entries > 1; }

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kLongestId &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
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

std::string_view without_mark(std::string_view file) {
  if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
  return file;
}

bool is_json(std::string_view file) {
  const auto first = without_mark(file).find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (without_mark(file)[first] == '{' || without_mark(file)[first] == '[');
}

// Where the item stands that is being read, and how the path to one of its fields is written.
struct Place {
  std::uint64_t number = 0, line = 0;
  std::string id, of_item, of_content;
};

// Takes the items one by one; what is wrong with one is told, and it is left out.
class Gathering {
 public:
  explicit Gathering(const Kind& kind, MoreFaults more = {}) : kind_(kind), more_(std::move(more)) {}

  void refuse(const Place& place, std::string path, Fault fault, std::string value = {}) {
    all_.bad.push_back({place.number, place.line, place.id, std::move(path), std::move(value), std::move(fault)});
  }
  void refuse_whole(Fault fault) { refuse({}, {}, std::move(fault)); }
  // An item that is there, whatever it holds: its number.
  std::uint64_t count() { return ++all_.read; }
  bool is_new(const Place& place) {
    if (is_id(place.id) && seen_.insert(place.id).second) return true;
    refuse(place, place.of_item + std::string(kIdColumn), {std::string(kIdColumn), "editorial.fault.id", {}}, place.id);
    return false;
  }
  void take(const Place& place, Content content) {
    auto wrong = faults(kind_, content, Strictness::to_submit);
    if (wrong.empty() && more_) wrong = more_(content);
    for (auto& fault : wrong) {
      const auto found = content.find(fault.field);
      auto value = found == content.end() ? std::string{} : joined(found->second);
      auto path = place.of_content + fault.field;
      refuse(place, std::move(path), std::move(fault), std::move(value));
    }
    if (wrong.empty()) all_.items.push_back({place.id, std::move(content)});
  }
  ReadContents finish() {
    if (all_.read == 0 && all_.bad.empty()) refuse_whole({{}, "editorial.fault.empty", {}});
    return std::move(all_);
  }
  [[nodiscard]] const Kind& kind() const { return kind_; }

 private:
  const Kind& kind_;
  MoreFaults more_;
  ReadContents all_;
  std::set<std::string, std::less<>> seen_;
};

// ---- Tables

// The semicolon of a spreadsheet in French; names of fields hold neither.
char delimiter_of(std::string_view table) {
  const auto header = table.substr(0, table.find('\n'));
  return header.contains(';') && !header.contains(',') ? ';' : ',';
}

// ="1002" keeps its zeros in Excel (exporting::Dialect::excel_fr).
std::string_view plain_code(std::string_view cell) {
  if (cell.starts_with("=\"") && cell.ends_with('"') && cell.size() > 3) return cell.substr(2, cell.size() - 3);
  return cell;
}

Content content_of(const Kind& kind, std::span<const std::string> names, std::span<const std::string_view> cells) {
  Content content;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (names[c] == kIdColumn || cells[c].empty()) continue;
    const auto field = std::ranges::find(kind.fields, names[c], &Field::name);
    const auto cell = exporting::unguarded(cells[c]);
    // A column that is no field is a fault of the content.
    content[names[c]] = field == kind.fields.end() ? std::vector{std::string(cell)} : values_of(*field, cell);
  }
  return content;
}

void read_table(std::string_view table, Gathering& all) {
  ingest::CsvReader reader(table, delimiter_of(table));
  const auto id_column = reader.column(kIdColumn);
  if (table.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
  if (!id_column) return all.refuse_whole({{}, "editorial.fault.header", {}});
  while (auto row = reader.next()) {
    Place place{.number = all.count(), .line = reader.line(), .id = {}, .of_item = {}, .of_content = {}};
    if (!*row) {
      all.refuse(place, {}, {{}, "editorial.fault.row", {{"why", row->error().note}}});
      continue;
    }
    const auto cells = **row;
    place.id = plain_code(exporting::unguarded(cells[*id_column]));
    if (all.is_new(place)) all.take(place, content_of(all.kind(), reader.header(), cells));
  }
}

// ---- JSON

// Where in a text a byte stands: the line, and the character of the line, from 1.
Fault fault_at(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, std::min(at, text.size()));
  const auto line = std::ranges::count(before, '\n') + 1;
  const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {{},
          "editorial.fault.json",
          {{"line", std::to_string(line)}, {"column", std::to_string(text::characters(before.substr(start)) + 1)}}};
}

std::optional<json::value> parsed(std::string_view text, Gathering& all) {
  json::parser parser({}, {.max_depth = kDepth});
  boost::system::error_code error;
  const auto read = parser.write_some(text.data(), text.size(), error);
  const auto more = error ? std::string_view::npos : text.find_first_not_of(" \t\r\n", read);
  if (!error && more == std::string_view::npos) return parser.release();
  all.refuse_whole(fault_at(text, error ? read : std::min(more, text.size())));
  return std::nullopt;
}

// The list of the items and the path to it; a single item is a list of one.
struct Listed {
  std::vector<const json::value*> items;
  std::string path;  // cases[, [, or empty where the whole is the item
};

std::optional<Listed> listed(const json::value& whole) {
  const auto all_of = [](const json::array& list, std::string path) {
    Listed found{{}, std::move(path)};
    for (const auto& item : list) found.items.push_back(&item);
    return found;
  };
  if (whole.is_array()) return all_of(whole.get_array(), "[");
  const auto* object = whole.if_object();
  if (object == nullptr) return std::nullopt;
  if (object->contains(kContentKey)) return Listed{{&whole}, {}};
  for (const auto& member : *object)
    if (member.value().is_array()) return all_of(member.value().get_array(), std::string(member.key()) + "[");
  return std::nullopt;
}

// Nothing where a field is no list of texts; each such field is told.
std::optional<Content> content_of(const json::object& fields, const Place& place, Gathering& all) {
  Content content;
  bool sound = true;
  const auto refuse = [&](std::string_view name, const std::string& entry) {
    all.refuse(place, place.of_content + std::string(name) + entry, {std::string(name), "editorial.fault.list", {}});
    sound = false;
  };
  for (const auto& field : fields) {
    const auto* list = field.value().if_array();
    if (list == nullptr) {
      refuse(field.key(), {});
      continue;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (const auto* text = (*list)[i].if_string())
        content[field.key()].emplace_back(*text);
      else
        refuse(field.key(), "[" + std::to_string(i) + "]");
    }
  }
  return sound ? std::optional(std::move(content)) : std::nullopt;
}

void read_item(const json::value& item, Place place, Gathering& all) {
  const auto* object = item.if_object();
  const auto* id = object == nullptr ? nullptr : object->if_contains(kIdColumn);
  const auto* content = object == nullptr ? nullptr : object->if_contains(kContentKey);
  if (content == nullptr || !content->is_object()) {
    all.refuse(place, place.of_item.empty() ? "" : place.of_item.substr(0, place.of_item.size() - 1),
               {{}, "editorial.fault.item", {}});
    return;
  }
  if (id != nullptr && id->is_string()) place.id = std::string(id->get_string());
  if (!all.is_new(place)) return;
  if (auto read = content_of(content->get_object(), place, all)) all.take(place, std::move(*read));
}

void read_json(std::string_view text, Gathering& all) {
  const auto whole = parsed(text, all);
  if (!whole) return;
  const auto found = listed(*whole);
  if (!found) return all.refuse_whole({{}, "editorial.fault.empty", {}});
  for (std::size_t i = 0; i < found->items.size(); ++i) {
    const auto at = found->path.empty() ? std::string{} : found->path + std::to_string(i) + "].";
    read_item(
        *found->items[i],
        {.number = all.count(), .line = 0, .id = {}, .of_item = at, .of_content = at + std::string(kContentKey) + "."},
        all);
  }
}

}  // namespace

ReadContents read_contents(const Kind& kind, std::string_view file, MoreFaults more) {
  Gathering all(kind, std::move(more));
  if (!text::is_valid_utf8(file))
    all.refuse_whole({{}, "editorial.fault.encoding", {}});
  else if (is_json(file))
    read_json(without_mark(file), all);
  else
    read_table(without_mark(file), all);
  return all.finish();
}

std::vector<NamedContent> read_csv(const Kind& kind, std::string_view table, ingest::FileReport& report) {
  Gathering all(kind);
  read_table(without_mark(table), all);
  auto found = all.finish();
  report.read += found.read;
  report.kept += found.items.size();
  for (const auto& bad : found.bad) {
    const auto& parameters = bad.fault.parameters;
    const bool is_row = bad.fault.message_id == "editorial.fault.row";
    report.refuse(bad.line, bad.path, bad.value, is_row ? parameters.front().second : bad.fault.message_id);
  }
  return std::move(found.items);
}

}  // namespace catalyse::editorial
