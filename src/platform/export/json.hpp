// JSON as text, written forward. A thin writer over one string: keys in the order given, numbers in their shortest
// exact form.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::exporting {

// Use: JsonWriter json; json.object([&]{ json.field("code", "76540"); json.key("values"); json.array([&]{
// json.value(1.5); }); });
class JsonWriter {
 public:
  template <class F>
  void object(F&& inside) {
    open('{');
    inside();
    close('}');
  }
  template <class F>
  void array(F&& inside) {
    open('[');
    inside();
    close(']');
  }
  void key(std::string_view name);
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(double number);  // null when not finite
  template <std::integral T>
  void value(T number) {
    if constexpr (std::same_as<T, bool>)
      raw(number ? "true" : "false");
    else
      raw(std::to_string(number));
  }
  void null() { raw("null"); }
  template <class T>
  void value(const std::optional<T>& maybe) {
    if (maybe)
      value(*maybe);
    else
      null();
  }
  template <class T>
  void field(std::string_view name, const T& content) {
    key(name);
    value(content);
  }
  template <class F>
  void object(std::string_view name, F&& inside) {
    key(name);
    object(inside);
  }
  template <class F>
  void array(std::string_view name, F&& inside) {
    key(name);
    array(inside);
  }
  void raw(std::string_view json);  // already JSON, e.g. a geometry
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void open(char bracket);
  void close(char bracket);
  void comma();
  std::string out_;
  bool fresh_ = true;  // nothing stands yet in the innermost bracket, or a key was just written
};

[[nodiscard]] std::string json_string(std::string_view text);  // quoted and escaped

}  // namespace catalyse::exporting
