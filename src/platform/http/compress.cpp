#include "compress.hpp"

#include <brotli/encode.h>
#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace catalyse::http {
namespace {

// Below this an encoded body saves no packet.
constexpr std::size_t kSmall = 860;
// Quality 11 takes two seconds a megabyte, at each start, to win some 4 % over quality 9.
constexpr std::size_t kMostAtBest = 256U << 10U;

std::string brotli(std::string_view bytes, Effort effort) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  const int quality = effort == Effort::each ? 5 : bytes.size() <= kMostAtBest ? BROTLI_MAX_QUALITY : 9;
  const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (out.empty() || BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(), in, &size,
                                           reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_FALSE) {
    throw std::runtime_error("brotli failed");
  }
  out.resize(size);
  return out;
}

// libdeflate takes half the time of zlib, and where it parts a text it looks at what the text holds.
std::string gzip(std::string_view bytes, Effort effort) {
  constexpr int kEach = 6, kOnce = 12;
  using Compressor = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;
  const auto made = [](int level) {
    return Compressor(libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
  };
  thread_local const Compressor each = made(kEach);  // its tables are larger than most pages
  const Compressor once = effort == Effort::once ? made(kOnce) : Compressor(nullptr, &libdeflate_free_compressor);
  auto* compressor = effort == Effort::once ? once.get() : each.get();
  if (compressor == nullptr) throw std::runtime_error("gzip failed to start");
  std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
  if (out.empty()) throw std::runtime_error("gzip failed");
  return out;
}

}  // namespace

std::string compress(std::string_view bytes, Coding coding, Effort effort) {
  switch (coding) {
    case Coding::identity:
      return std::string(bytes);
    case Coding::gzip:
      return gzip(bytes, effort);
    case Coding::brotli:
      return brotli(bytes, effort);
  }
  return std::string(bytes);
}

bool pays_to_compress(std::string_view content_type, std::size_t size) {
  if (size < kSmall) return false;
  static constexpr std::array<std::string_view, 9> kTexts{"text/",
                                                          "application/json",
                                                          "application/javascript",
                                                          "application/xml",
                                                          "application/geo+json",
                                                          "application/ld+json",
                                                          "application/problem+json",
                                                          "application/yaml",
                                                          "application/vnd.mapbox-vector-tile"};
  if (std::ranges::any_of(kTexts, [&](std::string_view text) { return content_type.starts_with(text); })) return true;
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return type.ends_with("+xml") || type.ends_with("+json");
}

}  // namespace catalyse::http
