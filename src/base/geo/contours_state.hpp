// What a `Contours` holds. Private to the room.
#pragma once

#include <memory>

#include "contours.hpp"
#include "image.hpp"

namespace catalyse::geo {

struct Contours::State {
  std::shared_ptr<const Image> image;

  [[nodiscard]] const PlaceRecord* find(const core::PlaceCode& place) const;
  [[nodiscard]] std::span<const PlaceRecord> of_level(core::Level level) const;
  [[nodiscard]] Point at(std::size_t point) const;
  [[nodiscard]] Ring ring(std::size_t number) const;
  [[nodiscard]] bool holds(const PlaceRecord& place, const Point& point) const;
};

}  // namespace catalyse::geo
