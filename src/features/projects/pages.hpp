// What this room shows: `/projets`, `/projets/{id}-{slug}`, `/projets/carte`, `/projets/methode`, `/api/v1/projets`,
// and its section of a place's dossier.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "geo/contours.hpp"
#include "geo/overview.hpp"
#include "observatory/observatory.hpp"
#include "perimeters/perimeters.hpp"
#include "plug/plug.hpp"
#include "plug/themes.hpp"
#include "projects/projects.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::projects {

// The read models of one data version: immutable, shared by all handlers.
struct Context {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const Projects> projects;
  std::shared_ptr<const geo::Contours> contours;
  std::shared_ptr<const geo::OverviewMap> france;
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const perimeters::Perimeters> perimeters{};  // of `?perimetre=`; null: there are none
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
// Of the page of a theme in the dossier of a place: what was funded there that our rules class under it.
[[nodiscard]] plug::ThemeSection theme_section(const Context& context);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

// Without language: /projets/d18n12-renovation-de-la-mairie.
[[nodiscard]] std::string address(const Project& project);

}  // namespace catalyse::projects
