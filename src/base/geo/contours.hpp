// The contours of places on shared arcs. `Contours` is immutable and safe to share between threads as shared_ptr<const
// Contours>.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/territory.hpp"
#include "geometry.hpp"

namespace catalyse::geo {

// One ring of a place as numbers of arcs: n for arc n as stored, ~n for arc n backwards (TopoJSON).
using RingArcs = std::span<const std::int32_t>;
// Points of an arc on the grid: longitude, latitude, longitude, … in steps of `Contours::step` degrees.
using ArcPoints = std::span<const std::int32_t>;

class Contours {
 public:
  ~Contours();
  Contours(Contours&&) noexcept;
  Contours& operator=(Contours&&) noexcept;

  // Maps an image written by `save`. `source` must be the one given to ContoursBuilder::build, so that an image of
  // older data is never taken for the present one. Errors: geo.image.missing (not_found), geo.image.outdated (conflict:
  // other source or other format), geo.image.damaged (damaged).
  [[nodiscard]] static core::Result<Contours> load(const std::filesystem::path& path, std::string_view source);
  // Writes the image beside `path`, syncs it, then renames it: a reader sees the old file or the new one, whole.
  // Errors: geo.image.unwritable (unavailable).
  [[nodiscard]] core::Result<void> save(const std::filesystem::path& path) const;

  [[nodiscard]] bool has(const core::PlaceCode& place) const;
  [[nodiscard]] std::size_t count(core::Level level) const;
  [[nodiscard]] std::vector<core::PlaceCode> places(core::Level level) const;  // ordered by code
  [[nodiscard]] std::string_view source() const;
  [[nodiscard]] double step() const;         // degrees of one unit of the grid
  [[nodiscard]] std::size_t bytes() const;   // of the image, in memory or mapped
  [[nodiscard]] std::size_t points() const;  // of all arcs

  // Empty when the place has no contour.
  [[nodiscard]] std::optional<Box> box(const core::PlaceCode& place) const;
  [[nodiscard]] std::optional<MultiPolygon> shape(const core::PlaceCode& place) const;
  // The place of the level that holds the point; empty at sea and abroad. Some 50 µs with all communes of France.
  [[nodiscard]] std::optional<core::PlaceCode> locate(core::Level level, const Point& point) const;

  // For drawing: the polygons of a place, each its rings, each its arcs. Views live as long as the Contours. Empty
  // without contour.
  [[nodiscard]] std::vector<std::vector<RingArcs>> arcs_of(const core::PlaceCode& place) const;
  [[nodiscard]] std::size_t arc_count() const;
  [[nodiscard]] ArcPoints arc(std::size_t number) const;  // number < arc_count()

 private:
  friend class ContoursBuilder;
  struct State;
  explicit Contours(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Gathers TopoJSON texts (one file or several on the same grid) into one `Contours`.
//
// Understood: quantised topologies whose transform has the scale 1/n degree on both axes and no translation (the
// bundle's absolute grid); objects named communes, arrondissements_municipaux, epci, departements, regions, collections
// of Polygon and MultiPolygon whose `id` is a well-formed code of that level. Anything else is an error
// geo.topojson.malformed (kind damaged; note says where), as are arcs that do not meet, open rings, points off the
// globe, a place given twice and a grid other than that of the first text. After an error the builder is of no further
// use.
class ContoursBuilder {
 public:
  ContoursBuilder();
  ~ContoursBuilder();
  ContoursBuilder(ContoursBuilder&&) noexcept;
  [[nodiscard]] core::Result<void> add(std::string_view topojson);
  // `source` names the data these contours were made of, 64 characters at most (a SHA-256). An error when nothing was
  // added.
  [[nodiscard]] core::Result<Contours> build(std::string_view source) &&;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::geo
