// What a full-text search takes a French text for: words with their place in the text, stems, words that say nothing.
// The order of the steps was measured on judged queries (bench/search_quality.cpp); each is a pure function.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/language.hpp"

namespace catalyse::text {

inline constexpr std::size_t kLongestWord = 64;  // bytes of a folded word; what is beyond is left out

// A word of a text. `folded` lives during the call only; the bytes [first, last) of the text are the word as written,
// without an elided article.
struct TextWord {
  std::string_view folded;
  std::size_t first = 0, last = 0;
};

// Calls `word` for each word of `text`, in order. As `fold` (compatibility forms, lower case, œ→oe, æ→ae, accents
// removed), and:
// - an elided word is left out: « l’eau », « jusqu'ici » give "eau", "ici". Any apostrophe (' ’ ʼ ‛ ′) counts;
// - the apostrophe of « aujourd'hui », « prud’hommes », « entr'aide » joins: "aujourdhui", "prudhommes", "entraide";
// - any other one separates: « Grand'Rue », « Pat'Mouille » give "grand" "rue", "pat" "mouille";
// - hyphens and everything that is neither letter nor digit separate; ill-formed UTF-8 separates;
// - letters with dots are one word: « R.S.A. » gives "rsa".
// Linear in the text; no memory beyond one word.
void each_word(std::string_view text, const std::function<void(const TextWord&)>& word);

// The Snowball French stem (snowballstem.org) of a folded word: "renovations" and "renover" give "renov". A word with a
// digit or with letters that are not a to z is its own stem. Any thread.
[[nodiscard]] std::string stem_french(std::string_view folded);

// Whether a folded word says nothing of what a reader looks for: articles, pronouns, auxiliaries, and the words of
// questions (« comment », « combien », « peut », « faut »). To be left out of queries only: phrases need them.
[[nodiscard]] bool is_empty_word(std::string_view folded, core::Language language);

}  // namespace catalyse::text
