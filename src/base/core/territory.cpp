#include "territory.hpp"

#include <algorithm>

namespace catalyse::core {
namespace {

constexpr std::array<std::string_view, kLevelCount> kNames{"com", "arm", "epci", "dep", "reg"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, digit); }

// Luhn's check over the nine digits of a SIREN (ISO/IEC 7812-1).
bool luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

bool well_formed(Level level, std::string_view code) {
  switch (level) {
    case Level::commune:
      return CommuneRule::well_formed(code) && !is_municipal_arrondissement(code);
    case Level::arrondissement:
      return is_municipal_arrondissement(code);
    case Level::epci:
      return EpciRule::well_formed(code);
    case Level::departement:
      return DepartementRule::well_formed(code);
    case Level::region:
      return RegionRule::well_formed(code);
  }
  return false;
}

}  // namespace

std::string_view level_name(Level level) { return kNames[static_cast<std::size_t>(level)]; }

std::optional<Level> level_from_name(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Level>(found - kNames.begin());
}

bool CommuneRule::well_formed(std::string_view text) {
  if (text.size() != 5 || !digit(text[0]) || !all_digits(text.substr(2))) return false;
  return digit(text[1]) || (text[0] == '2' && (text[1] == 'A' || text[1] == 'B'));
}

bool EpciRule::well_formed(std::string_view text) { return text.size() == 9 && all_digits(text) && luhn(text); }

bool DepartementRule::well_formed(std::string_view text) {
  if (text == "2A" || text == "2B") return true;
  if (text.size() == 3) return all_digits(text) && text.starts_with("97");
  return text.size() == 2 && all_digits(text);
}

bool RegionRule::well_formed(std::string_view text) { return text.size() == 2 && all_digits(text); }

bool is_municipal_arrondissement(std::string_view code) {
  const auto between = [&](std::string_view low, std::string_view high) { return code >= low && code <= high; };
  return code.size() == 5 && (between("75101", "75120") || between("69381", "69389") || between("13201", "13216"));
}

std::optional<PlaceCode> PlaceCode::make(Level level, std::string_view code) {
  if (!well_formed(level, code)) return std::nullopt;
  PlaceCode place;
  place.level_ = level;
  place.size_ = static_cast<std::uint8_t>(code.size());
  std::ranges::copy(code, place.text_.begin());
  return place;
}

std::optional<PlaceCode> PlaceCode::parse(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    return make(is_municipal_arrondissement(text) ? Level::arrondissement : Level::commune, text);
  }
  const auto level = level_from_name(text.substr(0, colon));
  if (!level) return std::nullopt;
  return make(*level, text.substr(colon + 1));
}

std::string PlaceCode::text() const { return std::string(level_name(level_)) + ":" + std::string(code()); }

}  // namespace catalyse::core
