// The parts that several pages share: the table of figures, the rows of peers, the list of memberships, the downloads.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "observatory/observatory.hpp"
#include "subject.hpp"
#include "views.hpp"
#include "wording.hpp"

namespace catalyse::dossier {

[[nodiscard]] FigureTableView figure_table(const Subject& subject, std::span<const Spoken> readings, std::string id);
[[nodiscard]] std::vector<PeerRowView> peer_rows(const Subject& subject, const observatory::Peers& peers,
                                                 std::size_t limit);
[[nodiscard]] std::vector<BelongView> belongs(const Subject& subject);
[[nodiscard]] std::vector<LinkView> downloads(const Subject& subject, std::string_view behind,
                                              std::string_view query = {});
// A finding as a short line, without its drawing (the theme's page has it), and in full.
[[nodiscard]] FindingView brief_finding(const Subject& subject, const Reading& reading);
[[nodiscard]] FindingView drawn_finding(const Subject& subject, const Spoken& spoken);
[[nodiscard]] std::string rank_text(const Subject& subject, const observatory::Standing& standing);

}  // namespace catalyse::dossier
