// The bytes behind `Contours`: one block, the same in memory and on disk, made of a header and six tables that follow
// each other. Private to the room. Native byte order (said in the header), every table aligned to eight bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/result.hpp"
#include "files.hpp"

namespace catalyse::geo {

struct ImageHeader {
  std::array<char, 8> magic{};
  std::uint32_t format = 0;
  std::uint32_t byte_order = 0;
  std::array<char, 64> source{};  // padded with zero bytes
  std::array<char, 64> digest{};  // SHA-256 of the image with these bytes zero, in hexadecimal
  double step = 0;
  std::uint32_t places = 0, polygons = 0, rings = 0, refs = 0, arcs = 0, points = 0;
};
static_assert(std::is_trivially_copyable_v<ImageHeader> && sizeof(ImageHeader) % 8 == 0);

// Ordered by level, then code.
struct PlaceRecord {
  std::array<char, 9> code{};
  std::uint8_t code_size = 0;
  std::uint8_t level = 0;
  std::uint8_t padding = 0;
  std::uint32_t first_polygon = 0, last_polygon = 0;
  std::array<std::int32_t, 4> box{};  // west, south, east, north on the grid
  std::uint32_t padding_end = 0;
  [[nodiscard]] std::string_view code_view() const { return {code.data(), code_size}; }
};
static_assert(std::is_trivially_copyable_v<PlaceRecord> && sizeof(PlaceRecord) == 40);

struct ImageTables {
  std::span<const PlaceRecord> places;
  std::span<const std::uint32_t> polygon_rings;  // first ring of each polygon, and one past the last
  std::span<const std::uint32_t> ring_refs;      // first reference of each ring, and one past the last
  std::span<const std::int32_t> refs;            // arcs of the rings: n, or ~n backwards
  std::span<const std::uint32_t> arc_points;     // first point of each arc, and one past the last
  std::span<const std::int32_t> points;          // longitude, latitude, … on the grid
};

// What the decoder gathers before it becomes an image.
struct ImageParts {
  double step = 0;
  std::vector<PlaceRecord> places;
  std::vector<std::uint32_t> polygon_rings{0}, ring_refs{0}, arc_points{0};
  std::vector<std::int32_t> refs, points;
};

class Image {
 public:
  // Tables in the order of `places`; sorts the places first.
  [[nodiscard]] static std::shared_ptr<const Image> make(ImageParts parts, std::string_view source);
  // Errors as Contours::load.
  [[nodiscard]] static core::Result<std::shared_ptr<const Image>> map(const std::filesystem::path& path,
                                                                      std::string_view source);

  ~Image() = default;
  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;
  [[nodiscard]] const ImageHeader& header() const { return header_; }
  [[nodiscard]] const ImageTables& tables() const { return tables_; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  Image() = default;
  [[nodiscard]] core::Result<void> read_tables(std::string_view source);
  std::vector<std::byte> owned_;  // aligned by operator new; empty when mapped
  MappedFile file_;
  std::span<const std::byte> bytes_;
  ImageHeader header_;
  ImageTables tables_;
};

// Whether every table only points inside the next one, the places are in order and every ring is a closed chain of
// arcs. Empty when sound, else what is wrong, in English.
[[nodiscard]] std::string unsound(const ImageTables& tables);

}  // namespace catalyse::geo
