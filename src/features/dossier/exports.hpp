// The dossier as data: JSON (English field names, states in words of method.md), CSV in both dialects, GeoJSON, and
// text for a terminal.
#pragma once

#include <span>
#include <string>

#include "export/csv.hpp"
#include "observatory/observatory.hpp"
#include "subject.hpp"

namespace catalyse::dossier {

[[nodiscard]] std::string dossier_json(const Subject& subject, const observatory::Dossier& dossier);
[[nodiscard]] std::string peers_json(const Subject& subject, const observatory::Peers& peers);
[[nodiscard]] std::string trends_json(const Subject& subject);
// One line a reading; `readings` are indexes in the dossier, all of them for the whole.
[[nodiscard]] std::string dossier_csv(const Subject& subject, const observatory::Dossier& dossier,
                                      std::span<const std::uint16_t> readings, exporting::Dialect dialect);
[[nodiscard]] std::string peers_csv(const Subject& subject, const observatory::Peers& peers,
                                    exporting::Dialect dialect);
[[nodiscard]] std::string trends_csv(const Subject& subject, exporting::Dialect dialect);
// A Feature with the contour (RFC 7946) and the identity; dossier.no_contour (not_found) when there is none.
[[nodiscard]] core::Result<std::string> place_geojson(const Subject& subject);
[[nodiscard]] std::string dossier_text(const Subject& subject, const observatory::Dossier& dossier);

}  // namespace catalyse::dossier
