// The words of any bytes: in order, inside the text, folded, stemmed without surprise.
#include <cstdint>
#include <cstdlib>

#include "text/fold.hpp"
#include "text/french.hpp"
#include "text/utf8.hpp"

using namespace catalyse::text;

namespace {
void require(bool held) {
  if (!held) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::size_t before = 0;
  each_word(bytes, [&](const TextWord& word) {
    require(word.first >= before && word.first < word.last && word.last <= bytes.size());
    require(!word.folded.empty() && word.folded.size() <= kLongestWord && is_valid_utf8(word.folded));
    require(word.folded.find(' ') == std::string_view::npos);
    require(!stem_french(word.folded).empty());
    (void)is_empty_word(word.folded, catalyse::core::Language::en);
    before = word.last;
  });
  return 0;
}
