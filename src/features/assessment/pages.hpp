// The pages of the room and the same as data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.hpp"
#include "core/result.hpp"
#include "export/csv.hpp"
#include "http/http.hpp"
#include "model.hpp"
#include "summary_rules.hpp"
#include "web/components.hpp"

namespace catalyse::assessment {

using Answer = core::Result<http::Response>;

// Fields of a page of questions: `n1` to `n9` levels, `c1` comments; `vn1`, `vc1` what the page showed of them.
inline constexpr unsigned kPlaces = 9;

[[nodiscard]] Answer start_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer start_post(const Context& context, const http::Request& request);
[[nodiscard]] Answer sheet_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer sheet_post(const Context& context, const http::Request& request);
[[nodiscard]] Answer dossier_page(const Context& context, const http::Request& request);
[[nodiscard]] Answer dossier_post(const Context& context, const http::Request& request);
[[nodiscard]] Answer shared_page(const Context& context, const http::Request& request);

// An assessment as it is read for a page: its questionnaires and the summary of each round.
struct Held {
  Assessment assessment;
  std::vector<Questionnaire> questionnaires;  // parallel to the rounds
  std::vector<Summary> summaries;             // the same
  [[nodiscard]] const Round& round() const { return assessment.rounds.back(); }
  [[nodiscard]] const Summary& summary() const { return summaries.back(); }
};
// Errors: assessment.error.absent (not_found) without one.
[[nodiscard]] core::Result<Held> hold(db::Transaction& tx, std::optional<Assessment> assessment);

[[nodiscard]] std::string dossier_json(const Held& held);
[[nodiscard]] std::string dossier_csv(const Held& held, exporting::Dialect dialect);

// Medians by lever of the comparable territories that agreed to share; nothing when fewer than five did.
struct Others {
  std::size_t places = 0;
  std::array<std::optional<double>, kLevers> medians{};
};
[[nodiscard]] std::optional<Others> others_of(const Context& context, db::Transaction& tx,
                                              const Assessment& assessment);

// « 2,3 »; « – » without a mean.
[[nodiscard]] std::string mean_text(const std::optional<double>& mean, core::Language language);
[[nodiscard]] std::string today(const Context& context);  // 2026-11-22
[[nodiscard]] std::string day_words(const std::string& iso, core::Language language);
[[nodiscard]] std::string lever_title(const Context& context, unsigned lever, core::Language language);
// One line without spaces around, at most `most` bytes, whole characters.
[[nodiscard]] std::string line_of(std::string_view text, std::size_t most);

struct Framed {
  std::string title, path, query, html;
  std::vector<web::Link> crumbs;  // behind the one of the room
  std::vector<web::Offer> offers;
  web::Layout layout = web::Layout::text;
};
// The frame: never indexed.
[[nodiscard]] http::Response framed(const Context& context, const http::Request& request, Framed page);

}  // namespace catalyse::assessment
