#include "tables.hpp"

#include "messages.hpp"
#include "radar.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"

namespace catalyse::assessment {
namespace {

using core::Language;
using web::say;

Means means_of(const Summary& summary) {
  Means means;
  for (std::size_t i = 0; i < kLevers; ++i) means.at(i) = summary.levers.at(i).mean;
  return means;
}

std::string change_text(const std::optional<double>& now, const std::optional<double>& before, Language language) {
  if (!now || !before) return "–";
  return text::signed_number(*now - *before, 1, language);
}

}  // namespace

Drawn drawn_of(const Context& context, const Held& held, const std::optional<Others>& others, Language language) {
  Drawn drawn;
  if (held.summary().empty()) return drawn;
  const auto rounds = held.assessment.rounds.size();
  const Summary* before = rounds > 1 && !held.summaries[rounds - 2].empty() ? &held.summaries[rounds - 2] : nullptr;
  const auto day = day_words(held.round().opened, language);
  web::Table table{.id = "leviers", .caption = say(language, msg::table_caption, {{"day", day}})};
  table.columns = {{say(language, msg::table_lever)},
                   {.label = say(language, msg::table_mean), .align = web::Align::number},
                   {.label = say(language, msg::table_answered), .align = web::Align::number}};
  if (before != nullptr) {
    table.columns.push_back(
        {.label = day_words(held.assessment.rounds[rounds - 2].opened, language), .align = web::Align::number});
    table.columns.push_back({.label = say(language, msg::table_change), .align = web::Align::number});
  }
  if (others) table.columns.push_back({.label = say(language, msg::table_others), .align = web::Align::number});
  std::vector<std::string> sentence;
  for (std::size_t i = 0; i < kLevers; ++i) {
    const auto& lever = held.summary().levers.at(i);
    const auto title = lever_title(context, static_cast<unsigned>(i + 1), language);
    std::vector<web::Cell> row{{.text = title},
                               {.text = mean_text(lever.mean, language)},
                               {.text = std::to_string(lever.answered) + "/" + std::to_string(lever.asked)}};
    if (before != nullptr) {
      row.push_back({.text = mean_text(before->levers.at(i).mean, language)});
      row.push_back({.text = change_text(lever.mean, before->levers.at(i).mean, language)});
    }
    if (others) row.push_back({.text = mean_text(others->medians.at(i), language)});
    table.rows.push_back(std::move(row));
    if (lever.mean) sentence.push_back(title + " " + text::number(*lever.mean, 1, language));
  }
  drawn.table = web::table(table);
  Radar radar{say(language, msg::radar_title), text::list(sentence, language), means_of(held.summary()), {}};
  if (before != nullptr) radar.before = means_of(*before);
  drawn.radar = radar_svg(radar);
  drawn.note = say(language, before != nullptr ? msg::radar_note_before : msg::radar_note);
  return drawn;
}

}  // namespace catalyse::assessment
