// What is assessed, who answers, what they answered. Values only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "editorial/content.hpp"
#include "library/shelf.hpp"

namespace catalyse::assessment {

inline constexpr unsigned kLevers = 7, kLevels = 4;

struct Question {
  std::string id;  // 5-2
  unsigned lever = 0;
  library::Words text;
  std::array<library::Words, kLevels> levels;
};

struct Questionnaire {
  std::int64_t version = 0;
  std::vector<Question> questions;  // by lever
  [[nodiscard]] std::vector<const Question*> of_lever(unsigned lever) const;
};

// What a respondent answered: of each question the level (« 0 »: does not know, « 1 » to « 4 ») and a comment, which
// may be empty. A question that is not there was not answered.
using Sheet = editorial::Content;
// 1 to 4; nothing for what was not answered, or is not known.
[[nodiscard]] std::optional<unsigned> level_of(const Sheet& sheet, std::string_view question);
[[nodiscard]] std::string_view comment_of(const Sheet& sheet, std::string_view question);

struct Respondent {
  std::int64_t number = 0;
  std::string key, name;
  Sheet sheet;
};

struct Round {
  std::int64_t number = 0, version = 0;
  std::string opened;  // 2026-11-22
  std::vector<Respondent> respondents;
};

struct Assessment {
  std::string id, key, kind, place, name, owner, sharing;
  std::vector<Round> rounds;  // the newest last; never empty
};

// kind: territoire, projet, alliance. sharing: non, comparaison (its figures count among others'), public.
inline constexpr std::array<std::string_view, 3> kKinds{"territoire", "projet", "alliance"};
inline constexpr std::array<std::string_view, 3> kSharings{"non", "comparaison", "public"};
inline constexpr std::size_t kRespondentsMost = 30, kRoundsMost = 20, kStoredMost = 20'000;

}  // namespace catalyse::assessment
