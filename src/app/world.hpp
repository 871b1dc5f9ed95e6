// One data version, ready to answer: the read models, the pages made from them, the router that serves them. Immutable once built.
#pragma once

#include <memory>
#include <string>

#include "config.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "dossier/dossier.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "plug/plug.hpp"
#include "web/web.hpp"

namespace catalyse::app {

struct World {
  dossier::Context dossier;
  std::shared_ptr<web::Site> site;
  std::shared_ptr<const http::Router> router;
};

// Every feature, in order: this list is the program. Migrations and imports run in this order.
[[nodiscard]] std::vector<plug::Feature> features();

// The read models from the database and the snapshots (rebuilt when missing or damaged).
// Errors: app.data.missing (not_found) when nothing was imported yet, and those of the rooms.
[[nodiscard]] core::Result<dossier::Context> load_models(const Config& config, db::Database& database);
[[nodiscard]] core::Result<World> build_world(const Config& config, db::Database& database);

// Registers the sentences of every room; once, before the first request or command.
void register_all_messages();

// Contours as a mapped image beside the snapshots, made from the bundle when it is missing or of other data.
[[nodiscard]] core::Result<std::shared_ptr<const geo::Contours>> load_contours(const Config& config);

}  // namespace catalyse::app
