#include "mapping.hpp"

#include <algorithm>
#include <functional>
#include <sstream>

#include <toml++/toml.h>

namespace catalyse::ingest {
namespace {

constexpr std::size_t kLongest = 256U << 10U;
constexpr std::size_t kMostEntries = 200;
constexpr std::size_t kLongestText = 2'000;

// A fault is thrown inside this file only, so that every reader of a key can stop at it.
struct Fault {
  std::uint64_t line;
  std::string what;
};

std::uint64_t line_of(const toml::node& node) { return node.source().begin.line; }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
      out += c;
  }
  return out + '"';
}

std::string text_of(std::string_view key, const toml::node& node) {
  const auto value = node.value_exact<std::string>();
  if (!value) throw Fault{line_of(node), "the value of '" + std::string(key) + "' must be a text"};
  if (value->size() > kLongestText) throw Fault{line_of(node), "the value of '" + std::string(key) + "' is too long"};
  return *value;
}

int year_of(std::string_view key, const toml::node& node) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < 1900 || *value > 2100)
    throw Fault{line_of(node), "the value of '" + std::string(key) + "' must be a year"};
  return static_cast<int>(*value);
}

char mark_of(std::string_view key, const toml::node& node, std::string_view allowed) {
  const auto text = text_of(key, node);
  if (text.size() != 1 || allowed.find(text[0]) == std::string_view::npos)
    throw Fault{line_of(node), "the value of '" + std::string(key) + "' is none of those allowed"};
  return text[0];
}

MappingEntry::Pairs pairs_of(std::string_view key, const toml::node& node) {
  const auto* table = node.as_table();
  if (table == nullptr) throw Fault{line_of(node), "the value of '" + std::string(key) + "' must be a table of texts"};
  MappingEntry::Pairs pairs;
  for (const auto& [name, value] : *table) pairs.emplace_back(std::string(name.str()), text_of(name.str(), value));
  return pairs;
}

