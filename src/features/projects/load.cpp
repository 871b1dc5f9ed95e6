#include <algorithm>
#include <cstdio>
#include <iterator>

#include "build.hpp"
#include "columns/memory_folder.hpp"
#include "core/digest.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "model.hpp"
#include "read_projects.hpp"
#include "store.hpp"

namespace catalyse::projects {
namespace {

// Programmes that two sets name alike are one.
void add(Records& all, Records more) {
  std::ranges::move(more.sources, std::back_inserter(all.sources));
  for (auto& programme : more.programmes) {
    if (std::ranges::find(all.programmes, programme.id, &ProgrammeRecord::id) == all.programmes.end())
      all.programmes.push_back(std::move(programme));
  }
  std::ranges::move(more.projects, std::back_inserter(all.projects));
  std::ranges::move(more.refusals, std::back_inserter(all.refusals));
}

// Without room on the disk, reading goes on: the snapshot stands in memory.
core::Result<Projects> made(const std::filesystem::path& file, const Records& records,
                            const std::shared_ptr<const territories::Territories>& places, const std::string& version) {
  const auto written = write_snapshot(file, records, *places, version);
  if (written) return Projects::open(file, places);
  const columns::MemoryFolder memory;
  const auto there = memory.path() / file.filename();
  if (memory.path().empty() || !write_snapshot(there, records, *places, version))
    return std::unexpected(written.error());
  std::fprintf(stderr, "%s; the next start will be slower\n", written.error().note.c_str());
  return Projects::open(there, places);
}

}  // namespace

core::Result<std::shared_ptr<const Projects>> load(db::Database& database,
                                                   std::shared_ptr<const territories::Territories> places,
                                                   const std::filesystem::path& folder) try {
  std::vector<std::int64_t> current;
  std::string data;
  database.read([&](db::Transaction& tx) {
    auto all = ingest::versions(tx);
    std::ranges::sort(all, {}, &ingest::DataVersion::set);  // « projets » before « projets:x… »
    for (const auto& one : all) {
      if (!one.current || (one.set != kSet && !one.set.starts_with(kForeignSets))) continue;
      current.push_back(one.id);
      data += one.set + " " + one.version + "\n";
    }
  });
  const auto version =
      core::sha256(data + "\n" + std::string(places->version()) + "\n" + std::to_string(kSnapshot.version));
  const auto file = folder / ("projects-" + version.substr(0, 16) + ".columns");
  if (auto opened = Projects::open(file, places)) {
    if (opened->version() == version) return std::make_shared<const Projects>(std::move(*opened));
  } else if (opened.error().kind == core::ErrorKind::damaged) {
    std::fprintf(stderr, "%s; made anew from the database\n", opened.error().note.c_str());
  }
  Records records;
  database.read([&](db::Transaction& tx) {
    for (const auto version_id : current) add(records, read_projects(tx, version_id));
  });
  auto opened = made(file, records, places, version);
  if (!opened) return std::unexpected(opened.error());
  return std::make_shared<const Projects>(std::move(*opened));
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

}  // namespace catalyse::projects
