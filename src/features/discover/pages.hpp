// The pages of this room, each from what surrounds it and the request.
#pragma once

#include "discover.hpp"

namespace catalyse::discover {

[[nodiscard]] http::Response home_page(const Surroundings& around, const http::Request& request);
[[nodiscard]] http::Response site_map_page(const Surroundings& around, const http::Request& request);
[[nodiscard]] http::Response legal_page(const Surroundings& around, const http::Request& request);
[[nodiscard]] http::Response accessibility_page(const Surroundings& around, const http::Request& request);
[[nodiscard]] http::Response api_page(const Surroundings& around, const http::Request& request);
[[nodiscard]] http::Route oembed_route(std::shared_ptr<const Surroundings> around);

}  // namespace catalyse::discover
