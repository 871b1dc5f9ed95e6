// One data version, ready to answer: the read models, the pages made from them, the router that serves them. Immutable
// once built.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "cases/cases.hpp"
#include "config.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "dossier/dossier.hpp"
#include "geo/tiles.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "library/library.hpp"
#include "plug/plug.hpp"
#include "projects/projects.hpp"
#include "search/search.hpp"
#include "web/web.hpp"

namespace catalyse::app {

struct Models {
  dossier::Context dossier;
  std::shared_ptr<const cases::Base> cases;
  std::shared_ptr<const library::Shelf> shelf;
  std::shared_ptr<const ingest::Bundle> bundle;
  std::shared_ptr<const projects::Projects> projects;
  std::shared_ptr<const geo::Tiles> tiles;
};

struct World {
  Models models;
  std::shared_ptr<web::Site> site;
  std::shared_ptr<const accounts::Accounts> accounts;
  std::shared_ptr<const http::Router> router;
  std::shared_ptr<search::Engine> search;
};

// Every feature, in order: this list is the program. Migrations and imports run in this order.
[[nodiscard]] std::vector<plug::Feature> features();

// The read models from the database and the snapshots (rebuilt when missing or damaged).
// Errors: app.data.missing (not_found) when nothing was imported yet, and those of the rooms.
[[nodiscard]] core::Result<Models> load_models(const Config& config, db::Database& database);
// `metrics` gives the figures of /metrics; `database` must outlive the world.
[[nodiscard]] core::Result<World> build_world(const Config& config, db::Database& database,
                                              std::function<std::string()> metrics);

// People, over this database; it must outlive them.
[[nodiscard]] std::shared_ptr<const accounts::Accounts> open_accounts(const Config& config, db::Database& database);

[[nodiscard]] std::string program_version();

// The log: one JSON line on standard error for each thing told (docs/operate.md).
void write_log_line(std::string_view line);

// Registers the sentences of every room; once, before the first request or command.
void register_all_messages();

}  // namespace catalyse::app
