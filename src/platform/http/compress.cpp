#include "compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

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

std::string gzip(std::string_view bytes, Effort effort) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, effort == Effort::once ? 9 : 5, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("gzip failed to start");
  }
  // Ends the stream also when there is no memory for what it makes.
  const std::unique_ptr<z_stream, decltype(&deflateEnd)> ending(&stream, &deflateEnd);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib does not write there
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  if (done != Z_STREAM_END) throw std::runtime_error("gzip failed");
  out.resize(stream.total_out);
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
