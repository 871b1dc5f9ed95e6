// Unpacks one gzip member (RFC 1952) of at most `limit` bytes; trailing bytes make it damaged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace catalyse::ingest {

enum class Gunzip : std::uint8_t { done, damaged, too_large };

[[nodiscard]] Gunzip gunzip(std::string_view bytes, std::size_t limit, std::string& out);

}  // namespace catalyse::ingest
