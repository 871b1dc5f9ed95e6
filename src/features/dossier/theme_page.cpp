#include <algorithm>

#include "drawings.hpp"
#include "messages.hpp"
#include "observatory/method_rules.hpp"
#include "pages.hpp"
#include "tables.hpp"
#include "templates.hpp"
#include "territories/resolve.hpp"
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

// « Taux de pauvreté : secret statistique. » and what a blank means in this series.
std::string missing_words(const Subject& subject, const Reading& reading) {
  const auto& indicator = subject.indicator(reading.indicator);
  const bool french = subject.language == core::Language::fr;
  auto words = say(subject.language, msg::theme_missing_line,
                   {{"label", std::string(label(indicator, subject.language))},
                    {"state", state_words(indicator, reading.cell.state, subject.language)}});
  const auto& reason = french ? indicator.blank_note_fr : indicator.blank_note_en;
  return reason.empty() ? words : words + " " + reason;
}

std::string interval_words(const Subject& subject, const Reading& reading) {
  if (!reading.interval) return {};
  const auto& indicator = subject.indicator(reading.indicator);
  // Over the threshold the census is a sample; under it, and in other sources, the counts are complete.
  const auto population = static_cast<double>(subject.place().population.value_or(0));
  const bool sampled = indicator.census && population > observatory::kMethod.inflation_above;
  return say(subject.language, sampled ? msg::theme_interval_sampled : msg::theme_interval,
             {{"low", value_text(indicator, reading.interval->low, subject.language)},
              {"high", value_text(indicator, reading.interval->high, subject.language)}});
}

IndicatorView indicator_view(const Subject& subject, const Spoken& spoken) {
  const auto& reading = spoken.reading;
  const auto& indicator = subject.indicator(reading.indicator);
  const bool french = subject.language == core::Language::fr;
  IndicatorView view;
  view.id = indicator.id;
  view.label = std::string(label(indicator, subject.language));
  view.unit = unit_note(indicator, subject.language, view.label);
  view.limits = french ? indicator.limits_fr : indicator.limits_en;
  view.note = source_note(subject, reading);
  view.value = spoken.value;
  view.sentence = spoken.compared;
  view.interval = interval_words(subject, reading);
  view.standing = standings(subject, reading);
  view.plot_html = strip_html(subject, spoken);
  return view;
}

// Room cartography, by its address: the indicator at the level of the place, in its département where that is smaller.
std::string map_href(const Subject& subject, std::string_view indicator) {
  const auto& place = subject.place();
  if (place.level == core::Level::arrondissement) return {};  // no map is of them
  auto address = web::localised(subject.language, "/carte") + "?indicateur=" + std::string(indicator) +
                 "&niveau=" + std::string(territories::level_path_word(place.level));
  if (place.departement != territories::kNowhere && place.level < core::Level::departement)
    address += "&zone=dep:" + std::string(subject.place(place.departement).code);
  return address;
}

// The readings of a theme: those that make its score first.
std::vector<Spoken> rows_of(const Subject& subject, const Dossier& dossier, std::uint16_t theme) {
  std::vector<const Reading*> found;
  for (const auto& reading : dossier.readings)
    if (subject.indicator(reading.indicator).theme == theme) found.push_back(&reading);
  std::ranges::stable_partition(found, [&](const Reading* reading) {
    return subject.indicator(reading->indicator).role == observatory::Role::fragility;
  });
  std::vector<Spoken> rows;
  rows.reserve(found.size());
  for (const auto* reading : found) rows.push_back(speak(subject, *reading));
  return rows;
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
  view.title =
      say(language, msg::theme_title,
          {{"theme", std::string(theme_label(themes[theme], language))}, {"place", std::string(subject.place().name)}});
  view.lead = lead(subject, themes[theme].objective && score != dossier.themes.end() ? &*score : nullptr);
  if (view.alone && !view.lead.empty() && themes[theme].objective)
    view.score_map_href = map_href(subject, "score-" + themes[theme].slug);
  const auto rows = rows_of(subject, dossier, theme);
  for (const auto& row : rows) {
    if (row.reading.cell.state != State::present) {
      view.missing.push_back(missing_words(subject, row.reading));
      continue;
    }
    view.indicators.push_back(indicator_view(subject, row));
    // « Tout sur une page » is also the file that opens without a network, and long enough.
    if (view.alone) view.indicators.back().map_href = map_href(subject, subject.indicator(row.reading.indicator).id);
  }
  if (!view.missing.empty()) view.missing_title = say(language, msg::theme_missing);
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
  if (!view.indicators.empty()) view.key_html = strip_key_html(subject);
  if (!rows.empty()) {
    view.figures = figure_table(subject, rows, "c-" + themes[theme].slug);
    view.figures->caption =
        say(language, msg::table_caption_theme, {{"theme", std::string(theme_label(themes[theme], language))}});
  }
  for (std::uint16_t other = 0; other < themes.size(); ++other) {
    if (other != theme)
      view.siblings.push_back(
          {subject.href("/theme/", themes[other].slug), std::string(theme_label(themes[other], language))});
  }
  view.downloads = downloads(subject, "/theme/" + themes[theme].slug);
  const auto code = core::PlaceCode::make(subject.place().level, subject.place().code);
  if (code && themes[theme].id == kDynamics) {
    for (const auto& section : subject.context.sections) view.sections_html += section.html(*code, language);
  }
  if (code && view.alone && themes[theme].objective) {
    for (const auto& section : subject.context.theme_sections)
      view.sections_html += section.html(*code, themes[theme].id, language);
  }
  return templates::render_theme(view, language);
}

}  // namespace catalyse::dossier
