// Words of a figure that every room which shows figures says alike: value with its sign, unit, state, reliability,
// source, level and group. French and English, no HTML. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

#include "observatory.hpp"

namespace catalyse::observatory {

// « 15,7 % », « +0,4 % » for a variation, « 23 080 € », « 12,1 ».
[[nodiscard]] std::string value_text(const Indicator& indicator, double value, core::Language language);
// What of the unit neither the value nor the label shown beside it says: « par an », « pour 10 000 habitants »; often
// nothing.
[[nodiscard]] std::string unit_note(const Indicator& indicator, core::Language language, std::string_view shown);
[[nodiscard]] std::string_view label(const Indicator& indicator, core::Language language);
// For a row of a table or a list; English has one label only.
[[nodiscard]] std::string_view short_label(const Indicator& indicator, core::Language language);
[[nodiscard]] std::string_view theme_label(const Theme& theme, core::Language language);

// The value in words when it is absent: « secret statistique », « non disponible », « sans objet ».
[[nodiscard]] std::string state_words(const Indicator& indicator, State state, core::Language language);
[[nodiscard]] std::string reliability_word(Reliability reliability, core::Language language);
// The same in data: present | secret | na | missing; good | medium | low | unknown.
[[nodiscard]] std::string_view state_name(State state);
[[nodiscard]] std::string_view reliability_name(Reliability level);

// « communes comparables », « départements », by level and language.
[[nodiscard]] std::string peers_words(core::Level level, core::Language language);
[[nodiscard]] std::string level_words(core::Level level, core::Language language);  // « communes »
[[nodiscard]] std::string level_word(core::Level level, core::Language language);   // « Commune »
[[nodiscard]] std::string peers_title(core::Level level, core::Language language);  // « Communes comparables »

// « INSEE, recensement 2021 (2019-2023) »: the producer and the vintage of a series without what they both say. Holds
// « , » between the producer and the rest. In English the words of the vintage are English, the names stay.
[[nodiscard]] std::string cited(std::string_view producer, std::string_view vintage, core::Language language);

}  // namespace catalyse::observatory
