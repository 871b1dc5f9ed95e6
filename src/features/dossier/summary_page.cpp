#include <algorithm>
#include <utility>

#include "drawings.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "tables.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"
#include "web/rendering.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using core::Level;
using observatory::Dossier;
using observatory::Finding;
using web::say;

constexpr std::size_t kPeersShown = 6;
constexpr std::size_t kMembersShown = 20;

CellView score_cell(const Subject& subject, const std::optional<double>& score) {
  if (!score) return {say(subject.language, msg::table_absent), "num"};
  const auto css = *score >= 75 ? "num high" : *score <= 25 ? "num low" : "num";
  return {text::number(*score, 0, subject.language), css};
}

std::vector<ThemeRowView> theme_rows(const Subject& subject, const Dossier& dossier) {
  std::vector<ThemeRowView> rows;
  rows.reserve(dossier.themes.size());
  const auto& themes = subject.context.observatory->themes();
  for (const auto& score : dossier.themes) {
    const auto& theme = themes[score.theme];
    if (!theme.objective) continue;
    ThemeRowView row;
    row.href = subject.href("/theme/", theme.slug);
    row.label = theme_label(theme, subject.language);
    row.indicators = subject.lexicon().theme(score.theme, subject.place().level, subject.language);
    row.france = score_cell(subject, score.score);
    row.peers = score_cell(subject, score.peers_score);
    if (score.score) row.dots_html = dots_html(subject, score);
    row.reliability = score.score      ? reliability_word(score.reliability, subject.language)
                      : score.expected ? say(subject.language, msg::themes_insufficient)
                                       : say(subject.language, msg::state_no_level);
    rows.push_back(std::move(row));
  }
  return rows;
}

// What distinguishes the place, in full, and the table that says what the drawings say.
void fill_drawn_findings(const Subject& subject, const Dossier& dossier, SummaryView& view) {
  if (dossier.distinguishes.empty()) return;
  view.distinguishes_title = say(subject.language, msg::findings_distinguishes);
  std::vector<Spoken> rows;
  rows.reserve(dossier.distinguishes.size());
  view.distinguishes.reserve(dossier.distinguishes.size());
  for (const auto& found : dossier.distinguishes) {
    rows.push_back(speak(subject, dossier.readings[found.reading]));
    view.distinguishes.push_back(drawn_finding(subject, rows.back()));
  }
  view.key_html = strip_key_html(subject);
  view.figures = figure_table(subject, rows, "c-figures");
}

void fill_findings(const Subject& subject, const Dossier& dossier, SummaryView& view) {
  const auto language = subject.language;
  const auto group = peers_words(subject.place().level, language);
  const bool compared = !dossier.peers.list.empty();
  view.findings_lead = say(language, msg::findings_lead, {{"group", group}});
  if (!compared) {
    view.no_finding = say(language, msg::findings_none_without_peers);
  } else if (dossier.distinguishes.empty()) {
    view.no_finding = say(language, msg::findings_none, {{"group", group}});
  }
  fill_drawn_findings(subject, dossier, view);
  const auto fill = [&](const std::vector<Finding>& from, std::vector<FindingView>& to, std::string& title,
                        const web::Message& words) {
    if (from.empty()) return;
    to.reserve(from.size());
    title = say(language, words);
    for (const auto& found : from) to.push_back(brief_finding(subject, dossier.readings[found.reading]));
  };
  fill(dossier.shared, view.shared, view.shared_title, msg::findings_shared);
  fill(dossier.better, view.better, view.better_title, msg::findings_better);
  for (std::size_t i = 0; i < view.shared.size(); ++i) {
    const auto theme = dossier.shared[i].theme;
    const auto score = std::ranges::find(dossier.themes, theme, &observatory::ThemeScore::theme);
    if (score == dossier.themes.end() || !score->score) continue;
    view.shared[i].note = say(language, msg::findings_shared_note,
                              {{"theme", theme_label(subject.context.observatory->themes()[theme], language)},
                               {"score", text::number(*score->score, 0, language)}}) +
                          " " + view.shared[i].note;
  }
}

void fill_peers(const Subject& subject, const Dossier& dossier, SummaryView& view) {
  const auto language = subject.language;
  const auto& place = subject.place();
  const auto& list = dossier.peers.list;
  view.peers_title = peers_title(place.level, language);
  view.peers_href = subject.href("/comparables") + "#pourquoi";
  view.criteria_href = subject.href("/comparables") + "#criteres";
  if (list.empty()) {
    view.peers_without = without_peers(dossier.peers, language);
    return;
  }
  std::vector<std::string> nearest, rest;
  rest.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto& names = i < 3 ? nearest : rest;
    if (i < 3 || i >= kPeersShown) names.emplace_back(subject.place(list[i].place).name);
  }
  view.peers_lead = say(language, msg::peers_lead, {{"names", text::list(nearest, language)}});
  view.peers = peer_rows(subject, dossier.peers, kPeersShown);
  view.peers_caption = say(language, msg::peers_caption,
                           {{"shown", text::number(static_cast<std::int64_t>(view.peers.size()), language)},
                            {"k", text::number(static_cast<std::int64_t>(list.size()), language)}});
  view.peers_column = level_word(place.level, language);
  view.peers_apart = say(language, msg::peers_apart);
  if (!rest.empty()) view.peers_rest = say(language, msg::peers_rest, {{"names", text::list(rest, language)}});
}

