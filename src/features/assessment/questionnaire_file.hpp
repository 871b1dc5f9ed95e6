// The questionnaire as a file: one line a question, several versions in one file.
#pragma once

#include <string_view>
#include <vector>

#include "ingest/ingest.hpp"
#include "model.hpp"

namespace catalyse::assessment {

// Columns: version, question, lever, fr, en, level1_fr … level4_en. What is wrong goes to the report by line and
// column. Questions of a version stand by lever.
[[nodiscard]] std::vector<Questionnaire> read_questionnaires(std::string_view table, ingest::FileReport& report);

}  // namespace catalyse::assessment
