// The published cases for the search.
#pragma once

#include <functional>
#include <memory>

#include "base.hpp"
#include "search/source.hpp"

namespace catalyse::cases {

// The base as it is now; called whenever the index is made, or asked whether it is behind.
using Published = std::function<std::shared_ptr<const Base>()>;
[[nodiscard]] search::Source searchable(Published published,
                                        std::shared_ptr<const territories::Territories> territories);

}  // namespace catalyse::cases
