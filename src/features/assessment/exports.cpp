#include "export/csv.hpp"
#include "export/json.hpp"
#include "pages.hpp"

namespace catalyse::assessment {

std::string dossier_csv(const Held& held, exporting::Dialect dialect) {
  exporting::CsvWriter csv(dialect);
  for (const auto* column : {"round", "date", "version", "respondent", "question", "text", "level", "comment"})
    csv.text(column);
  csv.end_row();
  for (std::size_t i = 0; i < held.assessment.rounds.size(); ++i) {
    const auto& round = held.assessment.rounds[i];
    for (const auto& respondent : round.respondents) {
      for (const auto& question : held.questionnaires[i].questions) {
        if (!respondent.sheet.contains(question.id)) continue;
        const auto level = level_of(respondent.sheet, question.id);
        csv.number(round.number).text(round.opened).number(round.version).text(respondent.name).code(question.id);
        csv.text(question.text.fr);
        if (level)
          csv.number(std::int64_t{*level});
        else
          csv.blank();
        csv.text(comment_of(respondent.sheet, question.id));
        csv.end_row();
      }
    }
  }
  return csv.take();
}

std::string dossier_json(const Held& held) {
  exporting::JsonWriter json;
  const auto write_round = [&](const Round& round, const Questionnaire& questions, const Summary& summary) {
    json.field("number", round.number);
    json.field("date", round.opened);
    json.field("questionnaire", round.version);
    json.array("levers", [&] {
      for (std::size_t lever = 0; lever < kLevers; ++lever)
        json.object([&] {
          json.field("lever", lever + 1);
          json.field("mean", summary.levers.at(lever).mean);
          json.field("answered", summary.levers.at(lever).answered);
          json.field("asked", summary.levers.at(lever).asked);
        });
    });
    json.array("respondents", [&] {
      for (const auto& respondent : round.respondents)
        json.object([&] {
          json.field("name", respondent.name);
          json.array("answers", [&] {
            for (const auto& question : questions.questions) {
              if (!respondent.sheet.contains(question.id)) continue;
              json.object([&] {
                json.field("question", question.id);
                json.field("level", level_of(respondent.sheet, question.id));
                json.field("comment", comment_of(respondent.sheet, question.id));
              });
            }
          });
        });
    });
  };
  json.object([&] {
    json.field("name", held.assessment.name);
    json.field("kind", held.assessment.kind);
    json.field("place", held.assessment.place);
    json.field("sharing", held.assessment.sharing);
    json.array("rounds", [&] {
      for (std::size_t i = 0; i < held.assessment.rounds.size(); ++i)
        json.object([&] { write_round(held.assessment.rounds[i], held.questionnaires[i], held.summaries[i]); });
    });
  });
  return json.take();
}

}  // namespace catalyse::assessment