void fill_members(const Subject& subject, SummaryView& view) {
  const auto members = subject.context.territories->members(subject.index);
  if (members.empty()) return;
  const auto language = subject.language;
  const bool arrondissements = subject.place(members[0]).level == Level::arrondissement;
  view.members_title = say(language, arrondissements ? msg::members_arrondissements : msg::members_communes);
  std::vector<territories::PlaceIndex> shown(members.begin(), members.end());
  std::ranges::stable_sort(shown, std::greater{}, [&](auto m) { return subject.place(m).population.value_or(0); });
  const auto all = static_cast<std::int64_t>(shown.size());
  if (shown.size() > kMembersShown) {
    shown.resize(kMembersShown);
    view.members_more = web::say_count(language, all, msg::members_more);
    view.members_more_href = web::localised(language, "/territoires") +
                             "?dans=" + std::string(core::level_name(subject.place().level)) + ":" +
                             std::string(subject.place().code);
  }
  view.members_any = true;
  for (const auto member : shown)
    view.members.push_back({subject.href_of(member), std::string(subject.place(member).name)});
}

std::vector<LinkView> contents(const Subject& subject, const SummaryView& view) {
  const auto language = subject.language;
  std::vector<LinkView> links;
  links.reserve(5);
  links.push_back({"#ressort", say(language, msg::summary_findings)});
  links.push_back({"#themes", say(language, msg::summary_themes)});
  links.push_back({"#comparables", view.peers_title});
  links.push_back({"#liens", view.links_title});
  links.push_back({"#sources", say(language, msg::summary_sources)});
  return links;
}

// One line per producer, with its sources and vintages, among the indicators that have a value here.
std::vector<std::string> sources(const Subject& subject, const Dossier& dossier) {
  const auto language = subject.language;
  const auto& lexicon = subject.lexicon();
  std::vector<bool> used(lexicon.source_count(language));
  for (const auto& reading : dossier.readings) {
    if (reading.cell.state != observatory::State::present) continue;
    if (subject.indicator(reading.indicator).role == observatory::Role::structure) continue;
    used[lexicon.source(reading.series, language).order] = true;
  }
  std::vector<std::string> lines;
  std::string_view producer;
  std::string all;
  const auto end_line = [&] {
    if (!all.empty()) lines.push_back(say(language, msg::sources_line, {{"producer", producer}, {"sources", all}}));
    all.clear();
  };
  for (std::uint32_t order = 0; order < used.size(); ++order) {
    if (!used[order]) continue;
    const auto& source = lexicon.source_in_order(order, language);
    if (source.producer != producer) end_line();
    producer = source.producer;
    all = all.empty() ? source.used : say(language, msg::sources_join, {{"before", all}, {"source", source.used}});
  }
  end_line();
  return lines;
}

// Where the sections of other rooms stand: the summary is kept short.
std::string dynamics_href(const Subject& subject) {
  const auto& themes = subject.context.observatory->themes();
  const auto theme = std::ranges::find(themes, kDynamics, &observatory::Theme::id);
  return theme == themes.end() ? std::string{} : subject.href("/theme/", theme->slug);
}

SummaryView summary_view(const Subject& subject, const Dossier& dossier) {
  const auto& place = subject.place();
  const auto language = subject.language;
  SummaryView view;
  const auto& kind = place.level == Level::epci ? msg::kind_siren : msg::kind;
  view.kind = say(language, kind, {{"level", level_word(place.level, language)}, {"code", place.code}});
  view.name = place.name;
  view.method_href = web::localised(language, "/methode");
  view.portrait = portrait(subject);
  view.portrait_note = portrait_note(subject);
  view.notice = coverage_notice(subject, dossier);
  view.locator_html = locator_html(subject);
  view.downloads = downloads(subject, "");
  view.evolution_href = subject.href("/evolution");
  view.scale_html = theme_scale_html();
  fill_findings(subject, dossier, view);
  view.themes_caption = say(language, msg::themes_caption, {{"levels", level_words(place.level, language)}});
  view.themes = theme_rows(subject, dossier);
  fill_peers(subject, dossier, view);
  view.belongs = belongs(subject);
  view.belongs_any = !view.belongs.empty();
  fill_members(subject, view);
  view.links_title = view.belongs_any ? say(language, msg::summary_belongs) : std::exchange(view.members_title, {});
  view.contents = contents(subject, view);
  view.sources = sources(subject, dossier);
  view.dynamics_href = subject.context.sections.empty() ? std::string{} : dynamics_href(subject);
  return view;
}

}  // namespace

std::string summary_body(const Subject& subject, const Dossier& dossier) {
  return templates::render_summary(summary_view(subject, dossier), subject.language);
}

http::Response summary_response(const Subject& subject, const Dossier& dossier, web::Page page) {
  const auto view = summary_view(subject, dossier);
  page.body = [&](web::rendering::Page& out) { templates::write_summary(out, view, subject.language); };
  return web::page_response(*subject.context.site, page);
}

}  // namespace catalyse::dossier
