// Funded projects: lines of public files about who was helped, where, for what and with how much, searched and counted.
// `Projects` is an immutable read model over memory-mapped columns; share it as shared_ptr<const Projects>.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "territories/territories.hpp"

namespace catalyse::projects {

using territories::PlaceIndex;
using RowIndex = std::uint32_t;  // within one data version only; `id` is for ever
inline constexpr RowIndex kNoRow = 0xFFFFFFFFU;

// How a place was found, surest first. `name`: the only commune of the département with the beneficiary's name.
// `departement`: nothing finer is known; `funder`: only who pays is placed, by its commune, EPCI or département.
enum class Siting : std::uint8_t { code, siren, name, departement, funder, none };
inline constexpr std::size_t kSitings = 6;

struct Programme {
  std::string id, short_name, label, funder, funder_siren, funder_departement;
  std::uint8_t family = 0;  // index in families()
};

// Programmes as a reader takes them together.
struct Family {
  std::string_view id;  // in addresses
  std::string_view label_fr, label_en;
  bool investment =
      false;  // State investment in local projects, known for all of France: what is compared by inhabitant
};
[[nodiscard]] std::span<const Family> families();

struct Source {
  std::string prefix, path, title, title_en, producer, relay, vintage, licence, licence_address;
};

struct Refusal {
  std::string field, value, reason;
};

struct Project {
  RowIndex row = 0;
  std::string id;                                     // d18n12345
  std::string_view title, beneficiary, siren, insee;  // empty: not said
  std::uint16_t programme = 0, source = 0;            // indexes
  std::int64_t amount = 0;                            // cents
  std::optional<std::int64_t> cost;                   // cents
  int year = 0;                                       // 0: not said
  std::uint8_t theme = 0;                             // index in themes() of theme_rules.hpp
  std::uint8_t confidence = 0;                        // Confidence
  PlaceIndex place = territories::kNowhere;
  Siting siting = Siting::none;
  bool carried = false;    // the source's commune code is no longer in force
  bool duplicate = false;  // the same line as another: counted in no total
};

// Bounds of the classes of amount, in euros: under the first, …, the last and more.
inline constexpr std::array<std::int64_t, 6> kBands{5'000, 20'000, 50'000, 100'000, 500'000, 2'000'000};
inline constexpr std::size_t kBandCount = kBands.size() + 1;

struct Search {
  std::vector<std::string> words;  // folded; each must begin or be a word of the title or of the beneficiary
  std::optional<std::vector<PlaceIndex>> places;  // in one of these, or in a place within one of these
  std::optional<std::uint8_t> family;
  std::optional<std::uint16_t> programme;
  std::optional<std::uint16_t> year;  // 0: those whose year is not said
  std::optional<std::uint8_t> theme;
  std::optional<std::uint8_t> band;
  std::optional<std::int64_t> least, most;  // cents, both included
};

struct Totals {
  std::uint32_t projects = 0;  // duplicates left out, here and below
  std::int64_t cents = 0;
  friend bool operator==(const Totals&, const Totals&) = default;
};

// The projects that answer a search.
struct Selection {
  std::vector<std::uint64_t> bits;  // by row
  std::uint32_t count = 0;          // duplicates included: what the pages hold
  [[nodiscard]] bool holds(RowIndex row) const { return (bits[row >> 6U] >> (row & 63U) & 1U) != 0; }
};

struct Facets {
  Totals all;
  std::uint32_t duplicates = 0;
  std::uint32_t unplaced = 0;                       // of the selection
  std::vector<std::uint32_t> families, programmes;  // duplicates included in all counts: each row once
  std::vector<std::uint32_t> years;                 // by year - first_year(); the last is « not said »
  std::vector<std::uint32_t> themes;
  std::array<std::uint32_t, kBandCount> bands{};
  std::vector<std::uint32_t> regions, departements;  // by index in their range
  friend bool operator==(const Facets&, const Facets&) = default;
};

enum class Order : std::uint8_t { recent, amount };  // newest then largest; largest

struct Slice {
  std::vector<RowIndex> rows;
  std::uint32_t before = 0;  // rows of the selection before the first of these
  bool more = false;
};

// All years together. `investment` is what families() marks so: the only part that may be compared between places.
struct PlaceTotals {
  Totals all, investment;
};

class Projects {
 public:
  // Maps a snapshot. Errors: columns.* (damaged, unavailable), projects.snapshot.damaged.
  [[nodiscard]] static core::Result<Projects> open(const std::filesystem::path& snapshot,
                                                   std::shared_ptr<const territories::Territories> places);
  ~Projects();
  Projects(Projects&&) noexcept;
  Projects& operator=(Projects&&) noexcept;

  [[nodiscard]] std::uint32_t size() const;
  [[nodiscard]] std::string_view version() const;  // of the data and of the rules that derive from them
  [[nodiscard]] const std::vector<Programme>& programmes() const;
  [[nodiscard]] const std::vector<Source>& sources() const;
  [[nodiscard]] int first_year() const;
  [[nodiscard]] int last_year() const;

  [[nodiscard]] Project project(RowIndex row) const;
  [[nodiscard]] std::optional<RowIndex> find(std::string_view id) const;
  // Other lines of the same project, see duplicate_rules.hpp.
  [[nodiscard]] std::vector<RowIndex> kin(RowIndex row) const;
  [[nodiscard]] std::vector<Refusal> refusals(RowIndex row) const;

  // Linear in the rows at worst, some tens of microseconds.
  [[nodiscard]] Selection select(const Search& search) const;
  [[nodiscard]] Facets facets(const Selection& selection) const;
  // Those of the selection that no place filter can hold: without any place.
  [[nodiscard]] std::uint32_t unplaced(const Selection& selection) const;
  // Those known only for a larger place that holds one of these: a département, a région or an EPCI.
  [[nodiscard]] std::uint32_t only_larger(const Selection& selection, std::span<const PlaceIndex> places) const;
  // At most `limit` rows after `after` (kNoRow: from the start), which need not be in the selection.
  [[nodiscard]] Slice slice(const Selection& selection, Order order, RowIndex after, std::size_t limit) const;
  // Row numbers in an order, all of them: what an export walks through.
  [[nodiscard]] std::span<const RowIndex> ordered(Order order) const;

  // The newest in a place, largest first within a year: without a search.
  [[nodiscard]] std::vector<RowIndex> newest(PlaceIndex place, std::size_t limit) const;
  [[nodiscard]] PlaceTotals totals(PlaceIndex place) const;
  // Totals of the selection for each place of a level, parallel to its range.
  [[nodiscard]] std::vector<Totals> by_place(const Selection& selection, core::Level level) const;

  struct State;  // of this room's own files

 private:
  explicit Projects(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::projects
