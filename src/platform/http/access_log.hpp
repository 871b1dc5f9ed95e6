// One JSON line per request: never the values of the query, never the whole address of the client.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "http.hpp"

namespace catalyse::http {

struct LogEntry {
  std::chrono::system_clock::time_point time;
  std::string_view method;
  std::string_view path;  // without the query
  unsigned status = 0;
  std::uint64_t bytes = 0;  // sent, with the header
  std::chrono::microseconds micros{0};
  Language language = Language::fr;
  Form form = Form::html;
  std::string_view client;
};

// Without the line's end. Time in UTC, RFC 3339 with milliseconds.
[[nodiscard]] std::string log_line(const LogEntry& entry);

// 192.0.2.7 → 192.0.2.0, 2001:db8:1:2::3 → 2001:db8:1:: ; `-` for what is no address.
[[nodiscard]] std::string cut_address(std::string_view address);

[[nodiscard]] std::string_view form_name(Form form);

}  // namespace catalyse::http