MappingEntry::Value value_of(std::string_view key, const toml::node& node) {
  if (node.is_string()) return text_of(key, node);
  if (node.is_boolean()) return *node.value<bool>();
  if (node.is_number()) return *node.value<double>();
  if (node.is_table()) return pairs_of(key, node);
  const auto* list = node.as_array();
  if (list == nullptr)
    throw Fault{line_of(node), "the value of '" + std::string(key) + "' is of a kind that is not read"};
  std::vector<std::string> texts;
  for (const auto& one : *list) texts.push_back(text_of(key, one));
  return texts;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= 60 && text.front() != '-' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

using Reader = std::function<void(std::string_view key, const toml::node&)>;
using Readers = std::vector<std::pair<std::string_view, Reader>>;

void read_table(std::string_view name, const toml::table& table, const Readers& readers) {
  for (const auto& [key, node] : table) {
    const auto found = std::ranges::find(readers, key.str(), [](const auto& reader) { return reader.first; });
    if (found == readers.end())
      throw Fault{line_of(node), "unknown key '" + std::string(key.str()) + "' in [" + std::string(name) + "]"};
    found->second(key.str(), node);
  }
}

Reader into(std::string& place) {
  return [&place](std::string_view key, const toml::node& node) { place = text_of(key, node); };
}

void read_set(const toml::table& table, Provenance& set) {
  read_table("set", table,
             {{"id", into(set.set)},
              {"title_fr", into(set.title_fr)},
              {"title_en", into(set.title_en)},
              {"producer", into(set.producer)},
              {"relay", into(set.relay)},
              {"source", into(set.source)},
              {"licence", into(set.licence)},
              {"licence_url", into(set.licence_url)},
              {"vintage", into(set.vintage)}});
  const auto line = line_of(table);
  if (!is_identifier(set.set)) throw Fault{line, "[set] needs an id of lower-case letters, digits and hyphens"};
  for (const auto& [key, value] :
       {std::pair{"title_fr", &set.title_fr}, std::pair{"producer", &set.producer}, std::pair{"source", &set.source},
        std::pair{"licence", &set.licence}, std::pair{"vintage", &set.vintage}})
    if (trimmed(*value).empty()) throw Fault{line, "[set] needs '" + std::string(key) + "'"};
  for (const auto* address : {&set.source, &set.licence_url})
    if (address->find("://") != std::string::npos && !address->starts_with("https://") &&
        !address->starts_with("http://"))
      throw Fault{line, "an address of [set] is neither http:// nor https://"};
}

void read_file(const toml::table& table, Mapping& mapping) {
  auto& hints = mapping.hints;
  read_table("file", table,
             {{"encoding",
               [&](std::string_view key, const toml::node& node) {
                 hints.encoding = encoding_from_name(text_of(key, node));
                 if (!hints.encoding) throw Fault{line_of(node), "an encoding that is not known"};
               }},
              {"delimiter", [&](std::string_view key,
                                const toml::node& node) { hints.dialect.delimiter = mark_of(key, node, ";,|\t"); }},
              {"decimal",
               [&](std::string_view key, const toml::node& node) { hints.dialect.decimal = mark_of(key, node, ",."); }},
              {"header_line",
               [&](std::string_view, const toml::node& node) {
                 const auto line = node.value_exact<std::int64_t>();
                 if (!line || *line < 1 || *line > 100) throw Fault{line_of(node), "header_line must be from 1 to 100"};
                 hints.dialect.header_line = static_cast<std::uint64_t>(*line);
               }},
              {"sheet", into(hints.sheet)},
              {"level",
               [&](std::string_view key, const toml::node& node) {
                 const auto level = core::level_from_name(text_of(key, node));
                 if (!level) throw Fault{line_of(node), "level is one of com, arm, epci, dep, reg"};
                 mapping.level = *level;
               }},
              {"cog", [&](std::string_view key, const toml::node& node) { mapping.cog = year_of(key, node); }},
              {"code", into(mapping.code)},
              {"time", into(mapping.time)},
              {"year", [&](std::string_view key, const toml::node& node) { mapping.year = year_of(key, node); }},
              {"filter", [&](std::string_view key, const toml::node& node) { mapping.filter = pairs_of(key, node); }}});
}

void read_states(const toml::table& table, Mapping& mapping) {
  for (const auto& [word, node] : table) {
    const auto absence = absence_from_name(text_of(word.str(), node));
    if (!absence)
      throw Fault{line_of(node), "a state is one of secret, not-available, not-significant, not-applicable"};
    // What is said here goes before what is usual.
    mapping.absences.insert(mapping.absences.begin(), {std::string(word.str()), *absence});
  }
}

void read_entries(std::string_view kind, const toml::node& node, Mapping& mapping) {
  const auto* list = node.as_array();
  if (list == nullptr)
    throw Fault{line_of(node), "'" + std::string(kind) + "' must be written [[" + std::string(kind) + "]]"};
  for (const auto& one : *list) {
    const auto* table = one.as_table();
    if (table == nullptr) throw Fault{line_of(one), "[[" + std::string(kind) + "]] must be a table"};
    if (mapping.entries.size() == kMostEntries) throw Fault{line_of(one), "more than 200 entries"};
    MappingEntry entry{std::string(kind), line_of(one), {}};
    for (const auto& [key, value] : *table)
      entry.items.push_back({std::string(key.str()), value_of(key.str(), value), line_of(value)});
    std::ranges::stable_sort(entry.items, {}, &MappingEntry::Item::line);
    mapping.entries.push_back(std::move(entry));
  }
}

Mapping read_mapping(const toml::table& table) {
  Mapping mapping;
  bool set = false;
  for (const auto& [key, node] : table) {
    const auto* part = node.as_table();
    const auto name = key.str();
    if (name == "set" && part != nullptr)
      read_set(*part, mapping.provenance), set = true;
    else if (name == "file" && part != nullptr)
      read_file(*part, mapping);
    else if (name == "states" && part != nullptr)
      read_states(*part, mapping);
    else if (node.is_array())
      read_entries(name, node, mapping);
    else
      throw Fault{line_of(node), "unknown part '" + std::string(name) + "'"};
  }
  if (!set) throw Fault{1, "there is no [set]"};
  if (mapping.entries.empty()) throw Fault{1, "nothing is declared: write an [[indicator]]"};
  if (mapping.time.empty() && mapping.year == 0)
    throw Fault{1, "[file] needs `year`, or `time` with the column that holds it"};
  return mapping;
}

void write_pair(std::ostream& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out << key << " = " << quoted(value) << '\n';
}

// What is asked for stands there even when it is empty: whoever fills it in sees it.
void write_provenance(std::ostream& out, const Provenance& set) {
  const auto needed = [&](std::string_view key, std::string_view value) {
    out << key << " = " << quoted(value) << '\n';
  };
  out << "[set]\n";
  needed("id", set.set);
  needed("title_fr", set.title_fr);
  write_pair(out, "title_en", set.title_en);
  needed("producer", set.producer);
  write_pair(out, "relay", set.relay);
  needed("source", set.source);
  needed("licence", set.licence);
  write_pair(out, "licence_url", set.licence_url);
  needed("vintage", set.vintage);
}

// Only what is not usual, each word once.
void write_states(std::ostream& out, const AbsenceWords& words) {
  out << "\n[states]\n";
  for (auto pair = words.begin(); pair != words.end(); ++pair) {
    const auto first = std::ranges::find(words, pair->first, [](const auto& one) { return one.first; });
    const bool usual = std::ranges::find(usual_absences(), *pair) != usual_absences().end();
    if (first == pair && !usual) out << quoted(pair->first) << " = " << quoted(absence_name(pair->second)) << '\n';
  }
}

void write_pairs(std::ostream& out, const MappingEntry::Pairs& pairs) {
  out << "{ ";
  for (std::size_t i = 0; i < pairs.size(); ++i)
    out << (i == 0 ? "" : ", ") << quoted(pairs[i].first) << " = " << quoted(pairs[i].second);
  out << " }";
}

void write_value(std::ostream& out, const MappingEntry::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    out << quoted(*text);
  } else if (const auto* number = std::get_if<double>(&value)) {
    out << toml::value<double>(*number);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    out << (*flag ? "true" : "false");
  } else if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    out << '[';
    for (std::size_t i = 0; i < list->size(); ++i) out << (i == 0 ? "" : ", ") << quoted((*list)[i]);
    out << ']';
  } else {
    write_pairs(out, std::get<MappingEntry::Pairs>(value));
  }
}

}  // namespace

