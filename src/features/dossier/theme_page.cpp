#include <algorithm>

#include "drawings.hpp"
#include "messages.hpp"
#include "observatory/method_rules.hpp"
#include "pages.hpp"
#include "tables.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using observatory::Dossier;
using observatory::State;
using web::say;

std::string lead(const Subject& subject, const observatory::ThemeScore* score) {
  const auto language = subject.language;
  if (score == nullptr) return say(language, msg::theme_lead_context);
  if (!score->score) return {};
  const auto points = text::number(*score->score, 0, language);
  const auto levels = level_words(subject.place().level, language);
  if (!score->peers_score) return say(language, msg::theme_lead_score_alone, {{"score", points}, {"levels", levels}});
  return say(language, msg::theme_lead_score,
             {{"score", points}, {"levels", levels}, {"peers", text::number(*score->peers_score, 0, language)}});
}

std::string interval_words(const Subject& subject, const Reading& reading) {
  if (!reading.interval || reading.cell.state != State::present) return {};
  const auto& indicator = subject.indicator(reading.indicator);
  // Over the threshold the census is a sample; under it, and in other sources, the counts are complete.
  const auto population = static_cast<double>(subject.place().population.value_or(0));
  const bool sampled = indicator.census && population > observatory::kMethod.inflation_above;
  return say(subject.language, sampled ? msg::theme_interval_sampled : msg::theme_interval,
             {{"low", value_text(indicator, reading.interval->low, subject.language)},
              {"high", value_text(indicator, reading.interval->high, subject.language)}});
}

IndicatorView indicator_view(const Subject& subject, const Reading& reading) {
  const auto& indicator = subject.indicator(reading.indicator);
  const bool french = subject.language == core::Language::fr;
  IndicatorView view;
  view.id = indicator.id;
  view.label = std::string(label(indicator, subject.language));
  view.unit = unit_note(indicator, subject.language);
  view.limits = french ? indicator.limits_fr : indicator.limits_en;
  view.note = source_note(subject, reading);
  if (reading.cell.state != State::present) {
    view.missing = true;
    view.value = say(subject.language, msg::table_absent);
    view.sentence = text::capitalised(state_words(indicator, reading.cell.state, subject.language)) + ". " +
                    (french ? indicator.blank_note_fr : indicator.blank_note_en);
    return view;
  }
  view.value = value_text(indicator, reading.cell.value, subject.language);
  view.sentence = comparison(subject, reading);
  const auto refs = references(subject, reading);
  if (!refs.empty()) view.sentence += " " + refs;
  view.interval = interval_words(subject, reading);
  view.standing = standings(subject, reading);
  view.plot_html = strip_html(subject, reading);
  return view;
}

}  // namespace

std::string theme_body(const Subject& subject, const Dossier& dossier, std::uint16_t theme, Part part) {
  const auto language = subject.language;
  const auto& observatory = *subject.context.observatory;
  const auto& themes = observatory.themes();
  const auto score = std::ranges::find(dossier.themes, theme, &observatory::ThemeScore::theme);
  ThemeView view;
  view.alone = part == Part::page;
  view.place_href = subject.href();
  view.place = std::string(subject.place().name);
  view.title = say(language, msg::theme_title,
                   {{"theme", std::string(theme_label(themes[theme], language))}, {"place", view.place}});
  view.lead = lead(subject, themes[theme].objective && score != dossier.themes.end() ? &*score : nullptr);
  std::vector<std::uint16_t> rows;
  for (std::size_t i = 0; i < dossier.readings.size(); ++i) {
    if (subject.indicator(dossier.readings[i].indicator).theme != theme) continue;
    rows.push_back(static_cast<std::uint16_t>(i));
    view.indicators.push_back(indicator_view(subject, dossier.readings[i]));
  }
  if (themes[theme].objective && score != dossier.themes.end() && !score->score) {
    view.insufficient = rows.empty() ? say(language, msg::theme_no_level)
                                     : say(language, msg::theme_insufficient,
                                           {{"present", text::number(std::int64_t{score->present}, language)},
                                            {"expected", text::number(std::int64_t{score->expected}, language)}});
  }
  for (std::uint16_t id = 0; id < observatory.indicators().size(); ++id) {
    const auto& indicator = subject.indicator(id);
    if (indicator.theme == theme && !observatory.exists(id, subject.place().level))
      view.absent.emplace_back(label(indicator, language));
  }
  if (!view.absent.empty()) view.absent_title = say(language, msg::theme_absent);
  if (!rows.empty()) {
    view.key_html = strip_key_html(subject);
    view.figures = figure_table(subject, dossier, rows, "c-" + themes[theme].slug);
  }
  for (std::uint16_t other = 0; other < themes.size(); ++other) {
    if (other != theme)
      view.siblings.push_back(
          {subject.href("/theme/" + themes[other].slug), std::string(theme_label(themes[other], language))});
  }
  view.downloads = downloads(subject, "/theme/" + themes[theme].slug);
  return templates::render_theme(view, language);
}

}  // namespace catalyse::dossier
