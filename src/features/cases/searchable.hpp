// The published cases for the search.
#pragma once

#include <memory>

#include "base.hpp"
#include "search/source.hpp"

namespace catalyse::cases {

[[nodiscard]] search::Source searchable(std::shared_ptr<const Base> base,
                                        std::shared_ptr<const territories::Territories> territories);

}  // namespace catalyse::cases
