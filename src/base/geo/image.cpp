#include "image.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <tuple>

#include "core/digest.hpp"
#include "core/territory.hpp"

namespace catalyse::geo {
namespace {

using core::ErrorKind;

constexpr std::array<char, 8> kMagic{'C', 'A', 'T', 'G', 'E', 'O', '\r', '\n'};
constexpr std::uint32_t kFormat = 1;
constexpr std::uint32_t kByteOrder = 0x01020304;

std::uint64_t padded(std::uint64_t bytes) { return (bytes + 7U) & ~std::uint64_t{7}; }

// Bytes of each table, in the order of ImageTables. Counts are 32-bit, so the sums cannot overflow 64.
std::array<std::uint64_t, 6> table_bytes(const ImageHeader& h) {
  return {std::uint64_t{h.places} * sizeof(PlaceRecord),
          (std::uint64_t{h.polygons} + 1) * 4,
          (std::uint64_t{h.rings} + 1) * 4,
          std::uint64_t{h.refs} * 4,
          (std::uint64_t{h.arcs} + 1) * 4,
          std::uint64_t{h.points} * 8};
}

std::uint64_t image_bytes(const ImageHeader& h) {
  std::uint64_t total = sizeof(ImageHeader);
  for (const std::uint64_t size : table_bytes(h)) total += padded(size);
  return total;
}

// Of the header without its digest, and of all that follows it.
std::string digest_of(ImageHeader header, std::span<const std::byte> image) {
  const auto body = image.subspan(sizeof header);
  header.digest = {};
  core::Sha256 digest;
  digest.add({reinterpret_cast<const char*>(&header), sizeof header});
  digest.add({reinterpret_cast<const char*>(body.data()), body.size()});
  return digest.finish();
}

// The caller has checked that the bytes hold the tables the header announces.
ImageTables tables_in(std::span<const std::byte> image, const ImageHeader& h) {
  const auto sizes = table_bytes(h);
  std::array<const std::byte*, 6> start{};
  std::uint64_t at = sizeof(ImageHeader);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    start[i] = image.data() + at;
    at += padded(sizes[i]);
  }
  const auto u32 = [&](std::size_t i) { return reinterpret_cast<const std::uint32_t*>(start[i]); };
  const auto i32 = [&](std::size_t i) { return reinterpret_cast<const std::int32_t*>(start[i]); };
  return {{reinterpret_cast<const PlaceRecord*>(start[0]), h.places},
          {u32(1), std::size_t{h.polygons} + 1},
          {u32(2), std::size_t{h.rings} + 1},
          {i32(3), h.refs},
          {u32(4), std::size_t{h.arcs} + 1},
          {i32(5), std::size_t{h.points} * 2}};
}

template <class T>
std::byte* append(std::byte* at, const std::vector<T>& table) {
  if (!table.empty()) std::memcpy(at, table.data(), table.size() * sizeof(T));
  return at + padded(table.size() * sizeof(T));
}

auto order(const PlaceRecord& p) { return std::tuple(p.level, p.code_view()); }

bool rises_to(std::span<const std::uint32_t> offsets, std::size_t end) {
  return !offsets.empty() && offsets.front() == 0 && offsets.back() == end && std::ranges::is_sorted(offsets);
}

}  // namespace

std::string unsound(const ImageTables& t) {
  if (!rises_to(t.polygon_rings, t.ring_refs.size() - 1)) return "polygons do not follow each other";
  if (!rises_to(t.ring_refs, t.refs.size())) return "rings do not follow each other";
  if (!rises_to(t.arc_points, t.points.size() / 2)) return "arcs do not follow each other";
  const std::size_t arcs = t.arc_points.size() - 1;
  const std::size_t polygons = t.polygon_rings.size() - 1;
  for (std::size_t i = 0; i < t.places.size(); ++i) {
    const PlaceRecord& p = t.places[i];
    if (p.code_size > p.code.size() || p.level >= core::kLevelCount) return "a place has no level or no code";
    if (!core::PlaceCode::make(core::kLevels[p.level], p.code_view())) return "a place has a code that is not one";
    if (p.first_polygon >= p.last_polygon || p.last_polygon > polygons) return "a place has polygons that do not exist";
    if (i > 0 && order(t.places[i - 1]) >= order(p)) return "places are not in order";
  }
  for (std::size_t a = 0; a < arcs; ++a) {
    if (t.arc_points[a + 1] - t.arc_points[a] < 2) return "an arc has fewer than two points";
  }
  const auto start_of = [&](std::int32_t ref) {
    const std::size_t at =
        ref >= 0 ? t.arc_points[static_cast<std::size_t>(ref)] : t.arc_points[static_cast<std::size_t>(~ref) + 1] - 1;
    return std::pair(t.points[2 * at], t.points[2 * at + 1]);
  };
  for (std::size_t r = 0; r + 1 < t.ring_refs.size(); ++r) {
    const auto ring = t.refs.subspan(t.ring_refs[r], t.ring_refs[r + 1] - t.ring_refs[r]);
    if (ring.empty()) return "a ring has no arc";
    for (const std::int32_t ref : ring) {
      if (static_cast<std::size_t>(ref >= 0 ? ref : ~ref) >= arcs) return "a ring has an arc that does not exist";
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const std::int32_t next = ring[(i + 1) % ring.size()];
      if (start_of(~ring[i]) != start_of(next)) return "arcs of a ring do not meet";
    }
  }
  for (std::size_t p = 0; p < polygons; ++p) {
    if (t.polygon_rings[p] == t.polygon_rings[p + 1]) return "a polygon has no ring";
  }
  return {};
}

