// From the understood question to the documents that answer it, with their scores: BM25 over the fields of a word, as
// Xapian defines it (Robertson et al. 1994; the weight of a term is floored as in Xapian::BM25Weight).
#pragma once

#include <span>
#include <string>
#include <utility>
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
  std::int64_t title = 0;  // key of a title that is these words and no other; 0: none
  std::vector<Phrase> phrases, without_phrases;
  std::vector<std::string> without;
  std::vector<std::string> marked;           // stems that a snippet marks
  std::vector<std::string> marked_prefixes;  // and beginnings of words
  Understanding understood;
};

// What is known of the words in this index: expansion of beginnings, synonyms, repair.
[[nodiscard]] Plan make_plan(const Index& index, const Question& question, const Synonyms& synonyms);

// What is known of a document while a question is answered.
struct Cell {
  float score = 0;
  std::uint8_t held = 0;  // how many of the words it holds
  std::uint8_t unit = 0;  // the last word found in it, from 1
};

// The documents of one shard that the words alone select, before any filter. The cells are working memory of the
// thread, lent to one answer at a time and clean between two.
struct Matches {
  Bits set;
  Bits touched;  // documents whose cell was written
  std::span<Cell> cells;

  Matches() = default;
  ~Matches() { clean(); }
  Matches(Matches&& other) noexcept { *this = std::move(other); }
  Matches& operator=(Matches&& other) noexcept {
    clean();
    set = std::move(other.set);
    touched = std::exchange(other.touched, Bits());
    cells = std::exchange(other.cells, {});
    return *this;
  }

 private:
  void clean() {
    touched.each([&](Row row) { cells[row] = Cell(); });
  }
};

// For each shard. `some_words_only` is set when no document holds as many words as were wanted.
[[nodiscard]] std::vector<Matches> match(const Index& index, Plan& plan, const Question& question,
                                         const Weights& weights);

// How many of `words` words a document must hold to be an answer.
[[nodiscard]] std::size_t wanted_words(std::size_t words);

}  // namespace catalyse::search
