#include "series_alignment.hpp"

#include <algorithm>

namespace catalyse::observatory {
namespace {

using core::Level;

constexpr int kDatedFrom = 2022;  // passage.csv dates what happened from this COG on

std::uint32_t row_of(const Table& table, std::string_view code) {
  const auto found = table.rows.find(code);
  return found == table.rows.end() ? kNoRow : found->second;
}

// Whether the old commune still existed in the COG of the table. An undated passage is older than 2022: a table of an
// earlier COG tells by still naming the code.
bool existed(const Passage& passage, int cog, std::uint32_t row) {
  if (passage.since != 0) return passage.since > cog;
  return cog < kDatedFrom && row != kNoRow;
}

Parts parts_of(const Table& table, std::span<const Passage> passages, std::uint32_t own, int cog) {
  Parts parts;
  if (own != kNoRow) parts.list.push_back({own, 1});
  for (const Passage& passage : passages) {
    const std::uint32_t row = row_of(table, passage.old_code);
    if (passage.change) {
      // Alone, the same territory under another code. Beside others, a commune that changed département to join them.
      if (row != kNoRow) parts.list.push_back({row, passage.weight});
      continue;
    }
    if (!existed(passage, cog, row)) continue;
    parts.joined = parts.joined || passage.weight == 1;
    if (row == kNoRow)
      parts.broken = true;
    else
      parts.list.push_back({row, passage.weight});
  }
  return parts;
}

// Communes of the collectivités d'outre-mer: identity only, their figures are passed over.
bool of_a_collectivity(std::string_view code) {
  return std::ranges::any_of(std::array<std::string_view, 4>{"975", "977", "978", "98"},
                             [code](std::string_view prefix) { return code.starts_with(prefix); });
}

}  // namespace

Alignment::Alignment(const Table& table, const Ground& ground, int cog) : table_(table), ground_(ground) {
  for (const Level level : core::kLevels) {
    auto& rows = rows_[static_cast<std::size_t>(level)];
    for (const GroundPlace& place : ground.at(level)) rows.push_back(row_of(table, place.code));
  }
  of_arrondissement_.resize(table.codes.size());
  for (const std::uint32_t row : rows(Level::arrondissement))
    if (row != kNoRow) of_arrondissement_[row] = true;
  if (cog == 0) return;
  for (std::uint32_t i = 0; i < ground.passages.size(); ++i) {
    if (ground.passages[i].empty()) continue;
    const std::uint32_t own = rows(Level::commune)[i];
    Parts parts = parts_of(table, ground.passages[i], own, cog);
    const bool plain =
        !parts.joined && (parts.list.empty() || (parts.list.size() == 1 && parts.list.front().row == own));
    if (!plain) parts_.emplace(i, std::move(parts));
  }
}

const Parts* Alignment::parts(std::uint32_t commune) const {
  const auto found = parts_.find(commune);
  return found == parts_.end() ? nullptr : &found->second;
}

bool is_known_code(std::string_view code, std::span<const Level> levels, const Ground& ground) {
  if (std::ranges::any_of(levels, [&](Level level) { return ground.find(level, code) != kNoPlace; })) return true;
  const bool communes = std::ranges::find(levels, Level::commune) != levels.end() ||
                        std::ranges::find(levels, Level::arrondissement) != levels.end();
  return communes && (ground.former.contains(code) || of_a_collectivity(code));
}

void refuse_unknown_codes(const Table& table, std::span<const Level> levels, const Ground& ground,
                          ingest::FileReport& report) {
  for (std::uint32_t row = 0; row < table.codes.size(); ++row) {
    const std::string& code = table.codes[row];
    if (is_known_code(code, levels, ground)) continue;
    report.refuse(table.lines[row], "code", code, "no territory has this code, now or before");
    --report.kept;
  }
}

}  // namespace catalyse::observatory
