// How names and queries are spelt for search: folded words with « st » written out and ordinals reduced to their
// number.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::territories {

// "St-Étienne" → saint, etienne · "Paris 12ème" → paris, 12. The words of a name and of a query go through the same
// rule.
[[nodiscard]] std::vector<std::string> spelt_words(std::string_view name);
// « st », « ste » written out; any other word as it is.
[[nodiscard]] std::string_view written_out(std::string_view word);

// Articles and prepositions: a reader may leave them out or add them.
[[nodiscard]] bool is_small_word(std::string_view word);
[[nodiscard]] bool is_article(std::string_view word);

// Words without spaces between them: "larochelle".
[[nodiscard]] std::string compact(std::span<const std::string> words);

}  // namespace catalyse::territories
