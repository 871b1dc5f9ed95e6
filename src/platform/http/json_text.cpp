#include "json_text.hpp"

#include <algorithm>

#include "edge_text.hpp"

namespace catalyse::http {

void append_json(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
  if (std::ranges::all_of(text, is_plain)) {  // nearly always
    out.append("\"").append(text).append("\"");
    return;
  }
  const bool clean = edge::is_clean_text(text);
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out.append("\\u00");
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += byte >= 0x80 && !clean ? '?' : c;
    }
  }
  out += '"';
}

}  // namespace catalyse::http
