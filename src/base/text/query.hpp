// A value as it may stand in the query of an address (RFC 3986): ASCII letters, digits and - _ . : as they are, each
// other byte as %XX.
#pragma once

#include <string>
#include <string_view>

namespace catalyse::text {

[[nodiscard]] std::string query_value(std::string_view value);

}  // namespace catalyse::text
