// What the builder is given for one version of the figures: for the read model, and for the tests that hold it against
// the reference.
#pragma once

#include <cstdint>

#include "builder.hpp"
#include "db/db.hpp"
#include "territories/territories.hpp"

namespace catalyse::observatory {

// `version` is left empty. Throws db::Failure as reading does.
[[nodiscard]] ObservatoryInput gather(db::Transaction& tx, std::int64_t version,
                                      const territories::Territories& territories);

}  // namespace catalyse::observatory
