// The geometry of a level in a zone, drawn once and kept: what the classes are then poured into.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "choice.hpp"
#include "geo/mosaic.hpp"
#include "geo/svg.hpp"

namespace catalyse::cartography {

// Units of the drawing of France: 2.5 for one of OverviewMap.
inline constexpr double kEnlarged = 2.5;

struct Ground {
  std::vector<PlaceIndex> places;  // those of `places_of`; tile i of the mosaic is places[i]
  geo::Mosaic tiles;
  geo::Size size;
  geo::Projection project;
  std::string borders;                             // path data of larger places, as lines over the tiles
  std::uint32_t without = 0;                       // places that have no contour
  std::shared_ptr<const geo::OverviewMap> france;  // with its insets; null for a zone
};

// Immutable but for what it keeps: any thread. At most kKept grounds, the least recently used leaving first.
class Grounds {
 public:
  explicit Grounds(const Context& context) : context_(context) {}
  [[nodiscard]] std::shared_ptr<const Ground> of(core::Level level, PlaceIndex zone, geo::Overseas overseas) const;

 private:
  static constexpr std::size_t kKept = 64;
  struct Kept {
    core::Level level;
    PlaceIndex zone;
    geo::Overseas overseas;
    std::shared_ptr<const Ground> ground;
  };
  Context context_;
  mutable std::mutex mutex_;
  mutable std::list<Kept> kept_;  // the most recently used first
};

}  // namespace catalyse::cartography
