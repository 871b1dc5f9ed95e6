// The record of the data sets in SQL. Every row carries the id of its data version; statements throw db::Failure.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

#include "db/db.hpp"
#include "records.hpp"

namespace catalyse::territories {

void write_territories(db::Transaction& tx, std::int64_t version, const Records& records);
void write_zonings(db::Transaction& tx, std::int64_t version, const Records& records);

// Adds to `records` what a version holds.
void read_territories(db::Transaction& tx, std::int64_t version, Records& records);
void read_zonings(db::Transaction& tx, std::int64_t version, Records& records);

// The codes a row of zonings may name.
struct KnownCodes {
  std::unordered_set<std::string> communes, intercommunalities;
};
[[nodiscard]] KnownCodes read_codes(db::Transaction& tx, std::int64_t version);

}  // namespace catalyse::territories
