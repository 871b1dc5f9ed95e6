// The pages of this room and the same as data.
#pragma once

#include <string>
#include <vector>

#include "association_rules.hpp"
#include "column.hpp"
#include "core/result.hpp"
#include "density_rules.hpp"
#include "export/csv.hpp"
#include "http/http.hpp"
#include "picker.hpp"

namespace catalyse::comparisons {

[[nodiscard]] core::Result<http::Response> compare(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> scatter(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> distribution(const Context& context, const http::Request& request);

// The frame around a body: noindex (there are endless selections), with the other forms when there is something in
// them. `status` is 400 when the selection has faults.
struct Body {
  std::string title, description, path, html;
  std::vector<web::Offer> offers;
};
[[nodiscard]] http::Response framed(const Desk& desk, Body body);
[[nodiscard]] std::vector<web::Offer> offers(const Desk& desk, std::string_view path);

// A place or a perimeter with its figures.
struct Side {
  std::string level, code, address;  // `com`, or `perimetre` and its id
  std::string name;
  std::optional<std::int64_t> population;
  std::optional<double> area_km2;
  PlaceIndex epci = territories::kNowhere, departement = territories::kNowhere, region = territories::kNowhere;
  observatory::Dossier dossier;
};
// Two to five of them, in the order of the selection: all have the same readings and themes, those of its level first.
struct Compared {
  const Desk& desk;
  std::vector<Side> sides;
  [[nodiscard]] std::size_t rows() const { return sides[0].dossier.readings.size(); }
  [[nodiscard]] std::vector<const observatory::Reading*> row(std::size_t reading) const;
};
// Errors: those of the observatory.
[[nodiscard]] core::Result<Compared> compared(const Desk& desk);
// Perimeters alone are compared among the places that suit the first of them. Errors: those of the observatory.
[[nodiscard]] core::Result<void> choose_level(const Context& context, Selection& selection);
// Two indicators over the places of a level that have both.
struct Plot {
  core::Level level = core::Level::commune;
  Column x, y;
  std::vector<Point> points;
  std::vector<double> x_sorted, y_sorted;  // of the points
  Scale x_scale, y_scale;
  Grid grid;
  std::optional<Association> association;
  std::vector<PlaceIndex> peers;
};
[[nodiscard]] std::string scatter_json(const Desk& desk, const Plot& plot);
[[nodiscard]] std::string scatter_csv(const Desk& desk, const Plot& plot, exporting::Dialect dialect);

// One indicator over the places of a level that have it.
struct Spread {
  core::Level level = core::Level::commune;
  Column column;
  std::vector<double> sorted;
  std::vector<Bin> bins;
  std::vector<PlaceIndex> peers;
};
[[nodiscard]] std::string distribution_json(const Desk& desk, const Spread& spread);
[[nodiscard]] std::string distribution_csv(const Desk& desk, const Spread& spread, exporting::Dialect dialect);

[[nodiscard]] std::string compared_json(const Compared& compared);
[[nodiscard]] std::string compared_csv(const Compared& compared, exporting::Dialect dialect);

}  // namespace catalyse::comparisons
