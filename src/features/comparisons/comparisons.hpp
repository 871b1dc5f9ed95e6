// Territories side by side (`/comparer`), scatter plot of two indicators (`/comparer/nuage`), distribution of one
// (`/comparer/distribution`).
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "observatory/observatory.hpp"
#include "perimeters/perimeters.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::comparisons {

// The read models of one data version: immutable, shared by all handlers.
struct Context {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const perimeters::Perimeters> perimeters;  // of `?perimetre=`; null: there are none
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

}  // namespace catalyse::comparisons