std::shared_ptr<const Image> Image::make(ImageParts parts, std::string_view source) {
  std::ranges::sort(parts.places, {}, order);
  ImageHeader h;
  h.magic = kMagic;
  h.format = kFormat;
  h.byte_order = kByteOrder;
  h.step = parts.step;
  std::ranges::copy(source.substr(0, h.source.size()), h.source.begin());
  h.places = static_cast<std::uint32_t>(parts.places.size());
  h.polygons = static_cast<std::uint32_t>(parts.polygon_rings.size() - 1);
  h.rings = static_cast<std::uint32_t>(parts.ring_refs.size() - 1);
  h.refs = static_cast<std::uint32_t>(parts.refs.size());
  h.arcs = static_cast<std::uint32_t>(parts.arc_points.size() - 1);
  h.points = static_cast<std::uint32_t>(parts.points.size() / 2);

  std::shared_ptr<Image> image(new Image);
  image->owned_.resize(image_bytes(h));
  std::byte* const bytes = image->owned_.data();
  std::byte* at = bytes + sizeof h;
  at = append(at, parts.places);
  at = append(at, parts.polygon_rings);
  at = append(at, parts.ring_refs);
  at = append(at, parts.refs);
  at = append(at, parts.arc_points);
  append(at, parts.points);
  image->bytes_ = image->owned_;
  std::ranges::copy(digest_of(h, image->bytes_), h.digest.begin());
  std::memcpy(bytes, &h, sizeof h);
  image->header_ = h;
  image->tables_ = tables_in(image->bytes_, h);
  return image;
}

core::Result<void> Image::read_tables(std::string_view source) {
  const auto damaged = [](std::string note) {
    return core::fail(ErrorKind::damaged, "geo.image.damaged", std::move(note));
  };
  if (bytes_.size() < sizeof header_) return damaged("shorter than its header");
  std::memcpy(&header_, bytes_.data(), sizeof header_);
  if (header_.magic != kMagic) return damaged("not an image of contours");
  const std::string_view written(header_.source.data(), header_.source.size());
  const std::string_view expected = source.substr(0, header_.source.size());
  const bool same =
      written.starts_with(expected) && written.find_first_not_of('\0', expected.size()) == std::string_view::npos;
  if (header_.format != kFormat || header_.byte_order != kByteOrder || !same) {
    return core::fail(ErrorKind::conflict, "geo.image.outdated",
                      "made of other data or by another version of the program");
  }
  if (image_bytes(header_) != bytes_.size()) return damaged("cut short or longer than announced");
  if (digest_of(header_, bytes_) != std::string_view(header_.digest.data(), header_.digest.size()))
    return damaged("its digest differs");
  if (!std::isfinite(header_.step) || header_.step <= 0) return damaged("no grid");
  tables_ = tables_in(bytes_, header_);
  if (std::string what = unsound(tables_); !what.empty()) return damaged(std::move(what));
  return {};
}

core::Result<std::shared_ptr<const Image>> Image::map(const std::filesystem::path& path, std::string_view source) {
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(std::move(file.error()));
  std::shared_ptr<Image> image(new Image);
  image->file_ = std::move(*file);
  image->bytes_ = image->file_.bytes();
  if (auto read = image->read_tables(source); !read) {
    read.error().note = path.string() + ": " + read.error().note;
    return std::unexpected(std::move(read.error()));
  }
  return std::shared_ptr<const Image>(std::move(image));
}

}  // namespace catalyse::geo
