// From the files of the bundle to checked rows. No database.
#pragma once

#include "core/result.hpp"
#include "ingest/ingest.hpp"
#include "records.hpp"
#include "store.hpp"

namespace catalyse::territories {

// Reads every file of the set « territoires »: codes well formed and unique, parents present, populations not negative,
// no code in force among the old ones… `report` gets what was kept and refused, file by file. Errors: see each_row;
// territories.import.edition.
[[nodiscard]] core::Result<void> read_territories(const ingest::Bundle& bundle, const ingest::Progress& progress,
                                                  Records& into, ingest::Report& report);
// The same for « zonages », whose rows name places of `known`.
[[nodiscard]] core::Result<void> read_zonings(const ingest::Bundle& bundle, const KnownCodes& known,
                                              const ingest::Progress& progress, Records& into, ingest::Report& report);

}  // namespace catalyse::territories
