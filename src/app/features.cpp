#include "accounts/accounts.hpp"
#include "assessment/assessment.hpp"
#include "audit/audit.hpp"
#include "cartography/cartography.hpp"
#include "cases/cases.hpp"
#include "catalogue/catalogue.hpp"
#include "comparisons/comparisons.hpp"
#include "contributions/contributions.hpp"
#include "discover/discover.hpp"
#include "dossier/dossier.hpp"
#include "editorial/desk.hpp"
#include "examples/examples.hpp"
#include "finder/finder.hpp"
#include "ingest/versions.hpp"
#include "jobs/jobs.hpp"
#include "library/library.hpp"
#include "notices/notices.hpp"
#include "observatory/importers.hpp"
#include "observatory/sentences.hpp"
#include "perimeters/perimeters.hpp"
#include "projects/importers.hpp"
#include "projects/pages.hpp"
#include "territories/importers.hpp"
#include "territories/pages.hpp"
#include "tracker/exchange.hpp"
#include "tracker/reminders.hpp"
#include "tracker/tracker.hpp"
#include "web/i18n.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

plug::Feature shown(std::string_view name, std::span<const web::Message> messages, std::string_view openapi) {
  plug::Feature feature;
  feature.name = name;
  feature.messages = messages;
  feature.openapi = openapi;
  return feature;
}

plug::Feature stored(plug::Feature feature, std::span<const db::Migration> migrations,
                     std::vector<plug::Importer> importers) {
  feature.migrations.assign(migrations.begin(), migrations.end());
  feature.importers = std::move(importers);
  return feature;
}

plug::Feature written(plug::Feature feature, std::vector<plug::Contributed> kinds) {
  feature.contributed = std::move(kinds);
  return feature;
}

}  // namespace

std::vector<plug::Feature> features() {
  return {
      stored(shown("ingest", {}, {}), ingest::version_migrations(), {}),
      stored(shown("audit", {}, {}), audit::migrations(), {}),
      stored(shown("jobs", {}, {}), jobs::migrations(), {}),
      stored(shown("notices", notices::messages(), {}), notices::migrations(), {}),
      stored(shown("accounts", accounts::messages(), {}), accounts::migrations(), {}),
      stored(shown("territories", territories::messages(), territories::openapi()), territories::migrations(),
             territories::importers()),
      stored(shown("observatory", observatory::messages(), {}), observatory::migrations(), observatory::importers()),
      stored(shown("editorial", {}, {}), editorial::editorial_migrations(), {}),
      written(stored(shown("cases", cases::messages(), cases::openapi()), {}, cases::importers()),
              {cases::contributed()}),
      shown("contributions", contributions::messages(), contributions::openapi()),
      stored(shown("examples", examples::messages(), examples::openapi()), examples::migrations(), {}),
      written(stored(shown("library", library::messages(), library::openapi()), library::migrations(),
                     library::importers()),
              library::contributed(std::make_shared<const library::Shelf>(library::Shelf::Items{}))),
      stored(shown("projects", projects::messages(), projects::openapi()), projects::migrations(),
             projects::importers()),
      shown("dossier", dossier::messages(), dossier::openapi()),
      shown("comparisons", comparisons::messages(), comparisons::openapi()),
      shown("cartography", cartography::messages(), cartography::openapi()),
      stored(shown("tracker", tracker::messages(), tracker::openapi()), tracker::migrations(), tracker::importers()),
      stored(shown("assessment", assessment::messages(), assessment::openapi()), assessment::migrations(),
             assessment::importers()),
      stored(shown("perimeters", perimeters::messages(), perimeters::openapi()), perimeters::migrations(), {}),
      shown("catalogue", catalogue::messages(), catalogue::openapi()),
      shown("finder", finder::messages(), finder::openapi()),
      shown("discover", discover::messages(), discover::openapi()),
  };
}

std::vector<personal::Holding> personal_holdings() {
  std::vector<personal::Holding> all;
  for (const auto held : {notices::personal_data(), accounts::personal_data(), accounts::editorial_personal_data(),
                          tracker::personal_data(), assessment::personal_data(), library::personal_data(),
                          perimeters::personal_data(), examples::personal_data()})
    all.insert(all.end(), held.begin(), held.end());
  return all;
}

// A room that tells people about something names its kinds here.
std::vector<notices::Kind> notice_kinds() {
  auto all = contributions::notice_kinds();
  for (const auto& one : tracker::notice_kinds()) all.push_back(one);
  return all;
}

void register_all_messages() {
  web::register_messages(web::messages());
  for (const auto& feature : features()) web::register_messages(feature.messages);
}

}  // namespace catalyse::app
