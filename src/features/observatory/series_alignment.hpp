// Which rows of a table make up each place of the COG in force (method.md §1). Found once for a table, used by all its
// series.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "ingest/ingest.hpp"
#include "series_ground.hpp"
#include "series_table.hpp"

namespace catalyse::observatory {

inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

// A row that is a part of a place, and the share of it that is.
struct Part {
  std::uint32_t row = kNoRow;
  double weight = 1;
};

// The parts of a commune that is not simply its own row.
struct Parts {
  std::vector<Part> list;
  bool joined = false;  // made of more than one commune of the table's COG
  bool broken = false;  // one of them has no row
};

class Alignment {
 public:
  // `cog`: the COG of the codes of the table, 0 when they are of no interest (départements…). Both are kept by
  // reference.
  Alignment(const Table& table, const Ground& ground, int cog);

  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] const Ground& ground() const { return ground_; }
  // The row of each place's own code; kNoRow without one.
  [[nodiscard]] const std::vector<std::uint32_t>& rows(core::Level level) const {
    return rows_[static_cast<std::size_t>(level)];
  }
  // Set for a commune whose figures are not those of its own row alone.
  [[nodiscard]] const Parts* parts(std::uint32_t commune) const;
  // True for a row of a municipal arrondissement, which the same table may hold among communes.
  [[nodiscard]] bool of_arrondissement(std::uint32_t row) const { return of_arrondissement_[row]; }

 private:
  const Table& table_;
  const Ground& ground_;
  std::array<std::vector<std::uint32_t>, core::kLevelCount> rows_;
  std::unordered_map<std::uint32_t, Parts> parts_;
  std::vector<bool> of_arrondissement_;
};

// True for a code that a place of one of these levels has now, or that a commune had before; communes of the
// collectivities overseas have codes but no figures.
[[nodiscard]] bool is_known_code(std::string_view code, std::span<const core::Level> levels, const Ground& ground);

// Rows whose code stands nowhere at these levels, now or before, are refused in `report`.
void refuse_unknown_codes(const Table& table, std::span<const core::Level> levels, const Ground& ground,
                          ingest::FileReport& report);

}  // namespace catalyse::observatory
