#include "edge_text.hpp"

#include <algorithm>

namespace catalyse::http::edge {
namespace {

constexpr char32_t kBad = 0xFFFFFFFF;

// The code point at `i`, which is moved behind it; kBad when the bytes are not UTF-8.
char32_t next(std::string_view bytes, std::size_t& i) {
  const auto at = [&](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
  const unsigned char lead = at(i);
  if (lead < 0x80) return ++i, lead;
  std::size_t more = 0;
  char32_t point = 0;
  char32_t least = 0;
  if (lead >= 0xC2 && lead <= 0xDF)
    more = 1, point = lead & 0x1FU, least = 0x80;
  else if ((lead & 0xF0U) == 0xE0)
    more = 2, point = lead & 0x0FU, least = 0x800;
  else if (lead >= 0xF0 && lead <= 0xF4)
    more = 3, point = lead & 0x07U, least = 0x10000;
  else
    return kBad;
  if (bytes.size() - i <= more) return kBad;
  for (std::size_t k = 1; k <= more; ++k) {
    const unsigned char byte = at(i + k);
    if ((byte & 0xC0U) != 0x80) return kBad;
    point = (point << 6U) | (byte & 0x3FU);
  }
  i += more + 1;
  if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return kBad;
  return point;
}

bool is_refused(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point <= 0x9F) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069) || point == kBad;
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool is_clean_text(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    if (is_refused(next(bytes, i))) return false;
  }
  return true;
}

bool percent_decode(std::string_view text, Plus plus, std::string& out) {
  out.reserve(out.size() + text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3) return false;
      const int high = hex(text[i + 1]);
      const int low = hex(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus == Plus::space ? ' ' : text[i];
    }
  }
  return true;
}

void encode_component(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
}

std::string encode_path(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size();) {
    const std::size_t slash = std::min(path.find('/', i), path.size());
    encode_component(path.substr(i, slash - i), out);
    if (slash < path.size()) out += '/';
    i = slash + 1;
  }
  return out;
}

bool is_token_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace catalyse::http::edge
