#include "comparables_kernels.hpp"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace catalyse::observatory {
namespace {

std::uint64_t within_portable(const float* leaf, const float* query, const float* weight, std::size_t dims,
                              float limit) {
  std::array<float, kLanes> sums{};
  for (std::size_t d = 0; d < dims; ++d) {
    for (std::size_t i = 0; i < kLanes; ++i) {
      const float gap = leaf[d * kLanes + i] - query[d];
      sums[i] += weight[d] * gap * gap;
    }
  }
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kLanes; ++i) bits |= static_cast<std::uint64_t>(sums[i] <= limit) << i;
  return bits;
}

float to_box_portable(const float* low, const float* high, const float* query, const float* weight) {
  float sum = 0;
  for (std::size_t d = 0; d < kDims; ++d) {
    const float outside = std::max({low[d] - query[d], query[d] - high[d], 0.0F});
    sum += weight[d] * outside * outside;
  }
  return sum;
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) std::uint64_t within_avx2(const float* leaf, const float* query,
                                                              const float* weight, std::size_t dims, float limit) {
  constexpr std::size_t kWidth = 8;
  constexpr std::size_t kBlocks = kLanes / kWidth;
  __m256 sums[kBlocks];
  for (auto& sum : sums) sum = _mm256_setzero_ps();
  const __m256 most = _mm256_set1_ps(limit);
  for (std::size_t d = 0; d < dims; ++d) {
    // Most leaves that are looked at hold nothing near: half of the coordinates tell.
    if (d == dims / 2) {
      __m256 some = _mm256_cmp_ps(sums[0], most, _CMP_LE_OQ);
      for (const auto& sum : sums) some = _mm256_or_ps(some, _mm256_cmp_ps(sum, most, _CMP_LE_OQ));
      if (_mm256_movemask_ps(some) == 0) return 0;
    }
    const __m256 own = _mm256_broadcast_ss(query + d);
    const __m256 times = _mm256_broadcast_ss(weight + d);
    for (std::size_t b = 0; b < kBlocks; ++b) {
      const __m256 gap = _mm256_sub_ps(_mm256_load_ps(leaf + d * kLanes + b * kWidth), own);
      sums[b] = _mm256_fmadd_ps(_mm256_mul_ps(gap, times), gap, sums[b]);
    }
  }
  std::uint64_t bits = 0;
  for (std::size_t b = 0; b < kBlocks; ++b) {
    const auto mask = static_cast<unsigned>(_mm256_movemask_ps(_mm256_cmp_ps(sums[b], most, _CMP_LE_OQ)));
    bits |= static_cast<std::uint64_t>(mask) << (b * kWidth);
  }
  return bits;
}

__attribute__((target("avx2,fma"))) float to_box_avx2(const float* low, const float* high, const float* query,
                                                      const float* weight) {
  __m256 sum = _mm256_setzero_ps();
  for (std::size_t d = 0; d < kDims; d += 8) {
    const __m256 own = _mm256_loadu_ps(query + d);
    const __m256 below = _mm256_sub_ps(_mm256_loadu_ps(low + d), own);
    const __m256 above = _mm256_sub_ps(own, _mm256_loadu_ps(high + d));
    const __m256 outside = _mm256_max_ps(_mm256_max_ps(below, above), _mm256_setzero_ps());
    sum = _mm256_fmadd_ps(_mm256_mul_ps(outside, _mm256_loadu_ps(weight + d)), outside, sum);
  }
  const __m128 half = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
  const __m128 pair = _mm_add_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_add_ss(pair, _mm_movehdup_ps(pair)));
}
#endif

constexpr Kernels kPortable{&within_portable, &to_box_portable};

}  // namespace

const Kernels& portable_kernels() { return kPortable; }

const Kernels& kernels() {
#if defined(__x86_64__)
  static constexpr Kernels kAvx2{&within_avx2, &to_box_avx2};
  static const bool kHasAvx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (kHasAvx2) return kAvx2;
#endif
  return kPortable;
}

}  // namespace catalyse::observatory
