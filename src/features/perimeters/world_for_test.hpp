// The room on the small France of tests/world, for its tests.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/db.hpp"
#include "db/fresh_database.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "observatory/importers.hpp"
#include "observatory/sentences.hpp"
#include "perimeters.hpp"
#include "territories/importers.hpp"
#include "web/i18n.hpp"

namespace catalyse::perimeters::testing {

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

// One imported world for all tests of this file. No contours: what a page says without them is tested too.
struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  std::unique_ptr<db::Database> database;
  Context context;
  std::unique_ptr<http::Router> router;

  World() {
    database = std::make_unique<db::Database>(or_throw(db::Database::open(fresh.url())));
    std::vector<db::Migration> all;
    for (const auto part :
         {ingest::version_migrations(), territories::migrations(), observatory::migrations(), migrations()})
      all.insert(all.end(), part.begin(), part.end());
    if (!database->migrate(all)) throw std::runtime_error("migrations");
    const auto bundle = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& importers : {territories::importers(), observatory::importers()}) {
      for (const auto& importer : importers) (void)or_throw(importer.run(bundle, *database, {}));
    }
    context.territories = or_throw(territories::load(*database, fresh.folder()));
    context.observatory = or_throw(observatory::load(*database, *context.territories, fresh.folder()));
    geo::ContoursBuilder contours;
    static constexpr std::string_view kOne =
        R"({"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[0,0]},
"objects":{"communes":{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":"76540","arcs":[[0]]}]}},
"arcs":[[[100,4900],[20,0],[0,10],[-20,0],[0,-10]]]})";
    if (!contours.add(kOne)) throw std::runtime_error("contours");
    context.contours = std::make_shared<const geo::Contours>(or_throw(std::move(contours).build("test")));
    context.fine = context.contours;
    context.site = std::make_shared<const web::Site>();
    context.perimeters = std::make_shared<const Perimeters>(context.territories, database.get());
    context.database = database.get();
    for (const auto& some : {web::messages(), messages(), observatory::messages()}) web::register_messages(some);
    http::RouterOptions options;
    options.routes = contribution(context).routes;
    options.error_page = web::error_page(*context.site);
    options.version = "test";
    // The secret of a session is the person.
    options.gate.cookie = "session";
    options.gate.sign_in = "/connexion";
    options.gate.identify = [](std::string_view secret) {
      return http::Actor{std::string(secret), std::string(secret), {}, "s", "jeton-sans-secret"};
    };
    options.gate.allows = [](const http::Actor&, const http::Who&) { return false; };
    router = std::make_unique<http::Router>(std::move(options));
  }
};

inline const World& world() {
  static const World made;
  return made;
}

}  // namespace catalyse::perimeters::testing
