// Inside of the read model: the columns of the snapshot. Rows are ordered by région, département, place, then newest
// and largest first, so that a place is one range of rows; rows without a place come last.
#pragma once

#include "columns/columns.hpp"
#include "projects.hpp"

namespace catalyse::projects {

// Raise the version with every change of the columns, of a table of theme_rules.cpp or of what a column means.
inline constexpr columns::Kind kSnapshot{"projects", 1};
inline constexpr std::uint8_t kNoArea8 = 0xFF;

struct Span {
  std::uint32_t first = 0, last = 0;
};

struct Projects::State {
  explicit State(columns::File opened) : file(std::move(opened)) {}
  columns::File file;
  std::shared_ptr<const territories::Territories> places;
  std::string version;
  std::vector<Programme> programmes;
  std::vector<Source> sources;
  int first_year = 0, last_year = 0;

  // By row.
  std::span<const std::uint8_t> source, family, theme, confidence, siting, flags, band, year_slot, region, departement;
  std::span<const std::uint16_t> programme, year;
  std::span<const std::uint32_t> number, beneficiary, place, next;
  std::span<const std::int64_t> amount, cost;  // cost: -1 when it is not said
  columns::Texts title, insee;
  // By beneficiary: name and SIREN.
  columns::Texts name, siren;
  // Orders, and where each row stands in them.
  std::span<const std::uint32_t> recent, recent_rank, largest, largest_rank, by_id, source_first;
  // Words and the rows that have each.
  columns::Texts word;
  std::span<const std::uint32_t> word_first, word_rows;
  // By place: its own rows; of départements and régions all the rows within.
  std::span<const std::uint32_t> own_first, own_last, area_first, area_last;
  std::span<const std::uint32_t> all_count, investment_count;
  std::span<const std::int64_t> all_cents, investment_cents;
  // Cells set aside, by row.
  std::span<const std::uint32_t> refusal_row;
  columns::Texts refusal_field, refusal_value, refusal_reason;

  [[nodiscard]] std::uint32_t rows() const { return static_cast<std::uint32_t>(amount.size()); }
  [[nodiscard]] std::uint32_t placed() const;                     // rows with a place: those before this one
  [[nodiscard]] std::vector<Span> spans(PlaceIndex place) const;  // rows in a place
  [[nodiscard]] core::Result<void> read();
};

inline constexpr std::uint8_t kCarried = 1, kDuplicate = 2;

// Words of a text as the index has them: folded, a final s or x of words of more than three letters left out.
[[nodiscard]] std::vector<std::string> index_words(std::string_view text);

}  // namespace catalyse::projects
