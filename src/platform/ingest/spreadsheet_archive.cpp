#include "spreadsheet_archive.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace catalyse::ingest {
namespace {

constexpr std::string_view kEndMark = "PK\x05\x06", kEntryMark = "PK\x01\x02", kLocalMark = "PK\x03\x04";
constexpr std::size_t kEndSize = 22, kEntrySize = 46, kLocalSize = 30, kLongestComment = 0xFFFF;
constexpr std::uint64_t kBeyond32 = 0xFFFFFFFF;
constexpr std::uint64_t kRatioFrom = 1U << 20U;  // smaller entries are often very repetitive
constexpr std::size_t kPiece = 64U << 10U;

[[noreturn]] void damaged(std::string_view what) { throw ArchiveFault{SourceFault::damaged, what, {}}; }

bool leaves(std::string_view name) {
  return name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos ||
         name.find('\\') != std::string_view::npos || name.find('\0') != std::string_view::npos;
}

// A deflate stream of zlib, without header.
class Inflate {
 public:
  Inflate() {
    if (inflateInit2(&stream_, -MAX_WBITS) != Z_OK)
      throw ArchiveFault{SourceFault::too_much_memory, "no memory to unpack", {}};
  }
  ~Inflate() { inflateEnd(&stream_); }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

std::uint64_t Archive::number(std::size_t at, std::size_t size) const {
  if (at + size > bytes_.size()) damaged("the archive is cut");
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = (value << 8U) | static_cast<unsigned char>(bytes_[at + i]);
  return value;
}

Archive::Archive(std::string_view bytes, const SourceLimits& limits) : bytes_(bytes) {
  read_directory(limits);
  check_sizes(limits);
  check_overlap();
}

void Archive::read_directory(const SourceLimits& limits) {
  if (bytes_.size() < kEndSize) damaged("the archive is cut");
  const std::size_t from = bytes_.size() - std::min(bytes_.size(), kEndSize + kLongestComment);
  const auto end = bytes_.substr(from).rfind(kEndMark);
  if (end == std::string_view::npos) damaged("the archive has no directory: it is cut, or is no archive");
  const std::size_t at = from + end;
  const auto count = number(at + 10, 2), size = number(at + 12, 4), start = number(at + 16, 4);
  if (number(at + 4, 4) != 0 || number(at + 8, 2) != count) damaged("an archive in several parts");
  if (start == kBeyond32 || size == kBeyond32 || count == 0xFFFF)
    throw ArchiveFault{SourceFault::bomb, "an archive of more than 4 GB", "4 096"};
  if (count > limits.entries) throw ArchiveFault{SourceFault::bomb, "too many entries", std::to_string(count)};
  if (start + size > at) damaged("a directory that is not where it is said to be");
  std::size_t place = start;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (place + kEntrySize > at || bytes_.substr(place, 4) != kEntryMark) damaged("a damaged directory");
    const auto flags = number(place + 8, 2), name = number(place + 28, 2);
    ArchiveEntry entry;
    entry.method = static_cast<std::uint16_t>(number(place + 10, 2));
    entry.crc = static_cast<std::uint32_t>(number(place + 16, 4));
    entry.packed = number(place + 20, 4);
    entry.unpacked = number(place + 24, 4);
    entry.offset = number(place + 42, 4);
    if (place + kEntrySize + name > at) damaged("a damaged directory");
    entry.name = bytes_.substr(place + kEntrySize, name);
    if ((flags & 1U) != 0 || entry.method == 99) throw ArchiveFault{SourceFault::encrypted, "an encrypted archive", {}};
    if (entry.method != 0 && entry.method != 8) damaged("a compression that spreadsheets do not use");
    if (leaves(entry.name)) damaged("the name of an entry leaves the archive");
    entries_.push_back(entry);
    place += kEntrySize + name + number(place + 30, 2) + number(place + 32, 2);
  }
}

void Archive::check_sizes(const SourceLimits& limits) const {
  std::uint64_t total = 0;
  for (const auto& entry : entries_) {
    if (entry.unpacked == kBeyond32 || entry.packed == kBeyond32)
      throw ArchiveFault{SourceFault::bomb, "an entry of more than 4 GB", "4 096"};
    total += entry.unpacked;
    if (entry.unpacked > kRatioFrom && entry.unpacked > limits.ratio * std::max<std::uint64_t>(1, entry.packed))
      throw ArchiveFault{SourceFault::bomb, "an entry that unpacks to many times its size",
                         std::to_string(entry.unpacked >> 20U)};
  }
  if (total > limits.unpacked)
    throw ArchiveFault{SourceFault::bomb, "unpacks to more than is allowed", std::to_string(total >> 20U)};
}

// Entries that share bytes would unpack the same ones many times.
void Archive::check_overlap() const {
  auto sorted = entries_;
  std::ranges::sort(sorted, {}, &ArchiveEntry::offset);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const auto end = sorted[i].offset + kLocalSize + sorted[i].packed;
    if (end > (i + 1 < sorted.size() ? sorted[i + 1].offset : bytes_.size()))
      throw ArchiveFault{SourceFault::bomb, "entries that overlap, or go beyond the end", {}};
  }
}

const ArchiveEntry* Archive::find(std::string_view name) const {
  const auto found = std::ranges::find(entries_, name, &ArchiveEntry::name);
  return found == entries_.end() ? nullptr : &*found;
}

void Archive::unpack(const ArchiveEntry& entry, const std::function<bool(std::string_view)>& use) const {
  if (bytes_.substr(entry.offset, 4) != kLocalMark) damaged("an entry that is not where it is said to be");
  const auto start = entry.offset + kLocalSize + number(entry.offset + 26, 2) + number(entry.offset + 28, 2);
  if (start + entry.packed > bytes_.size()) damaged("the archive is cut");
  const auto packed = bytes_.substr(start, entry.packed);
  std::uint64_t given = 0;
  uLong crc = crc32(0, nullptr, 0);
  const auto give = [&](std::string_view piece) {
    given += piece.size();
    if (given > entry.unpacked) throw ArchiveFault{SourceFault::bomb, "an entry larger than it is said to be", {}};
    crc = crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
    return use(piece);
  };
  if (entry.method == 0) {
    for (std::size_t at = 0; at < packed.size(); at += kPiece)
      if (!give(packed.substr(at, kPiece))) return;
  } else {
    Inflate inflate_state;
    z_stream& stream = inflate_state.stream();
    // zlib does not write to its input; its interface is older than const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // NOLINT
    stream.avail_in = static_cast<uInt>(packed.size());
    std::vector<char> piece(kPiece);
    for (int state = Z_OK; state != Z_STREAM_END;) {
      stream.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream.avail_out = static_cast<uInt>(piece.size());
      state = inflate(&stream, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END) damaged("compressed bytes that cannot be unpacked");
      const auto made = piece.size() - stream.avail_out;
      if (made == 0 && state != Z_STREAM_END && stream.avail_in == 0) damaged("the archive is cut");
      if (made != 0 && !give({piece.data(), made})) return;
    }
  }
  if (given != entry.unpacked || static_cast<std::uint32_t>(crc) != entry.crc)
    damaged("an entry that is not what it is said to be");
}

}  // namespace catalyse::ingest
