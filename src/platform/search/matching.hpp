// From the understood question to the documents that answer it, with their scores: BM25 over the fields of a word, as
// Xapian defines it (Robertson et al. 1994; the weight of a term is floored as in Xapian::BM25Weight).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "index.hpp"
#include "query_rules.hpp"
#include "search/search.hpp"
#include "synonyms.hpp"

namespace catalyse::search {

// One way in which a word of the question may stand in a document: one stem, or several that must all be there.
struct Alternative {
  std::vector<std::string> stems;
  double scale = 1;
};
using Unit = std::vector<Alternative>;  // of one word

struct Plan {
  std::vector<Unit> units;
  std::vector<Phrase> phrases, without_phrases;
  std::vector<std::string> without;
  std::vector<std::string> marked;           // stems that a snippet marks
  std::vector<std::string> marked_prefixes;  // and beginnings of words
  Understanding understood;
};

// What is known of the words in this index: expansion of beginnings, synonyms, repair.
[[nodiscard]] Plan make_plan(const Index& index, const Question& question, const Synonyms& synonyms);

// The documents of one shard that the words alone select, before any filter.
struct Matches {
  Bits set;
  std::vector<float> scores;       // of each document; meaningless outside the set
  std::vector<std::uint8_t> held;  // how many of the words each document holds
};

// For each shard. `some_words_only` is set when no document holds as many words as were wanted.
[[nodiscard]] std::vector<Matches> match(const Index& index, Plan& plan, const Question& question,
                                         const Weights& weights);

// How many of `words` words a document must hold to be an answer.
[[nodiscard]] std::size_t wanted_words(std::size_t words);

}  // namespace catalyse::search
