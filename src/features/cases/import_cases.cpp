#include "cases.hpp"
#include "core/clock.hpp"
#include "editorial/desk.hpp"
#include "editorial/exchange.hpp"
#include "ingest/set_import.hpp"
#include "kind.hpp"

namespace catalyse::cases {
namespace {

constexpr std::string_view kSet = "cas";

core::Result<void> read_set(const ingest::Bundle& bundle, std::vector<editorial::NamedContent>& cases,
                            ingest::Report& report) {
  for (const auto* resource : bundle.of_set(kSet)) {
    const auto table = bundle.read(*resource);
    if (!table) return std::unexpected(table.error());
    auto& file = report.files.emplace_back();
    file.file = resource->path;
    auto read = editorial::read_csv(kind(), *table, file);
    std::ranges::move(read, std::back_inserter(cases));
  }
  return {};
}

core::Result<ingest::Report> import(const ingest::Bundle& bundle, db::Database& database,
                                    const plug::ImportOptions& options) {
  std::vector<editorial::NamedContent> cases;
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
       .read = [&](ingest::Report& report) { return read_set(bundle, cases, report); },
       .write = [&](db::Transaction& tx, std::int64_t) -> core::Result<void> {
         for (auto& one : cases)
           editorial::Desk::import(tx, kind(), one.id, {std::move(one.content), clock.now(), vintage});
         return {};
       }});
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kSet, import}}; }

}  // namespace catalyse::cases
