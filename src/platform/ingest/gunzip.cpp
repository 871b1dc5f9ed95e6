#include "gunzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace catalyse::ingest {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr std::size_t kTrailer = 8;
constexpr std::size_t kMostDense = 1040;  // DEFLATE cannot pack more tightly than about 1032 to 1

// The size that the trailer announces, as far as it can be true.
std::size_t announced(std::string_view bytes) {
  if (bytes.size() < kTrailer) return 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i)
    size |= std::size_t{static_cast<unsigned char>(bytes[bytes.size() - 4 + i])} << (8 * i);
  return std::min(size, bytes.size() * kMostDense);
}

}  // namespace

Gunzip gunzip(std::string_view bytes, std::size_t limit, std::string& out) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) return Gunzip::too_large;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return Gunzip::damaged;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib's interface predates const
  stream.avail_in = static_cast<uInt>(bytes.size());
  // One byte beyond the announced size lets an honest file end in the first call; one beyond the limit tells too large
  // from done.
  out.assign(std::min(announced(bytes), limit) + 1, '\0');
  std::size_t filled = 0;
  int status = Z_OK;
  while (status == Z_OK && filled <= limit) {
    if (filled == out.size()) out.resize(std::min(out.size() * 2, limit + 1));
    const std::size_t room = std::min<std::size_t>(out.size() - filled, std::numeric_limits<uInt>::max());
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    stream.avail_out = static_cast<uInt>(room);
    status = inflate(&stream, Z_NO_FLUSH);
    filled += room - stream.avail_out;
  }
  const bool whole = status == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (filled > limit) return Gunzip::too_large;
  if (!whole) return Gunzip::damaged;
  out.resize(filled);
  return Gunzip::done;
}

}  // namespace catalyse::ingest
