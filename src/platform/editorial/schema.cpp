#include "editorial/schema.hpp"

#include "export/json.hpp"

namespace catalyse::editorial {
namespace {

void write_field(exporting::JsonWriter& json, const Field& field, const SchemaWords& words) {
  const auto [label, hint] = words.of_field(field.name);
  const auto others = words.choices ? words.choices(field.name) : std::span<const std::string_view>{};
  json.object(field.name, [&] {
    json.field("title", label);
    if (!hint.empty()) json.field("description", hint);
    json.field("type", "array");
    json.field("minItems", 1);
    json.field("maxItems", field.entries);
    json.object("items", [&] {
      json.field("type", "string");
      json.field("minLength", 1);
      if (field.choices.empty()) json.field("maxLength", field.most);
      if (field.shape == Shape::day) json.field("format", "date");
      if (field.shape == Shape::link) json.field("format", "uri");
      const auto choices = others.empty() ? field.choices : others;
      if (!choices.empty())
        json.array("enum", [&] {
          for (const auto id : choices) json.value(id);
        });
    });
  });
}

}  // namespace

std::string json_schema(const Kind& kind, const SchemaWords& words) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("$schema", "https://json-schema.org/draft/2020-12/schema");
    json.field("title", words.title);
    json.field("description", words.description);
    json.field("type", "object");
    json.field("additionalProperties", false);
    json.array("required", [&] {
      for (const auto& field : kind.fields)
        if (field.required) json.value(field.name);
    });
    json.object("properties", [&] {
      for (const auto& field : kind.fields) write_field(json, field, words);
    });
  });
  return json.take();
}

}  // namespace catalyse::editorial
