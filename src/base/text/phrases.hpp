// Pieces of sentences: elision, French articles of named places, lists.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/language.hpp"

namespace catalyse::text {

// Whether French elides before this word: it begins with a vowel, a vowel-like y (« Yvetot ») or a mute h. The h is
// taken as mute but for the common words with an aspirated one (« haut », « hausse », « huit »…) and « onze », « oui ».
// Place names have their own official rule (room territories).
[[nodiscard]] bool elides(std::string_view word);
// « d'emploi », « de revenu ». Typographic apostrophe (U+2019).
[[nodiscard]] std::string with_de(std::string_view word);
// « qu'Amiens », « que Rouen ».
[[nodiscard]] std::string with_que(std::string_view word);

// The text with its first letter in upper case: « médiane » → « Médiane ».
[[nodiscard]] std::string capitalised(std::string_view text);

// « a, b et c » · "a, b and c". Empty for no item.
[[nodiscard]] std::string list(std::span<const std::string> items, core::Language language);

}  // namespace catalyse::text
