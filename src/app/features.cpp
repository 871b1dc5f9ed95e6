#include "catalogue/catalogue.hpp"
#include "discover/discover.hpp"
#include "ingest/versions.hpp"
#include "observatory/importers.hpp"
#include "territories/importers.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

plug::Feature feature(std::string_view name, std::span<const db::Migration> migrations, std::vector<plug::Importer> importers, std::string_view openapi) {
  return {name, {migrations.begin(), migrations.end()}, std::move(importers), openapi};
}

}  // namespace

std::vector<plug::Feature> features() {
  return {
      feature("ingest", ingest::version_migrations(), {}, {}),
      feature("territories", territories::migrations(), territories::importers(), territories::openapi()),
      feature("observatory", observatory::migrations(), observatory::importers(), {}),
      feature("dossier", {}, {}, dossier::openapi()),
      feature("catalogue", {}, {}, catalogue::openapi()),
      feature("discover", {}, {}, discover::openapi()),
  };
}

}  // namespace catalyse::app
