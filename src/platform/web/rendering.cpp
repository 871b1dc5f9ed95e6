#include "web/rendering.hpp"

#include <algorithm>
#include <array>
#include <bit>
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

// Sixteen characters at once: each comparison gives all ones or all zeros in each.
using Bytes __attribute__((vector_size(16))) = unsigned char;

Bytes bytes_at(const char* text) {
  Bytes bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  return bytes;
}

// Up to sixteen characters of a text, filled up with one that needs no care. From eight on by two loads that overlap
// and no copy: the characters in the middle stand twice, so this says whether there is one, not where.
[[gnu::always_inline]] inline Bytes some_of(std::string_view text, char fill) {
  std::array<char, sizeof(Bytes)> rest;
  if (text.size() >= 8) {
    std::memcpy(rest.data(), text.data(), 8);
    std::memcpy(rest.data() + 8, text.data() + text.size() - 8, 8);
  } else {
    rest.fill(fill);
    for (std::size_t i = 0; i < text.size(); ++i) rest.data()[i] = text.data()[i];
  }
  return bytes_at(rest.data());
}

// The number of the first that is not zero; 16 when all are.
template <class Found>
std::size_t first_of(const Found& found) {
  static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), &found, sizeof halves);
  if (halves[0] != 0) return static_cast<std::size_t>(std::countr_zero(halves[0])) / 8;
  return halves[1] != 0 ? 8 + static_cast<std::size_t>(std::countr_zero(halves[1])) / 8 : 16;
}

template <class Found>
bool any_of(const Found& found) {
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

// Those that need an entity: " is 22, & and ' are 26 and 27, < and > are 3C and 3E.
auto special(Bytes text) { return (text == 0x22) | ((text & 0xFE) == 0x26) | ((text & 0xFD) == 0x3C); }

// Control characters and backslashes, which browsers drop or turn around in addresses.
auto odd(Bytes text) { return (text < 0x20) | (text == 0x7F) | (text == '\\'); }

// Where the next character from `i` that needs an entity is; the size when there is none.
std::size_t next_special(std::string_view text, std::size_t i) {
  for (; i + sizeof(Bytes) <= text.size(); i += sizeof(Bytes)) {
    if (const auto at = first_of(special(bytes_at(text.data() + i))); at < sizeof(Bytes)) return i + at;
  }
  if (i == text.size()) return i;
  const auto rest = text.substr(i);
  if (!any_of(special(some_of(rest, ' ')))) return text.size();  // nearly always
  while (kEntityOf[static_cast<unsigned char>(text[i])] == 0) ++i;
  return i;
}

// Gives `add` the text in pieces, each either free of the five characters or the entity of one.
template <class Add>
void pieces(std::string_view text, const Add& add) {
  std::size_t done = 0;
  for (std::size_t i = next_special(text, 0); i < text.size(); i = next_special(text, i + 1)) {
    if (i > done) add(text.substr(done, i - done));
    add(kEntities[kEntityOf[static_cast<unsigned char>(text[i])]]);
    done = i + 1;
  }
  if (done < text.size()) add(text.substr(done));
}

bool has_odd_character(std::string_view address) {
  std::size_t i = 0;
  for (; i + sizeof(Bytes) <= address.size(); i += sizeof(Bytes)) {
    if (any_of(odd(bytes_at(address.data() + i)))) return true;
  }
  return any_of(odd(some_of(address.substr(i), 'x')));
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
  if (address.empty() || has_odd_character(address)) return "#";
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

void rendering::Page::grow(std::size_t size) { make_room(std::max(used_ + size, out_.size() * 2)); }

std::string rendering::Page::take() && {
  if (used_ > usual_.load(std::memory_order_relaxed)) usual_.store(used_ + used_ / 16, std::memory_order_relaxed);
  out_.resize(used_);
  return std::move(out_);
}

}  // namespace catalyse::web
