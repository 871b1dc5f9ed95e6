// All shards of one moment, and what is known of them together.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shard.hpp"

namespace catalyse::search {

struct Index {
  std::vector<std::shared_ptr<const Shard>> shards;  // in the order of the sources
  std::size_t documents = 0;
  double mean_length = 1;
  std::size_t largest = 0;  // documents of the largest shard
  std::string version;      // eight hexadecimal digits of what is indexed

  Index(std::vector<std::shared_ptr<const Shard>> all, std::string content_version);
  // Documents that hold the term, all shards together.
  [[nodiscard]] std::size_t holding(Field field, std::string_view stem) const;
  [[nodiscard]] bool knows(std::string_view stem) const;
};

// A word of the vocabulary and the documents that hold it.
struct Neighbour {
  std::string word;
  std::size_t documents = 0;
  std::size_t distance = 0;
};

// The word that was most likely meant: at one edit (two from eight letters on), then with the same first letter, then
// the most frequent. Empty word: none. Words of less than four letters and words with digits resemble too many others.
[[nodiscard]] Neighbour nearest_word(const Index& index, std::string_view folded);

struct Beginning {
  std::string stem;
  std::size_t documents = 0;
  bool whole = false;  // the word itself, not only its beginning
};
inline constexpr std::size_t kMostBeginnings = 40;
// Stems of the words that begin so, the most frequent first, at most kMostBeginnings.
[[nodiscard]] std::vector<Beginning> words_beginning(const Index& index, std::string_view prefix);

}  // namespace catalyse::search
