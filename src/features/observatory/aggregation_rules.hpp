// Figures of communes taken together (method.md §1), pure: counts are added up, quantities are summed, and where a rate
// has no published counts it is weighted by what stands for its denominator, and said to be estimated. Never a mean
// without the right weight; a median, an index and a rate without a known denominator are not put together at all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/territory.hpp"
#include "observatory.hpp"
#include "rate_formula.hpp"

namespace catalyse::observatory {

// What stands for the denominator of a rate. Dwellings are main residences / (1 − second homes − vacancy).
enum class Weight : std::uint8_t { population, area, aged_15_64, active, main_residences, dwellings };
inline constexpr std::size_t kWeightCount = 6;

// An indicator that may be estimated, by which weight, and the finest level whose values are precise enough for it.
// Each was held against the figures published for EPCI and départements: 95 % of the errors are under a tenth of the
// spread between the quartiles (france_gathered_test.cpp).
struct Estimate {
  std::string_view indicator;
  Weight weight = Weight::population;
  core::Level from = core::Level::commune;
};
[[nodiscard]] std::span<const Estimate> estimates();
[[nodiscard]] const Estimate* estimate_of(std::string_view indicator);  // nullptr: it is not estimated

// The series of one level at the parts of a place. Spans of the series are by row of the level; those of the parts are
// parallel to `rows`. NaN is what is not known.
struct PartSeries {
  std::span<const double> value;
  std::span<const std::uint8_t> state;             // as kept in the snapshot, with its flag
  std::span<const double> numerator, denominator;  // empty when not known
  RateFormula rate;
};
struct Parts {
  std::span<const std::uint32_t> rows;
  std::span<const double> population;  // of each part; 0 when unknown
  double whole = 0;                    // population of the place they are parts of
};

// A figure of the whole. It is present when the parts with a figure hold 95 % of the population (a quantity needs them
// all); a part without inhabitants, or where the thing does not exist, lacks nothing. `covered` is their part of the
// population, 0 to 1, and `known` their number, whether it is present or not.
struct Figure {
  Cell cell;
  double covered = 0;
  std::uint32_t known = 0;
};
[[nodiscard]] Figure add_counts(const PartSeries& series, const Parts& parts, State blank);
[[nodiscard]] Figure add_quantities(const PartSeries& series, const Parts& parts);
// `weights` is parallel to the parts. The cell is marked estimated.
[[nodiscard]] Figure weigh(const PartSeries& series, const Parts& parts, std::span<const double> weights);

// The level whose places a set of communes is ranked among: communes for one, régions when it is made of whole ones,
// départements when it holds a whole one, EPCI otherwise.
struct Extent {
  std::size_t communes = 0;
  bool whole_regions = false;      // it is one or several whole régions
  bool holds_departement = false;  // at least one whole département lies in it
};
[[nodiscard]] core::Level level_among(const Extent& extent);

}  // namespace catalyse::observatory
