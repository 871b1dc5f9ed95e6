#include <algorithm>

#include "drawings.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "tables.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using observatory::State;
using observatory::Trend;
using web::say;

std::string sentence(const Subject& subject, const Trend& trend) {
  const auto present = [](const observatory::TrendPoint& point) { return point.cell.state == State::present; };
  const auto first = std::ranges::find_if(trend.points, present);
  const auto last = std::ranges::find_if(trend.points.rbegin(), trend.points.rend(), present);
  if (first == trend.points.end() || first->year == last->year) return {};
  const auto& indicator = subject.indicator(trend.indicator);
  return say(subject.language, msg::evolution_sentence,
             {{"first", value_text(indicator, first->cell.value, subject.language)},
              {"from", text::year(first->year)},
              {"last", value_text(indicator, last->cell.value, subject.language)},
              {"to", text::year(last->year)}});
}

// The producer, then what must be known of one year or another, each said once.
std::string note(const Subject& subject, const Trend& trend) {
  std::vector<std::string_view> cautions;
  for (const auto& series : subject.context.observatory->series()) {
    if (series.indicator != trend.indicator || series.level != subject.place().level) continue;
    const auto& caution = subject.language == core::Language::fr ? series.caution_fr : series.caution_en;
    if (!caution.empty() && std::ranges::find(cautions, caution) == cautions.end()) cautions.push_back(caution);
  }
  auto text = subject.indicator(trend.indicator).producer + ".";
  for (const auto caution : cautions) (text += ' ') += caution;
  return text;
}

}  // namespace

std::string evolution_body(const Subject& subject, Part part) {
  const auto language = subject.language;
  EvolutionView view;
  view.alone = part == Part::page;
  view.place_href = subject.href();
  view.title = say(language, msg::evolution_title, {{"place", std::string(subject.place().name)}});
  view.lead = say(language, msg::evolution_lead);
  // What describes the place before what makes it fragile: its population is what a reader looks for first.
  const auto& themes = subject.context.observatory->themes();
  auto trends = subject.context.observatory->trends(subject.index);
  std::ranges::stable_partition(
      trends, [&](const Trend& trend) { return !themes[subject.indicator(trend.indicator).theme].objective; });
  for (const auto& trend : trends) {
    const auto& indicator = subject.indicator(trend.indicator);
    view.trends.push_back({"e-" + indicator.id, std::string(label(indicator, language)),
                           unit_note(indicator, language, label(indicator, language)), trend_html(subject, trend),
                           sentence(subject, trend), note(subject, trend)});
  }
  if (view.trends.empty()) view.none = say(language, msg::evolution_none);
  view.downloads = downloads(subject, "/evolution");
  return templates::render_evolution(view, language);
}

}  // namespace catalyse::dossier
