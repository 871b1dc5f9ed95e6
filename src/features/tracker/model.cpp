#include "model.hpp"

#include <algorithm>

namespace catalyse::tracker {

std::optional<Status> status_from(std::string_view code) {
  const auto* found = std::ranges::find(kStatusCodes, code);
  if (found == kStatusCodes.end()) return std::nullopt;
  return static_cast<Status>(found - kStatusCodes.begin());
}

bool is_proposal(const Origin& origin) { return std::ranges::find(origin, "proposal") != origin.end(); }
bool is_inferred(const Origin& origin) { return std::ranges::find(origin, "inferred") != origin.end(); }

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t size) -> int {
    int value = 0;
    for (const char c : text.substr(from, size)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 1900 || year > 2200 || month < 0 || day < 0) return std::nullopt;
  const Day found{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  if (!found.ok()) return std::nullopt;
  return found;
}

}  // namespace catalyse::tracker
