// What the builder is given for one version of the figures: for the read model, and for the tests that hold it against
// the reference.
#pragma once

#include <cstdint>
#include <span>

#include "builder.hpp"
#include "db/db.hpp"
#include "territories/territories.hpp"

namespace catalyse::observatory {

// `versions`: that of the set « indicateurs », then those of the sets that came from files, in order. An indicator
// whose name or theme does not fit the first is left out: the bundle may have changed since. `version` of the result is
// left empty. Throws db::Failure as reading does.
[[nodiscard]] ObservatoryInput gather(db::Transaction& tx, std::span<const std::int64_t> versions,
                                      const territories::Territories& territories);
// The same of the set « indicateurs » alone.
[[nodiscard]] inline ObservatoryInput gather(db::Transaction& tx, std::int64_t version,
                                             const territories::Territories& territories) {
  return gather(tx, std::span<const std::int64_t>(&version, 1), territories);
}

}  // namespace catalyse::observatory
