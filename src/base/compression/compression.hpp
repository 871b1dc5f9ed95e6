// Bytes made smaller: gzip (RFC 1952) and brotli (RFC 7932). Any thread; std::runtime_error when the library fails.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace catalyse::compression {

// `level` from 1 to 12.
[[nodiscard]] std::string gzip(std::string_view bytes, int level);

enum class Of : std::uint8_t { text, anything };  // what brotli may expect of UTF-8
// `quality` from 0 to 11.
[[nodiscard]] std::string brotli(std::string_view bytes, int quality, Of of);

}  // namespace catalyse::compression
