// The drawings of a dossier, from figures: the strip plot of an indicator, the scores of a theme, the parts of a
// distance, a trend, the locator map and the map of the peers. All are server-made SVG by the components of `web` and
// `geo`; each has its sentence.
#pragma once

#include <span>
#include <string>

#include "observatory/observatory.hpp"
#include "subject.hpp"
#include "wording.hpp"

namespace catalyse::dossier {

[[nodiscard]] std::string strip_html(const Subject& subject, const Spoken& spoken);
[[nodiscard]] std::string strip_key_html(const Subject& subject);
[[nodiscard]] std::string theme_scale_html();  // over a column of dots_html
[[nodiscard]] std::string dots_html(const Subject& subject, const observatory::ThemeScore& score);
// `reach` is the largest squared distance drawn beside it, so that bars of one table share a scale.
// `names` are those of the variables of the level.
[[nodiscard]] std::string parts_html(const Subject& subject, const observatory::Peer& peer,
                                     std::span<const std::string> names, double reach);
[[nodiscard]] std::string trend_html(const Subject& subject, const observatory::Trend& trend);
// The place within its département (or France): a figure with its caption. Says so when there is no contour.
[[nodiscard]] std::string locator_html(const Subject& subject);
// « Guadeloupe × 2,6, Martinique × 3,6 »: the scale of each inset of the map against that of metropolitan France.
[[nodiscard]] std::string inset_scales(const Subject& subject);
[[nodiscard]] std::string peers_map_html(const Subject& subject, const observatory::Peers& peers);

}  // namespace catalyse::dossier
