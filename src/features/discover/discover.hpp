// Home, site map, legal pages, API page and contract, and the addresses that machines look for.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "plug/embed.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::discover {

struct Surroundings {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const web::Site> site;
  std::vector<plug::Sitemap> sitemaps;    // of every other feature
  std::vector<plug::Embed> embeds;        // of the rooms that have some
  std::vector<std::string_view> openapi;  // fragments, in the order of the features
  std::string program_version, data_version;
  std::string publisher, contact;        // of this installation; empty when its settings do not say
  core::Instant started;                 // the date of security.txt counts from it
  std::function<bool()> healthy;         // database, snapshots and index answer
  std::function<std::string()> metrics;  // Prometheus text
};

[[nodiscard]] plug::Contribution contribution(const Surroundings& surroundings);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

// What the frame of every page is given: the ways in and the footer's links, and the line that says which data are
// shown.
[[nodiscard]] std::vector<web::NavLink> ways();
[[nodiscard]] std::vector<web::NavLink> footer();
[[nodiscard]] std::string data_line(core::Language language, std::string_view population_year,
                                    std::string_view version);

// One OpenAPI 3.1 document from fragments that each hold `paths:` and `components:` with `schemas:` (two spaces of
// indent a level).
[[nodiscard]] std::string merge_openapi(const std::vector<std::string_view>& fragments, std::string_view base_url,
                                        std::string_view version);

}  // namespace catalyse::discover
