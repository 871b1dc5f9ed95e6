#include "compression.hpp"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <libdeflate.h>

#include <memory>

namespace catalyse::compression {
namespace {

std::string read_gzip(const std::string& bytes, std::size_t size) {
  const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> reader(
      libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
  std::string out(size, '\0');
  std::size_t found = 0;
  EXPECT_EQ(libdeflate_gzip_decompress(reader.get(), bytes.data(), bytes.size(), out.data(), size, &found),
            LIBDEFLATE_SUCCESS);
  EXPECT_EQ(found, size);
  return out;
}

std::string read_brotli(const std::string& bytes, std::size_t size) {
  std::string out(size + 1, '\0');
  std::size_t found = out.size();
  EXPECT_EQ(BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &found,
                                    reinterpret_cast<std::uint8_t*>(out.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  out.resize(found);
  return out;
}

TEST(Compression, IsReadBackWhateverTheBytes) {
  std::string all;
  for (int i = 0; i < 10'000; ++i) all += static_cast<char>((i * 7919) % 251);
  for (const auto& bytes : {std::string("x"), std::string(100'000, 'a'), all}) {
    for (const int level : {1, 6, 12}) EXPECT_EQ(read_gzip(gzip(bytes, level), bytes.size()), bytes) << level;
    for (const auto of : {Of::text, Of::anything}) EXPECT_EQ(read_brotli(brotli(bytes, 5, of), bytes.size()), bytes);
  }
}

TEST(Compression, OfTheSameBytesIsTheSameWhateverWasMadeBefore) {
  const std::string text = "Un territoire, des alliances, un territoire, des alliances.";
  const auto first = gzip(text, 6);
  (void)gzip(std::string(5'000, 'z'), 12);
  (void)gzip("autre chose", 6);
  EXPECT_EQ(gzip(text, 6), first);
}

}  // namespace
}  // namespace catalyse::compression
