#include "difference_rules.hpp"

#include <algorithm>

#include "observatory/standing_rules.hpp"

namespace catalyse::comparisons {
namespace {

bool present(const observatory::Reading& reading) { return reading.cell.state == observatory::State::present; }

}  // namespace

Gap gap(const observatory::Reading& a, const observatory::Reading& b) {
  if (!present(a) || !present(b)) return Gap::absent;
  if (a.cell.value == b.cell.value) return Gap::equal;
  if (!a.interval || !b.interval) return Gap::unmeasured;
  return observatory::overlap(*a.interval, *b.interval) ? Gap::close : Gap::apart;
}

std::size_t Differences::count(Gap kind) const {
  return static_cast<std::size_t>(std::ranges::count(pairs, kind, &PairGap::gap));
}

Differences differences(std::span<const observatory::Reading* const> readings) {
  Differences all;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!present(*readings[i])) continue;
    ++all.present;
    if (!readings[i]->interval) all.unmeasured.push_back(i);
  }
  for (std::size_t i = 0; i < readings.size(); ++i) {
    for (std::size_t j = i + 1; j < readings.size(); ++j) all.pairs.push_back({i, j, gap(*readings[i], *readings[j])});
  }
  return all;
}

}  // namespace catalyse::comparisons
