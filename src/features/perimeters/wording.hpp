// Figures of a perimeter into sentences. No HTML.
#pragma once

#include <string>

#include "observatory/wording.hpp"
#include "pages.hpp"

namespace catalyse::perimeters {

using observatory::Basis;
using observatory::Reading;

[[nodiscard]] std::string count_text(std::size_t n, core::Language language);
// « Plus que 17 des 20 EPCI comparables, proche de 2. »
[[nodiscard]] std::string comparison(const Subject& subject, const Reading& reading);
// How the figure was made: « effectifs additionnés, 98 % de la population », « estimé : moyenne pondérée par… ».
[[nodiscard]] std::string made_words(const Subject& subject, const Basis& basis);
// Why there is none.
[[nodiscard]] std::string without_words(const Subject& subject, const Basis& basis);
// published | counted | summed | weighted | none; not_additive | too_little_known.
[[nodiscard]] std::string_view made_name(observatory::Made made);
[[nodiscard]] std::string_view without_name(observatory::Without without);
[[nodiscard]] std::string_view weight_name(std::uint8_t weight);
[[nodiscard]] std::string rank_words(const Subject& subject, const Reading& reading);
[[nodiscard]] std::string portrait(const Subject& subject);

}  // namespace catalyse::perimeters
