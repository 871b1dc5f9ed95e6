#include <boost/json.hpp>

#include "content.hpp"
#include "export/json.hpp"

namespace catalyse::editorial {

std::string to_json(const Content& content) {
  exporting::JsonWriter json;
  json.object([&] {
    for (const auto& [name, values] : content) {
      if (values.empty()) continue;
      json.array(name, [&] {
        for (const auto& value : values) json.value(value);
      });
    }
  });
  return json.take();
}

core::Result<Content> from_json(std::string_view json) {
  const auto refuse = [](std::string note) {
    return core::fail(core::ErrorKind::invalid, "editorial.error.content", std::move(note));
  };
  boost::system::error_code error;
  const auto parsed = boost::json::parse(json, error, {}, {.max_depth = 3});
  if (error) return refuse(error.message());
  if (!parsed.is_object()) return refuse("not an object");
  Content content;
  for (const auto& field : parsed.get_object()) {
    if (!field.value().is_array()) return refuse("a field is not a list");
    auto& values = content[field.key()];
    for (const auto& value : field.value().get_array()) {
      if (!value.is_string()) return refuse("an entry is not a text");
      values.emplace_back(value.get_string());
    }
    if (values.empty()) content.erase(std::string(field.key()));
  }
  return content;
}

}  // namespace catalyse::editorial
