// A country that does not exist, for tests and benchmarks: every case that the method names, the same for the same
// seed. Never shipped.
#pragma once

#include <cstdint>

#include "builder.hpp"

namespace catalyse::observatory::reference {

struct WorldSize {
  std::uint32_t communes = 300;
  std::uint32_t collectivities = 3;  // communes of the COM: places without a level
  std::uint32_t arrondissements = 7;
  std::uint32_t epci = 40;
  std::uint32_t departements = 16;
  std::uint32_t regions = 5;
  std::uint32_t indicators = 24;  // besides those of structure
  std::uint32_t years = 3;        // of the indicators that have a history
};

inline constexpr WorldSize kSmallWorld{};
inline constexpr WorldSize kFrance{34875, 94, 45, 1255, 101, 18, 45, 5};

[[nodiscard]] ObservatoryInput generated_world(std::uint32_t seed, const WorldSize& size = kSmallWorld);

}  // namespace catalyse::observatory::reference
