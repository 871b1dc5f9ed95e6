#include "numbers.hpp"

#include <cmath>

namespace catalyse::text {

namespace {

constexpr std::string_view kNarrowSpace = "\u202F";
constexpr std::string_view kMinus = "\u2212";

// Digits of a number as they are written: those after the point are the last `fraction`, at least one stands before.
struct Decimal {
  bool negative = false;  // never of zero
  std::string digits;
  std::size_t fraction = 0;

  [[nodiscard]] std::string_view before_point() const {
    return std::string_view(digits).substr(0, digits.size() - fraction);
  }
  [[nodiscard]] std::string_view after_point() const {
    return std::string_view(digits).substr(digits.size() - fraction);
  }
  [[nodiscard]] bool is_zero() const { return digits.find_first_not_of('0') == std::string::npos; }
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

// The shortest decimal that reads back as the value, rounded half up.
std::string exact_digits(double value, std::size_t wanted) {
  std::array<char, 400> buffer{};  // the longest: 309 digits, or 0. and 17 significant digits after 323 zeros
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto dot = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, dot));
  const auto fraction = dot < text.size() ? text.substr(dot + 1) : std::string_view{};
  digits += fraction.substr(0, wanted);
  if (fraction.size() < wanted) digits.append(wanted - fraction.size(), '0');
  if (fraction.size() > wanted && fraction[wanted] >= '5') increment(digits);
  return digits;
}

// The same digits by one multiplication, where that is sure: the shortest decimal and the product are each within 2⁻⁵³
// of the value, under 10⁻⁶ of a unit in the last place wanted for fewer than 10⁹ of them. Empty next to a half, or
// beyond.
std::string quick_digits(double value, std::size_t wanted) {
  static constexpr std::array<double, 16> kPowers{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const double units = value * kPowers[wanted];
  if (!(units < 1e9)) return {};
  auto whole = static_cast<std::uint32_t>(units);
  const double rest = units - whole;
  if (std::fabs(rest - 0.5) < 1e-6) return {};
  if (rest > 0.5) ++whole;
  std::array<char, 16> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), whole).ptr;
  const auto size = static_cast<std::size_t>(end - buffer.data());
  std::string digits(size <= wanted ? wanted + 1 - size : 0, '0');
  return digits.append(buffer.data(), size);
}

Decimal rounded(double value, int decimals) {
  const auto wanted = static_cast<std::size_t>(std::clamp(decimals, 0, 15));
  Decimal decimal{false, quick_digits(std::fabs(value), wanted), wanted};
  if (decimal.digits.empty()) decimal.digits = exact_digits(std::fabs(value), wanted);
  decimal.negative = std::signbit(value) && !decimal.is_zero();
  return decimal;
}

void append_grouped(std::string& out, std::string_view whole, Language language) {
  const std::string_view separator = language == Language::fr ? kNarrowSpace : ",";
  const std::size_t first = whole.size() % 3;  // digits before the first separator
  out += whole.substr(0, first);
  for (std::size_t i = first; i < whole.size(); i += 3) {
    if (i > 0) out += separator;
    out += whole.substr(i, 3);
  }
}

void append_magnitude(std::string& out, const Decimal& decimal, Language language) {
  append_grouped(out, decimal.before_point(), language);
  if (decimal.fraction == 0) return;
  out += language == Language::fr ? ',' : '.';
  out += decimal.after_point();
}

std::string_view percent_sign(Language language) { return language == Language::fr ? "\u202F%" : "%"; }

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
  std::string out(decimal.negative ? kMinus : "");
  append_magnitude(out, decimal, language);
  return out;
}

std::string number(std::int64_t value, Language language) {
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  std::string out;
  if (digits.starts_with('-')) {
    out += kMinus;
    digits.remove_prefix(1);
  }
  append_grouped(out, digits, language);
  return out;
}

std::string signed_number(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return {};
  const auto decimal = rounded(value, decimals);
  std::string out(decimal.negative ? kMinus : decimal.is_zero() ? "" : "+");
  append_magnitude(out, decimal, language);
  return out;
}

std::string percent(double value, int decimals, Language language) {
  auto text = number(value, decimals, language);
  if (!text.empty()) text += percent_sign(language);
  return text;
}

std::string signed_percent(double value, int decimals, Language language) {
  auto text = signed_number(value, decimals, language);
  if (!text.empty()) text += percent_sign(language);
  return text;
}

std::string euros(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return {};
  const auto decimal = rounded(value, decimals);
  std::string out(decimal.negative ? kMinus : "");
  if (language == Language::en) out += "€";
  append_magnitude(out, decimal, language);
  if (language == Language::fr) out.append(kNarrowSpace).append("€");
  return out;
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
