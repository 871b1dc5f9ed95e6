// The pages of the room and the same as data.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "http/http.hpp"
#include "library/library.hpp"
#include "link_rules.hpp"
#include "views.hpp"
#include "vocabulary.hpp"

namespace catalyse::library {

using Answer = core::Result<http::Response>;

[[nodiscard]] Answer resources_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer resource_page(const Context& context, const http::Request& request);
// Somebody says that the resource served them.
[[nodiscard]] Answer use_post(const Context& context, const http::Request& request);
// The list of links, for who may review resources.
[[nodiscard]] Answer links_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer levers_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer lever_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer paths_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer path_page(const Context& context, const http::Request& request);
// Of somebody who is signed in.
[[nodiscard]] Answer kept_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer keep_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer keep_post(const Context& context, const http::Request& request);

// The filters of the list that choose from a list of values.
struct Facet {
  std::string_view parameter, field;
  const web::Message* label = nullptr;
  std::string Filter::*chosen = nullptr;
  std::span<const std::string_view> values;
};
[[nodiscard]] std::span<const Facet> facets();
// A value of a field in words: the lever's title, the goal's name, the term.
[[nodiscard]] std::string value_label(const Context& context, std::string_view field, std::string_view value,
                                      core::Language language);

[[nodiscard]] std::string resources_json(std::span<const Resource* const> resources);
[[nodiscard]] std::string resource_json(const Resource& resource);
// A check in a word: « Lien mort ».
// The day of a moment, in UTC: 2026-11-22, « 22 novembre 2026 ».
[[nodiscard]] std::string iso_day(core::Instant when);
[[nodiscard]] std::string day_words(core::Instant when, core::Language language);
[[nodiscard]] std::string state_words(const std::optional<LinkCheck>& check, core::Language language);
// Of the content of a kind, in the words of its form.
[[nodiscard]] std::string json_schema(const editorial::Kind& kind, core::Language language);
[[nodiscard]] std::string levers_json(const Shelf& shelf);
[[nodiscard]] std::string path_json(const Path& path);

// « 2020 », « mai 2020 », « 7 mai 2020 »
[[nodiscard]] std::string when_words(std::string_view date, core::Language language);
[[nodiscard]] std::vector<SourceView> source_views(std::span<const Source> sources);

}  // namespace catalyse::library
