// Means, spread and weak points of sheets. Pure.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "model.hpp"

namespace catalyse::assessment {

struct QuestionSummary {
  const Question* question = nullptr;
  std::size_t answers = 0, unknown = 0;  // with a level; « je ne sais pas »
  double mean = 0;                       // of the answers; 0 without any
  unsigned low = 0, high = 0;
  // Two levels apart or more: respondents do not see the same thing.
  [[nodiscard]] bool diverges() const { return answers > 1 && high - low >= 2; }
};

struct LeverSummary {
  std::size_t asked = 0, answered = 0;  // questions
  std::optional<double> mean;           // of its questions' means, each counting once
};

struct Summary {
  std::vector<QuestionSummary> questions;
  std::array<LeverSummary, kLevers> levers{};
  [[nodiscard]] bool complete() const;  // every lever has a mean
  [[nodiscard]] bool empty() const;
};

[[nodiscard]] Summary summarise(const Questionnaire& questionnaire, std::span<const Respondent> respondents);

// Questions of a mean of 2.5 or less, the lowest first, at most `most`.
[[nodiscard]] std::vector<const QuestionSummary*> weakest(const Summary& summary, std::size_t most);

// Questions of a lever that the sheet answers, « je ne sais pas » too.
[[nodiscard]] std::size_t answered(const Questionnaire& questionnaire, const Sheet& sheet, unsigned lever);

// The median, to the half level: coarse enough that one territory more or less tells nothing of it. Nothing under
// `kSharedLeast` values.
inline constexpr std::size_t kSharedLeast = 5;
[[nodiscard]] std::optional<double> shared_median(std::vector<double> values);

}  // namespace catalyse::assessment
