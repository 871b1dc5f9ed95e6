// Bytes of a columns file, little-endian: header (64) | columns, each at a multiple of 64, padded with zeros |
// directory | end. A text column is (count + 1) offsets of 32 bits, then the pool of bytes they point into.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "columns.hpp"

namespace catalyse::columns {

static_assert(std::endian::native == std::endian::little, "the file is mapped as it is");

inline constexpr std::array<char, 8> kMagic{'C', 'A', 'T', 'C', 'O', 'L', '\r', '\n'};
inline constexpr std::uint32_t kFormat = 1;
inline constexpr std::size_t kAlignment = 64;

struct Header {
  std::array<char, 8> magic{};
  std::uint32_t format = 0;
  std::uint32_t kind_version = 0;
  std::array<char, 16> kind{};  // padded with zeros
  std::uint64_t file_size = 0;
  std::uint64_t directory = 0;       // offset; it ends the file
  std::uint64_t directory_hash = 0;  // XXH3, 64 bits
  std::uint64_t header_hash = 0;     // of the 56 bytes before
};
static_assert(sizeof(Header) == 64);

struct Entry {
  std::array<char, kNameMax + 1> name{};  // padded with zeros, at least one
  std::uint32_t type = 0;
  std::uint32_t reserved = 0;  // 0
  std::uint64_t offset = 0;
  std::uint64_t count = 0;  // values
  std::uint64_t size = 0;   // bytes
  std::uint64_t hash = 0;   // XXH3, 64 bits
};
static_assert(sizeof(Entry) == 88);

[[nodiscard]] constexpr std::size_t width_of(Type type) {
  switch (type) {
    case Type::u8:
      return 1;
    case Type::u16:
      return 2;
    case Type::u32:
    case Type::f32:
      return 4;
    case Type::i64:
    case Type::f64:
      return 8;
    case Type::text:
      return 0;  // varies
  }
  return 0;
}

// Text of a field padded with zeros.
template <std::size_t N>
[[nodiscard]] std::string_view padded_text(const std::array<char, N>& field) {
  std::size_t size = 0;
  while (size < N && field[size] != '\0') ++size;
  return {field.data(), size};
}

template <std::size_t N>
[[nodiscard]] std::array<char, N> padded(std::string_view text) {
  std::array<char, N> field{};
  for (std::size_t i = 0; i < text.size() && i < N; ++i) field[i] = text[i];
  return field;
}

[[nodiscard]] std::uint64_t checksum(const void* data, std::size_t size);

}  // namespace catalyse::columns
