// The bundle imported once for a test suite: the whole of France, as the program has it.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "db/fresh_database.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "series_load.hpp"
#include "territories/importers.hpp"

namespace catalyse::observatory::reference {

struct ImportedFrance {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  std::unique_ptr<db::Database> database;
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const Observatory> observatory;
  ObservatoryInput input;

  ImportedFrance() {
    const auto bundle = ingest::Bundle::open("data");
    if (!bundle) throw std::runtime_error(bundle.error().note);
    auto opened = db::Database::open(fresh.url());
    if (!opened) throw std::runtime_error(opened.error().note);
    database = std::make_unique<db::Database>(std::move(*opened));
    std::vector<db::Migration> all;
    for (const auto part : {ingest::version_migrations(), territories::migrations(), migrations()})
      all.insert(all.end(), part.begin(), part.end());
    if (!database->migrate(all)) throw std::runtime_error("migrations");
    for (const auto& list : {territories::importers(), importers()}) {
      for (const plug::Importer& importer : list) {
        const auto report = importer.run(*bundle, *database, {});
        if (!report) throw std::runtime_error(report.error().note);
      }
    }
    territories = *territories::load(*database, fresh.folder());
    observatory = *load(*database, *territories, fresh.folder());
    database->read([&](db::Transaction& tx) {
      const auto version = ingest::current_version(tx, kIndicatorSet);
      input = gather(tx, version.value().value(), *territories);
    });
  }
};

// One import for all the tests of a program.
inline const ImportedFrance& imported_france() {
  static const ImportedFrance france;
  return france;
}

}  // namespace catalyse::observatory::reference
