#include "export/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace catalyse::exporting {
namespace {

std::string unpacked(const std::string& bytes, std::size_t size) {
  std::string out(size + 1, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK) return {};
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int state = inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return state == Z_STREAM_END && stream.avail_in == 0 ? out : std::string();
}

TEST(Gzip, GivesBackWhatWentInWhateverThePieces) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919) + ';';
  std::string whole, pieces;
  Gzip one;
  one.add(text, whole);
  one.finish(whole);
  Gzip many;
  for (std::size_t at = 0; at < text.size(); at += 1'009) many.add(std::string_view(text).substr(at, 1'009), pieces);
  many.finish(pieces);
  EXPECT_EQ(unpacked(whole, text.size()), text);
  EXPECT_EQ(unpacked(pieces, text.size()), text);
  EXPECT_EQ(whole, pieces) << "the same bytes, so the same ETag";
  EXPECT_LT(whole.size(), text.size() / 2);
  Gzip nothing;
  std::string empty;
  nothing.finish(empty);
  EXPECT_EQ(unpacked(empty, 0), "");
  EXPECT_GT(empty.size(), 10U);
}

}  // namespace
}  // namespace catalyse::exporting
