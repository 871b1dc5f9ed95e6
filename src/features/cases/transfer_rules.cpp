#include "transfer_rules.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace catalyse::cases {
namespace {

constexpr std::string_view kBlank = " \t";
// The longer sign first: « <= » begins with « < ».
constexpr std::array<std::pair<std::string_view, Comparison>, 5> kSigns{{{"<=", Comparison::at_most},
                                                                         {">=", Comparison::at_least},
                                                                         {"<", Comparison::less},
                                                                         {">", Comparison::more},
                                                                         {"=", Comparison::equal}}};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

// « left sign right »; nothing when there is no sign.
struct Parts {
  std::string_view left, right;
  Comparison comparison = Comparison::equal;
};
std::optional<Parts> split(std::string_view text) {
  const auto at = text.find_first_of("<>=");
  if (at == std::string_view::npos) return std::nullopt;
  for (const auto& [sign, comparison] : kSigns)
    if (text.substr(at).starts_with(sign))
      return Parts{trim(text.substr(0, at)), trim(text.substr(at + sign.size())), comparison};
  return std::nullopt;
}

bool read_rule(std::string_view text, Condition& condition) {
  const auto parts = split(text);
  if (!parts) return false;
  condition.comparison = parts->comparison;
  if (parts->left == "zonage") {
    if (parts->comparison != Comparison::equal || !is_name(parts->right)) return false;
    condition.subject = Subject::zoning;
    condition.name = parts->right;
    return true;
  }
  const auto bound = number(parts->right);
  if (!bound) return false;
  condition.bound = *bound;
  constexpr std::string_view kIndicator = "indicateur ";
  if (parts->left == "population")
    condition.subject = Subject::population;
  else if (parts->left == "densite")
    condition.subject = Subject::density;
  else if (parts->left.starts_with(kIndicator) && is_name(trim(parts->left.substr(kIndicator.size())))) {
    condition.subject = Subject::indicator;
    condition.name = trim(parts->left.substr(kIndicator.size()));
  } else {
    return false;
  }
  return true;
}

Verdict compared(const std::optional<double>& value, const Condition& condition) {
  if (!value) return Verdict::unknown;
  return holds(condition.comparison, *value, condition.bound) ? Verdict::met : Verdict::not_met;
}

}  // namespace

Condition parse_condition(std::string_view line) {
  Condition condition;
  const auto bar = line.find(" | ");
  const auto text = trim(line.substr(0, bar));
  if (bar != std::string_view::npos) condition.explanation = trim(line.substr(bar + 3));
  if (Condition rule; read_rule(text, rule)) {
    rule.explanation = std::move(condition.explanation);
    condition = std::move(rule);
  }
  condition.text = text;
  return condition;
}

bool holds(Comparison comparison, double value, double bound) {
  switch (comparison) {
    case Comparison::less:
      return value < bound;
    case Comparison::at_most:
      return value <= bound;
    case Comparison::equal:
      return value == bound;
    case Comparison::at_least:
      return value >= bound;
    case Comparison::more:
      return value > bound;
  }
  return false;
}

std::string_view sign_of(Comparison comparison) {
  for (const auto& [sign, of] : kSigns)
    if (of == comparison) return sign;
  return "=";
}

Verdict judge(const Condition& condition, const Facts& facts) {
  switch (condition.subject) {
    case Subject::words:
      return Verdict::to_check;
    case Subject::population:
      return compared(facts.population, condition);
    case Subject::density:
      return compared(facts.density, condition);
    case Subject::indicator:
      return compared(facts.indicator ? facts.indicator(condition.name) : std::nullopt, condition);
    case Subject::zoning: {
      const auto in = facts.in_zoning ? facts.in_zoning(condition.name) : std::nullopt;
      if (!in) return Verdict::unknown;
      return *in ? Verdict::met : Verdict::not_met;
    }
  }
  return Verdict::unknown;
}

}  // namespace catalyse::cases
