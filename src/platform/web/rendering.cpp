#include "web/rendering.hpp"

#include <algorithm>
#include <array>

namespace catalyse::web {
namespace {

// For each byte: 0 for itself, otherwise the number of its entity.
constexpr std::array<std::string_view, 6> kEntities{"", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
constexpr auto kEntityOf = [] {
  std::array<unsigned char, 256> table{};
  table['&'] = 1;
  table['<'] = 2;
  table['>'] = 3;
  table['"'] = 4;
  table['\''] = 5;
  return table;
}();

bool starts_with_scheme(std::string_view address, std::string_view scheme) {
  return address.size() > scheme.size() &&
         std::ranges::equal(address.substr(0, scheme.size()), scheme, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto entity = kEntityOf[static_cast<unsigned char>(text[i])];
    if (entity == 0) continue;
    out.append(text, done, i - done);
    out += kEntities[entity];
    done = i + 1;
  }
  out.append(text, done);
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  append_escaped(out, text);
  return out;
}

std::string_view safe_url(std::string_view address) {
  const bool odd = std::ranges::any_of(
      address, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; });
  if (odd || address.empty()) return "#";
  if (address[0] == '?' || address[0] == '#') return address;
  if (address[0] == '/') return address.size() > 1 && address[1] == '/' ? "#" : address;
  for (const std::string_view scheme : {"https://", "http://", "mailto:"})
    if (starts_with_scheme(address, scheme)) return address;
  return "#";
}

void rendering::Page::message(Language language, const Message& message) {
  if (pseudo_locale() == Pseudo::on) return text(say(language, message));
  append_escaped(out_, language == Language::fr ? message.fr : message.en);
}

}  // namespace catalyse::web
