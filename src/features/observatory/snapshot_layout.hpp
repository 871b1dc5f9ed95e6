// Names of the columns of an observatory snapshot, shared by the builder and the read model. A change of meaning raises
// the version. Level columns are `com.value` …; one row per place, in the order of codes, and inside a row one cell per
// slot (an indicator that exists at the level, by theme then in the order of the list), so that a dossier reads a few
// neighbouring lines of memory.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "columns/columns.hpp"
#include "core/territory.hpp"
#include "observatory.hpp"

namespace catalyse::observatory {

inline constexpr columns::Kind kSnapshotKind{"observatory", 5};

inline constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint8_t kNoClass = 0xFF;

// A state and its flag in one byte.
inline constexpr std::uint8_t kStateBits = 0x3;
inline constexpr std::uint8_t kEstimatedBit = 0x4;

// Flags of an indicator and of a series.
inline constexpr std::uint8_t kPublicationLimited = 1, kWilson = 2, kCensus = 4;
// Thresholds of an indicator, in the order of `indicator.threshold`.
inline constexpr std::array kThresholds{&Indicator::min_population, &Indicator::min_denominator,
                                        &Indicator::min_numerator};
inline constexpr std::uint8_t kLatest = 1, kSummed = 2;

[[nodiscard]] inline std::string level_column(core::Level level, std::string_view what) {
  return std::string(core::level_name(level)) + "." + std::string(what);
}
[[nodiscard]] inline std::string series_column(std::size_t series, std::string_view what) {
  return "series." + std::to_string(series) + "." + std::string(what);
}

}  // namespace catalyse::observatory
