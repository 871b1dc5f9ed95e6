#include "assessment/assessment.hpp"
#include "core/clock.hpp"
#include "ingest/set_import.hpp"
#include "questionnaire_file.hpp"
#include "store.hpp"

namespace catalyse::assessment {
namespace {

constexpr std::string_view kSet = "diagnostic";

core::Result<ingest::Report> import(const ingest::Bundle& bundle, db::Database& database,
                                    const plug::ImportOptions& options) {
  std::vector<Questionnaire> all;
  const core::SystemClock clock;
  return ingest::import_set({.bundle = bundle,
                             .database = database,
                             .clock = clock,
                             .set = std::string(kSet),
                             .version = bundle.set_version(kSet),
                             .title = ingest::vintage_of(bundle, kSet),
                             // A question that is missing would change what a version asks.
                             .bad_rows = ingest::BadRows::none,
                             .progress = options.progress,
                             .read = [&](ingest::Report& report) -> core::Result<void> {
                               for (const auto* resource : bundle.of_set(kSet)) {
                                 const auto table = bundle.read(*resource);
                                 if (!table) return std::unexpected(table.error());
                                 auto& file = report.files.emplace_back();
                                 file.file = resource->path;
                                 auto read = read_questionnaires(*table, file);
                                 std::ranges::move(read, std::back_inserter(all));
                               }
                               return {};
                             },
                             .write = [&](db::Transaction& tx, std::int64_t) -> core::Result<void> {
                               for (const auto& one : all)
                                 if (auto kept = keep(tx, one); !kept) return kept;
                               return {};
                             }});
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kSet, import}}; }

}  // namespace catalyse::assessment
