#include "web/rendering.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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
using Halves __attribute__((vector_size(16))) = std::uint64_t;

template <class Chunk>
Chunk chunk_at(const char* text) {
  Chunk chunk;
  std::memcpy(&chunk, text, sizeof chunk);
  return chunk;
}

// The number of the first that is marked with all ones; 16 when none is.
template <class Found>
std::size_t first_of(const Found& found) {
#if defined(__SSE2__)
  __m128i bytes;
  std::memcpy(&bytes, &found, sizeof bytes);
  const auto marks = static_cast<unsigned>(_mm_movemask_epi8(bytes));  // one bit of each byte
  return marks == 0 ? 16 : static_cast<std::size_t>(std::countr_zero(marks));
#else
  static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), &found, sizeof halves);
  if (halves[0] != 0) return static_cast<std::size_t>(std::countr_zero(halves[0])) / 8;
  return halves[1] != 0 ? 8 + static_cast<std::size_t>(std::countr_zero(halves[1])) / 8 : 16;
#endif
}

// The same as `find_odd`, for a text that is one or two `Half` long: by its two ends, which overlap in the middle.
template <class Half, class Odd, class Seen>
std::size_t find_odd_at_ends(std::string_view text, const Odd& odd, const Seen& seen) {
  constexpr std::size_t kHalf = sizeof(Half);
  const auto second = text.size() - kHalf;
  const auto low = chunk_at<Half>(text.data()), high = chunk_at<Half>(text.data() + second);
  seen(0, low), seen(second, high);
  Halves both{low, high};
  if constexpr (kHalf < 8) both = Halves{low | std::uint64_t{high} << (8 * kHalf), 0};
  const auto found = first_of(odd(std::bit_cast<Bytes>(both)));
  if (found < kHalf) return found;
  return found < 2 * kHalf ? second + found - kHalf : text.size();  // what fills up the sixteen does not count
}

// Where the first character is that `odd` marks in sixteen of them; the size when there is none. `seen` is shown every
// character up to there, in chunks that may overlap and reach behind it, each with its place: to copy them on the way.
template <class Odd, class Seen>
std::size_t find_odd(std::string_view text, const Odd& odd, const Seen& seen) {
  constexpr std::size_t kWide = sizeof(Bytes);
  const auto size = text.size();
  const auto wide = [&](std::size_t at) {
    const auto bytes = chunk_at<Bytes>(text.data() + at);
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
  if (size >= 8) return find_odd_at_ends<std::uint64_t>(text, odd, seen);
  if (size >= 4) return find_odd_at_ends<std::uint32_t>(text, odd, seen);
  if (size >= 2) return find_odd_at_ends<std::uint16_t>(text, odd, seen);
  return size == 0 ? 0 : find_odd_at_ends<std::uint8_t>(text, odd, seen);
}

constexpr auto kLook = [](std::size_t, const auto&) {};

// Those that need an entity: " is 22, & and ' are 26 and 27, < and > are 3C and 3E.
constexpr auto kSpecial = [](Bytes text) { return (text == 0x22) | ((text & 0xFE) == 0x26) | ((text & 0xFD) == 0x3C); };

// Control characters and backslashes, which browsers drop or turn around in addresses.
constexpr auto kUnsafe = [](Bytes text) { return (text < 0x20) | (text == 0x7F) | (text == '\\'); };

void add_digits(rendering::Text& out, long long number) {
  std::array<char, 24> digits;
  auto at = digits.size();
  auto rest = number < 0 ? -static_cast<unsigned long long>(number) : static_cast<unsigned long long>(number);
  do {
    digits[--at] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (number < 0) digits[--at] = '-';
  out.add(std::string_view(digits.data() + at, digits.size() - at));
}

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
  if (number < 0 || number >= 1000) return add_digits(*this, number);
  // Nearly always: places in a drawing.
  if (out_.size() - used_ < 3) grow(3);
  char* to = out_.data() + used_;
  const auto small = static_cast<unsigned>(number);
  if (small >= 100) *to++ = static_cast<char>('0' + small / 100);
  if (small >= 10) *to++ = static_cast<char>('0' + small / 10 % 10);
  *to++ = static_cast<char>('0' + small % 10);
  used_ = static_cast<std::size_t>(to - out_.data());
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
