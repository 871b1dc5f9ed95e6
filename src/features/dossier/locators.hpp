// Locator maps: a place within its département (région for a département, France for a région), the EPCI between them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossier.hpp"
#include "geo/svg.hpp"

namespace catalyse::dossier {

inline constexpr double kLocatorWidth = 220;

// Immutable after construction.
class Locators {
 public:
  Locators(const territories::Territories& territories, const geo::Contours& contours);

  struct Ground {
    geo::Frame frame;
    std::string land;  // path data of the whole
  };
  // The map of a département or a région; nullptr when it has no contour.
  [[nodiscard]] const Ground* ground(territories::PlaceIndex place) const;
  // The place on whose map an EPCI is shown: its main département, or the région when it reaches beyond all of it (the
  // Métropole du Grand Paris); kNowhere when there is none.
  [[nodiscard]] territories::PlaceIndex ground_of_epci(territories::PlaceIndex place) const;
  // Path data of an EPCI on that map; empty when it has no contour.
  [[nodiscard]] const std::string& epci(territories::PlaceIndex place) const;

 private:
  territories::Range epci_, departements_, regions_;
  std::vector<std::optional<Ground>> grounds_;  // départements, then régions
  std::vector<territories::PlaceIndex> epci_grounds_;
  std::vector<std::string> epci_paths_;
};

}  // namespace catalyse::dossier
