#include "core/clock.hpp"
#include "importers.hpp"
#include "ingest/set_import.hpp"
#include "read_projects.hpp"
#include "store.hpp"

namespace catalyse::projects {
namespace {

// Raise it when the reading of a cell changes: the same files then give another version.
constexpr std::string_view kRules = "-1";

core::Result<ingest::Report> run(const ingest::Bundle& bundle, db::Database& database,
                                 const plug::ImportOptions& options) {
  if (bundle.of_set(kSet).empty()) {  // a bundle without projects is whole: nothing to do
    ingest::Report report;
    report.set = kSet;
    report.unchanged = true;
    return report;
  }
  const core::SystemClock clock;
  Records records;
  return ingest::import_set(
      {bundle, database, clock, std::string(kSet), bundle.set_version(kSet) + std::string(kRules), "2004-2024",
       options.strict ? ingest::BadRows::none : ingest::BadRows::some, options.progress,
       [&](ingest::Report& report) { return read_projects(bundle, options.progress, records, report); },
       [&](db::Transaction& tx, std::int64_t id) -> core::Result<void> {
         write_projects(tx, id, records);
         return {};
       }});
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kSet, run}}; }

}  // namespace catalyse::projects
