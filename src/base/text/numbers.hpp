// Numbers, ranks and dates for screens, in French (Imprimerie nationale: U+202F between thousands, decimal comma) and
// English. Negative numbers bear U+2212 (−). A value that is not finite gives an empty text: missing values are said in
// words by the caller. Rounding is half away from zero, on the shortest decimal that reads back as the same
// double: 2.675 → 2,68 as its source wrote it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/language.hpp"

namespace catalyse::text {

using core::Language;

// 1 234 567,8 · 1,234,567.8. `decimals` 0 to 15; never « −0 ».
[[nodiscard]] std::string number(double value, int decimals, Language language);
[[nodiscard]] std::string number(std::int64_t value, Language language);
// +1,5 · −1,5 · 0,0
[[nodiscard]] std::string signed_number(double value, int decimals, Language language);
// 12.5 → « 12,5 % » (U+202F before the sign) · 12.5%. The value is already in percent.
[[nodiscard]] std::string percent(double value, int decimals, Language language);
[[nodiscard]] std::string signed_percent(double value, int decimals, Language language);
// « 23 080 € » · €23,080
[[nodiscard]] std::string euros(double value, int decimals, Language language);

enum class Gender : std::uint8_t { feminine, masculine };
// « 1re », « 1er », « 353e » · 1st, 353rd. For n ≥ 1.
[[nodiscard]] std::string ordinal(std::int64_t n, Language language, Gender gender = Gender::feminine);

[[nodiscard]] std::string year(int year);  // never grouped: 2020
// « 2 juillet 2020 », « 1er août 2020 » · 2 July 2020. Empty when the day does not exist.
[[nodiscard]] std::string date(std::chrono::year_month_day day, Language language);
// 2020-07-02; empty when the day does not exist.
[[nodiscard]] std::string iso_date(std::chrono::year_month_day day);

}  // namespace catalyse::text
