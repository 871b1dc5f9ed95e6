#include <map>

#include "core/digest.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "series_catalogue.hpp"
#include "series_ground.hpp"
#include "store.hpp"

namespace catalyse::observatory {
namespace {

// Raise it when the rules of series_values.cpp change: the same files then give another version.
constexpr std::string_view kRules = "2";
constexpr std::size_t kTableLimit = 256U << 20U;
constexpr std::size_t kBadRowsTold = 20;
constexpr double kComputed = 0.4;  // share of the whole time, for the progress bar

std::string version_of(const ingest::Bundle& bundle) {
  return core::sha256(bundle.set_version(kIndicatorSet) + bundle.set_version("territoires") + std::string(kRules));
}

// Everything an import needs, computed before the database is touched.
struct Figures {
  Ground ground;
  Catalogue catalogue;
  std::vector<Filled> series;  // parallel to the catalogue's
};

core::Result<void> fill_table(const ingest::Bundle& bundle, const std::string& path, std::span<const std::size_t> used,
                              Figures& figures, ingest::Report& report) {
  const auto text = bundle.read(*bundle.find(path), kTableLimit);
  if (!text) return std::unexpected(text.error());
  ingest::FileReport& file = report.files.emplace_back();
  file.file = path;
  const auto table = Table::read(*text, file);
  if (!table) return std::unexpected(table.error());
  std::vector<core::Level> levels;
  std::map<int, Alignment> alignments;  // by COG; a table has one
  for (const std::size_t s : used) {
    const SeriesPlan& plan = figures.catalogue.series[s].plan;
    levels.push_back(plan.from.value_or(plan.level));
    alignments.try_emplace(plan.cog, *table, figures.ground, plan.cog);
  }
  refuse_unknown_codes(*table, levels, figures.ground, file);
  for (const std::size_t s : used) {
    const CatalogueSeries& row = figures.catalogue.series[s];
    const SeriesPlan& plan = row.plan;
    if (const auto names = lacking(plan, *table); !names.empty())
      return core::fail(core::ErrorKind::damaged, "observatory.import.table",
                        path + ": no column " + names.front() + " for " + plan.indicator);
    figures.series[s] = {
        0, plan.level, compute(plan, figures.catalogue.indicators[row.indicator].rule, alignments.at(plan.cog), file)};
  }
  return {};
}

core::Result<Figures> compute_all(const ingest::Bundle& bundle, ingest::Report& report,
                                  const ingest::Progress& progress) {
  auto ground = Ground::read(bundle);
  if (!ground) return std::unexpected(ground.error());
  auto catalogue = Catalogue::read(bundle, report);
  if (!catalogue) return std::unexpected(catalogue.error());
  Figures figures{std::move(*ground), std::move(*catalogue), {}};
  figures.series.resize(figures.catalogue.series.size());
  std::map<std::string, std::vector<std::size_t>> tables;
  for (std::size_t s = 0; s < figures.catalogue.series.size(); ++s)
    tables[figures.catalogue.series[s].table].push_back(s);
  double done = 0;
  for (const auto& [path, used] : tables) {
    if (progress) progress(path, kComputed * done++ / static_cast<double>(tables.size()));
    if (auto filled = fill_table(bundle, path, used, figures, report); !filled) return std::unexpected(filled.error());
  }
  return figures;
}

core::Error refused(const ingest::Report& report) {
  core::Error error{
      core::ErrorKind::invalid, "observatory.import.refused", {{"refused", std::to_string(report.refused())}}, {}};
  error.note = std::to_string(report.refused()) + " bad rows";
  std::size_t told = 0;
  for (const auto& file : report.files) {
    for (const auto& row : file.bad) {
      if (++told > kBadRowsTold) return error;
      error.note +=
          "\n" + row.file + ":" + std::to_string(row.line) + ": " + row.column + " '" + row.value + "': " + row.reason;
    }
  }
  return error;
}

void add_all(db::Transaction& tx, std::int64_t version, Figures& figures, const ingest::Progress& progress) {
  const auto ids = add_catalogue(tx, version, figures.catalogue);
  for (std::size_t s = 0; s < ids.size(); ++s) figures.series[s].series = ids[s];
  std::size_t next = 0;
  add_observations(tx, figures.ground, [&]() -> const Filled* {
    if (progress)
      progress(kIndicatorSet,
               kComputed + (1 - kComputed) * static_cast<double>(next) / static_cast<double>(ids.size()));
    return next == figures.series.size() ? nullptr : &figures.series[next++];
  });
}

// True when the version is already in the database; it is then the current one.
core::Result<bool> bring_back(db::Database& database, const std::string& version) {
  std::optional<ingest::DataVersion> found;
  database.read([&](db::Transaction& tx) {
    for (auto& known : ingest::versions(tx, kIndicatorSet))
      if (known.version == version) found = std::move(known);
  });
  if (!found || found->current) return found.has_value();
  const auto written = database.write([&](db::Transaction& tx) -> core::Result<void> {
    ingest::make_current(tx, found->id);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return true;
}

core::Result<ingest::Report> import_indicators(const ingest::Bundle& bundle, db::Database& database,
                                               const plug::ImportOptions& options, const core::Clock& clock) {
  ingest::Report report{std::string(kIndicatorSet), version_of(bundle), false, {}};
  auto there = bring_back(database, report.version);
  if (!there) return std::unexpected(there.error());
  report.unchanged = *there;
  if (report.unchanged) return report;
  auto figures = compute_all(bundle, report, options.progress);
  if (!figures) return std::unexpected(figures.error());
  if (ingest::too_many_bad_rows(report, options.strict)) return std::unexpected(refused(report));
  const auto written = database.write([&](db::Transaction& tx) -> core::Result<void> {
    const auto begun = ingest::begin_version(tx, kIndicatorSet, report.version, clock.now());
    if (!begun.already) add_all(tx, begun.id, *figures, options.progress);  // else another program has just loaded it
    ingest::finish_version(tx, begun.id, bundle.version(), report);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (options.progress) options.progress(kIndicatorSet, 1);
  return report;
}

}  // namespace

std::vector<plug::Importer> importers(std::shared_ptr<const core::Clock> clock) {
  return {{kIndicatorSet, [clock = std::move(clock)](const ingest::Bundle& bundle, db::Database& database,
                                                     const plug::ImportOptions& options) {
             return import_indicators(bundle, database, options, *clock);
           }}};
}

}  // namespace catalyse::observatory
