// The pages of the room and the same as data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base.hpp"
#include "cases.hpp"
#include "core/result.hpp"
#include "http/http.hpp"
#include "views.hpp"

namespace catalyse::cases {

[[nodiscard]] core::Result<http::Response> list_page(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> case_page(const Context& context, const http::Request& request);

// `{"id":…,"version":…,"address":…,"content":{…}}` of each; the content is what the import takes.
[[nodiscard]] std::string cases_json(std::span<const Sheet* const> sheets);
[[nodiscard]] std::string case_json(const Sheet& sheet);

// The place a reader named, by code or by words.
struct Named {
  std::string words;                             // as they were typed
  std::optional<territories::PlaceIndex> place;  // when they can mean one place only
  std::vector<territories::PlaceIndex> choices;  // otherwise, the likeliest
};
[[nodiscard]] Named read_place(const territories::Territories& territories, std::string_view words);
[[nodiscard]] std::string code_of(const territories::Place& place);  // com:76540
// « Rouen (Seine-Maritime) »
[[nodiscard]] std::string place_label(const territories::Territories& territories, territories::PlaceIndex place);

}  // namespace catalyse::cases
