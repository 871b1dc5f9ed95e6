// The page of a perimeter: what stands out, scores, comparables, figures by theme with how each was made, members.
#include <algorithm>
#include <map>
#include <set>

#include "messages.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/drawings.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::perimeters {
namespace {

using core::Language;
using core::Level;
using observatory::Direction;
using observatory::Finding;
using observatory::Made;
using observatory::State;
using territories::kNowhere;
using web::say;
using web::say_count;

constexpr std::size_t kPeersShown = 10;

std::string value_words(const Subject& subject, const observatory::Indicator& indicator, double value) {
  return observatory::value_text(indicator, value, subject.language);
}

// ---- What stands out ----

std::string strip_html(const Subject& subject, const Reading& reading) {
  const auto& indicator = subject.indicator(reading.indicator);
  const auto language = subject.language;
  const std::string label(observatory::label(indicator, language));
  const auto own = subject.perimeter.name + " " + value_words(subject, indicator, reading.cell.value);
  web::StripPlot plot;
  plot.title = say(
      language, msg::plot_title,
      {{"label", label}, {"name", subject.perimeter.name}, {"n", count_text(reading.peer_values.size(), language)}});
  plot.sentence = label + ": " + own + " (" + text::year(reading.year) + "). " + comparison(subject, reading);
  plot.harm = indicator.direction == Direction::higher_worse  ? web::Harm::high
              : indicator.direction == Direction::lower_worse ? web::Harm::low
                                                              : web::Harm::none;
  for (const std::string_view sign : {"%", "€"})
    if (indicator.unit_fr.starts_with(sign)) plot.unit = sign;
  plot.value = reading.cell.value;
  plot.value_text = own;
  if (reading.interval) plot.interval = web::Bounds{reading.interval->low, reading.interval->high};
  plot.peers.assign(reading.peer_values.begin(), reading.peer_values.end());
  if (reading.peers_spread) {
    const auto& spread = *reading.peers_spread;
    plot.spread = web::Quantiles{spread.p5, spread.p25, spread.p50, spread.p75, spread.p95};
    plot.median_text = say(language, msg::plot_median, {{"value", value_words(subject, indicator, spread.p50)}});
  }
  const auto reference = [&](const std::optional<double>& value, const std::string& name) {
    return value ? std::optional(web::Reference{*value, name + " " + value_words(subject, indicator, *value)})
                 : std::nullopt;
  };
  if (subject.gathered.departement != kNowhere)
    plot.departement =
        reference(reading.departement_value, std::string(subject.place(subject.gathered.departement).name));
  if (!(reading.france_is_median && reading.limited))
    plot.france =
        reference(reading.france_value, reading.france_is_median ? say(language, msg::france_median) : "France");
  return web::strip_plot(language, plot);
}

FindingView finding(const Subject& subject, const Finding& found) {
  const auto& reading = subject.gathered.dossier.readings[found.reading];
  const auto& indicator = subject.indicator(reading.indicator);
  const auto language = subject.language;
  return {"#theme-" + subject.context.observatory->themes()[found.theme].slug,
          std::string(observatory::label(indicator, language)),
          observatory::unit_note(indicator, language, observatory::label(indicator, language)),
          value_words(subject, indicator, reading.cell.value),
          comparison(subject, reading),
          say(language, msg::source_note,
              {{"source", observatory::cited(indicator.producer, reading.vintage, language)},
               {"made", text::capitalised(made_words(subject, subject.gathered.basis[found.reading]))},
               {"reliability", observatory::reliability_word(reading.reliability, language)}}),
          {}};
}

void fill_findings(const Subject& subject, PerimeterView& view) {
  const auto language = subject.language;
  const auto& dossier = subject.gathered.dossier;
  const auto group = observatory::peers_words(subject.gathered.among, language);
  view.findings_lead = say(language, msg::findings_lead, {{"group", group}});
  if (dossier.distinguishes.empty())
    view.no_finding =
        say(language, dossier.peers.list.empty() ? msg::findings_alone : msg::findings_none, {{"group", group}});
  for (const auto& found : dossier.distinguishes) {
    view.distinguishes.push_back(finding(subject, found));
    view.distinguishes.back().plot_html = strip_html(subject, dossier.readings[found.reading]);
  }
  for (const auto& found : dossier.better) view.better.push_back(finding(subject, found));
  if (!view.distinguishes.empty()) {
    view.distinguishes_title = say(language, msg::findings_distinguishes);
    view.key_html = web::strip_key(language, subject.perimeter.name, group);
  }
  if (!view.better.empty()) view.better_title = say(language, msg::findings_better);
}

// ---- Scores ----

web::Cell score_cell(const Subject& subject, const std::optional<double>& score) {
  if (!score) return {.text = say(subject.language, msg::table_absent), .tone = web::Tone::missing};
  return {.text = text::number(*score, 0, subject.language),
          .tone = *score >= 75   ? web::Tone::high
                  : *score <= 25 ? web::Tone::low
                                 : web::Tone::plain};
}

std::string scores_table(const Subject& subject) {
  const auto language = subject.language;
  web::Table table{.id = "c-themes",
                   .caption = say(language, msg::scores_caption,
                                  {{"levels", observatory::level_words(subject.gathered.among, language)}}),
                   .columns = {{.label = say(language, msg::scores_theme)},
                               {.label = say(language, msg::scores_france), .align = web::Align::number},
                               {.label = say(language, msg::scores_peers), .align = web::Align::number},
                               {.label = say(language, msg::scores_known)}},
                   .fit = web::Fit::fit};
  for (const auto& score : subject.gathered.dossier.themes) {
    const auto& theme = subject.context.observatory->themes()[score.theme];
    if (!theme.objective) continue;
    const auto known = say(language, score.score ? msg::scores_present : msg::scores_insufficient,
                           {{"present", count_text(score.present, language)},
                            {"expected", count_text(score.expected, language)},
                            {"reliability", observatory::reliability_word(score.reliability, language)}});
    // A theme without a figure has no table to lead to.
    const bool any = std::ranges::any_of(subject.gathered.dossier.readings, [&](const Reading& reading) {
      return subject.indicator(reading.indicator).theme == score.theme && reading.cell.state == State::present;
    });
    table.rows.push_back({{.text = std::string(observatory::theme_label(theme, language)),
                           .address = any ? "#theme-" + theme.slug : std::string{}},
                          score_cell(subject, score.score),
                          score_cell(subject, score.peers_score),
                          {.text = score.expected == 0 ? say(language, msg::scores_no_level) : known}});
  }
  return web::table(table);
}

void fill_among(const Subject& subject, PerimeterView& view) {
  const auto language = subject.language;
  const auto among = subject.gathered.among;
  const auto levels = observatory::level_words(among, language);
  const bool member = subject.gathered.twin && subject.place(*subject.gathered.twin).level == among;
  view.among = say(language, member ? msg::among_member : msg::among_stranger, {{"levels", levels}});
  view.among_title = say(language, msg::among_change);
  for (const auto& [level, word] : {std::pair{Level::commune, "commune"}, std::pair{Level::epci, "epci"},
                                    std::pair{Level::departement, "departement"}, std::pair{Level::region, "region"}}) {
    const auto words = observatory::level_words(level, language);
    view.levels.push_back({level == among ? std::string{} : subject.href("?parmi=" + std::string(word)) + "#themes",
                           level == among ? say(language, msg::among_this, {{"levels", words}}) : words});
  }
}

// ---- Comparables ----

void fill_peers(const Subject& subject, PerimeterView& view) {
  const auto language = subject.language;
  const auto& peers = subject.gathered.dossier.peers;
  const auto among = subject.gathered.among;
  if (peers.list.empty()) {
    view.peers_lead = say(
        language, peers.reason_without == "observatory.peers.level_too_small" ? msg::peers_small : msg::peers_unknown);
    return;
  }
  view.peers_lead = say(language, msg::peers_lead, {{"levels", observatory::level_words(among, language)}});
  view.peers_note = say(language, peers.reduced ? msg::peers_reduced : msg::peers_how);
  const auto& variables = subject.context.observatory->variables(among);
  const auto shown = std::min(kPeersShown, peers.list.size());
  double reach = 0;
  for (std::size_t i = 0; i < shown; ++i) reach = std::max(reach, peers.list[i].distance * peers.list[i].distance);
  web::Table table{
      .id = "c-comp",
      .caption = say(language, msg::peers_caption,
                     {{"shown", count_text(shown, language)}, {"k", count_text(peers.list.size(), language)}}),
      .columns = {{.label = observatory::level_word(among, language)},
                  {.label = say(language, msg::peers_population), .align = web::Align::number},
                  {.label = say(language, msg::peers_distance), .align = web::Align::number},
                  {.label = say(language, msg::peers_apart), .align = web::Align::drawing}},
      .css_class = "peers"};
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& peer = peers.list[i];
    const auto& place = subject.place(peer.place);
    std::vector<web::Part> parts;
    for (const auto& part : peer.contributions) {
      const auto& variable = variables[part.variable];
      parts.push_back({language == Language::fr ? variable.label_fr : variable.label_en, part.share});
    }
    const auto within = among < Level::departement ? place.departement : place.region;
    table.rows.push_back(
        {{.text = std::string(place.name),
          .address = subject.href_of(peer.place),
          .note = within == kNowhere ? std::string{} : std::string(subject.place(within).name)},
         {.text = place.population ? text::number(*place.population, language) : say(language, msg::table_absent)},
         {.text = text::number(peer.distance, 2, language)},
         {.html = web::contributions_bar(language, std::move(parts), reach)}});
  }
  view.peers_html = web::table(table);
}

