// For tests of rooms that read the library: its tables and its shipped contents, with the cases and measures it links.
#pragma once

#include <memory>
#include <stdexcept>
#include <vector>

#include "cases/cases.hpp"
#include "core/clock.hpp"
#include "editorial/desk.hpp"
#include "ingest/testing.hpp"
#include "library/library.hpp"
#include "tracker/exchange.hpp"

namespace catalyse::library::testing {

// Of everything under the library but the versions of data sets and the territories.
[[nodiscard]] inline std::vector<db::Migration> migrations() {
  std::vector<db::Migration> all;
  for (const auto part : {editorial::editorial_migrations(), tracker::migrations(), library::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

// Imports the shipped sets and fills `context`, whose territories and site are there. Throws when a set is refused.
inline void load(db::Database& database, Context& context) {
  const auto bundle = ingest::testing::open_bundle("data");
  for (const auto& some : {cases::importers(), tracker::importers(), importers()}) {
    for (const auto& importer : some)
      if (const auto done = importer.run(bundle, database, {}); !done) throw std::runtime_error(done.error().note);
  }
  context.database = &database;
  context.cases = cases::load_base(database, context.territories);
  context.shelf = load_shelf(database);
  context.programmes = tracker::context(database, context.site, std::make_shared<core::SystemClock>());
}

}  // namespace catalyse::library::testing
