// Folding: two spellings that a French reader takes for the same words fold to the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catalyse::text {

// Compatibility composition (NFKC), lower case, accents removed, œ→oe, æ→ae, ß→ss, ø→o, ł→l, đ→d. Whatever is neither a
// letter nor a digit (apostrophes, hyphens, punctuation, ill-formed bytes) separates words; words are separated by one
// space, none at the ends. « L'Haÿ-les-Roses » → "l hay les roses". Letters of other scripts are kept. fold(fold(x)) ==
// fold(x). Linear in the input.
[[nodiscard]] std::string fold(std::string_view text);

// The words of a folded text, as views of it.
[[nodiscard]] std::vector<std::string_view> words(std::string_view folded);

// Decoration of an address: ASCII lower-case letters and digits, words joined by hyphens; may be empty. « Saint-Étienne
// » → "saint-etienne".
[[nodiscard]] std::string slug(std::string_view text);

}  // namespace catalyse::text