// ---- Figures ----

web::Cell number_cell(const Subject& subject, const Reading& reading, const std::optional<double>& value) {
  if (!value) return {.text = say(subject.language, msg::table_absent), .tone = web::Tone::missing};
  return {.text = value_words(subject, subject.indicator(reading.indicator), *value)};
}

std::vector<web::Cell> figure_row(const Subject& subject, std::size_t index) {
  const auto& gathered = subject.gathered;
  const auto& reading = gathered.dossier.readings[index];
  const auto& indicator = subject.indicator(reading.indicator);
  const auto language = subject.language;
  const auto unit = observatory::unit_note(indicator, language, observatory::short_label(indicator, language));
  const std::string short_label(observatory::short_label(indicator, language));
  web::Cell own{.text = value_words(subject, indicator, reading.cell.value), .tone = web::Tone::strong};
  if (reading.interval) {
    own.note = say(language, msg::table_interval,
                   {{"low", text::number(reading.interval->low, indicator.decimals, language)},
                    {"high", text::number(reading.interval->high, indicator.decimals, language)}});
  }
  std::vector<web::Cell> row{
      {.text = short_label + (unit.empty() ? "" : ", " + unit), .note = text::year(reading.year)}, std::move(own)};
  row.push_back(
      number_cell(subject, reading, reading.peers_spread ? std::optional(reading.peers_spread->p50) : std::nullopt));
  if (gathered.departement != kNowhere && gathered.among < Level::departement)
    row.push_back(number_cell(subject, reading, reading.departement_value));
  row.push_back(
      number_cell(subject, reading, reading.france_is_median && reading.limited ? std::nullopt : reading.france_value));
  row.push_back({.text = rank_words(subject, reading)});
  row.push_back({.text = text::capitalised(made_words(subject, gathered.basis[index])),
                 .note = say(language, msg::table_reliability,
                             {{"level", observatory::reliability_word(reading.reliability, language)}})});
  return row;
}

