#include "tracker/reading.hpp"

#include "register.hpp"

namespace catalyse::tracker {

std::vector<MeasureBrief> measures(const Context& context, const std::vector<unsigned>& numbers,
                                   core::Language language) {
  std::vector<MeasureBrief> all;
  const auto state = context.programmes->current();
  if (!state || (*state)->programmes.empty()) return all;
  const auto& programme = (*state)->programmes.front().programme;
  for (const auto number : numbers)
    if (number >= 1 && number <= programme.objectives.size())
      all.push_back(
          {number, programme.objectives[number - 1].label.in(language), "/mesures/" + std::to_string(number)});
  return all;
}

}  // namespace catalyse::tracker
