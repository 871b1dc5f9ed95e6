#include <array>
#include <chrono>

#include "mail.hpp"

namespace catalyse::mail {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t held = 0;
    const auto count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      held = (held << 8U) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? kBase64[(held >> (18 - 6 * k)) & 63U] : '=';
  }
  return out;
}

// RFC 2047: words of at most 75 characters, cut between characters of the text.
std::string encoded_words(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (plain && text.size() <= 60 && text.find("=?") == std::string_view::npos) return std::string(text);
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min<std::size_t>(42, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(text.substr(0, end)) + "?=";
    text.remove_prefix(end);
  }
  return out;
}

std::string date(core::Instant now) {  // RFC 5322, 3.3
  static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto days = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day day{days};
  const std::chrono::hh_mm_ss time{now - days};
  const auto two = [](long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::string(kDays[std::chrono::weekday(days).c_encoding()]) + ", " +
         std::to_string(static_cast<unsigned>(day.day())) + " " +
         std::string(kMonths[static_cast<unsigned>(day.month()) - 1]) + " " +
         std::to_string(static_cast<int>(day.year())) + " " + two(time.hours().count()) + ":" +
         two(time.minutes().count()) + ":" + two(time.seconds().count()) + " +0000";
}

}  // namespace

std::string message(const Mail& mail, const Envelope& envelope) {
  std::string out =
      "Date: " + date(envelope.now) + "\r\nFrom: Catalyse <" + std::string(envelope.from) + ">\r\nTo: <" + mail.to +
      ">\r\nSubject: " + encoded_words(mail.subject) + "\r\nMessage-ID: <" + std::string(envelope.id) +
      ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
      "Auto-Submitted: auto-generated\r\n";
  // RFC 2369 and 8058.
  if (!mail.unsubscribe.empty())
    out += "List-Unsubscribe: <" + mail.unsubscribe + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  out += "\r\n";
  std::string lines;
  for (const char c : mail.text) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto body = base64(lines);
  for (std::size_t i = 0; i < body.size(); i += 76) out += body.substr(i, 76) + "\r\n";
  return out;
}

}  // namespace catalyse::mail
