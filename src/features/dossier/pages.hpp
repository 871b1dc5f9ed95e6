// The pages of a dossier as the body of a page, without frame: so that « tout sur une page » is the same parts put
// together.
#pragma once

#include <string>

#include "core/result.hpp"
#include "http/http.hpp"
#include "observatory/observatory.hpp"
#include "subject.hpp"
#include "web/web.hpp"

namespace catalyse::dossier {

// The theme whose page holds the sections of other rooms.
inline constexpr std::string_view kDynamics = "partnership-dynamics";

// A page of its own, or a part of « tout sur une page »: with an h2 instead of the h1 and without form and navigation.
enum class Part : std::uint8_t { page, section };

[[nodiscard]] std::string summary_body(const Subject& subject, const observatory::Dossier& dossier);
// `page` with the summary for its content.
[[nodiscard]] http::Response summary_response(const Subject& subject, const observatory::Dossier& dossier,
                                              web::Page page);
// `theme` is an index in Observatory::themes().
[[nodiscard]] std::string theme_body(const Subject& subject, const observatory::Dossier& dossier, std::uint16_t theme,
                                     Part part);
[[nodiscard]] std::string evolution_body(const Subject& subject, Part part);
struct Criteria;
[[nodiscard]] std::string comparables_body(const Subject& subject, const observatory::Peers& peers,
                                           const Criteria& criteria, Part part);

// What the reader asked of the comparables, as typed, beside what it means. Errors name the field and the value.
struct Criteria {
  observatory::PeerOptions options;
  std::string query;      // the same choices as a query string, for links and downloads; empty for the defaults
  std::string perimeter;  // codes and ids of perimeters, as the address carries them
};
// `?poids=population:2,densite:0&k=20&region=meme|autre&meme-densite=oui&perimetre=dep:76,epci:200023414&population-min=…`;
// the form's own fields are `poids-{variable}`.
[[nodiscard]] core::Result<Criteria> read_criteria(const Subject& subject, const http::Query& query);

}  // namespace catalyse::dossier
