// The results of an assessment, drawn and as a table.
#pragma once

#include <optional>
#include <string>

#include "pages.hpp"

namespace catalyse::assessment {

struct Drawn {
  std::string radar, note, table;
};
// The newest round, with the one before where there is one, and the medians of others. Empty without any answer.
[[nodiscard]] Drawn drawn_of(const Context& context, const Held& held, const std::optional<Others>& others,
                             core::Language language);

}  // namespace catalyse::assessment
