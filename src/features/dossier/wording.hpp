// Figures into sentences, as docs/interface.md wants them: short, careful, with their group and its size. No HTML.
#pragma once

#include <string>

#include "observatory/observatory.hpp"
#include "subject.hpp"

namespace catalyse::dossier {

using observatory::Indicator;
using observatory::Reading;

// « 15,7 % », « +0,4 % » for a variation, « 23 080 € », « 12,1 ».
[[nodiscard]] std::string value_text(const Indicator& indicator, double value, core::Language language);
// What of the unit neither the value nor the label shown beside it says: « par an », « pour 10 000 habitants »; often
// nothing.
[[nodiscard]] std::string unit_note(const Indicator& indicator, core::Language language, std::string_view shown);
// Whether the région is a reference of its own: overseas it is the same land as the département.
[[nodiscard]] bool has_region(const Subject& subject);
[[nodiscard]] std::string_view label(const Indicator& indicator, core::Language language);
// « cadres », « résidences secondaires »: a variable of structure in a list or beside a share of the distance.
[[nodiscard]] std::string short_name(const observatory::Variable& variable, core::Language language);
[[nodiscard]] std::string_view theme_label(const observatory::Theme& theme, core::Language language);

// The value in words when it is absent: « secret statistique », « non disponible », « sans objet ».
[[nodiscard]] std::string state_words(const Indicator& indicator, observatory::State state, core::Language language);
[[nodiscard]] std::string reliability_word(observatory::Reliability reliability, core::Language language);

// « communes comparables », « départements », by level and language.
[[nodiscard]] std::string peers_words(core::Level level, core::Language language);
[[nodiscard]] std::string level_words(core::Level level, core::Language language);  // « communes »
[[nodiscard]] std::string level_word(core::Level level, core::Language language);   // « Commune »
[[nodiscard]] std::string peers_title(core::Level level, core::Language language);  // « Communes comparables »

// « Plus que 17 des 20 communes comparables (1 à égalité), au-delà de la moitié centrale. »
[[nodiscard]] std::string comparison(const Subject& subject, const Reading& reading);
// « Médiane 15,2 %, Seine-Maritime 13,0 %, France 11,3 %. »
[[nodiscard]] std::string references(const Subject& subject, const Reading& reading);
// Whether the national figure may stand beside the value: the median of published places says nothing of France where
// publication depends on size (method.md §3).
[[nodiscard]] bool shows_france(const Reading& reading);
// « Emploi 93 sur 100. Insee, RP 2021 (2019-2023), fiabilité bonne. »
// « Rang en France : 12 sur 34 875, centile 100. Oise : 3 sur 679, centile 100. »; why there is none where publication
// depends on size; empty without a value. Rank 1 and percentile 100 are the most fragile.
[[nodiscard]] std::string standings(const Subject& subject, const Reading& reading);
[[nodiscard]] std::string source_note(const Subject& subject, const Reading& reading);
// « INSEE, recensement 2021 (2019-2023) »: the producer and the vintage of a series without what they both say. Holds
// « , » between the producer and the rest.
[[nodiscard]] std::string cited(std::string_view producer, std::string_view vintage);
// The sentence of the drawing's description: value, year, comparison, references.
[[nodiscard]] std::string full_sentence(const Subject& subject, const Reading& reading);

// One paragraph about the place, from data only; and the line of its sources.
[[nodiscard]] std::string portrait(const Subject& subject);
[[nodiscard]] std::string portrait_note(const Subject& subject);
// What has no figure here because of where it is (overseas) or what it is; empty otherwise.
[[nodiscard]] std::string coverage_notice(const Subject& subject, const observatory::Dossier& dossier);

// Where the value stands against the peers' central half.
enum class Position { below, inside, beyond, unknown };  // beyond: the harmful side
[[nodiscard]] Position position(const Indicator& indicator, const Reading& reading);

}  // namespace catalyse::dossier
