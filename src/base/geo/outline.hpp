// The outline of several places together, from their shared arcs: borders between two of them dissolve. Pure.
#pragma once

#include <span>

#include "contours.hpp"
#include "core/territory.hpp"
#include "geometry.hpp"

namespace catalyse::geo {

// Polygons whose rings touch at points at most, each hole with the polygon around it (RFC 7946). Places are of one
// level and distinct; those without contour are passed over. Empty when none has one. Linear in the points, and
// quadratic in the rings, whose boxes are compared first.
[[nodiscard]] MultiPolygon united_outline(const Contours& contours, std::span<const core::PlaceCode> places);

}  // namespace catalyse::geo
