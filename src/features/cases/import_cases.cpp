#include "cases.hpp"
#include "editorial/exchange.hpp"

namespace catalyse::cases {
namespace {

constexpr std::string_view kSet = "cas";

core::Result<ingest::Report> import(const ingest::Bundle& bundle, db::Database& database,
                                    const plug::ImportOptions& options) {
  return editorial::import_contents({.bundle = bundle,
                                     .database = database,
                                     .set = kSet,
                                     .bad_rows = options.strict ? ingest::BadRows::none : ingest::BadRows::some,
                                     .progress = options.progress,
                                     .kind_of = [](std::string_view) { return &kind(); }});
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kSet, import}}; }

}  // namespace catalyse::cases
