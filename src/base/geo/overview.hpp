// A fixed map of France for static drawings: metropolitan France with Corsica, and the five overseas départements set
// beside it, each as large as its box allows or all at the scale of metropolitan France; the drawing has to say which.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contours.hpp"
#include "core/result.hpp"
#include "svg.hpp"

namespace catalyse::geo {

enum class Overseas : std::uint8_t { own_scale, same_scale };

// One part of the drawing beside metropolitan France.
struct Inset {
  std::string region;   // code of the overseas région: 01, 02, 03, 04, 06
  double x = 0, y = 0;  // top left corner
  Size size;
  double km_per_unit = 0;  // for a scale bar
  double enlargement = 1;  // scale against that of metropolitan France: 4.2 means 4.2 times larger, 0.4 smaller
};

class OverviewMap {
 public:
  static constexpr Size kSize{640, 540};

  // From the bundle's overview contours (régions and départements). Error geo.overview.incomplete (damaged) when a
  // région is missing.
  [[nodiscard]] static core::Result<OverviewMap> make(const Contours& overview, const SvgOptions& options = {},
                                                      Overseas overseas = Overseas::own_scale);

  // Where a point stands on the drawing; empty outside the extents of metropolitan France and of the five insets
  // (collectivités d'outre-mer).
  [[nodiscard]] std::optional<Pixel> project(const Point& point) const;

  [[nodiscard]] const std::string& land() const { return land_; }        // path data, filled
  [[nodiscard]] const std::string& borders() const { return borders_; }  // path data, stroked: between départements
  [[nodiscard]] const std::vector<Inset>& insets() const { return insets_; }
  [[nodiscard]] Overseas overseas() const { return overseas_; }
  [[nodiscard]] double km_per_unit() const { return metropole_.km_per_unit(); }

 private:
  struct Part {
    Box box;
    Frame frame;
  };
  explicit OverviewMap(Frame metropole) : metropole_(std::move(metropole)) {}
  Frame metropole_;
  std::vector<Part> parts_;  // metropolitan France first
  std::vector<Inset> insets_;
  std::string land_, borders_;
  Overseas overseas_ = Overseas::own_scale;
};

}  // namespace catalyse::geo
