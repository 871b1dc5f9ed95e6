// Folding and its companions over any bytes: they end, and hold the promises of their headers.
#include <cstdint>
#include <cstdlib>

#include "text/distance.hpp"
#include "text/fold.hpp"
#include "text/phrases.hpp"
#include "text/utf8.hpp"

using namespace catalyse::text;

namespace {
void require(bool held) {
  if (!held) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto folded = fold(bytes);
  require(is_valid_utf8(folded));
  require(fold(folded) == folded);
  for (const auto word : words(folded)) require(!word.empty() && word.find(' ') == std::string_view::npos);
  const auto address = slug(bytes);
  require(address.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
  require(!address.starts_with('-') && !address.ends_with('-'));
  const auto cut = cut_utf8(bytes, size / 2);
  require(cut.size() <= size / 2);
  require(!is_valid_utf8(bytes) || is_valid_utf8(cut));
  require(edit_distance(folded, folded, 2) == 0);
  require(edit_distance(bytes, cut, 3) == edit_distance(cut, bytes, 3));
  (void)elides(bytes);
  return 0;
}
