// Bodies made smaller: brotli (RFC 7932) and gzip (RFC 1952).
#pragma once

#include <string>
#include <string_view>

#include "answer.hpp"

namespace catalyse::http {

// once: at start (brotli 11, when large 9; gzip 12). each: at each rendering (brotli 5, when large 4; gzip 6).
enum class Effort : std::uint8_t { once, each };

// The encoded bytes; throws std::runtime_error when the library fails.
[[nodiscard]] std::string compress(std::string_view bytes, Coding coding, Effort effort);

// Whether it can pay: a text of more than a network packet's worth.
[[nodiscard]] bool pays_to_compress(std::string_view content_type, std::size_t size);

}  // namespace catalyse::http
