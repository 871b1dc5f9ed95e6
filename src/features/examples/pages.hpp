// The pages of the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "acts.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::examples {

using Answer = core::Result<http::Response>;

struct Office {
  const Context& context;
  const http::Request& request;

  [[nodiscard]] core::Language language() const { return request.language; }
  [[nodiscard]] const http::Actor& actor() const { return request.actor; }
  [[nodiscard]] std::string say(const web::Message& message, web::Parameters parameters = {}) const {
    return web::say(request.language, message, parameters);
  }
  [[nodiscard]] std::string at(std::string_view path) const { return web::localised(request.language, path); }
};

[[nodiscard]] Answer gallery_page(const Office& office);
[[nodiscard]] Answer nominate_page(const Office& office);
[[nodiscard]] Answer nominate_post(const Office& office);
[[nodiscard]] Answer jury_page(const Office& office);
[[nodiscard]] Answer jury_post(const Office& office);
[[nodiscard]] Answer nomination_page(const Office& office);
[[nodiscard]] Answer nomination_post(const Office& office);

// Whoever nominated it, and those who sort, judge or lead.
[[nodiscard]] bool may_open(const Office& office, const Nomination& nomination);

// What the pages share.
struct Body {
  std::string title, html;
  unsigned status = 200;
  std::vector<web::Link> crumbs{};
};
[[nodiscard]] http::Response framed(const Office& office, Body body);
// 303 to a page of ours, with what was done in `fait`; and what `fait` says was done.
[[nodiscard]] http::Response done(const Office& office, std::string_view path, std::string_view what);
[[nodiscard]] std::string notice_of(const Office& office);
// The sentence of an error of this room.
[[nodiscard]] std::string fault_text(const Office& office, const core::Error& error);
[[nodiscard]] std::string category_text(const Office& office, std::string_view id);
[[nodiscard]] std::string class_text(const Office& office, std::string_view id);
[[nodiscard]] std::string stage_text(const Office& office, Stage stage);
[[nodiscard]] std::string standing_text(const Office& office, Standing standing);
[[nodiscard]] std::string day_text(const Office& office, core::Instant at);
[[nodiscard]] std::string person_text(const Office& office, std::string_view person);
[[nodiscard]] Tally tally_of(const Nomination& nomination);
[[nodiscard]] std::string tally_text(const Office& office, const Tally& tally);
[[nodiscard]] std::unexpected<core::Error> nothing_here();

}  // namespace catalyse::examples
