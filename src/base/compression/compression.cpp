#include "compression.hpp"

#include <brotli/encode.h>
#include <libdeflate.h>

#include <memory>
#include <stdexcept>

namespace catalyse::compression {
namespace {

using Compressor = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;

// Its tables are larger than most of what is made smaller: each thread keeps the one of the level it used last.
libdeflate_compressor& compressor_of(int level) {
  thread_local int kept_level = 0;
  thread_local Compressor kept(nullptr, &libdeflate_free_compressor);
  if (level != kept_level || !kept) {
    kept.reset(libdeflate_alloc_compressor(level));
    if (!kept) throw std::runtime_error("gzip failed to start");
    kept_level = level;
  }
  return *kept;
}

}  // namespace

// libdeflate takes half the time of zlib, and where it parts a text it looks at what the text holds.
std::string gzip(std::string_view bytes, int level) {
  auto& compressor = compressor_of(level);
  std::string out(libdeflate_gzip_compress_bound(&compressor, bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(&compressor, bytes.data(), bytes.size(), out.data(), out.size()));
  if (out.empty()) throw std::runtime_error("gzip failed");
  return out;
}

std::string brotli(std::string_view bytes, int quality, Of of) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  const auto mode = of == Of::text ? BROTLI_MODE_TEXT : BROTLI_MODE_GENERIC;
  if (out.empty() || BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, mode, bytes.size(),
                                           reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                           reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_FALSE)
    throw std::runtime_error("brotli failed");
  out.resize(size);
  return out;
}

}  // namespace catalyse::compression
