#include "core/clock.hpp"
#include "importers.hpp"
#include "ingest/set_import.hpp"
#include "ingest/versions.hpp"
#include "read_bundle.hpp"

namespace catalyse::territories {

namespace {

constexpr std::string_view kTerritories = "territoires", kZonings = "zonages";

using Read = std::function<core::Result<void>(Records&, ingest::Report&)>;
using Write = std::function<void(db::Transaction&, std::int64_t, const Records&)>;

struct Task {
  const ingest::Bundle& bundle;
  db::Database& database;
  const plug::ImportOptions& options;
  std::string_view set;
};

core::Result<ingest::Report> run(const Task& task, const Read& read, const Write& write) {
  Records records;
  const core::SystemClock clock;
  return ingest::import_set({.bundle = task.bundle,
                             .database = task.database,
                             .clock = clock,
                             .set = std::string(task.set),
                             .version = task.bundle.set_version(task.set),
                             .title = ingest::vintage_of(task.bundle, task.set),
                             .bad_rows = task.options.strict ? ingest::BadRows::none : ingest::BadRows::some,
                             .progress = task.options.progress,
                             .read = [&](ingest::Report& report) { return read(records, report); },
                             .write = [&](db::Transaction& tx, std::int64_t id) -> core::Result<void> {
                               write(tx, id, records);
                               return {};
                             }});
}

core::Result<ingest::Report> import_territories(const ingest::Bundle& bundle, db::Database& database,
                                                const plug::ImportOptions& options) {
  return run(
      {bundle, database, options, kTerritories},
      [&](Records& records, ingest::Report& report) {
        return read_territories(bundle, options.progress, records, report);
      },
      write_territories);
}

// Zonings name places of the territories in force.
core::Result<void> read_known(db::Database& database, KnownCodes& known) {
  bool any = false;
  database.read([&](db::Transaction& tx) {
    const auto version = ingest::current_version(tx, kTerritories);
    any = version && *version;
    if (any) known = read_codes(tx, **version);
  });
  if (any) return {};
  return core::fail(core::ErrorKind::unavailable, "territories.none", "import the data set territoires before zonages");
}

core::Result<ingest::Report> import_zonings(const ingest::Bundle& bundle, db::Database& database,
                                            const plug::ImportOptions& options) {
  const auto read = [&](Records& records, ingest::Report& report) -> core::Result<void> {
    KnownCodes known;
    if (auto found = read_known(database, known); !found) return found;
    return read_zonings(bundle, known, options.progress, records, report);
  };
  return run({bundle, database, options, kZonings}, read, write_zonings);
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kTerritories, import_territories}, {kZonings, import_zonings}}; }

}  // namespace catalyse::territories
