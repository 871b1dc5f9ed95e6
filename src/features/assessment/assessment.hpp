// Self-assessment on the seven levers (`/diagnostic`).
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "db/db.hpp"
#include "library/library.hpp"
#include "observatory/observatory.hpp"
#include "personal/personal.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::assessment {

struct Context {
  library::Context library;  // what may help, the places, the site
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const core::Clock> clock;
  db::Database* database = nullptr;  // must outlive the context
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
// Where a place stands on a lever by what was shared with everybody, for the pages of levers. `database` must outlive
// it.
[[nodiscard]] library::Standing standing(const db::Database& database);
// What somebody's own assessments say of a lever, the newest first, five at most.
[[nodiscard]] library::OwnStandings own_standings(const db::Database& database);
[[nodiscard]] std::vector<plug::Importer> importers();
[[nodiscard]] std::span<const db::Migration> migrations();
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();
[[nodiscard]] std::span<const personal::Holding> personal_data();

}  // namespace catalyse::assessment
