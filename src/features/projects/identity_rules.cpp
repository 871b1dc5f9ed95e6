#include "identity_rules.hpp"

#include <algorithm>

namespace catalyse::projects {
namespace {

constexpr std::string_view kLaPoste = "356000000";

bool digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string without_spaces(std::string_view text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '\t') continue;
    if (text.substr(i).starts_with("\xC2\xA0")) {  // no-break space
      ++i;
      continue;
    }
    kept += text[i];
  }
  return kept;
}

int digit_sum(std::string_view text) {
  int sum = 0;
  for (const char c : text) sum += c - '0';
  return sum;
}

}  // namespace

bool luhn(std::string_view text) {
  if (!digits(text)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int digit = text[text.size() - 1 - i] - '0';
    if (i % 2 == 1 && (digit *= 2) > 9) digit -= 9;
    sum += digit;
  }
  return sum % 10 == 0;
}

Identity read_identity(std::string_view given) {
  const auto text = without_spaces(given);
  if (text.empty()) return {};
  if (text.find_first_of("eE") != std::string::npos && digits(text.substr(0, 1)))
    return {{}, "a number in scientific notation: its digits are lost"};
  if (text.ends_with(".0") || text.ends_with(",0")) return {{}, "a number written by a spreadsheet, not a code"};
  if (!digits(text)) return {{}, "holds something else than digits"};
  if (text.size() == 9) {
    if (text == "000000000") return {{}, "zeros only"};
    if (!luhn(text)) return {{}, "wrong SIREN: its check digit (Luhn) does not fit"};
    return {text, {}};
  }
  if (text.size() != 14) return {{}, "neither a SIREN (9 digits) nor a SIRET (14 digits)"};
  if (text.ends_with("00000"))
    return {{}, "truncated SIRET: the number of its establishment (the last five digits) is lost"};
  const bool whole = luhn(text) || (text.starts_with(kLaPoste) && digit_sum(text) % 5 == 0);
  if (!whole || !luhn(std::string_view(text).substr(0, 9)))
    return {{}, "wrong SIRET: its check digit (Luhn) does not fit"};
  return {text.substr(0, 9), {}};
}

}  // namespace catalyse::projects
