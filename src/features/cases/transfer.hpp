// The conditions of transfer of a case, judged on a place: the facts they need, and the sentences that give the reason.
#pragma once

#include <vector>

#include "cases.hpp"
#include "sheet.hpp"
#include "views.hpp"

namespace catalyse::cases {

[[nodiscard]] Facts facts_of(const Context& context, territories::PlaceIndex place);
// `place` empty: the conditions in words, not judged.
[[nodiscard]] std::vector<ConditionView> condition_views(const Context& context, const Sheet& sheet,
                                                         std::optional<territories::PlaceIndex> place,
                                                         core::Language language);

}  // namespace catalyse::cases