const MappingEntry::Item* MappingEntry::find(std::string_view key) const {
  const auto found = std::ranges::find(items, key, &Item::key);
  return found == items.end() ? nullptr : &*found;
}

std::unexpected<core::Error> mapping_error(std::string_view name, std::uint64_t line, std::string_view what) {
  const auto number = std::to_string(line);
  return core::fail(core::ErrorKind::invalid, "ingest.mapping.malformed",
                    std::string(name) + ", line " + number + ": " + std::string(what),
                    {{"line", number}, {"what", std::string(what)}});
}

core::Result<Mapping> Mapping::parse(std::string_view text, std::string_view name) {
  if (text.size() > kLongest) return mapping_error(name, 1, "more than 256 KB");
  try {
    return read_mapping(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return mapping_error(name, error.source().begin.line, error.description());
  } catch (const Fault& fault) {
    return mapping_error(name, fault.line, fault.what);
  }
}

std::string mapping_text(const Mapping& mapping) {
  std::ostringstream out;
  write_provenance(out, mapping.provenance);
  out << "\n[file]\n";
  const auto& hints = mapping.hints;
  if (hints.encoding) write_pair(out, "encoding", encoding_name(*hints.encoding));
  if (hints.dialect.delimiter) write_pair(out, "delimiter", std::string(1, *hints.dialect.delimiter));
  if (hints.dialect.decimal) write_pair(out, "decimal", std::string(1, *hints.dialect.decimal));
  if (hints.dialect.header_line != 0) out << "header_line = " << hints.dialect.header_line << '\n';
  write_pair(out, "sheet", hints.sheet);
  write_pair(out, "level", core::level_name(mapping.level));
  if (mapping.cog != 0) out << "cog = " << mapping.cog << '\n';
  write_pair(out, "code", mapping.code);
  write_pair(out, "time", mapping.time);
  if (mapping.year != 0) out << "year = " << mapping.year << '\n';
  if (!mapping.filter.empty()) {
    out << "filter = ";
    write_pairs(out, mapping.filter);
    out << '\n';
  }
  write_states(out, mapping.absences);
  for (const auto& entry : mapping.entries) {
    out << "\n[[" << entry.kind << "]]\n";
    for (const auto& item : entry.items) {
      out << item.key << " = ";
      write_value(out, item.value);
      out << '\n';
    }
  }
  return out.str();
}

}  // namespace catalyse::ingest
