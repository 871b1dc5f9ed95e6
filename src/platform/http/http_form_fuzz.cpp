// Bodies of forms, read as the first byte says: never a field that was not declared, never one longer or dirtier than
// declared.
#include <array>
#include <cstdint>
#include <cstdlib>

#include "edge_text.hpp"
#include "form_body.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace catalyse::http;
  if (size == 0) return 0;
  static constexpr std::array<InputField, 3> kDeclared{
      {{"a", Input::line, 20}, {"b", Input::text, 40}, {"f", Input::file, 60}}};
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto form = read_form(
      (data[0] & 1U) != 0 ? "multipart/form-data; boundary=x" : "application/x-www-form-urlencoded", body, kDeclared);
  if (!form) return 0;
  for (const auto& [name, value] : form->fields) {
    const bool line = name == "a" && value.size() <= 20 && edge::is_clean_text(value);
    const bool text = name == "b" && value.size() <= 40 && value.find('\r') == std::string::npos;
    if (!line && !text) std::abort();
  }
  for (const auto& one : form->uploads) {
    if (one.field != "f" || one.bytes.size() > 60 || one.file.find('/') != std::string::npos) std::abort();
  }
  return 0;
}
