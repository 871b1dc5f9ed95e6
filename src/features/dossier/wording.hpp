// Figures into sentences, as docs/interface.md wants them: short, careful, with their group and its size. No HTML.
#pragma once

#include <string>

#include "observatory/observatory.hpp"
#include "observatory/wording.hpp"
#include "subject.hpp"

namespace catalyse::dossier {

using observatory::cited;
using observatory::Indicator;
using observatory::label;
using observatory::level_word;
using observatory::level_words;
using observatory::peers_title;
using observatory::peers_words;
using observatory::Reading;
using observatory::reliability_name;
using observatory::reliability_word;
using observatory::short_label;
using observatory::state_name;
using observatory::state_words;
using observatory::theme_label;
using observatory::unit_note;
using observatory::value_text;

// Whether the région is a reference of its own: overseas it is the same land as the département.
[[nodiscard]] bool has_region(const Subject& subject);
// « cadres », « résidences secondaires »: a variable of structure in a list or beside a share of the distance.
[[nodiscard]] std::string short_name(const observatory::Variable& variable, core::Language language);

// « Plus que 17 des 20 communes comparables (1 à égalité), au-delà de la moitié centrale. »
[[nodiscard]] std::string comparison(const Subject& subject, const Reading& reading);

// A reading with its figures as they are written and its comparison, each made once: its sentence, its drawing and its
// row of the table say the same ones. A figure that is not there, or may not stand beside the value, is empty.
struct Spoken {
  const Reading& reading;
  std::string value;
  std::string low, median, high;  // the central half of the peers
  std::string departement, region, france;
  std::string compared;
};
[[nodiscard]] Spoken speak(const Subject& subject, const Reading& reading);
// « Médiane 15,2 %, Seine-Maritime 13,0 %, France 11,3 %. »
[[nodiscard]] std::string references(const Subject& subject, const Spoken& spoken);
// « France 11,3 % », « Médiane nationale 11,3 % »; empty where no national figure may stand beside the value.
[[nodiscard]] std::string national_words(const Subject& subject, const Spoken& spoken);
// Whether the national figure may stand beside the value: the median of published places says nothing of France where
// publication depends on size (method.md §3).
[[nodiscard]] bool shows_france(const Reading& reading);
// « Emploi 93 sur 100. Insee, RP 2021 (2019-2023), fiabilité bonne. »
// Why a place has no comparable one: too little is known of it, its level is too small, or no place meets the filters.
[[nodiscard]] std::string without_peers(const observatory::Peers& peers, core::Language language);
// « Rang en France : 12 sur 34 875, centile 100. Oise : 3 sur 679, centile 100. »; why there is none where publication
// depends on size; empty without a value. Rank 1 and percentile 100 are the most fragile.
[[nodiscard]] std::string standings(const Subject& subject, const Reading& reading);
[[nodiscard]] std::string source_note(const Subject& subject, const Reading& reading);
// The sentence of the drawing's description: value, year, comparison, references.
[[nodiscard]] std::string full_sentence(const Subject& subject, const Spoken& spoken);

// One paragraph about the place, from data only; and the line of its sources.
[[nodiscard]] std::string portrait(const Subject& subject);
[[nodiscard]] std::string portrait_note(const Subject& subject);
// What has no figure here because of where it is (overseas) or what it is; empty otherwise.
[[nodiscard]] std::string coverage_notice(const Subject& subject, const observatory::Dossier& dossier);

// Where the value stands against the peers' central half.
enum class Position { below, inside, beyond, unknown };  // beyond: the harmful side
[[nodiscard]] Position position(const Indicator& indicator, const Reading& reading);

}  // namespace catalyse::dossier
