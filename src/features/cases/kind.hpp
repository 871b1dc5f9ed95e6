// What a case sheet holds, field by field: the names used in forms, CSV, JSON and the JSON Schema.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cases.hpp"
#include "vocabulary.hpp"
#include "web/i18n.hpp"

namespace catalyse::cases {

// How a field is shown: its label, and what one writes there.
struct FieldWords {
  std::string_view name;
  const web::Message* label = nullptr;
  const web::Message* hint = nullptr;
};
[[nodiscard]] std::span<const FieldWords> field_words();
[[nodiscard]] const FieldWords& words_of(std::string_view field);

// The list that the values of a field come from; nothing for free text.
[[nodiscard]] const List* list_of(std::string_view field);

// JSON Schema (2020-12) of what `/cas.json` and `/cas/{cas}.json` give and the import takes; `#/$defs/content` is that
// of the fields.
[[nodiscard]] std::string json_schema(core::Language language);

}  // namespace catalyse::cases
