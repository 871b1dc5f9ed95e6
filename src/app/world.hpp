// One data version, ready to answer: the read models, the pages made from them, the router that serves them.
#pragma once

#include <atomic>
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
#include "editorial/desk.hpp"
#include "editorial/reports.hpp"
#include "geo/tiles.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "library/library.hpp"
#include "library/links.hpp"
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
  std::shared_ptr<const geo::OverviewMap> same_scale;
};

// How the addresses of resources are asked: under our name, with the guard of the public web.
[[nodiscard]] library::LinkChecking link_checking(const Config& config);

// The router that answers now. Thread-safe.
class Front {
 public:
  [[nodiscard]] std::shared_ptr<const http::Router> router() const { return router_.load(); }
  // The index that this router asks.
  [[nodiscard]] std::shared_ptr<search::Engine> search() const { return search_.load(); }
  void show(std::shared_ptr<const http::Router> router, std::shared_ptr<search::Engine> search) {
    router_.store(std::move(router));
    search_.store(std::move(search));
  }

 private:
  std::atomic<std::shared_ptr<const http::Router>> router_;
  std::atomic<std::shared_ptr<search::Engine>> search_;
};

// `front` is given another router when something is published or withdrawn: what was contributed is read again, the
// data stay as they are. A request in hand is finished by the router it began with.
struct World {
  Models models;
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const accounts::Accounts> accounts;
  std::shared_ptr<editorial::Desk> desk;
  std::shared_ptr<editorial::ReportBox> reports;
  std::shared_ptr<Front> front;
  std::shared_ptr<search::Engine> search;
};

// Every feature, in order: this list is the program. Migrations and imports run in this order.
[[nodiscard]] std::vector<plug::Feature> features();

// What every room holds about people, and what each tells them about by mail; in the order of the features.
[[nodiscard]] std::vector<personal::Holding> personal_holdings();
[[nodiscard]] std::vector<notices::Kind> notice_kinds();

// The read models from the database and the snapshots (rebuilt when missing or damaged), without what only the pages
// need: what is contributed, and the tiles, which `build_world` adds.
// Errors: app.data.missing (not_found) when nothing was imported yet, and those of the rooms.
[[nodiscard]] core::Result<Models> load_models(const Config& config, db::Database& database);
// `metrics` gives the figures of /metrics; `config` and `database` must outlive the world.
[[nodiscard]] core::Result<World> build_world(const Config& config, db::Database& database,
                                              std::function<std::string()> metrics);

// People, over this database; it must outlive them. `erased`: accounts::Settings.
// Error secrets.key (unavailable): the file of the key cannot be used.
[[nodiscard]] core::Result<std::shared_ptr<const accounts::Accounts>> open_accounts(const Config& config,
                                                                                    db::Database& database,
                                                                                    std::function<void()> erased);

[[nodiscard]] std::string program_version();

// The log: one JSON line on standard error for each thing told (docs/operate.md).
void write_log_line(std::string_view line);

// Registers the sentences of every room; once, before the first request or command.
void register_all_messages();

}  // namespace catalyse::app
