// A small page that any other site may show in a frame of its own (`?integration=1`).
#pragma once

#include <string>
#include <string_view>

#include "web/web.hpp"

namespace catalyse::web {

struct Embedded {
  Language language = Language::fr;
  std::string_view title{};
  std::string_view path{};       // of the whole page, with its query, localised, without host: canonical
  std::string_view body_html{};  // below the heading; its links open outside of the frame
};

// 200, text/html, framed by anyone, not indexed, without script.
[[nodiscard]] http::Response embedded_response(const Site& site, const Embedded& embedded);

}  // namespace catalyse::web
