// The pages of this room and the same as data.
#pragma once

#include <string>

#include "export/csv.hpp"
#include "http/http.hpp"
#include "library.hpp"
#include "list_rules.hpp"
#include "perimeters.hpp"

namespace catalyse::perimeters {

// `/perimetres`: the list as typed, read by GET or sent by POST, and what was understood of it.
[[nodiscard]] core::Result<http::Response> form_page(const Context& context, const http::Request& request);
// `/perimetres/{id}-{slug}` in every form.
[[nodiscard]] core::Result<http::Response> perimeter_page(const Context& context, const http::Request& request);

// `/compte/perimetres`, of whoever is signed in: the list, the form of one, what it sends.
using Answer = core::Result<http::Response>;
inline constexpr std::string_view kSavedPath = "/compte/perimetres", kKept = "garde", kForgotten = "oublie";
[[nodiscard]] Answer saved_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer save_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer save_post(const Context& context, const http::Request& request);

// A perimeter in hand, in one language, for the length of a request.
struct Subject {
  const Context& context;
  const Perimeter& perimeter;
  const observatory::Gathered& gathered;
  core::Language language = core::Language::fr;
  std::string query{};  // what was asked beside the address, canonical, without '?'

  [[nodiscard]] const territories::Place& place(PlaceIndex index) const { return context.territories->place(index); }
  [[nodiscard]] const observatory::Indicator& indicator(std::uint16_t id) const {
    return context.observatory->indicators()[id];
  }
  [[nodiscard]] std::string href(std::string_view suffix = {}) const;
  [[nodiscard]] std::string href_of(PlaceIndex place) const;
};

[[nodiscard]] std::string perimeter_body(const Subject& subject);
[[nodiscard]] std::string outline_html(const Subject& subject);
[[nodiscard]] std::vector<web::Offer> offers(const Subject& subject);

[[nodiscard]] std::string perimeter_json(const Subject& subject);
[[nodiscard]] std::string perimeter_csv(const Subject& subject, exporting::Dialect dialect);
// Error: perimeters.no_contour (not_found).
[[nodiscard]] core::Result<std::string> perimeter_geojson(const Subject& subject);

}  // namespace catalyse::perimeters