web::Table figure_table(const Subject& subject, const std::string& id, const std::string& theme) {
  const auto language = subject.language;
  const auto& gathered = subject.gathered;
  web::Table table{.id = "theme-" + id, .caption = say(language, msg::table_caption, {{"theme", theme}})};
  table.columns = {{.label = say(language, msg::table_indicator)},
                   {.label = subject.perimeter.name, .align = web::Align::number},
                   {.label = say(language, msg::table_median), .align = web::Align::number}};
  if (gathered.departement != kNowhere && gathered.among < Level::departement)
    table.columns.push_back(
        {.label = std::string(subject.place(gathered.departement).name), .align = web::Align::number});
  table.columns.push_back({.label = "France", .align = web::Align::number});
  table.columns.push_back(
      {.label = say(language, msg::table_rank_among, {{"levels", observatory::level_words(gathered.among, language)}}),
       .align = web::Align::number});
  table.columns.push_back({.label = say(language, msg::table_made)});
  return table;
}

void fill_figures(const Subject& subject, PerimeterView& view) {
  const auto language = subject.language;
  const auto& gathered = subject.gathered;
  const auto& themes = subject.context.observatory->themes();
  std::vector<std::string> without;
  for (std::uint16_t t = 0; t < themes.size(); ++t) {
    const std::string label(observatory::theme_label(themes[t], language));
    web::Table table = figure_table(subject, themes[t].slug, label);
    for (std::size_t i = 0; i < gathered.dossier.readings.size(); ++i) {
      const auto& reading = gathered.dossier.readings[i];
      if (subject.indicator(reading.indicator).theme == t && reading.cell.state == State::present)
        table.rows.push_back(figure_row(subject, i));
    }
    if (table.rows.empty())
      without.push_back(label);
    else
      view.figures_html += web::table(table);
  }
  if (!without.empty())
    view.without_theme = say_count(language, static_cast<std::int64_t>(without.size()), msg::theme_nothing,
                                   {{"themes", text::list(without, language)}});
  // Those without a figure, by the reason.
  std::map<std::string, RemarkView> absent;
  for (std::size_t i = 0; i < gathered.dossier.readings.size(); ++i) {
    const auto& reading = gathered.dossier.readings[i];
    if (reading.cell.state == State::present) continue;
    const auto& basis = gathered.basis[i];
    const bool little = basis.without == observatory::Without::too_little_known;
    const auto& indicator = subject.indicator(reading.indicator);
    auto& remark = absent[little ? "1" : basis.without == observatory::Without::not_additive ? "0" : "2"];
    remark.items.push_back(std::string(observatory::label(indicator, language)) +
                           (little ? " · " + without_words(subject, basis) : std::string{}));
    const auto& lead = little                                                ? msg::absent_little
                       : basis.without == observatory::Without::not_additive ? msg::absent_not_additive
                                                                             : msg::absent_other;
    remark.lead = say_count(language, static_cast<std::int64_t>(remark.items.size()), lead);
  }
  for (auto& [_, remark] : absent) view.absent.push_back(std::move(remark));
}

