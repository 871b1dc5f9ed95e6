// The library (`/ressources`), the seven levers (`/leviers`) and the guided paths (`/parcours`).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/cases.hpp"
#include "core/territory.hpp"
#include "editorial/content.hpp"
#include "library/shelf.hpp"
#include "personal/personal.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "tracker/tracker.hpp"
#include "web/web.hpp"

namespace catalyse::library {

// How resources, levers and paths are contributed; they live as long as the program.
[[nodiscard]] const editorial::Kind& resource_kind();
[[nodiscard]] const editorial::Kind& lever_kind();
[[nodiscard]] const editorial::Kind& path_kind();
// Resources and paths as people write them; the choice of a lever is said by its title on this shelf.
[[nodiscard]] std::vector<plug::Contributed> contributed(std::shared_ptr<const Shelf> shelf);

// Where a place stands on a lever, as a sentence with its source; empty when nothing is known. Given by the room that
// knows assessments.
using Standing = std::function<std::string(const core::PlaceCode& place, unsigned lever, core::Language language)>;

// What somebody's own assessments say of a lever; address: private, without language.
struct OwnStanding {
  std::string title, address, text;
};
using OwnStandings =
    std::function<std::vector<OwnStanding>(std::string_view person, unsigned lever, core::Language language)>;

struct Context {
  std::shared_ptr<const Shelf> shelf;
  std::shared_ptr<const cases::Base> cases;
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const web::Site> site;
  tracker::Context programmes;
  Standing standing{};               // may be empty
  db::Database* database = nullptr;  // where people's progress is kept; null: it is not
  OwnStandings own{};                // may be empty
};

// What stands under the questions that name a measure. Keeps the shelf and the cases.
[[nodiscard]] tracker::Relating related(const Context& context);

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] web::NavLink own_pages();  // « Mes parcours », for the page of one's account
[[nodiscard]] std::span<const db::Migration> migrations();
[[nodiscard]] std::vector<plug::Importer> importers();
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();
[[nodiscard]] std::span<const personal::Holding> personal_data();

}  // namespace catalyse::library
