#include <algorithm>

#include "exchange.hpp"
#include "ingest/versions.hpp"
#include "migrations.hpp"
#include "programme_file.hpp"
#include "store.hpp"

namespace catalyse::tracker {
namespace {

constexpr std::string_view kSet = "programmes";

Day day_of(core::Instant now) { return Day(std::chrono::floor<std::chrono::days>(now)); }

core::Error refused(const ingest::Report& report) {
  std::string note =
      "the data set programmes was refused, " + std::to_string(report.refused()) + " bad rows; nothing was changed";
  for (const auto& file : report.files) {
    if (file.bad.empty()) continue;
    const auto& bad = file.bad.front();
    note += "; " + bad.file + " line " + std::to_string(bad.line) + ", column " + bad.column + ", value '" + bad.value +
            "': " + bad.reason;
  }
  return {core::ErrorKind::damaged, "tracker.import.refused", {}, note};
}

// Whether this very version of the set was loaded before.
bool loaded(const db::Database& database, const std::string& version) {
  bool found = false;
  database.read([&](db::Transaction& tx) {
    found = std::ranges::any_of(ingest::versions(tx, kSet),
                                [&](const auto& one) { return one.version == version && one.current; });
  });
  return found;
}

core::Result<void> write(db::Transaction& tx, const std::vector<std::vector<Record>>& programmes,
                         const ingest::Report& report, core::Instant now) {
  for (const auto& records : programmes) {
    if (const auto saved = save(tx, records, now); !saved) return std::unexpected(saved.error());
  }
  const auto begun = ingest::begin_version(tx, kSet, report.version, now);
  ingest::finish_version(tx, begun.id, std::string(kSet), report);
  return {};
}

core::Result<ingest::Report> import_set(const ingest::Bundle& bundle, db::Database& database,
                                        const plug::ImportOptions& options) try {
  ingest::Report report;
  report.set = kSet;
  report.version = bundle.set_version(kSet);
  report.unchanged = bundle.of_set(kSet).empty() || loaded(database, report.version);
  if (report.unchanged) return report;
  const auto now = core::SystemClock().now();
  std::vector<std::vector<Record>> programmes;
  for (const auto* resource : bundle.of_set(kSet)) {
    const auto text = bundle.read(*resource);
    if (!text) return std::unexpected(text.error());
    auto& file = report.files.emplace_back();
    file.file = resource->path;
    programmes.push_back(read_programme(*text, day_of(now), file));
  }
  // A programme with a row left out would be another programme.
  if (report.refused() > 0) return std::unexpected(refused(report));
  auto written = database.write([&](db::Transaction& tx) { return write(tx, programmes, report, now); });
  if (!written) return std::unexpected(written.error());
  if (options.progress) options.progress(kSet, 1);
  return report;
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kSet, import_set}}; }

core::Result<Imported> import_file(const ProgrammeFile& file, db::Database& database, core::Instant now) {
  Imported imported;
  imported.report.file = file.name;
  const auto records = read_programme(file.text, day_of(now), imported.report);
  if (imported.report.refused > 0) return imported;
  imported.programme = records.front()[Field::id];
  auto written = database.write([&](db::Transaction& tx) -> core::Result<void> {
    const auto saved = save(tx, records, now);
    if (!saved) return std::unexpected(saved.error());
    imported.added = saved->added;
    imported.kept = saved->kept;
    imported.reviews = saved->reviews;
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return imported;
}

core::Result<std::string> export_file(const db::Database& database, std::string_view programme) try {
  std::vector<Record> records;
  database.read([&](db::Transaction& tx) { records = read_records(tx, programme); });
  if (records.empty())
    return core::fail(core::ErrorKind::not_found, "tracker.unknown.programme",
                      "there is no programme '" + std::string(programme) + "'",
                      {{"programme", std::string(programme)}});
  return write_programme(records, exporting::Dialect::standard);
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

core::Result<std::vector<Listed>> list_programmes(const db::Database& database) try {
  std::vector<Listed> all;
  database.read([&](db::Transaction& tx) {
    for (const auto& row : programme_rows(tx)) {
      const auto programme = programme_of(read_records(tx, row.id));
      all.push_back({row.id, programme.label.fr, programme.objectives.size(), programme.changes.size()});
    }
  });
  return all;
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

}  // namespace catalyse::tracker
