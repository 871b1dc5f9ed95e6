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

constexpr std::uint64_t kEach = 0x0101010101010101U;  // times a byte: that byte eight times

// The high bit of each of eight bytes that is zero, or under `limit` ≤ 0x80; exact for the lowest bit set, and so for
// whether there is one (Bit Twiddling Hacks, "determine if a word has a zero byte", "… a byte less than n").
constexpr std::uint64_t zeros(std::uint64_t word) { return (word - kEach) & ~word & 0x80 * kEach; }
constexpr std::uint64_t less(std::uint64_t word, std::uint64_t limit) {
  return (word - limit * kEach) & ~word & 0x80 * kEach;
}

std::uint64_t eight_bytes(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, 8);
  return word;
}

// A bit in each of eight bytes that may need an entity; exact for the first. " is 22, & and ' are 26 and 27, < and >
// are 3C and 3E.
constexpr std::uint64_t suspects(std::uint64_t word) {
  return zeros(word ^ (0x22 * kEach)) | zeros((word & (0xFE * kEach)) ^ (0x26 * kEach)) |
         zeros((word & (0xFD * kEach)) ^ (0x3C * kEach));
}

// Where the next character from `i` that may need an entity is; the size when there is none.
std::size_t next_suspect(std::string_view text, std::size_t i) {
  static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
  const auto at_bit = [](std::uint64_t found) { return static_cast<std::size_t>(std::countr_zero(found)) / 8; };
  for (; i + 8 <= text.size(); i += 8) {
    if (const auto found = suspects(eight_bytes(text.data() + i)); found != 0) return i + at_bit(found);
  }
  if (text.size() < 8) {
    while (i < text.size() && kEntityOf[static_cast<unsigned char>(text[i])] == 0) ++i;
    return i;
  }
  // The last eight bytes once more, without those before `i`.
  if (i == text.size()) return i;
  const auto found = suspects(eight_bytes(text.data() + text.size() - 8)) >> 8 * (8 - (text.size() - i));
  return found == 0 ? text.size() : i + at_bit(found);
}

// Gives `add` the text in pieces, each either free of the five characters or the entity of one.
template <class Add>
void pieces(std::string_view text, const Add& add) {
  std::size_t done = 0;
  for (std::size_t i = next_suspect(text, 0); i < text.size(); i = next_suspect(text, i + 1)) {
    const auto entity = kEntityOf[static_cast<unsigned char>(text[i])];
    if (entity == 0) continue;
    if (i > done) add(text.substr(done, i - done));
    add(kEntities[entity]);
    done = i + 1;
  }
  if (done < text.size()) add(text.substr(done));
}

// Control characters and backslashes, which browsers drop or turn around.
bool has_odd_character(std::string_view address) {
  std::size_t i = 0;
  for (; i + 8 <= address.size(); i += 8) {
    const std::uint64_t word = eight_bytes(address.data() + i);
    if ((less(word, 0x20) | zeros(word ^ (0x7F * kEach)) | zeros(word ^ ('\\' * kEach))) != 0) return true;
  }
  return std::ranges::any_of(address.substr(i),
                             [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; });
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

void rendering::Page::grow(std::size_t size) { out_.resize(std::max(used_ + size, out_.size() * 2)); }

std::string rendering::Page::take() && {
  if (used_ > usual_.load(std::memory_order_relaxed)) usual_.store(used_ + used_ / 16, std::memory_order_relaxed);
  out_.resize(used_);
  return std::move(out_);
}

}  // namespace catalyse::web
