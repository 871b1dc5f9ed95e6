#include "editorial/exchange.hpp"
#include "library/library.hpp"

namespace catalyse::library {
namespace {

constexpr std::string_view kSet = "bibliotheque";

const editorial::Kind* kind_of(std::string_view path) {
  if (path.ends_with("/resources.csv")) return &resource_kind();
  if (path.ends_with("/levers.csv")) return &lever_kind();
  return path.ends_with("/paths.csv") ? &path_kind() : nullptr;
}

core::Result<ingest::Report> import(const ingest::Bundle& bundle, db::Database& database,
                                    const plug::ImportOptions& options) {
  return editorial::import_contents({.bundle = bundle,
                                     .database = database,
                                     .set = kSet,
                                     .bad_rows = options.strict ? ingest::BadRows::none : ingest::BadRows::some,
                                     .progress = options.progress,
                                     .kind_of = kind_of});
}

}  // namespace

std::vector<plug::Importer> importers() { return {{kSet, import}}; }

}  // namespace catalyse::library
