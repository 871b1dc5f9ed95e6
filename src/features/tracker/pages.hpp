// The pages of this room and the same as data.
#pragma once

#include <string>

#include "desk.hpp"
#include "export/csv.hpp"

namespace catalyse::tracker {

using Answer = core::Result<http::Response>;

[[nodiscard]] Answer board_page(const Desk& desk);
// `{n}` of the address. Errors: tracker.unknown.measure (not_found).
[[nodiscard]] core::Result<unsigned> measure_number(const Desk& desk);
[[nodiscard]] Answer measure_page(const Desk& desk, unsigned number);
// `avant`: entries before that number of the history.
inline constexpr std::string_view kBefore = "avant";
inline constexpr std::size_t kEntries = 30;  // of a page
// How many entries of the history stand before the one asked for; all of those known on the day without one.
[[nodiscard]] std::size_t entries_before(const Desk& desk);
[[nodiscard]] Answer history_page(const Desk& desk);
// A change of the history beside the one before of its measure.
[[nodiscard]] EntryView entry_view(const Desk& desk, std::size_t place, const Change* before);
[[nodiscard]] Answer programmes_page(const Desk& desk);
[[nodiscard]] Answer tally_page(const Desk& desk);  // for a frame on another site

[[nodiscard]] std::string board_json(const Desk& desk);
[[nodiscard]] std::string measure_json(const Desk& desk, unsigned number);
[[nodiscard]] std::string programmes_json(const Desk& desk);
// The interchange file as it stood on the day shown.
[[nodiscard]] std::string board_csv(const Desk& desk, exporting::Dialect dialect);
[[nodiscard]] std::string measure_csv(const Desk& desk, unsigned number, exporting::Dialect dialect);
// Changes of status, reviews held and tallies published, the newest first; of one measure with its number.
[[nodiscard]] std::string feed(const Desk& desk, std::optional<unsigned> number);
[[nodiscard]] std::string calendar(const Desk& desk);

// The form that replays a day, on the page at `path`.
[[nodiscard]] ReplayView replay_view(const Desk& desk, const std::string& path);
[[nodiscard]] std::optional<std::string> replayed_text(const Desk& desk);
[[nodiscard]] std::optional<std::string> tampered_text(const Desk& desk);
[[nodiscard]] std::vector<web::Offer> offers(const Desk& desk, const std::string& path);
// A day that was quoted: « Au 17 octobre 2020, un décompte publié compte … ».
[[nodiscard]] std::string minutes_html(const Desk& desk, std::string_view evidence);  // of a review
[[nodiscard]] std::string evidence_html(const Desk& desk, std::string_view evidence);

}  // namespace catalyse::tracker
