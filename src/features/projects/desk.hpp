// A page of this room being made.
#pragma once

#include "asked.hpp"
#include "export/csv.hpp"
#include "pages.hpp"
#include "search/source.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::projects {

inline constexpr std::string_view kPath = "/projets";
inline constexpr std::string_view kMapPath = "/projets/carte";

struct Desk {
  const Context& context;
  const http::Request& request;
  Asked asked;

  [[nodiscard]] core::Language language() const { return request.language; }
  [[nodiscard]] std::string name(PlaceIndex place) const { return std::string(context.territories->place(place).name); }
  // In the reader's language; `asked` changed at one parameter.
  [[nodiscard]] std::string href(std::string_view path, std::string_view parameter = {},
                                 std::string_view value = {}) const {
    return asked.with(web::localised(language(), path), parameter, value);
  }
};

[[nodiscard]] core::Result<http::Response> search_page(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> project_page(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> map_page(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> method_page(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> api_page(const Context& context, const http::Request& request);

// The whole of a selection, made while it is sent: a few dozen kilobytes at a time, however many rows.
[[nodiscard]] http::Response stream_csv(const Context& context, const Asked& asked, exporting::Dialect dialect,
                                        core::Language language);
[[nodiscard]] http::Response stream_json(const Context& context, const Asked& asked, core::Language language);

[[nodiscard]] search::Source search_source(const Context& context);
// The section of a place's dossier; empty when no project is known there.
[[nodiscard]] std::string place_section(const Context& context, const core::PlaceCode& place, core::Language language);

[[nodiscard]] std::string project_json(const Context& context, RowIndex row, core::Language language);
[[nodiscard]] std::string scope_words(const Desk& desk);  // « Rouen », « à 20 km de Rouen »…
// Forms of the same search: CSV, CSV for Excel, JSON.
[[nodiscard]] std::vector<web::Offer> offers(const Desk& desk);

}  // namespace catalyse::projects
