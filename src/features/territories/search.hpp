// Search of places over the columns of a read model. Thread-safe.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "tables.hpp"

namespace catalyse::territories {

// How a place matches, best last. Kinds are ranked before population; the gaps carry no meaning.
enum class Match : std::uint8_t {
  none,
  typo_words,        // one word of several is at one edit
  typo_alias_start,  // another name, or its beginning, at one edit
  typo_name_start,
  typo_alias,
  typo_name,
  former_or_region_code,
  narrowed_words,  // words of a name in the département said
  narrowed_start,
  alias_words,  // every word begins a word of a former name
  words_start,  // every word begins a word of the name
  whole_words,  // every word is a word of the name
  code_start,
  alias_start,
  name_start,
  alias,  // a former name, whole
  name,   // the name, whole
  code,   // a code or a postcode, whole
};

inline constexpr std::size_t kMostWords = 12;

// One way to read a query: words of a name, within a place that the other words name.
struct Reading {
  std::vector<std::string> words;    // at most kMostWords
  std::vector<std::string> numbers;  // beginnings of postcodes, of codes of départements or of communes
  std::bitset<256> within;           // départements and régions, by position after the first département
  bool narrowed = false;             // `within` applies
  bool loosely = true;               // beginnings and words match too, not only whole names
};

// The beginnings of the sorted terms, see terms.hpp. Made at start: a millisecond.
struct TermHeads {
  std::vector<std::uint64_t> compact, words;
};

class PlaceSearch {
 public:
  explicit PlaceSearch(const View& view);
  [[nodiscard]] std::vector<Hit> find(std::string_view words, const SearchOptions& options, std::size_t* total) const;
  // The readings of a query, the plainest first; none when nothing can match. At most eight.
  [[nodiscard]] std::vector<Reading> readings(std::string_view words) const;

 private:
  // A département or a région: its name without spaces, and the bits of `Reading::within` it stands for.
  struct Division {
    std::string name;
    std::bitset<256> within;
    std::uint32_t parent = kNowhere;
  };
  const View& view_;
  std::vector<Division> divisions_;
  TermHeads heads_;
};

}  // namespace catalyse::territories
