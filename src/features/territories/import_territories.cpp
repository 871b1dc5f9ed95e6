#include "core/clock.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "read_bundle.hpp"

namespace catalyse::territories {

namespace {

constexpr std::string_view kTerritories = "territoires", kZonings = "zonages";

core::Error refused(const ingest::Report& report) {
  std::string note = "the data set " + report.set + " was refused, " + std::to_string(report.refused()) +
                     " bad rows; nothing was changed";
  std::size_t shown = 0;
  for (const auto& file : report.files) {
    for (const auto& bad : file.bad) {
      if (++shown > 3) break;
      note += "; " + bad.file + " line " + std::to_string(bad.line) + ", column " + bad.column + ", value '" +
              bad.value + "': " + bad.reason;
    }
  }
  return {core::ErrorKind::damaged,
          "territories.import.refused",
          {{"set", report.set}, {"count", std::to_string(report.refused())}},
          note};
}

std::string title_of(const ingest::Bundle& bundle, std::string_view set) {
  for (const auto* resource : bundle.of_set(set)) {
    if (!resource->vintage.empty()) return resource->vintage;
  }
  return std::string(set);
}

struct Task {
  const ingest::Bundle& bundle;
  db::Database& database;
  const plug::ImportOptions& options;
  std::string_view set;
};

// True when this very version is loaded already; it is made the current one.
core::Result<bool> already(const Task& task, const std::string& version) {
  std::optional<ingest::DataVersion> found;
  task.database.read([&](db::Transaction& tx) {
    for (auto& one : ingest::versions(tx, task.set)) {
      if (one.version == version) found = std::move(one);
    }
  });
  if (!found || found->current) return found.has_value();
  auto written = task.database.write([&](db::Transaction& tx) -> core::Result<void> {
    ingest::make_current(tx, found->id);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return true;
}

using Read = std::function<core::Result<void>(Records&, ingest::Report&)>;
using Write = std::function<void(db::Transaction&, std::int64_t, const Records&)>;

// Reads and checks everything first; the database sees one transaction, or nothing.
core::Result<ingest::Report> run(const Task& task, const Read& read, const Write& write) try {
  ingest::Report report;
  report.set = task.set;
  report.version = task.bundle.set_version(task.set);
  const auto known = already(task, report.version);
  if (!known) return std::unexpected(known.error());
  if (*known) {
    report.unchanged = true;
    return report;
  }
  Records records;
  if (auto done = read(records, report); !done) return std::unexpected(done.error());
  if (ingest::too_many_bad_rows(report, task.options.strict)) return std::unexpected(refused(report));
  auto written = task.database.write([&](db::Transaction& tx) -> core::Result<void> {
    const auto begun = ingest::begin_version(tx, task.set, report.version, core::SystemClock().now());
    if (!begun.already) write(tx, begun.id, records);
    ingest::finish_version(tx, begun.id, title_of(task.bundle, task.set), report);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (task.options.progress) task.options.progress(task.set, 1);
  return report;
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
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
