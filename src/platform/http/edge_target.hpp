// Pure rules on the request target: from its bytes to a decoded path and the parameters of the query. RFC 9112, 3.2;
// RFC 3986.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "edge_text.hpp"

namespace catalyse::http::edge {

inline constexpr std::size_t kMostParameters = 64;

struct Target {
  std::string path;            // decoded, begins with '/', no segment `.` or `..`, no decoded '/' or '\'
  std::string_view authority;  // of an absolute-form target, otherwise empty; a view into the target
  std::vector<std::pair<std::string, std::string>> parameters;
};

// Refuses what is not origin-form or http(s) absolute-form, bad percent-encoding, text that is not clean (see
// is_clean_text), a dot segment, and more than 64 parameters.
[[nodiscard]] Checked<Target> parse_target(std::string_view target);

// The pairs of a query string, without its '?'.
[[nodiscard]] Checked<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

}  // namespace catalyse::http::edge
