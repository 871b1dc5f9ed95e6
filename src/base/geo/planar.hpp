// All arcs of a `Contours` on the grid of tiles, as one plane cut into faces, made simpler without any line ever
// crossing or touching another. Private to the room.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "cell_index.hpp"
#include "contours.hpp"
#include "tile_grid.hpp"

namespace catalyse::geo {

class Planar {
 public:
  // Where the contours themselves have two lines that cross, or one line twice (a face too thin for their grid), the
  // point at fault is taken out and the line kept once.
  explicit Planar(const Contours& contours);

  // Pairs of edges of the contours that meet elsewhere than at an end they share, and that no point taken out could
  // part: 0 is what all that follows stands on.
  [[nodiscard]] std::size_t crossings() const { return crossings_; }

  // Our arcs of a ring of the contours, each line named once. What goes and comes back along one line is left out, and
  // a ring that touches itself is parted there: several rings, or none.
  [[nodiscard]] std::vector<std::vector<std::int32_t>> rings_of(RingArcs refs) const;

  // Takes out points, the least noticed first (Visvalingam and Whyatt 1993), as long as the triangle with their two
  // neighbours is smaller than `area` square units and holds no other point, and their neighbours are not joined
  // already. So no two lines come to cross or to touch, and no face vanishes. May be called again with a larger area.
  void simplify(double area);

  // Moves points onto the multiples of `step`, a power of two, where nothing lies in what their edges sweep over; the
  // others stay. So the plane keeps its faces, and small numbers are left to write.
  void snap(std::int32_t step);

  // The points that are left of one of our arcs.
  [[nodiscard]] std::vector<GridPoint> arc(std::size_t number) const;
  [[nodiscard]] std::size_t arc_count() const { return arcs_.size(); }
  [[nodiscard]] std::size_t points() const;

  // Every point that is left, each once.
  [[nodiscard]] PointIndex index(int bits) const;

 private:
  struct Arc {
    std::uint32_t first = 0, last = 0;  // in points_
    std::uint32_t inner = 0;            // points left between the two ends
    std::uint32_t from = 0, to = 0;     // the nodes at its ends
    std::uint64_t ends = 0;             // both, the smaller first
    bool closed = false;
    std::int32_t same = 0;  // the reference of the arc that stands for this one: itself, but for the second of a line
  };
  using Meeting = std::pair<std::uint32_t, std::uint32_t>;  // the points at which two edges begin
  [[nodiscard]] std::vector<Meeting> meetings(const EdgeIndex& edges) const;
  void name_lines();
  void repair();
  [[nodiscard]] bool is_inner(std::uint32_t point) const;
  [[nodiscard]] bool stands(const Arc& arc) const { return arc.same == static_cast<std::int32_t>(&arc - arcs_.data()); }
  void add_arc(std::span<const GridPoint> line, std::uint32_t from, std::uint32_t to);
  [[nodiscard]] double area_at(std::uint32_t point) const;
  [[nodiscard]] bool may_go(std::uint32_t point, const PointIndex& index) const;
  void take_out(std::uint32_t point);
  // Whether fewer edges meet once the point has gone.
  [[nodiscard]] bool mends(std::uint32_t point, const EdgeIndex& edges) const;
  // Edges with boxes that they do not leave when both ends move by `step` at most.
  [[nodiscard]] EdgeIndex edge_index(std::int32_t step, int bits) const;
  struct Move;  // of a point, with its neighbours
  // `copies`: the numbers of one point, of which every arc that ends there has its own.
  void find_neighbours(std::span<const std::uint32_t> copies, Move& move) const;
  [[nodiscard]] bool may_move(const Move& move, const EdgeIndex& edges) const;

  std::vector<GridPoint> points_;
  std::vector<std::uint32_t> before_, after_;  // neighbours on the arc
  std::vector<std::uint32_t> of_arc_;
  std::vector<bool> gone_;
  std::vector<Arc> arcs_;
  std::vector<std::uint32_t> parts_;  // the first of our arcs of each arc of the contours, and one past the last
  std::size_t nodes_ = 0;
  std::size_t crossings_ = 0;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> straight_;  // the arc of one edge between two nodes
};

}  // namespace catalyse::geo
