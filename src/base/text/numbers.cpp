#include "numbers.hpp"

#include <cmath>

namespace catalyse::text {

namespace {

constexpr std::string_view kNarrowSpace = "\u202F";
constexpr std::string_view kMinus = "\u2212";

struct Decimal {
  bool negative = false;
  std::string whole;     // at least one digit
  std::string fraction;  // exactly the digits asked for
};

// Adds one unit in the last place.
void increment(std::string& digits) {
  auto at = digits.size();
  while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
  if (at == 0) {
    digits.insert(digits.begin(), '1');
  } else {
    ++digits[at - 1];
  }
}

Decimal rounded(double value, int decimals) {
  std::array<char, 400> buffer{};  // the longest: 309 digits, or 0. and 17 significant digits after 323 zeros
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value), std::chars_format::fixed).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto dot = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, dot));
  const auto fraction = dot < text.size() ? text.substr(dot + 1) : std::string_view{};
  const auto wanted = static_cast<std::size_t>(std::clamp(decimals, 0, 15));
  digits += fraction.substr(0, wanted);
  if (fraction.size() < wanted) digits.append(wanted - fraction.size(), '0');
  if (fraction.size() > wanted && fraction[wanted] >= '5') increment(digits);
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  const auto whole = digits.size() - wanted;
  return {std::signbit(value) && !zero, digits.substr(0, whole), digits.substr(whole)};
}

std::string grouped(std::string_view whole, Language language) {
  const std::string_view separator = language == Language::fr ? kNarrowSpace : ",";
  std::string out;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) out += separator;
    out += whole[i];
  }
  return out;
}

std::string magnitude(const Decimal& decimal, Language language) {
  auto out = grouped(decimal.whole, language);
  if (!decimal.fraction.empty()) {
    out += language == Language::fr ? ',' : '.';
    out += decimal.fraction;
  }
  return out;
}

std::string percent_sign(Language language) { return language == Language::fr ? std::string(kNarrowSpace) + "%" : "%"; }

std::string_view english_suffix(std::int64_t n) {
  if (n % 100 >= 11 && n % 100 <= 13) return "th";
  switch (n % 10) {
    case 1:
      return "st";
    case 2:
      return "nd";
    case 3:
      return "rd";
    default:
      return "th";
  }
}

constexpr std::array<std::string_view, 12> kMonthsFr{"janvier",   "février", "mars",     "avril",
                                                     "mai",       "juin",    "juillet",  "août",
                                                     "septembre", "octobre", "novembre", "décembre"};
constexpr std::array<std::string_view, 12> kMonthsEn{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

std::string padded(unsigned value, std::size_t width) {
  auto digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

}  // namespace

std::string number(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return {};
  const auto decimal = rounded(value, decimals);
  return (decimal.negative ? std::string(kMinus) : std::string()) + magnitude(decimal, language);
}

std::string number(std::int64_t value, Language language) {
  auto digits = std::to_string(value);
  const bool negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  return (negative ? std::string(kMinus) : std::string()) + grouped(digits, language);
}

std::string signed_number(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return {};
  const auto decimal = rounded(value, decimals);
  const bool zero = (decimal.whole + decimal.fraction).find_first_not_of('0') == std::string::npos;
  const std::string_view sign = decimal.negative ? kMinus : zero ? "" : "+";
  return std::string(sign) + magnitude(decimal, language);
}

std::string percent(double value, int decimals, Language language) {
  const auto text = number(value, decimals, language);
  return text.empty() ? text : text + percent_sign(language);
}

std::string signed_percent(double value, int decimals, Language language) {
  const auto text = signed_number(value, decimals, language);
  return text.empty() ? text : text + percent_sign(language);
}

std::string euros(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return {};
  const auto decimal = rounded(value, decimals);
  const std::string sign = decimal.negative ? std::string(kMinus) : std::string();
  const auto amount = magnitude(decimal, language);
  return language == Language::fr ? sign + amount + std::string(kNarrowSpace) + "€" : sign + "€" + amount;
}

std::string ordinal(std::int64_t n, Language language, Gender gender) {
  const auto digits = number(n, language);
  if (language == Language::en) return digits + std::string(english_suffix(n));
  if (n == 1) return digits + (gender == Gender::feminine ? "re" : "er");
  return digits + "e";
}

std::string year(int year) { return std::to_string(year); }

std::string date(std::chrono::year_month_day day, Language language) {
  if (!day.ok()) return {};
  const auto d = static_cast<unsigned>(day.day());
  const auto month = static_cast<unsigned>(day.month()) - 1;
  const std::string tail = " " + year(static_cast<int>(day.year()));
  if (language == Language::en) return std::to_string(d) + " " + std::string(kMonthsEn[month]) + tail;
  return std::to_string(d) + (d == 1 ? "er " : " ") + std::string(kMonthsFr[month]) + tail;
}

std::string iso_date(std::chrono::year_month_day day) {
  if (!day.ok() || static_cast<int>(day.year()) < 0) return {};
  return padded(static_cast<unsigned>(static_cast<int>(day.year())), 4) + "-" +
         padded(static_cast<unsigned>(day.month()), 2) + "-" + padded(static_cast<unsigned>(day.day()), 2);
}

}  // namespace catalyse::text
