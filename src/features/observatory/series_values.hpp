// From a source table to the values of one series at the COG in force (method.md §1). Pure: no database, no file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression.hpp"
#include "ingest/ingest.hpp"
#include "observatory.hpp"
#include "rate_formula.hpp"
#include "series_alignment.hpp"

namespace catalyse::observatory {

// How one series is read from its table.
struct SeriesPlan {
  std::string indicator;
  core::Level level = core::Level::commune;
  std::optional<core::Level> from;  // members whose numerators and denominators are summed; empty: the table's own rows
  int cog = 0;                      // COG of the table's codes
  std::optional<Expression> value;  // the published column, or
  std::optional<Expression> numerator, denominator;
  RateFormula rate;
};

// What may stand in an indicator's values.
struct ValueRule {
  enum class Range : std::uint8_t { share, not_negative, any };
  Range range = Range::any;
  State blank = State::missing;  // what a blank in the source means
  std::vector<std::string>
      missing_in;        // outside the source's field: `974` a département and all in it, `dep:69` that place only
  bool adds_up = false;  // a quantity (Aggregation::sum), not a rate
};

struct Observation {
  State state = State::missing;
  bool estimated = false;
  double value = 0, numerator = 0, denominator = 0;  // NaN where there is none
};

// One observation for each place of the plan's level, in the order of the ground. A cell that cannot be is refused in
// `report` and becomes `missing`. Rules:
// - a current code keeps its row; a commune that has absorbed another since the table's COG sums the counts of all its
// parts, and without
//   counts is missing (a quantity is added up);
// - a part of a split commune takes its share of the counts by population and is marked estimated;
// - a sum over members stands when those with counts hold 95 % of the population (Parameters::coverage); a quantity
// needs them all;
// - Paris, Lyon and Marseille are summed from their arrondissements only when the table lacks them;
// - a blank cell means `blank` inside the source's field and missing outside it; a place without a row is missing.
[[nodiscard]] std::vector<Observation> compute(const SeriesPlan& plan, const ValueRule& rule,
                                               const Alignment& alignment, ingest::FileReport& report);

// The columns that the plan names and the table lacks.
[[nodiscard]] std::vector<std::string> lacking(const SeriesPlan& plan, const Table& table);

}  // namespace catalyse::observatory
