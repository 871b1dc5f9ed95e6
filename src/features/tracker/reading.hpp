// What other rooms read of the programmes: a measure by its number.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/language.hpp"
#include "tracker/tracker.hpp"

namespace catalyse::tracker {

struct MeasureBrief {
  unsigned number = 0;
  std::string label, address;  // /mesures/9
};
// The measures of these numbers of the first programme, in this order; a number that is no measure is passed over.
// Empty while the database cannot be read.
[[nodiscard]] std::vector<MeasureBrief> measures(const Context& context, const std::vector<unsigned>& numbers,
                                                 core::Language language);

}  // namespace catalyse::tracker
