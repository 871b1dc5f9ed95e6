#include "encoding.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace catalyse::ingest {
namespace {

constexpr std::size_t kLookedAt = 64U << 10U;  // bytes that tell UTF-16 from the rest

struct Named {
  Encoding encoding;
  std::string_view shown, plain;
};
constexpr std::array kNames{Named{Encoding::utf8, "UTF-8", "utf-8"},
                            Named{Encoding::utf8_bom, "UTF-8 BOM", "utf-8-bom"},
                            Named{Encoding::utf16_le, "UTF-16 LE", "utf-16-le"},
                            Named{Encoding::utf16_be, "UTF-16 BE", "utf-16-be"},
                            Named{Encoding::latin_1, "ISO-8859-1", "latin-1"},
                            Named{Encoding::windows_1252, "Windows-1252", "windows-1252"}};

// Code points of the bytes 80 to 9F in Windows-1252; 0 where there is none (Unicode, CP1252.TXT).
constexpr std::array<char16_t, 32> kWindows{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                            0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
constexpr char32_t kReplacement = 0xFFFD;

unsigned byte_of(char c) { return static_cast<unsigned char>(c); }

void append(char32_t point, std::string& out) {
  const auto put = [&out](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0U | (point >> 6U));
  } else if (point < 0x10000) {
    put(0xE0U | (point >> 12U));
    put(0x80U | ((point >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (point >> 18U));
    put(0x80U | ((point >> 12U) & 0x3FU));
    put(0x80U | ((point >> 6U) & 0x3FU));
  }
  put(0x80U | (point & 0x3FU));
}

// Where the first byte from `at` on stands that is not ASCII, eight looked at together.
std::size_t after_ascii(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  for (std::uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    if ((eight & kHigh) != 0) break;
  }
  while (at < bytes.size() && byte_of(bytes[at]) < 0x80) ++at;
  return at;
}

// UTF-16 of Latin letters has a zero in every second byte.
std::optional<Encoding> wide(std::string_view bytes) {
  const auto looked = bytes.substr(0, std::min(bytes.size(), kLookedAt) & ~std::size_t{1});
  if (looked.size() < 4) return std::nullopt;
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < looked.size(); i += 2) {
    even += looked[i] == '\0' ? 1U : 0U;
    odd += looked[i + 1] == '\0' ? 1U : 0U;
  }
  const std::size_t half = looked.size() / 2;
  if (odd * 10 > half * 7 && even * 10 < half) return Encoding::utf16_le;
  if (even * 10 > half * 7 && odd * 10 < half) return Encoding::utf16_be;
  return std::nullopt;
}

std::string from_utf16(std::string_view bytes, bool little) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit = [&](std::size_t i) {
    const unsigned a = byte_of(bytes[i]), b = byte_of(bytes[i + 1]);
    return static_cast<char32_t>(little ? a | (b << 8U) : (a << 8U) | b);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t point = unit(i);
    if (i == 0 && point == 0xFEFF) continue;
    if (point >= 0xD800 && point < 0xDC00 && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00U) == 0xDC00U) {
      point = 0x10000 + ((point - 0xD800) << 10U) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (point >= 0xD800 && point < 0xE000) {
      point = kReplacement;
    }
    append(point, out);
  }
  if (bytes.size() % 2 != 0) append(kReplacement, out);
  return out;
}

std::string from_single(std::string_view bytes, Encoding encoding) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    char32_t point = byte_of(c);
    if (encoding == Encoding::windows_1252 && point >= 0x80 && point < 0xA0) {
      point = kWindows[point - 0x80];
      if (point == 0) point = kReplacement;
    }
    append(point, out);
  }
  return out;
}

}  // namespace

std::string_view encoding_name(Encoding encoding) { return kNames[static_cast<std::size_t>(encoding)].shown; }

std::optional<Encoding> encoding_from_name(std::string_view name) {
  for (const auto& one : kNames)
    if (name == one.shown || name == one.plain) return one.encoding;
  return std::nullopt;
}

std::size_t utf8_sequence(std::string_view text) {
  const auto at = [&](std::size_t i) { return byte_of(text[i]); };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (at(1) < low || at(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((at(i) & 0xC0U) != 0x80U) return 0;
  return length;
}

Encoding detect_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return Encoding::utf8_bom;
  if (bytes.starts_with("\xFF\xFE")) return Encoding::utf16_le;
  if (bytes.starts_with("\xFE\xFF")) return Encoding::utf16_be;
  if (const auto found = wide(bytes)) return *found;
  std::size_t sequences = 0, wrong = 0;
  bool windows = false;
  for (std::size_t i = 0; i < bytes.size();) {
    i = after_ascii(bytes, i);
    if (i == bytes.size()) break;
    const std::size_t length = utf8_sequence(bytes.substr(i));
    if (length == 0) {
      ++wrong;
      windows = windows || byte_of(bytes[i]) < 0xA0;
      ++i;
    } else {
      ++sequences;
      i += length;
    }
  }
  // « Ã© » alone is rare: where nine in ten are well formed, the text is UTF-8 and a few of its rows are damaged.
  if (wrong == 0 || wrong * 10 < sequences) return Encoding::utf8;
  return windows ? Encoding::windows_1252 : Encoding::latin_1;
}

std::string to_utf8(std::string_view bytes, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
    case Encoding::utf8_bom:
      return std::string(bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes);
    case Encoding::utf16_le:
      return from_utf16(bytes, true);
    case Encoding::utf16_be:
      return from_utf16(bytes, false);
    case Encoding::latin_1:
    case Encoding::windows_1252:
      break;
  }
  return from_single(bytes, encoding);
}

}  // namespace catalyse::ingest
