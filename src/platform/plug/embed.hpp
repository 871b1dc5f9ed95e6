// What can be embedded in other sites, as rooms give it to `/oembed`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/language.hpp"
#include "core/result.hpp"
#include "http/http.hpp"

namespace catalyse::plug {

// What stands in a frame of another site, and how large it likes to be, in pixels.
struct Embedded {
  std::string title, address;  // address: path and query, `?…&integration=1`
  std::int64_t width = 0, height = 0;
};
// What can be embedded of the page at `path` (without host, language and form: /carte) and its query. Nothing for a
// page that is not the room's; an error for one of the room's that is not there.
using Embed = std::function<std::optional<core::Result<Embedded>>(core::Language, std::string_view path,
                                                                  const http::Query& query)>;
// The header field by which the page at this path and query announces how it is embedded (oEmbed 1.0,
// https://oembed.com).
[[nodiscard]] std::pair<std::string, std::string> oembed_link(std::string_view base_url, std::string_view address);

}  // namespace catalyse::plug
