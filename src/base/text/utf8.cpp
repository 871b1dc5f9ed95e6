#include "utf8.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace catalyse::text {

bool is_valid_utf8(std::string_view bytes) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) return false;
  const auto length = static_cast<std::int32_t>(bytes.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (std::int32_t at = 0; at < length;) {
    UChar32 character = 0;
    U8_NEXT(data, at, length, character);
    if (character < 0) return false;
  }
  return true;
}

std::size_t characters(std::string_view bytes) {
  return static_cast<std::size_t>(
      std::ranges::count_if(bytes, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view cut_utf8(std::string_view bytes, std::size_t limit) {
  if (bytes.size() <= limit) return bytes;
  std::size_t end = limit;
  // A character has at most three continuation bytes; more of them in a row is not UTF-8 and is cut where asked.
  while (end > 0 && limit - end < 3 && (static_cast<unsigned char>(bytes[end]) & 0xC0U) == 0x80U) --end;
  if ((static_cast<unsigned char>(bytes[end]) & 0xC0U) == 0x80U) end = limit;
  return bytes.substr(0, end);
}

}  // namespace catalyse::text
