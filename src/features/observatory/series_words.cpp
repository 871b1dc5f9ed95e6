#include "series_words.hpp"

#include <algorithm>

namespace catalyse::observatory {
namespace {

bool read_best(std::string_view rule, Indicator& indicator) {
  const auto equals = rule.find('=');
  const std::string_view where = rule.substr(0, equals);
  const auto best = equals == std::string_view::npos ? std::nullopt : meaning(rule.substr(equals + 1), kReliabilities);
  const auto level = core::level_from_name(where);
  if (!best || (where != "*" && !level)) return false;
  if (level)
    indicator.best[static_cast<std::size_t>(*level)] = *best;
  else
    indicator.best.fill(*best);
  return true;
}

bool read_rule(std::string_view rule, Indicator& indicator) {
  constexpr std::string_view kBest = "best:";
  if (rule.starts_with(kBest)) return read_best(rule.substr(kBest.size()), indicator);
  indicator.census = indicator.census || rule == "census";
  // Thresholds of size are parameters of the method, the same for all (method.md §4); the words stay in the catalogue
  // for the reader.
  return rule == "census" || rule.starts_with("min-population=") || rule.starts_with("min-numerator=") ||
         rule.starts_with("min-denominator=");
}

}  // namespace

bool read_reliability_rule(std::string_view text, Indicator& indicator) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0 && !read_rule(text.substr(0, end), indicator)) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

}  // namespace catalyse::observatory
