// Makes the snapshot file that `Observatory::open` maps. Private to the room: the importer fills an ObservatoryInput
// from SQL. Everything of method.md that does not depend on a request is computed here: ranks, sorted orders,
// standardised variables, default peers.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "observatory.hpp"
#include "rate_formula.hpp"

namespace catalyse::observatory {

// Value from a sum of numerators and a sum of denominators, in the indicator's unit: [](double n, double d) { return
// 100 * n / d; }.
using Rate = std::function<double(double numerator, double denominator)>;

struct IndicatorInput {
  Indicator indicator;
  // Only for Aggregation::sum_num_den: gives the national figure. When empty, or when no cell has its counts, the
  // national reference is the median of the level and says so. With `wilson`, it must be proportional to n / d: its
  // interval is rate(low · d, d).
  Rate rate;
};

// One year of one indicator at one level; every array is parallel to the level's range. At most one series per
// (indicator, level, year); exactly one `latest` per (indicator, level). A value that is not finite is refused when its
// state is present.
struct SeriesInput {
  Series series;
  std::vector<State> states;
  std::vector<double> values;                    // read only where the state is present
  std::vector<double> numerators, denominators;  // both empty, or NaN where unknown
  std::vector<std::uint8_t> estimated;           // empty, or 1 where carried over a split by population shares
  RateFormula rate{};                            // makes the value from the counts
};

// What is known of a place besides its indicators. Absent: empty, kNowhere.
struct PlaceFacts {
  std::optional<double> population;         // municipal population
  std::optional<double> density;            // inhabitants per km²
  PlaceIndex epci = territories::kNowhere;  // of a commune
  PlaceIndex departement = territories::kNowhere;
  PlaceIndex region = territories::kNowhere;
  territories::Zone zone = territories::Zone::metropole;  // drom: the reduced comparison of method.md §2
  std::optional<int> density_class;                       // grille de densité, 0 to 6 (communes)
  std::optional<int> centrality;                          // ANCT grid, 0 (not a centre) to 4 (major centre) (communes)
  std::optional<int> urban_category;                      // CATEAAV2020: 11, 12, 13, 20, 30 (communes)
  std::optional<double> communes;                         // number of communes (EPCI)
  std::optional<double> largest_share;                    // % of its population in its largest commune (EPCI)
  std::optional<double>
      centres_share;  // % of its population in communes of density class « centres urbains » (départements)
};

// Structural variables are read from the latest series of these indicators at each level: population-change-2015-2021
// (or, where it does not exist, population-change-2016-2022), second-homes-share, manual-workers-share,
// executives-share, far-from-intermediate-services-share, far-from-higher-services-share. See comparables_rules.hpp.
struct ObservatoryInput {
  std::string version;  // digest of the data sets this is made of
  std::vector<Theme> themes;
  std::vector<IndicatorInput> indicators;  // in the order of the dossier: by theme, then as listed
  std::vector<SeriesInput> series;
  std::array<territories::Range, core::kLevelCount>
      ranges;                      // by core::Level; ordered by code inside, so that ties break by index
  std::vector<PlaceFacts> places;  // by PlaceIndex, at least up to the end of the last range
};

struct ObservatoryBuilder {
  // Writes atomically (a failure leaves the previous file). Uses all processors for the peers; about 2 s for France.
  // Errors: observatory.input.* (kind invalid: the note names the series and what is wrong), columns.write (kind
  // unavailable).
  [[nodiscard]] static core::Result<void> write(const ObservatoryInput& input, const std::filesystem::path& snapshot);
};

}  // namespace catalyse::observatory
