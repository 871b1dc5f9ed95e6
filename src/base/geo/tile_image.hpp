// The bytes behind `Tiles`: a header, a table of tiles in order, then the tiles themselves. Private to the room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/result.hpp"
#include "files.hpp"
#include "tiles.hpp"

namespace catalyse::geo {

struct TileHeader {
  std::array<char, 8> magic{};
  std::uint32_t format = 0;
  std::uint32_t byte_order = 0;
  std::array<char, 64> source{};  // padded with zero bytes
  std::array<char, 64> digest{};  // SHA-256 of all with these bytes zero, in hexadecimal
  std::uint64_t tiles = 0;
};
static_assert(std::is_trivially_copyable_v<TileHeader> && sizeof(TileHeader) % 8 == 0);

struct TileRecord {
  std::uint32_t layer = 0;  // of kTileLevels
  std::uint32_t zoom = 0, x = 0, y = 0;
  std::uint64_t offset = 0;  // of the identity, which gzip and brotli follow
  std::array<std::uint32_t, 3> sizes{};
  std::uint32_t padding = 0;
};
static_assert(std::is_trivially_copyable_v<TileRecord> && sizeof(TileRecord) == 40);

// A tile before it is stored.
struct CutTile {
  TileRecord record;
  std::string identity, gzip, brotli;
};

// In the order of `tiles`, which is that of their level, zoom, x and y.
[[nodiscard]] std::vector<std::byte> tile_image(const std::vector<CutTile>& tiles, std::string_view source);

// Errors as Tiles::load.
[[nodiscard]] core::Result<TileHeader> check_tiles(std::span<const std::byte> image, std::string_view source);
[[nodiscard]] std::span<const TileRecord> records_of(std::span<const std::byte> image, const TileHeader& header);

struct Tiles::State {
  std::vector<std::byte> owned;  // empty when mapped
  MappedFile file;
  std::span<const std::byte> image;
  TileHeader header;

  [[nodiscard]] TileBytes bytes_of(const TileRecord& record) const;
};

}  // namespace catalyse::geo
