// The words of the catalogue's closed lists, in the bundle's files and in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "core/territory.hpp"
#include "observatory.hpp"

namespace catalyse::observatory {

template <class T>
using Word = std::pair<std::string_view, T>;

inline constexpr Word<Role> kRoles[] = {
    {"fragility", Role::fragility}, {"context", Role::context}, {"structure", Role::structure}};
inline constexpr Word<Direction> kDirections[] = {{"higher-worse", Direction::higher_worse},
                                                  {"lower-worse", Direction::lower_worse},
                                                  {"neutral", Direction::neutral}};
inline constexpr Word<Aggregation> kAggregations[] = {{"sum-num-den", Aggregation::sum_num_den},
                                                      {"producer-value-only", Aggregation::producer_value_only},
                                                      {"sum", Aggregation::sum},
                                                      {"not-aggregable", Aggregation::not_aggregable}};
inline constexpr Word<State> kBlanks[] = {{"secret", State::secret}, {"na", State::na}, {"missing", State::missing}};
inline constexpr Word<Reliability> kReliabilities[] = {
    {"good", Reliability::good}, {"medium", Reliability::medium}, {"low", Reliability::low}};
// Levels whose counts are summed into higher ones.
inline constexpr Word<std::optional<core::Level>> kMembers[] = {
    {"", std::nullopt}, {"com", core::Level::commune}, {"dep", core::Level::departement}};

template <class T, std::size_t N>
[[nodiscard]] constexpr std::optional<T> meaning(std::string_view text, const Word<T> (&words)[N]) {
  for (const auto& [word, value] : words)
    if (word == text) return value;
  return std::nullopt;
}

template <class T, std::size_t N>
[[nodiscard]] constexpr std::string_view word_for(const T& value, const Word<T> (&words)[N]) {
  for (const auto& [word, meant] : words)
    if (meant == value) return word;
  return {};
}

// Reads `census best:LEVEL=WORD best:*=WORD min-population=N[:WORD] min-numerator=N[:WORD] min-denominator=N[:WORD]`
// into the indicator, separated by spaces. Under a threshold a value is of the level WORD at best, `low` when none is
// named. False when a rule is not known or a threshold is not a positive number.
[[nodiscard]] bool read_reliability_rule(std::string_view text, Indicator& indicator);

}  // namespace catalyse::observatory
