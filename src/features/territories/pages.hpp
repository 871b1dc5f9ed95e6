// Pages of this room: the search of places (page and API) and, for the room that answers `/territoires/{level}/…`, the
// two pages that are not a dossier: the choice between successors of a former code, and the identity of a commune of an
// overseas collectivity.
#pragma once

#include <memory>
#include <span>

#include "http/http.hpp"
#include "plug/plug.hpp"
#include "territories/resolve.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::territories {

[[nodiscard]] plug::Contribution contribution(std::shared_ptr<const Territories> territories,
                                              std::shared_ptr<const web::Site> site);

[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

[[nodiscard]] http::Response choice_page(const Territories& territories, const web::Site& site,
                                         const http::Request& request, const Choice& choice);
[[nodiscard]] http::Response identity_page(const Territories& territories, const web::Site& site,
                                           const http::Request& request, PlaceIndex place);

}  // namespace catalyse::territories
