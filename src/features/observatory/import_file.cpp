// A declared file kept: a set of its own, with its versions, in the same tables as the bundle's indicators.
#include <array>

#include "core/digest.hpp"
#include "file_ground.hpp"
#include "importers.hpp"
#include "ingest/set_import.hpp"
#include "ingest/versions.hpp"

namespace catalyse::observatory {
namespace {

// Raise it when the rules of file_tables.cpp or series_values.cpp change: the same file then gives another version.
constexpr std::string_view kRules = "1";
// Words that stand in addresses below /donnees.
constexpr std::array<std::string_view, 8> kReserved{"catalogue", "fichiers", "indicateurs", "paquet",
                                                    "versions",  "verifier", "citer",       "changements"};

std::unexpected<core::Error> taken(const std::string& name, std::string note) {
  return core::fail(core::ErrorKind::conflict, "observatory.file.taken", std::move(note), {{"name", name}});
}

// The names that a new set would collide with: those of the bundle and of other files.
core::Result<void> check_names(db::Transaction& tx, const FileFigures& figures, const std::string& set) {
  const auto base = ingest::current_version(tx, kIndicatorSet);
  if (!base || !base->has_value())
    return core::fail(core::ErrorKind::unavailable, "observatory.empty",
                      "no data set indicateurs is loaded: run `catalyse import` first");
  for (const auto& deposit : deposited_sets(tx)) {
    if (deposit.provenance.set == set) continue;
    const auto version = ingest::find_version(tx, deposit.version);
    if (!version || !version->current) continue;
    std::vector<std::int64_t> ids;
    for (const auto& theirs : read_catalogue(tx, deposit.version, ids).indicators)
      for (const auto& ours : figures.catalogue.indicators)
        if (ours.indicator.id == theirs.indicator.id)
          return taken(ours.indicator.id,
                       "the indicator " + ours.indicator.id + " already comes from the set " + deposit.provenance.set);
  }
  return {};
}

void keep(db::Transaction& tx, std::int64_t version, FileFigures& figures, const DepositedSet& deposit,
          const Ground& ground) {
  const auto ids = add_catalogue(tx, version, figures.catalogue);
  for (std::size_t s = 0; s < ids.size(); ++s) figures.values[s].series = ids[s];
  std::size_t next = 0;
  add_observations(
      tx, ground, [&]() -> const Filled* { return next == figures.values.size() ? nullptr : &figures.values[next++]; });
  add_deposit(tx, version, deposit);
}

}  // namespace

core::Result<FileOutcome> import_file(const FileGround& ground, db::Database& database, const ingest::Source& source,
                                      const ingest::Mapping& mapping, const FileImportOptions& options) {
  const auto& state = ground.state();
  const std::string& set = mapping.provenance.set;
  if (state.sets.contains(set) || std::ranges::find(kReserved, set) != kReserved.end())
    return taken(set, "the name " + set + " belongs to the platform: choose another id in [set]");
  DepositedSet deposit{0, mapping.provenance, options.file, source.digest(), ingest::mapping_text(mapping), 0};
  FileFigures figures;
  auto report = ingest::import_set({.bundle = state.bundle,
                                    .database = database,
                                    .clock = *options.clock,
                                    .set = set,
                                    .version = core::sha256(deposit.digest + "\n" + deposit.mapping + "\n" +
                                                            state.territories + "\n" + std::string(kRules)),
                                    .title = mapping.provenance.title_fr,
                                    .bad_rows = options.strict ? ingest::BadRows::none : ingest::BadRows::some,
                                    .progress = {},
                                    .read = [&](ingest::Report& told) -> core::Result<void> {
                                      auto judged = judge(state, source, mapping, options.file);
                                      if (!judged) return std::unexpected(judged.error());
                                      figures = std::move(*judged);
                                      deposit.cog = figures.outcome.cog;
                                      told.files = figures.outcome.report.files;
                                      return {};
                                    },
                                    .write = [&](db::Transaction& tx, std::int64_t id) -> core::Result<void> {
                                      if (auto free = check_names(tx, figures, set); !free) return free;
                                      keep(tx, id, figures, deposit, state.ground);
                                      return {};
                                    }});
  if (!report) return std::unexpected(report.error());
  figures.outcome.report = std::move(*report);
  return std::move(figures.outcome);
}

core::Result<void> withdraw_file(db::Database& database, std::string_view set) {
  return database.write([&](db::Transaction& tx) -> core::Result<void> {
    const auto deposits = deposited_sets(tx);
    if (std::ranges::none_of(deposits, [&](const auto& deposit) { return deposit.provenance.set == set; }))
      return core::fail(core::ErrorKind::not_found, "observatory.file.unknown",
                        "no set of the name " + std::string(set) + " came from a file", {{"name", std::string(set)}});
    if (ingest::withdraw(tx, set)) return {};
    return core::fail(core::ErrorKind::conflict, "observatory.file.withdrawn",
                      "the set " + std::string(set) + " is withdrawn already", {{"name", std::string(set)}});
  });
}

}  // namespace catalyse::observatory
