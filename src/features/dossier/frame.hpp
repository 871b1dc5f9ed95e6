// What every page of a dossier has around its body: title, way in, other forms, foot of a printed page.
#pragma once

#include <string>

#include "http/http.hpp"
#include "subject.hpp"
#include "web/web.hpp"

namespace catalyse::dossier {

// `last_crumb` names the page behind the summary; empty on the summary itself.
[[nodiscard]] web::Page frame(const Subject& subject, const http::Request& request, std::string last_crumb);
// CSV and JSON of the page behind the address of the place.
void offer(web::Page& page, const Subject& subject, const std::string& behind);
// schema.org: the place, so that a search engine shows what it is.
[[nodiscard]] std::string json_ld(const Subject& subject);

}  // namespace catalyse::dossier
