// What is shown of a document: its own text, with the words of the question marked. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/search.hpp"

namespace catalyse::search {

struct Wanted {
  std::vector<std::string> stems;     // sorted
  std::vector<std::string> prefixes;  // of folded words
};

// The whole text, its matching words marked.
[[nodiscard]] Marked marked(std::string_view text, const Wanted& wanted);

inline constexpr std::size_t kSnippetBytes = 260;
// The part of the text with most different words of the question, cut between words, « … » where it is cut. The
// beginning when no word matches. Looks at the first 20 000 bytes.
[[nodiscard]] Marked snippet(std::string_view text, const Wanted& wanted);

}  // namespace catalyse::search
