// What a cell of somebody's file says: a number as French or English programs write it, an official code that a
// spreadsheet may have taken for a number, or the word for a value that is not there. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/territory.hpp"

namespace catalyse::ingest {

// Without the spaces around it, no-break ones included.
[[nodiscard]] std::string_view trimmed(std::string_view cell);

// A finite number: sign (also U+2212), digits with spaces between groups of three (also U+00A0, U+202F, U+2009 or an
// apostrophe), `decimal` once, an exponent, a final `%`. With the decimal comma a point is not read, and the other way
// round a comma only between groups of three. Empty for all else: NaN, infinity, 1.2.3, a date.
[[nodiscard]] std::optional<double> read_number(std::string_view cell, char decimal);

struct CodeReading {
  std::string code;
  bool repaired = false;  // 1001 for 01001, 1 for 01, 1001.0: a number again a code
};
// The code of a level, well formed (core/territory.hpp), from the cell of a spreadsheet: `01001`, `1001`, `01001.0`,
// `2a004`, `COM-01001` and `2024-COM-01001` as INSEE's SDMX writes it. Whether the place exists is another question.
[[nodiscard]] std::optional<CodeReading> read_code(std::string_view cell, core::Level level);

// The level that such a code names before itself, when it names one: `2024-DEP-01` is a département.
[[nodiscard]] std::optional<core::Level> level_in_code(std::string_view cell);

// Why a cell holds no value. As INSEE writes it: `s` and `c` withheld (statistical secrecy, SDMX CONF_STATUS C), `nd`
// not available, `ns` not significant, `///` and `na` without object there.
enum class Absence : std::uint8_t { secret, not_available, not_significant, not_applicable };
using AbsenceWords = std::vector<std::pair<std::string, Absence>>;
[[nodiscard]] const AbsenceWords& usual_absences();
// Compared without regard to case; a final point does not count.
[[nodiscard]] std::optional<Absence> read_absence(std::string_view cell, const AbsenceWords& words);
[[nodiscard]] std::string_view absence_name(Absence absence);  // secret, not-available, not-significant, not-applicable
[[nodiscard]] std::optional<Absence> absence_from_name(std::string_view name);

}  // namespace catalyse::ingest
