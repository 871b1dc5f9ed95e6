// Conditions of transfer: what a place must be like for a case to be done there. Written by people, one a line:
//   population < 20000            inhabitants (municipal population)
//   densite >= 5                  class of the INSEE density grid, 1 (densest) to 7
//   zonage = qpv                  a zoning or programme the place is in: qpv, acv, pvd, montagne, territoire-industrie
//   indicateur unemployment-rate-census > 12     a value of the observatory, in its unit
//   anything else                 words for a person to check
// after « | » an explanation may follow. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace catalyse::cases {

enum class Subject : std::uint8_t { population, density, zoning, indicator, words };
enum class Comparison : std::uint8_t { less, at_most, equal, at_least, more };

struct Condition {
  Subject subject = Subject::words;
  std::string name;  // of the zoning or of the indicator
  Comparison comparison = Comparison::equal;
  double bound = 0;
  std::string text;         // as it was written, without the explanation
  std::string explanation;  // may be empty
};

// Never fails: what is not a rule is words.
[[nodiscard]] Condition parse_condition(std::string_view line);

enum class Verdict : std::uint8_t { met, not_met, unknown, to_check };

// What is known of a place. An absent figure is unknown, never zero.
struct Facts {
  std::optional<double> population, density;
  std::function<std::optional<bool>(std::string_view zoning)> in_zoning;       // nullopt: not a zoning we know
  std::function<std::optional<double>(std::string_view indicator)> indicator;  // nullopt: missing, secret or unknown
};

[[nodiscard]] Verdict judge(const Condition& condition, const Facts& facts);
[[nodiscard]] bool holds(Comparison comparison, double value, double bound);
[[nodiscard]] std::string_view sign_of(Comparison comparison);  // <, <=, =, >=, >

}  // namespace catalyse::cases
