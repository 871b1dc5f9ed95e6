// What the importer must know of the territories: which codes are current at each level, who is a member of whom, how
// old codes pass to the COG in force. Read from the set « territoires » of the same bundle, so that figures and
// territories cannot disagree.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.hpp"
#include "core/territory.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::observatory {

inline constexpr std::uint32_t kNoPlace = 0xFFFFFFFFU;

struct StringHash : std::hash<std::string_view> {
  using is_transparent = void;
};
using CodeIndex = std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>>;

struct GroundPlace {
  std::string code;
  double population = 0;    // 0 when unknown
  std::string departement;  // of an EPCI, that of its first commune; of a région, its own when it has but one
};

// An old commune and the share of its population that a current commune received.
struct Passage {
  std::string old_code;
  double weight = 1;
  int since = 0;        // first COG without the old code; 0 when before 2022
  bool change = false;  // it took another code or département, and may have joined others; otherwise it did join others
};

struct Ground {
  static constexpr std::size_t kLevels = core::kLevelCount;

  std::array<std::vector<GroundPlace>, kLevels> places;  // by level, ordered by code
  std::array<CodeIndex, kLevels> index;
  // Communes of an EPCI, a département, a région; arrondissements of a commune. By level, then place.
  std::array<std::vector<std::vector<std::uint32_t>>, kLevels> members;
  std::vector<std::vector<std::uint32_t>> region_departements;
  std::vector<std::vector<Passage>> passages;  // by commune: what became a part of it
  CodeIndex former;                            // every old code (a current code is never one)

  [[nodiscard]] const std::vector<GroundPlace>& at(core::Level level) const {
    return places[static_cast<std::size_t>(level)];
  }
  [[nodiscard]] std::uint32_t find(core::Level level, std::string_view code) const;
  // Places of level `of` that make up each place of `level`: communes, arrondissements of a commune, départements of a
  // région.
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& members_of(core::Level level, core::Level of) const {
    return of == core::Level::departement ? region_departements : members[static_cast<std::size_t>(level)];
  }

  // Errors: those of Bundle::read; observatory.import.territories when a file or a column lacks.
  [[nodiscard]] static core::Result<Ground> read(const ingest::Bundle& bundle);
};

}  // namespace catalyse::observatory
