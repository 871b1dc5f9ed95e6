#include "json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <boost/json/value.hpp>

namespace catalyse::exporting {

namespace {

void append_string(std::string& out, std::string_view text) {
  // Most texts need no escape (RFC 8259, 7).
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
  if (std::ranges::all_of(text, is_plain)) {
    out.append("\"").append(text).append("\"");
  } else {
    out += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
  }
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string quoted;
  quoted.reserve(text.size() + 2);
  append_string(quoted, text);
  return quoted;
}

void JsonWriter::comma() {
  if (!fresh_) out_ += ',';
  fresh_ = false;
}

void JsonWriter::open(char bracket) {
  if (out_.empty()) out_.reserve(512);
  comma();
  out_ += bracket;
  fresh_ = true;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  fresh_ = false;
}

void JsonWriter::key(std::string_view name) {
  comma();
  append_string(out_, name);
  out_ += ':';
  fresh_ = true;
}

void JsonWriter::value(std::string_view text) {
  comma();
  append_string(out_, text);
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void JsonWriter::raw(std::string_view json) {
  comma();
  out_ += json;
}

}  // namespace catalyse::exporting
