#include "core/clock.hpp"
#include "editorial/desk.hpp"
#include "editorial/exchange.hpp"
#include "ingest/set_import.hpp"
#include "library/library.hpp"

namespace catalyse::library {
namespace {

constexpr std::string_view kSet = "bibliotheque";

struct Read {
  const editorial::Kind* kind = nullptr;
  std::vector<editorial::NamedContent> items;
};

const editorial::Kind* kind_of(std::string_view path) {
  if (path.ends_with("/resources.csv")) return &resource_kind();
  if (path.ends_with("/levers.csv")) return &lever_kind();
  return path.ends_with("/paths.csv") ? &path_kind() : nullptr;
}

core::Result<void> read_set(const ingest::Bundle& bundle, std::vector<Read>& all, ingest::Report& report) {
  for (const auto* resource : bundle.of_set(kSet)) {
    const auto* kind = kind_of(resource->path);
    if (kind == nullptr)
      return core::fail(core::ErrorKind::invalid, "ingest.file.missing", resource->path + " is no file of the library",
                        {{"file", resource->path}});
    const auto table = bundle.read(*resource);
    if (!table) return std::unexpected(table.error());
    auto& file = report.files.emplace_back();
    file.file = resource->path;
    all.push_back({kind, editorial::read_csv(*kind, *table, file)});
  }
  return {};
}

core::Result<ingest::Report> import(const ingest::Bundle& bundle, db::Database& database,
                                    const plug::ImportOptions& options) {
  std::vector<Read> all;
  const core::SystemClock clock;
  const auto vintage = ingest::vintage_of(bundle, kSet);
  return ingest::import_set(
      {.bundle = bundle,
       .database = database,
       .clock = clock,
       .set = std::string(kSet),
       .version = bundle.set_version(kSet),
       .title = vintage,
       .bad_rows = options.strict ? ingest::BadRows::none : ingest::BadRows::some,
       .progress = options.progress,
       .read = [&](ingest::Report& report) { return read_set(bundle, all, report); },
       .write = [&](db::Transaction& tx, std::int64_t) -> core::Result<void> {
         for (auto& file : all)
           for (auto& one : file.items)
             editorial::Desk::import(tx, *file.kind, one.id, {std::move(one.content), clock.now(), vintage});
         return {};
       }});
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kSet, import}}; }

}  // namespace catalyse::library
