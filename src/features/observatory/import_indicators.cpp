#include <map>

#include "core/digest.hpp"
#include "importers.hpp"
#include "ingest/set_import.hpp"
#include "series_catalogue.hpp"
#include "series_ground.hpp"
#include "store.hpp"

namespace catalyse::observatory {
namespace {

// Raise it when the rules of series_values.cpp change: the same files then give another version.
constexpr std::string_view kRules = "2";
constexpr std::size_t kTableLimit = 256U << 20U;
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

core::Result<ingest::Report> import_indicators(const ingest::Bundle& bundle, db::Database& database,
                                               const plug::ImportOptions& options, const core::Clock& clock) {
  std::optional<Figures> figures;
  return ingest::import_set({.bundle = bundle,
                             .database = database,
                             .clock = clock,
                             .set = std::string(kIndicatorSet),
                             .version = version_of(bundle),
                             .title = bundle.version(),
                             .bad_rows = options.strict ? ingest::BadRows::none : ingest::BadRows::some,
                             .progress = options.progress,
                             .read = [&](ingest::Report& report) -> core::Result<void> {
                               auto computed = compute_all(bundle, report, options.progress);
                               if (!computed) return std::unexpected(computed.error());
                               figures = std::move(*computed);
                               return {};
                             },
                             .write = [&](db::Transaction& tx, std::int64_t id) -> core::Result<void> {
                               add_all(tx, id, *figures, options.progress);
                               return {};
                             }});
}

}  // namespace

std::vector<plug::Importer> importers(std::shared_ptr<const core::Clock> clock) {
  return {{kIndicatorSet, [clock = std::move(clock)](const ingest::Bundle& bundle, db::Database& database,
                                                     const plug::ImportOptions& options) {
             return import_indicators(bundle, database, options, *clock);
           }}};
}

}  // namespace catalyse::observatory
