#include <cstdio>

#include "build.hpp"
#include "core/digest.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "snapshot.hpp"
#include "state.hpp"
#include "store.hpp"

namespace catalyse::territories {

namespace {

struct Edition {
  std::int64_t territories = 0;
  std::optional<std::int64_t> zonings;
  std::string digest;  // of what the two versions were made of
};

std::unexpected<core::Error> nothing_imported() {
  return core::fail(core::ErrorKind::unavailable, "territories.none",
                    "no data set territoires is loaded: run `catalyse import`");
}

void say(const Note& note, const std::string& line) {
  if (note) {
    note(line);
  } else {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
}

Records read_all(db::Database& database, const Edition& edition) {
  Records records;
  database.read([&](db::Transaction& tx) {
    read_territories(tx, edition.territories, records);
    if (edition.zonings) read_zonings(tx, *edition.zonings, records);
  });
  records.version = edition.digest;
  return records;
}

std::shared_ptr<const Territories> open(db::Database& database, const std::filesystem::path& folder,
                                        const Edition& edition, const Note& note) {
  const auto file = folder / ("territories-" + edition.digest.substr(0, 16) + ".snapshot");
  if (auto mapped = map_snapshot(file)) {
    if (mapped->view.text(mapped->view.version[0]) == edition.digest)
      return TerritoriesBuilder::of(mapped->view, mapped->mapping);
    say(note, file.string() + ": snapshot of other data, made anew");
  } else if (mapped.error().kind != core::ErrorKind::not_found) {
    say(note, mapped.error().note + "; made anew from the database");
  }
  auto built = build_tables(read_all(database, edition));
  if (const auto written = write_snapshot(file, built); !written)
    say(note, written.error().note + "; the next start will be slower");
  return TerritoriesBuilder::of(std::move(built));
}

// Fills the digest of an edition; false when a version is not there.
bool describe(db::Transaction& tx, Edition& edition) {
  const auto territories = ingest::find_version(tx, edition.territories);
  if (!territories) return false;
  auto made_of = "territoires " + territories->version;
  if (edition.zonings) {
    const auto zonings = ingest::find_version(tx, *edition.zonings);
    if (!zonings) return false;
    made_of += "\nzonages " + zonings->version;
  }
  edition.digest = core::sha256(made_of);
  return true;
}

}  // namespace

core::Result<std::shared_ptr<const Territories>> load(db::Database& database, const std::filesystem::path& folder,
                                                      const Note& note) try {
  Edition edition;
  bool there = false;
  database.read([&](db::Transaction& tx) {
    const auto territories = ingest::current_version(tx, "territoires"),
               zonings = ingest::current_version(tx, "zonages");
    if (!territories || !*territories) return;
    edition.territories = **territories;
    if (zonings) edition.zonings = *zonings;
    there = describe(tx, edition);
  });
  if (!there) return nothing_imported();
  return open(database, folder, edition, note);
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

core::Result<std::shared_ptr<const Territories>> load_versions(db::Database& database,
                                                               const std::filesystem::path& folder,
                                                               std::int64_t territories,
                                                               std::optional<std::int64_t> zonings,
                                                               const Note& note) try {
  Edition edition{territories, zonings, {}};
  bool there = false;
  database.read([&](db::Transaction& tx) { there = describe(tx, edition); });
  if (!there) return nothing_imported();
  return open(database, folder, edition, note);
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

}  // namespace catalyse::territories
