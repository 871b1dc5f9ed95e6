// Short ways to make the answers and the declarations that every feature has.
#pragma once

#include <string>
#include <string_view>

#include "http.hpp"

namespace catalyse::http {

inline constexpr std::string_view kJsonType = "application/json; charset=utf-8";         // RFC 8259
inline constexpr std::string_view kCsvType = "text/csv; charset=utf-8; header=present";  // RFC 4180, 7111
inline constexpr std::string_view kGeojsonType = "application/geo+json";                 // RFC 7946
inline constexpr std::string_view kXmlType = "application/xml; charset=utf-8";           // RFC 7303
inline constexpr std::string_view kAtomType = "application/atom+xml; charset=utf-8";     // RFC 4287
inline constexpr std::string_view kIcsType = "text/calendar; charset=utf-8";             // RFC 5545
inline constexpr std::string_view kTextType = "text/plain; charset=utf-8";
inline constexpr std::string_view kYamlType = "application/yaml; charset=utf-8";  // RFC 9512

// 200 with these bytes.
[[nodiscard]] Response answer(std::string_view content_type, std::string body);
// The same for a reader who keeps it under this name (plain ASCII, RFC 6266).
[[nodiscard]] Response attachment(std::string_view content_type, std::string body, std::string_view file);

// The suffix of an address in this form: `.csv`; empty for html.
[[nodiscard]] std::string_view suffix_of(Form form);

// A route of GET whose pattern is an address that can be asked for as it stands.
[[nodiscard]] Route declare(std::string pattern, std::string summary, Handler handler);

}  // namespace catalyse::http
