#include "access_log.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "json_text.hpp"

namespace catalyse::http {
namespace {

// Writes the last `width` digits of a number before `end`.
void put_digits(char* end, long number, std::size_t width) {
  for (; width > 0; --width, number /= 10) *--end = static_cast<char>('0' + number % 10);
}

void append_time(std::string& out, std::chrono::system_clock::time_point time) {
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto days = std::chrono::floor<std::chrono::days>(millis);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss clock{millis - days};
  std::array<char, 24> text;
  std::ranges::copy(std::string_view("0000-00-00T00:00:00.000Z"), text.begin());
  put_digits(text.data() + 4, static_cast<int>(date.year()), 4);
  put_digits(text.data() + 7, static_cast<unsigned>(date.month()), 2);
  put_digits(text.data() + 10, static_cast<unsigned>(date.day()), 2);
  put_digits(text.data() + 13, clock.hours().count(), 2);
  put_digits(text.data() + 16, clock.minutes().count(), 2);
  put_digits(text.data() + 19, clock.seconds().count(), 2);
  put_digits(text.data() + 23, clock.subseconds().count(), 3);
  out.append(text.data(), text.size());
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 24> text;
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

}  // namespace

std::string_view form_name(Form form) {
  switch (form) {
    case Form::html:
      return "html";
    case Form::json:
      return "json";
    case Form::csv:
      return "csv";
    case Form::geojson:
      return "geojson";
    case Form::xml:
      return "xml";
    case Form::text:
      return "text";
    case Form::yaml:
      return "yaml";
    case Form::svg:
      return "svg";
    case Form::atom:
      return "atom";
    case Form::ics:
      return "ics";
  }
  return "html";
}

std::string cut_address(std::string_view address) {
  const std::string text(address);
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
    bytes[3] = 0;
    return inet_ntop(AF_INET, bytes.data(), out.data(), out.size());
  }
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
    std::fill(bytes.begin() + 6, bytes.end(), static_cast<unsigned char>(0));
    return inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  }
  return "-";
}

std::string log_line(const LogEntry& entry) {
  std::string line;
  line.reserve(192 + entry.path.size());
  append_time(line.append(R"({"time":")"), entry.time);
  append_json(line.append(R"(","method":)"), entry.method);
  append_json(line.append(R"(,"path":)"), entry.path);
  append_number(line.append(R"(,"status":)"), entry.status);
  append_number(line.append(R"(,"bytes":)"), entry.bytes);
  append_number(line.append(R"(,"micros":)"),
                static_cast<std::uint64_t>(std::max(entry.micros.count(), std::int64_t{0})));
  line.append(R"(,"language":")").append(entry.language == Language::en ? "en" : "fr");
  line.append(R"(","form":")").append(form_name(entry.form));
  line.append(R"(","client":")").append(cut_address(entry.client)).append("\"}");
  return line;
}

}  // namespace catalyse::http
