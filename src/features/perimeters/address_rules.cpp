#include "address_rules.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include "core/digest.hpp"
#include "core/territory.hpp"
#include "text/utf8.hpp"

namespace catalyse::perimeters {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~";
constexpr unsigned kVersion = 1;
constexpr std::size_t kCheckBytes = 3;
constexpr std::size_t kStoredDigits = 24;  // hexadecimal: 96 bits

// 01001 → 1001; 2A004 → 100 004; ascending numbers need not be ascending codes, so numbers are sorted again.
std::uint32_t number_of(std::string_view code) {
  const auto digit = [&](std::size_t i) { return static_cast<std::uint32_t>(code[i] - '0'); };
  const std::uint32_t head = code[1] == 'A' ? 100 : code[1] == 'B' ? 101 : 10 * digit(0) + digit(1);
  return head * 1000 + 100 * digit(2) + 10 * digit(3) + digit(4);
}

std::string code_of(std::uint32_t number) {
  const std::uint32_t head = number / 1000;
  std::string code = head == 100 ? "2A" : head == 101 ? "2B" : std::string{};
  if (code.empty()) code = {static_cast<char>('0' + head / 10), static_cast<char>('0' + head % 10)};
  for (const std::uint32_t unit : {100U, 10U, 1U}) code += static_cast<char>('0' + number / unit % 10);
  return code;
}

class Bits {
 public:
  void put(std::uint32_t value, unsigned count) {
    for (unsigned i = count; i-- > 0;) {
      if (filled_ % 8 == 0) bytes_ += '\0';
      if ((value >> i) & 1U)
        bytes_.back() = static_cast<char>(bytes_.back() | static_cast<char>(1U << (7 - filled_ % 8)));
      ++filled_;
    }
  }
  // Exponential Golomb code of order k: value + 2^k in binary, behind as many zeros as it has bits beyond k + 1.
  void put_golomb(std::uint32_t value, unsigned k) {
    const std::uint32_t shifted = value + (1U << k);
    const auto width = static_cast<unsigned>(std::bit_width(shifted));
    put(0, width - k - 1);
    put(shifted, width);
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
  std::size_t filled_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::optional<std::uint32_t> golomb(unsigned k) {
    unsigned zeros = 0;
    while (true) {
      const auto bit = next();
      if (!bit || zeros > 20) return std::nullopt;
      if (*bit) break;
      ++zeros;
    }
    std::uint32_t value = 1;
    for (unsigned i = 0; i < zeros + k; ++i) {
      const auto bit = next();
      if (!bit) return std::nullopt;
      value = 2 * value + (*bit ? 1 : 0);
    }
    return value - (1U << k);
  }

 private:
  std::optional<bool> next() {
    if (at_ >= 8 * bytes_.size()) return std::nullopt;
    const bool bit = ((static_cast<unsigned char>(bytes_[at_ / 8]) >> (7 - at_ % 8)) & 1U) != 0;
    ++at_;
    return bit;
  }
  std::string_view bytes_;
  std::size_t at_ = 0;
};

// Gaps less one: 0 for codes that follow each other.
std::vector<std::uint32_t> gaps_of(const std::vector<std::string>& codes) {
  std::vector<std::uint32_t> numbers;
  for (const auto& code : codes) numbers.push_back(number_of(code));
  std::ranges::sort(numbers);
  for (std::size_t i = numbers.size(); i-- > 1;) numbers[i] -= numbers[i - 1] + 1;
  return numbers;
}

std::string bits_of(const std::vector<std::uint32_t>& gaps, unsigned k) {
  Bits bits;
  for (const std::uint32_t gap : gaps) bits.put_golomb(gap, k);
  return bits.take();
}

unsigned shortest_order(const std::vector<std::uint32_t>& gaps) {
  std::size_t least = std::numeric_limits<std::size_t>::max();
  unsigned best = 0;
  for (unsigned k = 0; k < 16; ++k) {
    std::size_t bits = 0;
    for (const std::uint32_t gap : gaps) bits += 2 * static_cast<std::size_t>(std::bit_width(gap + (1U << k))) - k - 1;
    if (bits < least) least = bits, best = k;
  }
  return best;
}

std::string check_of(std::string_view bytes) {
  const std::string digest = core::sha256(bytes);
  std::string check;
  const auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i < kCheckBytes; ++i)
    check += static_cast<char>(16 * nibble(digest[2 * i]) + nibble(digest[2 * i + 1]));
  return check;
}

std::string letters_of(std::string_view bytes) {
  std::string letters;
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char byte : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6) letters += kAlphabet[(held >> (count - 6)) & 63U];
  }
  if (count > 0) letters += kAlphabet[(held << (6 - count)) & 63U];
  return letters;
}

std::optional<std::string> bytes_of(std::string_view letters) {
  std::string bytes;
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char letter : letters) {
    const auto value = kAlphabet.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((held >> count) & 255U);
  }
  return bytes;
}

// What stands before the bits: version and k, the length of the name, the name, the number of codes.
std::string head_of(const Content& content, unsigned k) {
  std::string bytes{static_cast<char>(kVersion << 4U | k), static_cast<char>(content.name.size())};
  bytes += content.name;
  bytes += static_cast<char>(content.codes.size() >> 8U);
  bytes += static_cast<char>(content.codes.size() & 255U);
  return bytes;
}

}  // namespace

std::string write(const Content& content) {
  const auto gaps = gaps_of(content.codes);
  const unsigned k = shortest_order(gaps);
  std::string bytes = head_of(content, k) + bits_of(gaps, k);
  bytes += check_of(bytes);
  return letters_of(bytes);
}

std::optional<Content> read(std::string_view letters) {
  if (letters.size() > kWritingMost) return std::nullopt;
  const auto decoded = bytes_of(letters);
  if (!decoded || decoded->size() < 4 + kCheckBytes) return std::nullopt;
  const std::string_view bytes = std::string_view(*decoded).substr(0, decoded->size() - kCheckBytes);
  if (check_of(bytes) != decoded->substr(bytes.size())) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  const std::size_t name = byte(1);
  if (name > kNameMost || bytes.size() < 4 + name) return std::nullopt;
  const std::size_t count = byte(2 + name) << 8U | byte(3 + name);
  if (count == 0 || count > kCodesMost) return std::nullopt;
  Content content{std::string(bytes.substr(2, name)), {}};
  if (!text::is_valid_utf8(content.name)) return std::nullopt;
  BitReader bits(bytes.substr(4 + name));
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto gap = bits.golomb(byte(0) & 15U);
    if (!gap) return std::nullopt;
    number += *gap + (i == 0 ? 0U : 1U);
    if (number >= 102'000) return std::nullopt;
    content.codes.push_back(code_of(static_cast<std::uint32_t>(number)));
    if (!core::CommuneCode::parse(content.codes.back())) return std::nullopt;
  }
  std::ranges::sort(content.codes);
  if (write(content) != letters) return std::nullopt;  // one content, one address
  return content;
}

std::string id_of(std::string_view writing) {
  if (writing.size() <= kAddressMost) return "c" + std::string(writing);
  return "s" + core::sha256(writing).substr(0, kStoredDigits);
}

bool is_stored(std::string_view id) { return id.starts_with('s'); }

bool is_stored_id(std::string_view id) {
  return is_stored(id) && id.size() == 1 + kStoredDigits &&
         std::ranges::all_of(id.substr(1), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace catalyse::perimeters
