#include "series_words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

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

// `N` or `N:WORD`.
bool read_threshold(std::string_view text, SizeThreshold& threshold) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view number = text.substr(0, colon);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), threshold.under);
  if (error != std::errc{} || end != number.data() + number.size()) return false;
  if (!std::isfinite(threshold.under) || threshold.under <= 0) return false;
  const auto level =
      colon == text.size() ? std::optional(Reliability::low) : meaning(text.substr(colon + 1), kReliabilities);
  threshold.level = level.value_or(Reliability::low);
  return level.has_value();
}

bool read_rule(std::string_view rule, Indicator& indicator) {
  constexpr std::string_view kBest = "best:";
  if (rule.starts_with(kBest)) return read_best(rule.substr(kBest.size()), indicator);
  const std::pair<std::string_view, SizeThreshold*> thresholds[] = {{"min-population=", &indicator.min_population},
                                                                    {"min-denominator=", &indicator.min_denominator},
                                                                    {"min-numerator=", &indicator.min_numerator}};
  for (const auto& [word, threshold] : thresholds)
    if (rule.starts_with(word)) return read_threshold(rule.substr(word.size()), *threshold);
  indicator.census = indicator.census || rule == "census";
  return rule == "census";
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