// ---- Members ----

// The EPCI that the perimeter touches: whole or in part.
std::string groups_table(const Subject& subject) {
  const auto language = subject.language;
  std::map<PlaceIndex, std::size_t> within;
  for (const PlaceIndex commune : subject.perimeter.communes) ++within[subject.place(commune).epci];
  web::Table table{.id = "c-epci",
                   .caption = say(language, msg::groups_caption),
                   .columns = {{.label = observatory::level_word(Level::epci, language)},
                               {.label = say(language, msg::groups_share)}},
                   .fit = web::Fit::fit};
  for (const auto& [epci, communes] : within) {
    if (epci == kNowhere) continue;
    const auto all = subject.context.territories->members(epci).size();
    table.rows.push_back({{.text = std::string(subject.place(epci).name), .address = subject.href_of(epci)},
                          {.text = say(language, communes == all ? msg::groups_whole : msg::groups_part,
                                       {{"n", count_text(communes, language)}, {"all", count_text(all, language)}})}});
  }
  return table.rows.empty() ? std::string{} : web::table(table);
}

void fill_members(const Subject& subject, PerimeterView& view) {
  const auto language = subject.language;
  view.groups_html = groups_table(subject);
  const auto& communes = subject.perimeter.communes;
  view.members_title = say_count(language, static_cast<std::int64_t>(communes.size()), msg::members_title);
  std::vector<PlaceIndex> sorted(communes.begin(), communes.end());
  std::ranges::stable_sort(sorted, {}, [&](PlaceIndex place) { return subject.place(place).slug; });
  for (const PlaceIndex commune : sorted)
    view.members.push_back({subject.href_of(commune), std::string(subject.place(commune).name)});
  const auto& carried = subject.perimeter.carried;
  if (carried.empty()) return;
  view.carried_title = say_count(language, static_cast<std::int64_t>(carried.size()), msg::carried_title);
  view.notice = view.carried_title;
  for (const auto& one : carried) {
    std::vector<std::string> names;
    for (const PlaceIndex place : one.to) names.emplace_back(subject.place(place).name);
    view.carried.push_back(
        names.empty() ? say(language, msg::carried_lost, {{"code", one.code}})
                      : say(language, msg::carried_to, {{"code", one.code}, {"places", text::list(names, language)}}));
  }
}

