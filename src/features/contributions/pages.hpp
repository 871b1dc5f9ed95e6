// What the pages of the room share: who asks, about which item, in which words.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "contributions.hpp"
#include "http/http.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::contributions {

using Answer = core::Result<http::Response>;

struct Office {
  const Context& context;
  const http::Request& request;

  [[nodiscard]] core::Language language() const { return request.language; }
  [[nodiscard]] const http::Actor& actor() const { return request.actor; }
  [[nodiscard]] editorial::By by() const { return {request.actor, request.client}; }
  [[nodiscard]] editorial::Desk& desk() const { return *context.desk; }
  [[nodiscard]] std::string say(const web::Message& message, web::Parameters parameters = {}) const {
    return web::say(request.language, message, parameters);
  }
  [[nodiscard]] std::string at(std::string_view path) const { return web::localised(request.language, path); }
  // The kind of this name; none when no feature gives it.
  [[nodiscard]] const plug::Contributed* kind(std::string_view name) const;
};

// Nothing is there for this reader.
[[nodiscard]] std::unexpected<core::Error> absent();
// The sentence of an id, that of the room or of the floor that knows pages; none when nobody has one.
[[nodiscard]] const web::Message* sentence_of(std::string_view message_id);
// The fields that say something, with their values in words.
[[nodiscard]] std::string content_html(const Office& office, const plug::Contributed& kind,
                                       const editorial::Content& content);

// 303 to a page of ours, with what was done in `fait`.
[[nodiscard]] http::Response done(const Office& office, std::string_view path, std::string_view what);
// What `fait` says was done; empty for a word that is none of ours.
[[nodiscard]] std::string notice_of(const Office& office);

struct Body {
  std::string title, html;
  std::vector<web::Link> crumbs{};
  web::Layout layout = web::Layout::text;
  std::string_view script{};  // name of an asset, beside the one of every page
};
[[nodiscard]] http::Response framed(const Office& office, Body body);

[[nodiscard]] std::string day_text(const Office& office, core::Instant at);
// The name of a person as those who write and review read it.
[[nodiscard]] std::string person_text(const Office& office, std::string_view person);
// As the public reads it: their name where they allowed it.
[[nodiscard]] std::string public_text(const Office& office, std::string_view person);
[[nodiscard]] std::string title_of(const Office& office, const editorial::Item& item);
[[nodiscard]] std::string propose_text(const Office& office, const plug::Contributed& kind);  // « Proposer un cas »
[[nodiscard]] std::string state_text(const Office& office, const editorial::State& state);
[[nodiscard]] std::string act_text(const Office& office, editorial::Act act);
// The values of a field as they are read: choices and places in words.
[[nodiscard]] std::vector<std::string> value_texts(const Office& office, const plug::Contributed& kind,
                                                   const editorial::Field& field,
                                                   const std::vector<std::string>& values);
[[nodiscard]] const std::vector<std::string>& values_of(const editorial::Content& content, std::string_view field);
[[nodiscard]] std::string label_of(const Office& office, const plug::Contributed& kind, std::string_view field);

// Of the queue: whether this reader may review anything at all, and what waits.
[[nodiscard]] bool is_reviewer(const Office& office);

[[nodiscard]] Answer own_page(const Office& office);
[[nodiscard]] Answer propose_page(const Office& office);
[[nodiscard]] Answer propose(const Office& office);
[[nodiscard]] Answer file_page(const Office& office);
[[nodiscard]] Answer take_file(const Office& office);
[[nodiscard]] Answer edit_page(const Office& office);
[[nodiscard]] Answer save(const Office& office);
[[nodiscard]] Answer take_back(const Office& office);
[[nodiscard]] Answer queue_page(const Office& office);
[[nodiscard]] Answer review_page(const Office& office);
[[nodiscard]] Answer decide(const Office& office);
[[nodiscard]] Answer history_page(const Office& office);
[[nodiscard]] Answer report_page(const Office& office);
[[nodiscard]] Answer report(const Office& office);
[[nodiscard]] Answer report_review_page(const Office& office);
[[nodiscard]] Answer decide_report(const Office& office);
[[nodiscard]] std::string motive_text(const Office& office, std::string_view motive);

}  // namespace catalyse::contributions
