// The two inner loops of the search of comparable territories, in single precision: they only rule places out, never
// rank them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace catalyse::observatory {

inline constexpr std::size_t kLanes = 64;  // places of a leaf
inline constexpr std::size_t kDims = 16;   // coordinates at most; those not used weigh 0

struct Kernels {
  // Bit i set when Σ weight[d] (leaf[d · 64 + i] − query[d])² ≤ limit, over `dims` coordinates. False for NaN. `leaf`
  // is aligned to 32 bytes.
  std::uint64_t (*within)(const float* leaf, const float* query, const float* weight, std::size_t dims, float limit);
  // Σ weight[d] t², t the distance of query[d] to [low[d], high[d]], over kDims coordinates.
  float (*to_box)(const float* low, const float* high, const float* query, const float* weight);
};

[[nodiscard]] const Kernels& portable_kernels();
// The fastest that this processor runs (AVX2 and FMA where it has them), chosen once.
[[nodiscard]] const Kernels& kernels();

}  // namespace catalyse::observatory
