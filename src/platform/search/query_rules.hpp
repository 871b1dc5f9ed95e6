// The reader's words as the search understands them. Pure; any bytes, bounded time and size.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"

namespace catalyse::search {

inline constexpr std::size_t kMostQuestionBytes = 10'000;  // what is beyond is left out
inline constexpr std::size_t kMostPrefixes = 3;
inline constexpr std::size_t kShortestPrefix = 2;
inline constexpr std::size_t kMostPhraseWords = 12;

struct Word {
  std::string folded, stem;
  bool prefix = false;  // begin*
};
using Phrase = std::vector<std::string>;  // stems, empty words included

struct Parsed {
  std::vector<Word> words;  // distinct stems, without empty words unless there is nothing else
  std::vector<Phrase> phrases;
  std::vector<std::string> without;  // stems
  std::vector<Phrase> without_phrases;
  std::vector<std::string> prefixes_left_out;
  bool words_left_out = false;
  bool typed = false;  // something other than white space

  [[nodiscard]] bool empty() const { return words.empty() && phrases.empty(); }
};

// Words between quotation marks ("…" or « … ») are a phrase; a quotation mark without its other half is nothing. A word
// or a phrase after « - » is excluded. A word followed by « * » matches every word that begins so. Everything else that
// is neither letter nor digit separates. A phrase's words are searched as words too, so that they weigh.
[[nodiscard]] Parsed parse_question(std::string_view text, core::Language language);

}  // namespace catalyse::search
