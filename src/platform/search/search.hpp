// The search: an index of every source, kept on disk and derived from them, and the answer to a reader's question.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "search/source.hpp"

namespace catalyse::search {

// ---- What is asked ----

inline constexpr std::size_t kMostHits = 10'000;  // of one answer
inline constexpr std::size_t kMostWords = 32;     // of one question; what is beyond is left out and said

enum class Sort : std::uint8_t { relevance, date, distance };  // date: the latest first; distance: needs `around`

struct Around {
  GeoPoint centre;
  double kilometres = 20;
};
struct Bounds {
  std::string measure;
  double low = 0, high = 0;  // both included
};
struct Choice {
  std::string facet, value;
};

// Filters narrow: several values of one facet, and several places, are alternatives; everything else adds up.
struct Question {
  // As typed: words, "exact words" (or « »), -without, begin*. Any bytes, any length.
  std::string words;
  core::Language language = core::Language::fr;
  std::vector<Choice> choices;
  std::vector<std::string> places;  // com:76540, dep:76: in one of these, or about one of these
  std::vector<std::string> alike;   // and in one of these
  std::vector<std::string> within;  // and in one of these
  std::optional<Around> around;
  std::optional<std::chrono::year_month_day> since, until;  // both included
  std::vector<Bounds> bounds;
  Sort sort = Sort::relevance;
  std::string cursor;  // Answer::next of the same question; empty: from the beginning
  std::size_t limit = 20;
  std::vector<std::string> facets;  // ids to count
  std::size_t facet_values = 12;    // of each facet, the most frequent; chosen ones are always among them
  enum class Repair : std::uint8_t { offer_and_apply, offer, none } repair = Repair::offer_and_apply;
  enum class Snippets : std::uint8_t { marked, none } snippets = Snippets::marked;
};

// ---- What is answered ----

struct Piece {
  std::string text;
  bool marked = false;  // a word of the question
};
using Marked = std::vector<Piece>;

struct HitNumber {
  std::string measure;
  double value = 0;
};

struct Found {
  std::string source, id, kind;
  Marked title;
  Marked snippet;  // of the original text, cut at words; empty when there is nothing but a title
  std::string address, where;
  std::optional<std::chrono::year_month_day> date;
  std::vector<std::string> places;
  std::vector<HitNumber> numbers;
  std::optional<double> kilometres;  // from Question::around
  double score = 0;
};

struct FacetCount {
  std::string value, label;
  std::size_t count = 0;
  bool chosen = false;
};
struct FacetResult {
  std::string id, label;           // the search's own facets (type, annee, com, arm, epci, dep, reg) bear no label
  std::vector<FacetCount> values;  // most frequent first; counted under every other filter than this facet's own
  std::size_t more = 0;            // values that are not shown
};

struct Correction {
  std::string written, used;
};

// What the reader must know of how the question was understood.
struct Understanding {
  std::vector<Correction> corrections;         // words no document has, replaced
  std::string suggestion;                      // a whole question to try instead; empty: none
  std::vector<std::string> absent;             // words no document has and nothing resembles
  std::vector<std::string> prefixes_left_out;  // begin* too short, or too many of them
  bool nothing_to_search = false;              // words were typed, none can be searched
  bool words_left_out = false;                 // more than kMostWords
  bool some_words_only = false;                // no document has all the words: those with most of them
  bool moved = false;  // the order has changed since the page before: some may be missed, or come twice
};

struct Answer {
  std::size_t total = 0;
  std::vector<Found> hits;
  std::vector<FacetResult> facets;
  Understanding understood;
  std::size_t without_place = 0;  // documents left out of a filter by place because they have none
  std::string next;               // cursor of the following page; empty at the end
};

// ---- The engine ----

// Weights of a word by where it stands, and BM25's own (Robertson et al. 1994), measured by bench/search_quality.cpp on
// a broad plateau. Title, lead and category are short: their length says nothing, so it counts as `field_normal` of the
// mean; a text shorter than `least_normal` of the mean counts as that long.
struct Weights {
  double title = 0.6;
  double lead = 0.8;
  double category = 0.8;
  double k1 = 2.5, b = 0.65;
  double least_normal = 0.7, field_normal = 0.5;
};

struct EngineOptions {
  std::filesystem::path folder;  // of the index; made when missing
  std::vector<Source> sources;
  Weights weights;
  // The name of a place: « Rouen » of com:76540; empty when it has none.
  std::function<std::string(std::string_view place, core::Language)> place_label;
  std::function<void(std::string_view line)> log;  // what was indexed or mended, for people
};

struct ShardReport {
  std::string source;
  std::size_t documents = 0;
  std::size_t bytes = 0;
  double seconds = 0;  // to index; 0 when it stood already
};

// One version of the index, whatever is indexed meanwhile, for what is answered in several pieces. Its engine outlives
// it.
using Moment = std::function<core::Result<Answer>(const Question&)>;

// Thread-safe. An answer is made on one version of the index from its beginning to its end. So are pages by cursor
// while that version is one of the last few; after that they go on behind the last document that was shown, exactly by
// date and by distance, and by relevance with `moved`, since scores depend on all documents.
class Engine {
 public:
  // Opens the index of each source; makes those that are missing, damaged or of another version. What the disk has no
  // room for is kept in memory until the next start, and said. Error: search.unavailable when there is no memory
  // either.
  [[nodiscard]] static core::Result<Engine> open(EngineOptions options);
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  // Errors: search.cursor (invalid: not a cursor of this question), search.unavailable.
  [[nodiscard]] core::Result<Answer> ask(const Question& question) const;
  [[nodiscard]] Moment now() const;

  // Indexes again the sources whose version changed; readers keep the former index until the new one stands.
  core::Result<void> refresh();
  // The same for the source of this name. Error: search.source (not_found) when there is none.
  core::Result<void> refresh(std::string_view source);
  core::Result<void> refresh_live();  // those whose Source::live is set
  // Indexes every source again.
  core::Result<void> reindex();

  [[nodiscard]] std::vector<ShardReport> report() const;
  [[nodiscard]] const std::vector<Source>& sources() const;
  [[nodiscard]] std::string version() const;  // digest of what is indexed: for ETags
  [[nodiscard]] bool healthy() const;         // the index can be read now

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::search
