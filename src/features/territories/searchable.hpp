// The places as documents of the search over everything.
#pragma once

#include <memory>

#include "search/source.hpp"
#include "territories/territories.hpp"

namespace catalyse::territories {

[[nodiscard]] search::Source searchable(std::shared_ptr<const Territories> territories);

}  // namespace catalyse::territories
