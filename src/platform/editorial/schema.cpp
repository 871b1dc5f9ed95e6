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

void write_content(exporting::JsonWriter& json, const Kind& kind, const SchemaWords& words) {
  json.field("type", "object");
  json.field("additionalProperties", false);
  json.array("required", [&] {
    for (const auto& field : kind.fields)
      if (field.required) json.value(field.name);
  });
  json.object("properties", [&] {
    for (const auto& field : kind.fields) write_field(json, field, words);
  });
}

// What stands beside the items is not read.
void write_file(exporting::JsonWriter& json, std::string_view list) {
  json.field("type", "object");
  json.array("required", [&] { json.value(list); });
  json.object("properties", [&] {
    json.object("total", [&] { json.field("type", "integer"); });
    json.object(list, [&] {
      json.field("type", "array");
      json.object("items", [&] { json.field("$ref", "#/$defs/item"); });
    });
  });
}

// The version and the address of an item are not read.
void write_item(exporting::JsonWriter& json) {
  json.field("type", "object");
  json.array("required", [&] {
    json.value("id");
    json.value("content");
  });
  json.object("properties", [&] {
    json.object("id", [&] {
      json.field("type", "string");
      json.field("pattern", "^[a-z0-9-]{1,60}$");
    });
    json.object("version", [&] { json.field("type", "integer"); });
    json.object("address", [&] { json.field("type", "string"); });
    json.object("content", [&] { json.field("$ref", "#/$defs/content"); });
  });
}

void write_exchange(exporting::JsonWriter& json, const Kind& kind, const SchemaWords& words) {
  json.array("anyOf", [&] {
    for (const auto* name : {"#/$defs/file", "#/$defs/item"}) json.object([&] { json.field("$ref", name); });
  });
  json.object("$defs", [&] {
    json.object("file", [&] { write_file(json, words.list); });
    json.object("item", [&] { write_item(json); });
    json.object("content", [&] { write_content(json, kind, words); });
  });
}

}  // namespace

std::string json_schema(const Kind& kind, const SchemaWords& words) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("$schema", "https://json-schema.org/draft/2020-12/schema");
    json.field("title", words.title);
    json.field("description", words.description);
    if (words.list.empty())
      write_content(json, kind, words);
    else
      write_exchange(json, kind, words);
  });
  return json.take();
}

}  // namespace catalyse::editorial
