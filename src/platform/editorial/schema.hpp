// A kind as JSON Schema (2020-12): the content as JSON, in words of one language. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "editorial/content.hpp"

namespace catalyse::editorial {

struct SchemaWords {
  std::string title, description;
  // Label and hint of a field; the hint may be empty.
  std::function<std::pair<std::string, std::string>(std::string_view field)> of_field;
  // What a field may be beside its own choices; may be empty.
  std::function<std::span<const std::string_view>(std::string_view field)> choices{};
  std::string_view list{};  // of the items in an exported file: « cases »
};

// Of a content. With a `list`, of what the pages of the kind give and the import takes (exchange.hpp): a file of items
// or one item, the content being `#/$defs/content`.
[[nodiscard]] std::string json_schema(const Kind& kind, const SchemaWords& words);

}  // namespace catalyse::editorial
