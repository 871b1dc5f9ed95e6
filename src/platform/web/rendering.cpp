#include "web/rendering.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

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

// Whether one of eight bytes is zero (Bit Twiddling Hacks, "determine if a word has a zero byte").
constexpr bool has_zero(std::uint64_t word) {
  return ((word - 0x0101010101010101U) & ~word & 0x8080808080808080U) != 0;
}

// Whether one of eight bytes may need an entity: " is 22, & and ' are 26 and 27, < and > are 3C and 3E.
bool is_suspect(const char* text) {
  constexpr std::uint64_t kEach = 0x0101010101010101U;
  std::uint64_t word = 0;
  std::memcpy(&word, text, 8);
  return has_zero(word ^ (0x22 * kEach)) || has_zero((word & (0xFE * kEach)) ^ (0x26 * kEach)) ||
         has_zero((word & (0xFD * kEach)) ^ (0x3C * kEach));
}

// Gives `add` the text in pieces, each either free of the five characters or the entity of one.
template <class Add>
void pieces(std::string_view text, const Add& add) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (i + 8 <= text.size() && !is_suspect(text.data() + i)) {
      i += 8;
      continue;
    }
    const std::size_t end = std::min(i + 8, text.size());
    for (; i < end; ++i) {
      const auto entity = kEntityOf[static_cast<unsigned char>(text[i])];
      if (entity == 0) continue;
      if (i > done) add(text.substr(done, i - done));
      add(kEntities[entity]);
      done = i + 1;
    }
  }
  if (done < text.size()) add(text.substr(done));
}

bool starts_with_scheme(std::string_view address, std::string_view scheme) {
  return address.size() > scheme.size() &&
         std::ranges::equal(address.substr(0, scheme.size()), scheme, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  pieces(text, [&out](std::string_view piece) { out += piece; });
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
  if (pseudo_locale() == Pseudo::on) return escape(say(language, message));
  escape(language == Language::fr ? message.fr : message.en);
}

void rendering::Page::escape(std::string_view text) {
  pieces(text, [this](std::string_view piece) { add(piece.data(), piece.size()); });
}

void rendering::Page::grow(std::size_t size) { out_.resize(std::max(used_ + size, out_.size() * 2)); }

std::string rendering::Page::take() && {
  if (used_ > usual_.load(std::memory_order_relaxed)) usual_.store(used_ + used_ / 16, std::memory_order_relaxed);
  out_.resize(used_);
  return std::move(out_);
}

}  // namespace catalyse::web
