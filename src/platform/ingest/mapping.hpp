// What an analyst declares of a file (TOML 1.0): the set it becomes, how the file is written, and entries that the room
// importing it understands. docs/files.md is the reader's account; ROOM.md names the tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/territory.hpp"
#include "ingest/cells.hpp"
#include "ingest/source.hpp"

namespace catalyse::ingest {

// One table of an array such as [[indicator]]: its keys in order, each with the line where it stands. The room that
// imports it says which keys it knows.
class MappingEntry {
 public:
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  using Value = std::variant<std::string, double, bool, std::vector<std::string>, Pairs>;
  struct Item {
    std::string key;
    Value value;
    std::uint64_t line = 0;
  };
  std::string kind;  // "indicator"
  std::uint64_t line = 0;
  std::vector<Item> items;
  [[nodiscard]] const Item* find(std::string_view key) const;
};

// Where a set comes from, for its readers. All are asked for but `relay` and the English title.
struct Provenance {
  std::string set;  // [a-z0-9-], at most 60: its name in addresses
  std::string title_fr, title_en, producer, relay, source, licence, licence_url, vintage;
};

struct Mapping {
  Provenance provenance;
  SourceHints hints;
  core::Level level = core::Level::commune;
  int cog = 0;       // year of the codes; 0: that of the territories loaded
  std::string code;  // column of the codes; empty: found
  std::string time;  // column of the year (long tables); empty: `year`
  int year = 0;
  MappingEntry::Pairs filter;  // rows kept: those whose cells are these
  AbsenceWords absences = usual_absences();
  std::vector<MappingEntry> entries;

  // Error: ingest.mapping.malformed (kind invalid), parameter `line`; the note says file, line and what is wrong. At
  // most 256 KB, 200 entries. Never throws, whatever the text.
  [[nodiscard]] static core::Result<Mapping> parse(std::string_view text, std::string_view name);
};

// TOML that `parse` reads back to the same. Entries are written as they are.
[[nodiscard]] std::string mapping_text(const Mapping& mapping);

// The error of a mapping, for rooms that read its entries.
[[nodiscard]] std::unexpected<core::Error> mapping_error(std::string_view name, std::uint64_t line,
                                                         std::string_view what);

}  // namespace catalyse::ingest
