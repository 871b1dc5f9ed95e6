// Any bytes as TopoJSON: an error or sound contours, never a crash. What is accepted is asked about and drawn as well.
#include <cstdint>
#include <string_view>

#include "contours.hpp"
#include "geometry.hpp"
#include "svg.hpp"

namespace geo = catalyse::geo;
namespace core = catalyse::core;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geo::ContoursBuilder builder;
  if (!builder.add({reinterpret_cast<const char*>(data), size})) return 0;
  const auto contours = std::move(builder).build("fuzz");
  if (!contours) return 0;
  for (const core::Level level : core::kLevels) {
    for (const core::PlaceCode& place : contours->places(level)) {
      const auto shape = contours->shape(place);
      const auto box = contours->box(place);
      if (!shape || !box || geo::box_of(*shape) != box) __builtin_trap();
      if (const auto inside = geo::inner_point(*shape)) static_cast<void>(contours->locate(level, *inside));
      if (geo::geojson(*shape).empty()) __builtin_trap();
      if (geo::svg_path(*contours, place, geo::Frame::fit(*box, {220, 220}, 4)).empty()) __builtin_trap();
    }
  }
  return 0;
}
