// Things by cell of a grid of squares, to ask what lies near. Private to the room.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "plane_rules.hpp"

namespace catalyse::geo {

template <class Thing>
class CellIndex {
 public:
  // A thing that lies in several cells is placed in each, by any point of the cell.
  using Placed = std::pair<GridPoint, Thing>;

  // Cells of 2^bits units.
  CellIndex(const std::vector<Placed>& things, int bits) : bits_(bits) {
    constexpr std::size_t kUsualInCell = 4;
    cells_.reserve(things.size() / kUsualInCell);
    std::vector<std::uint32_t> cell_of(things.size()), next;
    for (std::size_t i = 0; i < things.size(); ++i) {
      const auto at = things[i].first;
      const auto [cell, fresh] =
          cells_.try_emplace(key_of({at.x >> bits, at.y >> bits}), static_cast<std::uint32_t>(cells_.size()));
      if (fresh) next.push_back(0);
      ++next[cell_of[i] = cell->second];
    }
    firsts_.reserve(next.size() + 1);
    std::uint32_t total = 0;
    for (auto& count : next) {
      firsts_.push_back(total);
      total += std::exchange(count, total);
    }
    firsts_.push_back(total);
    things_.resize(things.size());
    for (std::size_t i = 0; i < things.size(); ++i) things_[next[cell_of[i]]++] = things[i].second;
  }

  // Calls with all things of the cells that the box touches, until `call` answers true; whether it did.
  template <class Call>
  bool any(const GridBox& box, const Call& call) const {
    for (std::int32_t x = box.low.x >> bits_; x <= box.high.x >> bits_; ++x) {
      for (std::int32_t y = box.low.y >> bits_; y <= box.high.y >> bits_; ++y) {
        const auto cell = cells_.find(key_of({x, y}));
        if (cell == cells_.end()) continue;
        for (auto i = firsts_[cell->second]; i < firsts_[cell->second + 1]; ++i) {
          if (call(things_[i])) return true;
        }
      }
    }
    return false;
  }

  // Calls with the things of each cell that has any: a span.
  template <class Call>
  void each_cell(const Call& call) const {
    for (std::size_t i = 0; i + 1 < firsts_.size(); ++i)
      call(std::span(things_).subspan(firsts_[i], firsts_[i + 1] - firsts_[i]));
  }

 private:
  int bits_;
  std::vector<Thing> things_;          // by cell
  std::vector<std::uint32_t> firsts_;  // of each cell in things_, and one past the last
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> cells_;
};

struct NumberedPoint {
  GridPoint at;
  std::uint32_t number = 0;
};
using PointIndex = CellIndex<NumberedPoint>;

// An edge by the number of the point it begins at, and the box it lies in.
struct BoxedEdge {
  GridBox box;
  std::uint32_t from = 0;
};
using EdgeIndex = CellIndex<BoxedEdge>;

}  // namespace catalyse::geo
