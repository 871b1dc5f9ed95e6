#include "summary_rules.hpp"

#include <algorithm>
#include <cmath>

namespace catalyse::assessment {

std::vector<const Question*> Questionnaire::of_lever(unsigned lever) const {
  std::vector<const Question*> all;
  for (const auto& question : questions)
    if (question.lever == lever) all.push_back(&question);
  return all;
}

std::optional<unsigned> level_of(const Sheet& sheet, std::string_view question) {
  const auto found = sheet.find(question);
  if (found == sheet.end() || found->second.empty() || found->second[0].size() != 1) return std::nullopt;
  const auto digit = found->second[0][0];
  return digit >= '1' && digit <= '4' ? std::optional(static_cast<unsigned>(digit - '0')) : std::nullopt;
}

std::string_view comment_of(const Sheet& sheet, std::string_view question) {
  const auto found = sheet.find(question);
  return found == sheet.end() || found->second.size() < 2 ? std::string_view{} : std::string_view(found->second[1]);
}

bool Summary::complete() const {
  return std::ranges::all_of(levers, [](const LeverSummary& lever) { return lever.mean.has_value(); });
}

bool Summary::empty() const {
  return std::ranges::none_of(levers, [](const LeverSummary& lever) { return lever.mean.has_value(); });
}

Summary summarise(const Questionnaire& questionnaire, std::span<const Respondent> respondents) {
  Summary summary;
  std::array<double, kLevers> sums{};
  for (const auto& question : questionnaire.questions) {
    QuestionSummary one{.question = &question};
    unsigned sum = 0;
    for (const auto& respondent : respondents) {
      const auto level = level_of(respondent.sheet, question.id);
      if (!level) {
        if (respondent.sheet.contains(question.id)) ++one.unknown;
        continue;
      }
      one.low = one.answers == 0 ? *level : std::min(one.low, *level);
      one.high = std::max(one.high, *level);
      sum += *level;
      ++one.answers;
    }
    auto& lever = summary.levers.at(question.lever - 1);
    ++lever.asked;
    if (one.answers > 0) {
      one.mean = static_cast<double>(sum) / static_cast<double>(one.answers);
      ++lever.answered;
      sums.at(question.lever - 1) += one.mean;
    }
    summary.questions.push_back(one);
  }
  for (std::size_t i = 0; i < kLevers; ++i)
    if (auto& lever = summary.levers.at(i); lever.answered > 0)
      lever.mean = sums.at(i) / static_cast<double>(lever.answered);
  return summary;
}

std::vector<const QuestionSummary*> weakest(const Summary& summary, std::size_t most) {
  constexpr double kWeak = 2.5;
  std::vector<const QuestionSummary*> all;
  for (const auto& question : summary.questions)
    if (question.answers > 0 && question.mean <= kWeak) all.push_back(&question);
  std::ranges::stable_sort(all, {}, [](const QuestionSummary* one) { return one->mean; });
  if (all.size() > most) all.resize(most);
  return all;
}

std::size_t answered(const Questionnaire& questionnaire, const Sheet& sheet, unsigned lever) {
  const auto questions = questionnaire.of_lever(lever);
  return static_cast<std::size_t>(
      std::ranges::count_if(questions, [&](const Question* question) { return sheet.contains(question->id); }));
}

std::optional<double> shared_median(std::vector<double> values) {
  if (values.size() < kSharedLeast) return std::nullopt;
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  const auto median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return std::round(median * 2) / 2;
}

}  // namespace catalyse::assessment
