// The index of one source in one version: a folder with the terms (Xapian, one file, read only) and everything else in
// typed columns. Written once by ShardWriter, then only read.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bits.hpp"
#include "columns/columns.hpp"
#include "core/result.hpp"
#include "search/source.hpp"

namespace catalyse::search {

// Documents of a shard are numbered from 0; Xapian's numbers are one more.
using Row = std::uint32_t;

// Where a word stands, as the prefix of its term: anywhere in title, summary and body, in the title, in the lead, in
// the category and the keywords.
enum class Field : std::uint8_t { all, title, lead, category };
inline constexpr std::array<std::string_view, 4> kPrefixes{"", "T", "L", "C"};

inline constexpr columns::Kind kShardKind{"search", 3};
inline constexpr std::int64_t kNoDay = INT64_MIN;
inline constexpr std::string_view kTermsFile = "terms.glass", kColumnsFile = "documents.col";
// Facets that every shard has, beside those its source names. Places are values of the facet of their level.
inline constexpr std::string_view kTypeFacet = "type", kYearFacet = "annee";
inline constexpr std::array<std::string_view, 5> kPlaceFacets{"com", "arm", "epci", "dep", "reg"};

// The documents that hold a term, in order, and how often each holds it.
struct Postings {
  std::vector<Row> rows;
  std::vector<std::uint16_t> times;
};
using PostingsPointer = std::shared_ptr<const Postings>;

// One facet over the documents of a shard.
struct FacetColumn {
  std::string id;
  columns::Texts values;                                // sorted
  std::span<const std::uint32_t> entry_at, entries;     // of each document: positions in `values`
  std::span<const std::uint32_t> posting_at, postings;  // of each value: documents
  std::vector<std::unique_ptr<Bits>> dense;             // of each value that many documents have; null otherwise
  std::size_t cost_by_value = 0;                        // of counting from the values, in steps of one entry
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view value) const;
  [[nodiscard]] std::span<const std::uint32_t> of(Row row) const {
    return entries.subspan(entry_at[row], entry_at[row + 1] - entry_at[row]);
  }
  [[nodiscard]] std::span<const std::uint32_t> documents(std::uint32_t value) const {
    return postings.subspan(posting_at[value], posting_at[value + 1] - posting_at[value]);
  }
  void add_to(Bits& set, std::uint32_t value) const;
};

struct NumberColumn {
  std::string id;
  std::span<const double> values;  // NaN: none
};

class Terms;  // the Xapian side, terms.cpp

class Shard {
 public:
  // Errors: search.damaged (kind damaged) when a file is missing, cut, altered or of another format.
  [[nodiscard]] static core::Result<std::shared_ptr<const Shard>> open(const std::filesystem::path& folder,
                                                                       std::string_view source);
  ~Shard();

  std::string source;
  std::size_t size = 0;  // documents
  std::uint64_t total_length = 0;
  std::size_t bytes = 0;  // on disk
  columns::Texts ids, titles, summaries, bodies, addresses, wheres;
  std::span<const std::uint32_t> by_id;                       // rows in the order of ids
  std::span<const std::uint32_t> id_rank;                     // of each row
  std::span<const std::int64_t> title_keys;                   // sorted, see title_rules.hpp
  std::span<const std::uint32_t> by_title_key;                // rows in that order
  std::span<const std::uint32_t> lengths;                     // words of a document, as BM25 counts them
  std::span<const std::int64_t> days;                         // since 1970; kNoDay
  std::span<const float> longitudes, latitudes, prominences;  // NaN: no point
  std::vector<FacetColumn> facets;
  std::vector<NumberColumn> numbers;
  std::array<Bits, 2> readers;  // documents for French, for English readers
  Bits placed;                  // documents about some place
  // The vocabulary: words as folded, sorted; in how many documents each is; its stem.
  columns::Texts words, stems;
  std::span<const std::uint32_t> word_documents, word_stem;
  std::vector<std::uint32_t> word_letters;  // which letters it holds, for spelling

  [[nodiscard]] PostingsPointer postings(Field field, std::string_view stem) const;
  // Documents where these stems follow each other.
  [[nodiscard]] Bits with_phrase(const std::vector<std::string>& stems) const;
  [[nodiscard]] const FacetColumn* facet(std::string_view id) const;
  [[nodiscard]] const NumberColumn* number(std::string_view id) const;
  // Documents whose whole title has this key.
  [[nodiscard]] std::span<const std::uint32_t> titled(std::int64_t key) const;
  // The rank that this id has or would have: ids below it are smaller.
  [[nodiscard]] std::uint32_t rank_of(std::string_view id) const;
  [[nodiscard]] bool readable() const;

 private:
  Shard() = default;
  core::Result<void> load(const std::filesystem::path& folder);
  core::Result<void> load_facets();
  core::Result<void> load_words();
  std::optional<columns::File> file_;
  std::unique_ptr<Terms> terms_;
};

// Which letters a word holds, one bit each: words at a small distance differ in few.
[[nodiscard]] std::uint32_t letters_of(std::string_view word);

}  // namespace catalyse::search
