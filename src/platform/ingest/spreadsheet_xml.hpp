// One part of a spreadsheet read as XML 1.0 (expat), without DOCTYPE, entity or external reference. Private to the
// room.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "spreadsheet_archive.hpp"

namespace catalyse::ingest {

// Attributes by their name without prefix, as long as the handler runs.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  [[nodiscard]] std::string_view get(std::string_view local_name) const;  // empty without it

 private:
  const char** pairs_;
};

struct XmlHandlers {
  std::function<void(std::string_view local_name, const XmlAttributes&)> start;
  std::function<void(std::string_view local_name)> end;
  std::function<void(std::string_view)> text;
  std::function<bool()> enough = [] { return false; };  // asked between elements; true ends the reading
};

// Throws ArchiveFault: doctype, or damaged when it is not well formed; at most 64 elements deep.
void read_xml(const Archive& archive, const ArchiveEntry& entry, const XmlHandlers& handlers);

// Seeds the tables of the parser; asked for once, before the process gives up its rights.
void seed_xml();

}  // namespace catalyse::ingest
