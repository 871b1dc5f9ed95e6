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

template <class Chunk>
Chunk chunk_at(const char* text) {
  Chunk chunk;
  std::memcpy(&chunk, text, sizeof chunk);
  return chunk;
}

Bytes bytes_of(std::uint64_t low, std::uint64_t high) {
  const std::array<std::uint64_t, 2> halves{low, high};
  return chunk_at<Bytes>(reinterpret_cast<const char*>(halves.data()));
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

// Where the first character is that `odd` marks in sixteen of them; the size when there is none. `seen` is shown every
// character up to there, in chunks that may overlap and reach behind it, each with its place: to copy them on the way.
template <class Odd, class Seen>
std::size_t find_odd(std::string_view text, const Odd& odd, const Seen& seen) {
  constexpr std::size_t kWide = sizeof(Bytes);
  const char* from = text.data();
  const auto size = text.size();
  const auto wide = [&](std::size_t at) {
    const auto bytes = chunk_at<Bytes>(from + at);
    seen(at, bytes);
    return first_of(odd(bytes));
  };
  if (size >= kWide) {
    std::size_t i = 0;
    for (; i + kWide <= size; i += kWide)
      if (const auto found = wide(i); found < kWide) return i + found;
    if (i == size) return size;
    const auto found = wide(size - kWide);  // once more over what was clean
    return size - kWide + found;
  }
  // Shorter texts by their two ends, which overlap in the middle.
  if (size >= 8) {
    const auto low = chunk_at<std::uint64_t>(from), high = chunk_at<std::uint64_t>(from + size - 8);
    seen(0, low), seen(size - 8, high);
    const auto found = first_of(odd(bytes_of(low, high)));
    return found < 8 ? found : size - 16 + found;
  }
  if (size >= 4) {
    const auto low = chunk_at<std::uint32_t>(from), high = chunk_at<std::uint32_t>(from + size - 4);
    seen(0, low), seen(size - 4, high);
    const auto both = std::uint64_t{high} << 32U | low;
    const auto found = first_of(odd(bytes_of(both, both)));
    return found < 4 ? found : found < 8 ? size - 8 + found : size;
  }
  for (std::size_t i = 0; i < size; ++i) {
    seen(i, from[i]);
    if (first_of(odd(Bytes{} + static_cast<unsigned char>(from[i]))) == 0) return i;
  }
  return size;
}

constexpr auto kLook = [](std::size_t, const auto&) {};

// Those that need an entity: " is 22, & and ' are 26 and 27, < and > are 3C and 3E.
constexpr auto kSpecial = [](Bytes text) { return (text == 0x22) | ((text & 0xFE) == 0x26) | ((text & 0xFD) == 0x3C); };

// Control characters and backslashes, which browsers drop or turn around in addresses.
constexpr auto kUnsafe = [](Bytes text) { return (text < 0x20) | (text == 0x7F) | (text == '\\'); };

std::string_view entity(char c) { return kEntities[kEntityOf[static_cast<unsigned char>(c)]]; }

bool starts_with_scheme(std::string_view address, std::string_view scheme) {
  return address.size() > scheme.size() &&
         std::ranges::equal(address.substr(0, scheme.size()), scheme, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (;;) {
    const auto plain = find_odd(text, kSpecial, kLook);
    out += text.substr(0, plain);
    if (plain == text.size()) return;
    out += entity(text[plain]);
    text.remove_prefix(plain + 1);
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  append_escaped(out, text);
  return out;
}

std::string_view safe_url(std::string_view address) {
  if (address.empty() || find_odd(address, kUnsafe, kLook) < address.size()) return "#";
  if (address[0] == '?' || address[0] == '#') return address;
  if (address[0] == '/') return address.size() > 1 && address[1] == '/' ? "#" : address;
  for (const std::string_view scheme : {"https://", "http://", "mailto:"})
    if (starts_with_scheme(address, scheme)) return address;
  return "#";
}

namespace rendering {

void Text::add_escaped(std::string_view text) {
  for (;;) {
    if (out_.size() - used_ < text.size()) grow(text.size());
    char* const to = out_.data() + used_;
    const auto plain = find_odd(
        text, kSpecial, [to](std::size_t at, const auto& chunk) { std::memcpy(to + at, &chunk, sizeof chunk); });
    used_ += plain;
    if (plain == text.size()) return;
    add(entity(text[plain]));
    text.remove_prefix(plain + 1);
  }
}

void Text::add_whole(long long number) {
  if (number >= 0 && number < 1000) {  // nearly always: places in a drawing
    if (number >= 100) add(static_cast<char>('0' + number / 100));
    if (number >= 10) add(static_cast<char>('0' + number / 10 % 10));
    return add(static_cast<char>('0' + number % 10));
  }
  std::array<char, 24> digits;
  auto at = digits.size();
  auto rest = number < 0 ? -static_cast<unsigned long long>(number) : static_cast<unsigned long long>(number);
  do {
    digits[--at] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (number < 0) digits[--at] = '-';
  add(std::string_view(digits.data() + at, digits.size() - at));
}

void Text::grow(std::size_t size) { make_room(std::max(used_ + size, out_.size() * 2)); }

void Page::message(Language language, const Message& message) {
  if (pseudo_locale() == Pseudo::on) return out_.add_escaped(say(language, message));
  out_.add_escaped(language == Language::fr ? message.fr : message.en);
}

std::string Page::take() && {
  const auto used = out_.size();
  if (used > usual_.load(std::memory_order_relaxed)) usual_.store(used + used / 16, std::memory_order_relaxed);
  return std::move(out_).take();
}

}  // namespace rendering

}  // namespace catalyse::web
