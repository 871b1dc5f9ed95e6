// The pages of the room and the same as data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base.hpp"
#include "cases.hpp"
#include "core/result.hpp"
#include "http/http.hpp"
#include "territories/reader_place.hpp"
#include "views.hpp"

namespace catalyse::cases {

[[nodiscard]] core::Result<http::Response> list_page(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> case_page(const Context& context, const http::Request& request);

// Under the title of a case: its places, or its level; its category and fragilities.
[[nodiscard]] std::string where(const Context& context, const Sheet& sheet, core::Language language);
[[nodiscard]] std::string about(const Sheet& sheet, core::Language language);

// What the dossier of a place shows of the case base; empty for a place without dossier.
[[nodiscard]] std::string place_section(const Context& context, const core::PlaceCode& code, core::Language language);

// `{"id":…,"version":…,"address":…,"content":{…}}` of each; the content is what the import takes.
[[nodiscard]] std::string cases_json(std::span<const Sheet* const> sheets);
[[nodiscard]] std::string case_json(const Sheet& sheet);

using territories::code_of;
using territories::Named;
using territories::place_label;
using territories::read_place;

}  // namespace catalyse::cases