void fill_uses(const Subject& subject, PerimeterView& view) {
  const auto language = subject.language;
  const auto& id = subject.perimeter.id;
  const auto use = [&](std::string_view path, const web::Message& words, std::string_view name = {}) {
    view.uses.push_back(
        {web::localised(language, path) + (path.find('?') == std::string_view::npos ? "?" : "&") + "perimetre=" + id,
         say(language, words, {{"place", name}})});
  };
  use("/recherche", msg::use_search);
  use("/projets", msg::use_projects);
  use("/cas", msg::use_cases);
  use("/carte", msg::use_map);
  view.uses.push_back({web::localised(language, "/comparer") + "?t=" + id, say(language, msg::use_compare)});
  use("/comparer/nuage?x=unemployment-rate-census&y=employment-rate-15-64&niveau=com", msg::use_scatter);
  use("/comparer/distribution?indicateur=unemployment-rate-census&niveau=com", msg::use_distribution);
  const auto largest = *std::ranges::max_element(
      subject.perimeter.communes, {}, [&](PlaceIndex place) { return subject.place(place).population.value_or(0); });
  use(territories::address(subject.place(largest)) + "/comparables", msg::use_peers, subject.place(largest).name);
  view.uses.push_back(
      {web::localised(language, "/perimetres") + "?de=" + subject.perimeter.id, say(language, msg::use_change)});
  std::set<std::string> sources;
  for (const auto& reading : subject.gathered.dossier.readings) {
    if (reading.cell.state == State::present)
      sources.insert(observatory::cited(subject.indicator(reading.indicator).producer, reading.vintage, language));
  }
  view.sources.assign(sources.begin(), sources.end());
}

}  // namespace

std::string perimeter_body(const Subject& subject) {
  const auto language = subject.language;
  const auto& gathered = subject.gathered;
  PerimeterView view;
  view.kind = say(language, msg::page_kind);
  view.name = subject.perimeter.name;
  view.portrait = portrait(subject);
  view.note = say(language, msg::page_note);
  if (subject.context.database != nullptr) view.save_href = web::localised(language, save_address(subject.perimeter));
  if (gathered.twin) {
    view.twin = say(language, msg::page_twin);
    view.twin_href = subject.href_of(*gathered.twin);
    view.twin_label = std::string(subject.place(*gathered.twin).name);
  }
  view.outline_html = outline_html(subject);
  const std::vector<web::Link> sections{
      {say(language, msg::page_findings), "#ressort"},  {say(language, msg::page_scores), "#themes"},
      {say(language, msg::page_peers), "#comparables"}, {say(language, msg::page_figures), "#chiffres"},
      {say(language, msg::page_members), "#membres"},   {say(language, msg::page_uses), "#usages"}};
  view.contents_html = web::contents(language, sections);
  view.downloads_html = web::downloads(language, offers(subject));
  fill_findings(subject, view);
  view.scores_html = scores_table(subject);
  fill_among(subject, view);
  fill_peers(subject, view);
  fill_figures(subject, view);
  fill_members(subject, view);
  fill_uses(subject, view);
  return templates::render_perimeter(view, language);
}

}  // namespace catalyse::perimeters
