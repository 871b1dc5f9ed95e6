// Exact search of the k nearest places under any weights: the same list as comparing with every place, ties included
// (method.md §2). A forest of k-d trees, one per set of present variables; leaves of 64 places are sifted in single
// precision with a margin that covers its rounding, and only what passes is measured in double precision by
// `squared_distance`.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "comparables_kernels.hpp"
#include "comparables_rules.hpp"

namespace catalyse::observatory {

struct Neighbour {
  std::uint32_t row = 0;  // place, counted from the first of its level
  double squared = 0;     // squared distance
};

struct PeerQuery {
  std::uint32_t row = 0;
  int k = 20;
  std::function<bool(std::uint32_t row)> allowed;  // empty: all; the place itself is never its own peer
  // Different places expected to be near, such as the peers of a place that is: the search then begins with a bound.
  // They change its cost, never its answer.
  std::span<const std::uint32_t> likely = {};
};

// Immutable; safe to share between threads. `rows` (standardised values, one row of variable_specs(level) per place)
// must outlive it.
class PeerIndex {
 public:
  PeerIndex(core::Level level, std::span<const double> rows, const Kernels& kernels = observatory::kernels());

  // Nearest first, ties by row.
  [[nodiscard]] std::vector<Neighbour> nearest(const PeerQuery& query, const Weighing& weighing) const;
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const double* row(std::uint32_t row) const { return rows_.data() + row * variables_; }
  // Rows in an order where neighbours are near one another: for searches of every place.
  [[nodiscard]] std::span<const std::uint32_t> order() const { return order_; }

 private:
  struct alignas(64) Leaf {
    std::array<float, kDims * kLanes> points{};  // NaN beyond `count`
    std::array<std::uint32_t, kLanes> rows{};
    std::uint32_t count = 0;
  };
  struct Node {
    std::array<float, kDims> low{}, high{};
    std::uint32_t left = 0, right = 0;  // children; for a leaf, left is its index in leaves_ and right is 0
  };
  struct Tree {
    std::uint32_t mask = 0;  // bit v: variable v is present
    std::uint32_t root = 0;
    std::uint32_t size = 0;
  };
  struct Points;
  struct Search;

  std::uint32_t grow(const Points& points, std::span<std::uint32_t> rows);
  std::uint32_t add_leaf(const Points& points, std::span<const std::uint32_t> rows);
  // Squared distance within which the likely places alone are enough; infinite where they are not.
  [[nodiscard]] double bound_of(const PeerQuery& query, const Weighing& weighing) const;
  void descend(Search& search, std::uint32_t node) const;
  void sift(Search& search, const Leaf& leaf) const;

  std::span<const double> rows_;
  const Kernels* kernels_;
  std::size_t variables_ = 0;
  std::size_t size_ = 0;
  std::size_t dims_ = 0;
  std::array<std::uint8_t, kDims> variable_of_{};  // coordinate → variable
  std::array<float, kDims> default_weight_{};      // by coordinate: where to cut
  double rounding_ = 0;                            // largest error of a distance in single precision
  std::vector<Tree> trees_;                        // most places first
  std::vector<Node> nodes_;
  std::vector<Leaf> leaves_;
  std::vector<std::uint32_t> order_;
};

}  // namespace catalyse::observatory
