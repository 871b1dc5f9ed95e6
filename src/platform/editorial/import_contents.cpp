#include "core/clock.hpp"
#include "editorial/desk.hpp"
#include "editorial/exchange.hpp"

namespace catalyse::editorial {
namespace {

struct Table {
  const Kind* kind = nullptr;
  std::vector<NamedContent> items;
};

core::Result<void> read_tables(const ContentImport& import, std::vector<Table>& all, ingest::Report& report) {
  for (const auto* resource : import.bundle.of_set(import.set)) {
    const auto* kind = import.kind_of(resource->path);
    if (kind == nullptr)
      return core::fail(core::ErrorKind::invalid, "ingest.file.missing",
                        resource->path + " is no file of " + std::string(import.set), {{"file", resource->path}});
    const auto table = import.bundle.read(*resource);
    if (!table) return std::unexpected(table.error());
    auto& file = report.files.emplace_back();
    file.file = resource->path;
    all.push_back({kind, read_csv(*kind, *table, file)});
  }
  return {};
}

}  // namespace

core::Result<ingest::Report> import_contents(const ContentImport& import) {
  std::vector<Table> all;
  const core::SystemClock clock;
  const auto vintage = ingest::vintage_of(import.bundle, import.set);
  return ingest::import_set(
      {.bundle = import.bundle,
       .database = import.database,
       .clock = clock,
       .set = std::string(import.set),
       .version = import.bundle.set_version(import.set),
       .title = vintage,
       .bad_rows = import.bad_rows,
       .progress = import.progress,
       .read = [&](ingest::Report& report) { return read_tables(import, all, report); },
       .write = [&](db::Transaction& tx, std::int64_t) -> core::Result<void> {
         for (auto& table : all)
           for (auto& item : table.items)
             Desk::import(tx, *table.kind, item.id, {std::move(item.content), clock.now(), vintage});
         return {};
       }});
}

core::Result<std::size_t> publish_contents(db::Database& database, const Kind& kind,
                                           std::span<const NamedContent> items, std::string_view reason) {
  std::size_t changed = 0;
  const auto now = core::SystemClock().now();
  const auto written = database.write([&](db::Transaction& tx) -> core::Result<void> {
    changed = 0;  // the work may be tried again
    for (const auto& item : items) changed += Desk::import(tx, kind, item.id, {item.content, now, reason}) ? 1U : 0U;
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return changed;
}

}  // namespace catalyse::editorial
