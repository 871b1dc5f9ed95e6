#include "numbers.hpp"

#include <cmath>

namespace catalyse::text {

namespace {

constexpr std::string_view kNarrowSpace = "\u202F";
constexpr std::string_view kMinus = "\u2212";

// A text written from its last character to its first, as digits come, so that nothing is moved or counted beforehand.
class Backwards {
 public:
  void put(char c) { *--begin_ = c; }
  void put(std::string_view text) {
    begin_ -= text.size();
    std::ranges::copy(text, begin_);
  }
  [[nodiscard]] std::string text() const { return {begin_, static_cast<std::size_t>(end() - begin_)}; }

 private:
  // The longest: 309 digits with 102 separators of three bytes, a point, 15 decimals, and what stands around them.
  static constexpr std::size_t kRoom = 1024;
  [[nodiscard]] const char* end() const { return room_.data() + kRoom; }

  std::array<char, kRoom> room_;  // not filled: it is written before it is read
  char* begin_ = room_.data() + kRoom;
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

// The value in units of its last place by one multiplication, where that is sure: the shortest decimal and the product
// are each within 2⁻⁵³ of the value, under 10⁻⁶ of a unit in the last place wanted for fewer than 10⁹ of them. Nothing
// next to a half, or beyond.
std::optional<std::uint32_t> quick_units(double value, std::size_t wanted) {
  static constexpr std::array<double, 16> kPowers{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const double units = value * kPowers[wanted];
  if (!(units < 1e9)) return std::nullopt;
  const auto whole = static_cast<std::uint32_t>(units);
  const double rest = units - whole;
  if (std::fabs(rest - 0.5) < 1e-6) return std::nullopt;
  return rest > 0.5 ? whole + 1 : whole;
}

std::string_view separator(Language language) { return language == Language::fr ? kNarrowSpace : ","; }

// Puts the digits that `next` gives, from the last on, as long as it `has` more and at least one: those after the
// point, then groups of three.
template <class Next, class Has>
void put_digits(Backwards& out, std::size_t fraction, Language language, const Next& next, const Has& has) {
  for (std::size_t i = 0; i < fraction; ++i) out.put(next());
  if (fraction > 0) out.put(language == Language::fr ? ',' : '.');
  for (std::size_t group = 0; group == 0 || has(); ++group) {
    if (group == 3) {
      out.put(separator(language));
      group = 0;
    }
    out.put(next());
  }
}

void put_units(Backwards& out, std::uint64_t units, std::size_t fraction, Language language) {
  const auto next = [&units] {
    const auto digit = static_cast<char>('0' + units % 10);
    units /= 10;
    return digit;
  };
  put_digits(out, fraction, language, next, [&units] { return units != 0; });
}

void put_text(Backwards& out, std::string_view digits, std::size_t fraction, Language language) {
  const auto next = [&digits] {
    const char digit = digits.back();
    digits.remove_suffix(1);
    return digit;
  };
  put_digits(out, fraction, language, next, [&digits] { return !digits.empty(); });
}

// What stands around the digits.
struct Dress {
  std::string_view plus{};    // before a number over zero
  std::string_view before{};  // between the sign and the digits
  std::string_view after{};
};

std::string dressed(double value, int decimals, Language language, const Dress& dress) {
  if (!std::isfinite(value)) return {};
  const auto wanted = static_cast<std::size_t>(std::clamp(decimals, 0, 15));
  const double size = std::fabs(value);
  bool is_zero = false;  // as written: never « −0 »
  Backwards out;
  out.put(dress.after);
  if (const auto units = quick_units(size, wanted)) {
    is_zero = *units == 0;
    put_units(out, *units, wanted, language);
  } else {
    const auto digits = exact_digits(size, wanted);
    is_zero = digits.find_first_not_of('0') == std::string::npos;
    put_text(out, digits, wanted, language);
  }
  out.put(dress.before);
  if (!is_zero) out.put(std::signbit(value) ? kMinus : dress.plus);
  return out.text();
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

std::string number(double value, int decimals, Language language) { return dressed(value, decimals, language, {}); }

std::string number(std::int64_t value, Language language) {
  Backwards out;
  // The smallest has no positive: its magnitude is taken without sign.
  put_units(out, value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value), 0, language);
  if (value < 0) out.put(kMinus);
  return out.text();
}

std::string signed_number(double value, int decimals, Language language) {
  return dressed(value, decimals, language, {.plus = "+"});
}

std::string percent(double value, int decimals, Language language) {
  return dressed(value, decimals, language, {.after = percent_sign(language)});
}

std::string signed_percent(double value, int decimals, Language language) {
  return dressed(value, decimals, language, {.plus = "+", .after = percent_sign(language)});
}

std::string euros(double value, int decimals, Language language) {
  if (language == Language::en) return dressed(value, decimals, language, {.before = "€"});
  return dressed(value, decimals, language, {.after = "\u202F€"});
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
