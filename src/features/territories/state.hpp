// What a read model is made of: columns, built here or mapped from a file, and the places written out.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "search.hpp"
#include "tables.hpp"

namespace catalyse::territories {

struct Territories::State {
  Built built;                          // empty when mapped
  std::shared_ptr<const void> mapping;  // empty when built
  View view;
  std::vector<Place> places;
  Range communes, overseas;
  std::array<Range, core::kLevelCount> ranges;
  std::unique_ptr<const PlaceSearch> search;
};

// Makes a read model around columns whose references have been checked.
struct TerritoriesBuilder {
  [[nodiscard]] static std::shared_ptr<const Territories> of(Built built);
  [[nodiscard]] static std::shared_ptr<const Territories> of(const View& view, std::shared_ptr<const void> mapping);
};

}  // namespace catalyse::territories
