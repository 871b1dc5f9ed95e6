// Assessments and questionnaires in SQL. The only file of the room with statements, beside the importer's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "model.hpp"

namespace catalyse::assessment {

[[nodiscard]] std::optional<Questionnaire> questionnaire(db::Transaction& tx, std::int64_t version);
[[nodiscard]] std::int64_t newest_version(db::Transaction& tx);  // 0: none was imported
// Adds a version, or finds it there as it is. Errors: assessment.error.version (conflict): it is there and says
// something else.
[[nodiscard]] core::Result<void> keep(db::Transaction& tx, const Questionnaire& questionnaire);

struct Beginning {
  std::string kind, place, name, owner, respondent, day;
  std::int64_t version = 0;
};
// With its first round and its first respondent; the key. Errors: assessment.error.full (unavailable).
[[nodiscard]] core::Result<std::string> begin(db::Transaction& tx, const Beginning& beginning, core::Instant now);

// With its rounds, respondents and sheets.
[[nodiscard]] std::optional<Assessment> by_key(db::Transaction& tx, std::string_view key);
[[nodiscard]] std::optional<Assessment> by_id(db::Transaction& tx, std::string_view id);
// Name and key of those of a person, the newest first.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> owned(db::Transaction& tx, std::string_view person);
// Those of a territory that are shared at least among figures, the newest first.
[[nodiscard]] std::vector<Assessment> shared_of(db::Transaction& tx, std::string_view place);

// Those that everybody may read: id and name, the newest first, at most 200.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> public_ones(db::Transaction& tx);
// Places of territories that are shared at least among figures, each once.
[[nodiscard]] std::vector<std::string> shared_places(db::Transaction& tx);

// Where a respondent's key leads.
struct Seat {
  std::string assessment, name;
  std::int64_t round = 0, respondent = 0;
};
[[nodiscard]] std::optional<Seat> seat(db::Transaction& tx, std::string_view key);

// Errors: assessment.error.many (conflict) beyond kRespondentsMost, kRoundsMost.
[[nodiscard]] core::Result<void> add_respondent(db::Transaction& tx, const Assessment& assessment,
                                                std::string_view name);
// A new round with the same respondents, each with a new key and an empty sheet.
[[nodiscard]] core::Result<void> open_round(db::Transaction& tx, const Assessment& assessment, std::int64_t version,
                                            std::string_view day);
void set_sharing(db::Transaction& tx, std::string_view id, std::string_view sharing);
void erase(db::Transaction& tx, std::string_view id);

// Joins `mine` with what stands, both made of `base`, and writes it; with clashes nothing is written. Only the
// questions that `base` or `mine` name are looked at.
[[nodiscard]] editorial::Joining save(db::Transaction& tx, const Seat& seat, const Sheet& base, const Sheet& mine);

}  // namespace catalyse::assessment
