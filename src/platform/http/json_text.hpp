// A string of JSON, for the lines of the log. RFC 8259, 7.
#pragma once

#include <string>
#include <string_view>

namespace catalyse::http {

// With its quotes. Bytes that are not UTF-8 become `?`, so that a line is valid JSON whatever the request held.
void append_json(std::string& out, std::string_view text);

}  // namespace catalyse::http
