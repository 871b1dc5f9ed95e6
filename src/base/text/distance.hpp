// Distance between two spellings.
#pragma once

#include <cstddef>
#include <string_view>

namespace catalyse::text {

// The number of insertions, deletions, replacements and swaps of neighbours between two folded texts (optimal string
// alignment), counted in bytes. Gives `limit + 1` as soon as it is sure to exceed `limit`; time O(limit × length),
// memory O(limit). `limit` at most 8.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace catalyse::text
