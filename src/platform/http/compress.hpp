// Bodies made smaller: brotli (RFC 7932) and gzip (RFC 1952).
#pragma once

#include <string>
#include <string_view>

#include "answer.hpp"

namespace catalyse::http {

enum class Effort : std::uint8_t {
  once,
  each
};  // once at start (brotli 11 or, when large, 9; gzip 9), or at each rendering (brotli 5, gzip 5)

// The encoded bytes; throws std::runtime_error when the library fails.
[[nodiscard]] std::string compress(std::string_view bytes, Coding coding, Effort effort);

// Whether it can pay: a text of more than a network packet's worth.
[[nodiscard]] bool pays_to_compress(std::string_view content_type, std::size_t size);

}  // namespace catalyse::http
