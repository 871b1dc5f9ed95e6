#include "tiles.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "core/digest.hpp"
#include "tile_image.hpp"

namespace catalyse::geo {
namespace {

using core::ErrorKind;

constexpr std::array<char, 8> kMagic{'C', 'A', 'T', 'T', 'I', 'L', '\r', '\n'};
constexpr std::uint32_t kFormat = 2;
constexpr std::uint32_t kByteOrder = 0x01020304;

auto order(const TileRecord& r) { return std::tuple(r.layer, r.zoom, r.x, r.y); }

std::string digest_of(TileHeader header, std::span<const std::byte> image) {
  const auto body = image.subspan(sizeof header);
  header.digest = {};
  core::Sha256 digest;
  digest.add({reinterpret_cast<const char*>(&header), sizeof header});
  digest.add({reinterpret_cast<const char*>(body.data()), body.size()});
  return digest.finish();
}

std::uint64_t size_of(const TileRecord& record) {
  return std::uint64_t{record.sizes[0]} + record.sizes[1] + record.sizes[2];
}

bool is_of(const TileHeader& header, std::string_view source) {
  const std::string_view written(header.source.data(), header.source.size());
  const std::string_view expected = source.substr(0, header.source.size());
  return header.format == kFormat && header.byte_order == kByteOrder && written.starts_with(expected) &&
         written.find_first_not_of('\0', expected.size()) == std::string_view::npos;
}

}  // namespace

std::vector<std::byte> tile_image(const std::vector<CutTile>& tiles, std::string_view source) {
  TileHeader header;
  header.magic = kMagic;
  header.format = kFormat;
  header.byte_order = kByteOrder;
  std::ranges::copy(source.substr(0, header.source.size()), header.source.begin());
  header.tiles = tiles.size();
  std::uint64_t at = sizeof header + tiles.size() * sizeof(TileRecord);
  std::vector<TileRecord> records;
  for (const auto& tile : tiles) {
    records.push_back(tile.record);
    records.back().offset = at;
    records.back().sizes = {static_cast<std::uint32_t>(tile.identity.size()),
                            static_cast<std::uint32_t>(tile.gzip.size()),
                            static_cast<std::uint32_t>(tile.brotli.size())};
    at += size_of(records.back());
  }
  std::vector<std::byte> image(at);
  std::memcpy(image.data() + sizeof header, records.data(), records.size() * sizeof(TileRecord));
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    auto* to = image.data() + records[i].offset;
    for (const auto* part : {&tiles[i].identity, &tiles[i].gzip, &tiles[i].brotli}) {
      std::memcpy(to, part->data(), part->size());
      to += part->size();
    }
  }
  std::ranges::copy(digest_of(header, image), header.digest.begin());
  std::memcpy(image.data(), &header, sizeof header);
  return image;
}

core::Result<TileHeader> check_tiles(std::span<const std::byte> image, std::string_view source) {
  const auto damaged = [](std::string note) {
    return core::fail(ErrorKind::damaged, "geo.image.damaged", std::move(note));
  };
  TileHeader header;
  if (image.size() < sizeof header) return damaged("shorter than its header");
  std::memcpy(&header, image.data(), sizeof header);
  if (header.magic != kMagic) return damaged("not a set of tiles");
  if (!is_of(header, source))
    return core::fail(ErrorKind::conflict, "geo.image.outdated",
                      "cut from other contours or by another version of the program");
  if (header.tiles > (image.size() - sizeof header) / sizeof(TileRecord)) return damaged("cut short");
  if (digest_of(header, image) != std::string_view(header.digest.data(), header.digest.size()))
    return damaged("its digest differs");
  const auto records = records_of(image, header);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].layer >= kTileLevels.size() || records[i].offset > image.size() ||
        size_of(records[i]) > image.size() - records[i].offset)
      return damaged("a tile lies outside of the file");
    if (i > 0 && order(records[i - 1]) >= order(records[i])) return damaged("tiles are not in order");
  }
  return header;
}

std::span<const TileRecord> records_of(std::span<const std::byte> image, const TileHeader& header) {
  return {reinterpret_cast<const TileRecord*>(image.data() + sizeof(TileHeader)), header.tiles};
}

TileBytes Tiles::State::bytes_of(const TileRecord& record) const {
  const auto* at = reinterpret_cast<const char*>(image.data()) + record.offset;
  const auto [identity, gzip, brotli] = record.sizes;
  return {{at, identity}, {at + identity, gzip}, {at + identity + gzip, brotli}};
}

Tiles::Tiles(std::unique_ptr<State> state) : state_(std::move(state)) {}
Tiles::~Tiles() = default;
Tiles::Tiles(Tiles&&) noexcept = default;
Tiles& Tiles::operator=(Tiles&&) noexcept = default;

core::Result<Tiles> Tiles::load(const std::filesystem::path& path, std::string_view source) {
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(std::move(file.error()));
  auto header = check_tiles(file->bytes(), source);
  if (!header) {
    header.error().note = path.string() + ": " + header.error().note;
    return std::unexpected(std::move(header.error()));
  }
  auto state = std::make_unique<State>();
  state->file = std::move(*file);
  state->image = state->file.bytes();
  state->header = *header;
  return Tiles(std::move(state));
}

core::Result<void> Tiles::save(const std::filesystem::path& path) const { return save_whole(path, state_->image); }

std::optional<TileBytes> Tiles::find(const TileName& name) const {
  const auto layer = std::ranges::find(kTileLevels, name.level, &TileLevel::level);
  if (layer == kTileLevels.end() || name.zoom < kFirstTileZoom || name.zoom > kLastTileZoom) return std::nullopt;
  TileRecord wanted;
  wanted.layer = static_cast<std::uint32_t>(layer - kTileLevels.begin());
  wanted.zoom = static_cast<std::uint32_t>(name.zoom);
  wanted.x = name.x;
  wanted.y = name.y;
  const auto records = records_of(state_->image, state_->header);
  const auto found = std::ranges::lower_bound(records, order(wanted), {}, order);
  if (found == records.end() || order(*found) != order(wanted)) return std::nullopt;
  return state_->bytes_of(*found);
}

std::size_t Tiles::count() const { return state_->header.tiles; }

void Tiles::for_each(const std::function<void(const TileName&, const TileBytes&)>& call) const {
  for (const auto& record : records_of(state_->image, state_->header))
    call({kTileLevels[record.layer].level, static_cast<int>(record.zoom), record.x, record.y},
         state_->bytes_of(record));
}

std::string_view Tiles::digest() const { return {state_->header.digest.data(), state_->header.digest.size()}; }
std::size_t Tiles::bytes() const { return state_->image.size(); }

}  // namespace catalyse::geo
