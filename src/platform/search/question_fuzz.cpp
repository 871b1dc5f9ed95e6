// Any bytes as a question, as a text to cut and as a cursor: bounded answers that hold the promises of their headers.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "cursor_rules.hpp"
#include "query_rules.hpp"
#include "snippet_rules.hpp"
#include "text/utf8.hpp"

using namespace catalyse::search;

namespace {
void require(bool held) {
  if (!held) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);  // NOLINT: libFuzzer's interface
  const auto parsed = parse_question(bytes, catalyse::core::Language::fr);
  require(parsed.words.size() <= kMostWords && parsed.phrases.size() <= kMostPrefixes);
  Wanted wanted;
  for (const auto& word : parsed.words) {
    require(!word.stem.empty());
    (word.prefix ? wanted.prefixes : wanted.stems).push_back(word.stem);
  }
  std::ranges::sort(wanted.stems);
  std::string whole;
  for (const auto& piece : marked(bytes, wanted)) whole += piece.text;
  require(bytes.starts_with(whole));
  std::size_t shown = 0;
  for (const auto& piece : snippet(bytes, wanted)) {
    shown += piece.text.size();
    require(!catalyse::text::is_valid_utf8(bytes) || catalyse::text::is_valid_utf8(piece.text));
  }
  require(shown <= 2 * kSnippetBytes + 16);
  Question question;
  question.words = bytes;
  const auto digest = question_digest(question);
  require(!read_cursor(bytes, digest) || bytes.size() > 16);
  const Cursor cursor{1.5, "source", std::string(bytes.substr(0, 100)), "0a1b2c3d"};
  const auto back = read_cursor(write_cursor(cursor, digest), digest);
  require(back && back->key == cursor.key && back->source == cursor.source && back->id == cursor.id &&
          back->version == cursor.version);
  return 0;
}
