// What clocks show in metropolitan France, for people to read. Files and the store say UTC.
#pragma once

#include <chrono>

#include "core/clock.hpp"

namespace catalyse::core {

// The instant whose UTC calendar reads as the clock in Paris did at `at`: UTC+1, and UTC+2 from the last Sunday of
// March to the last of October, both at 01:00 UTC (directive 2000/84/EC). Debian 12's library has no time zones.
[[nodiscard]] constexpr Instant clock_in_paris(Instant at) {
  using namespace std::chrono;
  const auto year = year_month_day(floor<days>(at)).year();
  const auto turns = [&](month in) { return sys_days(year / in / Sunday[last]) + hours(1); };
  return at + (at >= turns(March) && at < turns(October) ? hours(2) : hours(1));
}

}  // namespace catalyse::core
