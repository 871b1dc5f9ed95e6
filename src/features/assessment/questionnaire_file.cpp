#include "questionnaire_file.hpp"

#include <algorithm>
#include <array>

namespace catalyse::assessment {
namespace {

constexpr std::array<std::string_view, 13> kColumns{"version",   "question",  "lever",     "fr",        "en",
                                                    "level1_fr", "level1_en", "level2_fr", "level2_en", "level3_fr",
                                                    "level3_en", "level4_fr", "level4_en"};
constexpr std::size_t kLongest = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// 1-1 to 7-9: a form has nine places for a lever.
bool is_question(std::string_view id, std::string_view lever) {
  return id.size() == 3 && lever.size() == 1 && lever[0] >= '1' && lever[0] <= '7' && id[0] == lever[0] &&
         id[1] == '-' && is_digit(id[2]) && id[2] != '0';
}

bool is_version(std::string_view text) {
  return !text.empty() && text.size() <= 4 && text[0] != '0' && std::ranges::all_of(text, is_digit);
}

// The column that is not sound; empty when all are.
std::string_view fault_in(const std::array<std::string_view, kColumns.size()>& cells) {
  if (!is_version(cells[0])) return kColumns[0];
  if (!is_question(cells[1], cells[2])) return kColumns[1];
  for (std::size_t i = 3; i < cells.size(); ++i)
    if (cells.at(i).empty() || cells.at(i).size() > kLongest) return kColumns.at(i);
  return {};
}

Questionnaire& version_in(std::vector<Questionnaire>& all, std::int64_t version) {
  const auto found = std::ranges::find(all, version, &Questionnaire::version);
  return found == all.end() ? all.emplace_back(Questionnaire{version, {}}) : *found;
}

}  // namespace

std::vector<Questionnaire> read_questionnaires(std::string_view table, ingest::FileReport& report) {
  std::vector<Questionnaire> all;
  ingest::CsvReader reader(table);
  while (auto row = reader.next()) {
    ++report.read;
    if (!*row) {
      report.refuse(reader.line(), {}, {}, row->error().note);
      continue;
    }
    std::array<std::string_view, kColumns.size()> cells{};
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (const auto column = reader.column(kColumns.at(i))) cells.at(i) = (**row)[*column];
    if (const auto fault = fault_in(cells); !fault.empty()) {
      const auto at = static_cast<std::size_t>(std::ranges::find(kColumns, fault) - kColumns.begin());
      report.refuse(reader.line(), fault, cells.at(at), "a question like 5-2 of its lever, with all its texts");
      continue;
    }
    auto& into = version_in(all, std::stoll(std::string(cells[0])));
    if (std::ranges::find(into.questions, cells[1], &Question::id) != into.questions.end()) {
      report.refuse(reader.line(), kColumns[1], cells[1], "stands twice in this version");
      continue;
    }
    Question one{std::string(cells[1]),
                 static_cast<unsigned>(cells[2][0] - '0'),
                 {std::string(cells[3]), std::string(cells[4])},
                 {}};
    for (std::size_t i = 0; i < kLevels; ++i)
      one.levels.at(i) = {std::string(cells.at(5 + 2 * i)), std::string(cells.at(6 + 2 * i))};
    into.questions.push_back(std::move(one));
    ++report.kept;
  }
  for (auto& one : all) std::ranges::stable_sort(one.questions, {}, &Question::id);
  return all;
}

}  // namespace catalyse::assessment
