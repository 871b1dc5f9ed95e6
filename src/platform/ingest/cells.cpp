#include "cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace catalyse::ingest {
namespace {

using core::Level;

constexpr std::array<std::string_view, 5> kSpaces{" ", "\t", "\u00A0", "\u202F", "\u2009"};
constexpr std::size_t kLongestNumber = 60;
constexpr std::array<std::string_view, 4> kAbsences{"secret", "not-available", "not-significant", "not-applicable"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Length of a space at the start of `text`, 0 without one.
std::size_t space_at(std::string_view text) {
  for (const auto space : kSpaces)
    if (text.starts_with(space)) return space.size();
  return 0;
}

bool three_digits(std::string_view text) {
  return text.size() >= 3 && is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) &&
         (text.size() == 3 || !is_digit(text[3]));
}

// The mark between thousands at the start of `text`, 0 without one.
std::size_t group_mark(std::string_view text, char decimal) {
  std::size_t size = space_at(text);
  if (size == 0 && text.starts_with('\'')) size = 1;
  if (size == 0 && text.starts_with("’")) size = std::string_view("’").size();
  if (size == 0 && decimal == '.' && text.starts_with(',')) size = 1;
  return size != 0 && three_digits(text.substr(size)) ? size : 0;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

// 01001.0 and 01001,00, as a spreadsheet writes what it took for a number.
std::string_view without_zero_decimals(std::string_view text) {
  const auto mark = text.find_first_of(".,");
  if (mark == std::string_view::npos || mark == 0 || !std::ranges::all_of(text.substr(0, mark), is_digit)) return text;
  const auto rest = text.substr(mark + 1);
  return std::ranges::all_of(rest, [](char c) { return c == '0'; }) ? text.substr(0, mark) : text;
}

// `COM-01001`, `2024-COM-01001`.
std::string_view without_prefix(std::string_view text) {
  const auto dash = text.rfind('-');
  return dash == std::string_view::npos || dash + 1 == text.size() ? text : text.substr(dash + 1);
}

std::size_t width_of(Level level) {
  switch (level) {
    case Level::commune:
    case Level::arrondissement:
      return 5;
    case Level::departement:
    case Level::region:
      return 2;
    case Level::epci:
      break;
  }
  return 9;
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  for (std::size_t size = space_at(cell); size != 0; size = space_at(cell)) cell.remove_prefix(size);
  for (bool again = true; again;) {
    again = false;
    for (const auto space : kSpaces) {
      if (!cell.ends_with(space)) continue;
      cell.remove_suffix(space.size());
      again = true;
    }
  }
  return cell;
}

std::optional<double> read_number(std::string_view cell, char decimal) {
  cell = trimmed(cell);
  if (cell.ends_with('%')) cell = trimmed(cell.substr(0, cell.size() - 1));
  if (cell.empty() || cell.size() > kLongestNumber) return std::nullopt;
  std::string plain;
  if (cell.starts_with("−")) {
    plain = "-";
    cell.remove_prefix(std::string_view("−").size());
  } else if (cell.front() == '-' || cell.front() == '+') {
    if (cell.front() == '-') plain = "-";
    cell.remove_prefix(1);
  }
  bool digits = false, fraction = false;
  while (!cell.empty()) {
    if (is_digit(cell.front())) {
      digits = true;
      plain += cell.front();
      cell.remove_prefix(1);
    } else if (cell.front() == decimal && !fraction) {
      fraction = true;
      plain += '.';
      cell.remove_prefix(1);
    } else if (const auto mark = group_mark(cell, decimal); mark != 0 && digits && !fraction) {
      cell.remove_prefix(mark);
    } else {
      break;
    }
  }
  const bool exponent = !cell.empty() && (cell.front() == 'e' || cell.front() == 'E');
  if (!digits || (!cell.empty() && !exponent)) return std::nullopt;
  plain += cell;
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc{} || end != plain.data() + plain.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<CodeReading> read_code(std::string_view cell, Level level) {
  cell = trimmed(cell);
  if (cell.empty() || cell.size() > 40) return std::nullopt;
  const auto bare = without_zero_decimals(without_prefix(cell));
  CodeReading reading{upper(bare), bare.size() != without_prefix(cell).size()};
  const auto width = width_of(level);
  // A spreadsheet loses one zero at most: no commune is numbered under 01001, no département under 01.
  if (reading.code.size() + 1 == width && std::ranges::all_of(reading.code, is_digit)) {
    reading.code.insert(0, 1, '0');
    reading.repaired = true;
  }
  if (!core::PlaceCode::make(level, reading.code)) return std::nullopt;
  return reading;
}

std::optional<Level> level_in_code(std::string_view cell) {
  cell = trimmed(cell);
  const auto end = cell.rfind('-');
  if (end == std::string_view::npos) return std::nullopt;
  const auto before = cell.substr(0, end);
  const auto start = before.rfind('-');
  const auto word = start == std::string_view::npos ? before : before.substr(start + 1);
  constexpr std::array<std::pair<std::string_view, Level>, 5> kWords{{{"COM", Level::commune},
                                                                      {"ARM", Level::arrondissement},
                                                                      {"EPCI", Level::epci},
                                                                      {"DEP", Level::departement},
                                                                      {"REG", Level::region}}};
  for (const auto& [name, level] : kWords)
    if (equal_ignoring_case(word, name)) return level;
  return std::nullopt;
}

const AbsenceWords& usual_absences() {
  static const AbsenceWords words{
      {"s", Absence::secret},           {"c", Absence::secret},           {"secret", Absence::secret},
      {"nd", Absence::not_available},   {"n/d", Absence::not_available},  {"…", Absence::not_available},
      {"...", Absence::not_available},  {"ns", Absence::not_significant}, {"n/s", Absence::not_significant},
      {"///", Absence::not_applicable}, {"na", Absence::not_applicable},  {"n/a", Absence::not_applicable}};
  return words;
}

std::optional<Absence> read_absence(std::string_view cell, const AbsenceWords& words) {
  cell = trimmed(cell);
  const auto bare = cell.size() > 1 && cell.ends_with('.') ? cell.substr(0, cell.size() - 1) : cell;
  for (const auto& [word, absence] : words)
    if (equal_ignoring_case(cell, word) || equal_ignoring_case(bare, word)) return absence;
  return std::nullopt;
}

std::string_view absence_name(Absence absence) { return kAbsences[static_cast<std::size_t>(absence)]; }

std::optional<Absence> absence_from_name(std::string_view name) {
  const auto found = std::ranges::find(kAbsences, name);
  if (found == kAbsences.end()) return std::nullopt;
  return static_cast<Absence>(found - kAbsences.begin());
}

}  // namespace catalyse::ingest
