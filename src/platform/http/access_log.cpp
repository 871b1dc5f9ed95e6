#include "access_log.hpp"

#include <arpa/inet.h>

#include <array>
#include <ctime>

#include "json_text.hpp"

namespace catalyse::http {
namespace {

void append_digits(std::string& out, long number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out.append(digits);
}

std::string rfc3339(std::chrono::system_clock::time_point time) {
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto days = std::chrono::floor<std::chrono::days>(millis);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss clock{millis - days};
  std::string text;
  append_digits(text, static_cast<int>(date.year()), 4);
  append_digits(text += '-', static_cast<long>(static_cast<unsigned>(date.month())), 2);
  append_digits(text += '-', static_cast<long>(static_cast<unsigned>(date.day())), 2);
  append_digits(text += 'T', clock.hours().count(), 2);
  append_digits(text += ':', clock.minutes().count(), 2);
  append_digits(text += ':', clock.seconds().count(), 2);
  append_digits(text += '.', clock.subseconds().count(), 3);
  return text += 'Z';
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
  line.append(R"({"time":")").append(rfc3339(entry.time)).append(R"(","method":)");
  append_json(line, entry.method);
  line.append(R"(,"path":)");
  append_json(line, entry.path);
  line.append(R"(,"status":)").append(std::to_string(entry.status));
  line.append(R"(,"bytes":)").append(std::to_string(entry.bytes));
  line.append(R"(,"micros":)").append(std::to_string(entry.micros.count()));
  line.append(R"(,"language":")").append(entry.language == Language::en ? "en" : "fr");
  line.append(R"(","form":")").append(form_name(entry.form));
  line.append(R"(","client":")").append(cut_address(entry.client)).append("\"}");
  return line;
}

}  // namespace catalyse::http
