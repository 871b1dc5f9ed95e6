// The observatory in SQL: versions of the catalogue and their figures. The only file of the room with SQL.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "db/db.hpp"
#include "files.hpp"
#include "series_catalogue.hpp"
#include "series_ground.hpp"

namespace catalyse::observatory {

// Adds themes, indicators and series under a version; the id given to each series, in the catalogue's order.
[[nodiscard]] std::vector<std::int64_t> add_catalogue(db::Transaction& tx, std::int64_t version,
                                                      const Catalogue& catalogue);

// Figures of one series at its level, parallel to the ground's places.
struct Filled {
  std::int64_t series = 0;
  core::Level level = core::Level::commune;
  std::vector<Observation> values;
};

// Asks `next` for one filled series after another, until it returns none, and adds what is not missing. Returns the
// number of rows.
std::int64_t add_observations(db::Transaction& tx, const Ground& ground, const std::function<const Filled*()>& next);

// Where the set of a version comes from; its own `version` is not read.
void add_deposit(db::Transaction& tx, std::int64_t version, const DepositedSet& deposit);

// The catalogue of one version as it was imported; of a plan only the rate and the level from which it was summed.
[[nodiscard]] Catalogue read_catalogue(db::Transaction& tx, std::int64_t version,
                                       std::vector<std::int64_t>& series_ids);

// Calls `use` for every figure of one series, in any order. `place` lives until `use` returns.
void each_observation(db::Transaction& tx, std::int64_t series,
                      const std::function<void(std::string_view place, const Observation&)>& use);

}  // namespace catalyse::observatory
