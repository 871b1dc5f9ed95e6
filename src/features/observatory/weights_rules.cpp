// The text form of weights, `population:2,densite:0`: read from an address, so from anybody.
#include <charconv>

#include "comparables_rules.hpp"

namespace catalyse::observatory {
namespace {

using Weights = std::vector<std::pair<std::string, double>>;

constexpr std::size_t kTextMax = 1000;
constexpr std::size_t kEchoMax = 40;
constexpr std::size_t kNumberMax = 12;

bool word_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.';
}

// What was written, fit to be repeated in a sentence: short, and no byte that is not one of an id.
std::string echo(std::string_view text) {
  std::string safe(text.substr(0, kEchoMax));
  for (char& c : safe) {
    if (!word_letter(c)) c = '?';
  }
  if (text.size() > kEchoMax) safe += "...";
  return safe;
}

std::unexpected<core::Error> refuse(std::string_view id, std::string_view key, std::string_view text) {
  return core::fail(core::ErrorKind::invalid, id, {}, {{std::string(key), echo(text)}});
}

// A plain decimal number: digits, perhaps a sign and a fraction. No exponent, no « inf », no « nan »; short, so that
// what is read can be written again.
std::optional<double> plain_number(std::string_view text) {
  if (text.size() > kNumberMax) return std::nullopt;
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

core::Result<std::pair<std::string, double>> parse_one(std::string_view piece, std::span<const Variable> variables) {
  const auto colon = piece.find(':');
  if (colon == std::string_view::npos || colon == 0) return refuse("observatory.weights.syntax", "text", piece);
  const auto id = piece.substr(0, colon);
  if (std::ranges::find(variables, id, &Variable::id) == variables.end()) {
    return refuse("observatory.weights.unknown", "variable", id);
  }
  const auto weight = plain_number(piece.substr(colon + 1));
  if (!weight) return refuse("observatory.weights.syntax", "text", piece);
  if (!(*weight >= kMethod.weight_min && *weight <= kMethod.weight_max))
    return refuse("observatory.weights.range", "variable", id);
  return std::pair{std::string(id), *weight + 0.0};  // "-0" is 0
}

}  // namespace

core::Result<Weights> parse_weights(std::string_view text, std::span<const Variable> variables) {
  Weights weights;
  if (text.empty()) return weights;
  if (text.size() > kTextMax) return refuse("observatory.weights.syntax", "text", text);
  for (std::size_t start = 0; start <= text.size();) {
    const auto comma = std::min(text.find(',', start), text.size());
    auto one = parse_one(text.substr(start, comma - start), variables);
    if (!one) return std::unexpected(std::move(one.error()));
    if (std::ranges::find(weights, one->first, &std::pair<std::string, double>::first) != weights.end()) {
      return refuse("observatory.weights.syntax", "text", one->first);
    }
    weights.push_back(std::move(*one));
    start = comma + 1;
  }
  return weights;
}

std::string format_weights(std::span<const std::pair<std::string, double>> weights,
                           std::span<const Variable> variables) {
  std::string text;
  for (const Variable& variable : variables) {
    const auto named = std::ranges::find(weights, variable.id, &std::pair<std::string, double>::first);
    if (named == weights.end() || named->second == variable.weight) continue;
    std::array<char, 32> digits{};  // of kNumberMax at most when the weight was parsed
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), named->second, std::chars_format::fixed);
    if (error != std::errc{}) continue;
    if (!text.empty()) text += ',';
    text.append(variable.id).append(":").append(digits.data(), end);
  }
  return text;
}

}  // namespace catalyse::observatory
