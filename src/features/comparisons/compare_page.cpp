// `/comparer`: two to five territories of one level side by side.
#include <algorithm>
#include <set>

#include "difference_rules.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {
namespace {

using core::Language;
using observatory::Reading;
using observatory::Reliability;
using observatory::State;
using territories::kNowhere;
using web::say;

constexpr std::string_view kPath = "/comparer";
constexpr std::size_t kSuggestions = 6;

std::string count(std::size_t n, Language language) { return text::number(static_cast<std::int64_t>(n), language); }

std::vector<std::string> names(const Desk& desk) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < desk.selection.size(); ++i) all.push_back(desk.name_at(i));
  return all;
}

std::vector<web::Column> columns(const Desk& desk, const web::Message& first) {
  std::vector<web::Column> all{{.label = say(desk.language(), first)}};
  for (std::size_t i = 0; i < desk.selection.size(); ++i)
    all.push_back({.label = desk.marked_name(i), .align = web::Align::number});
  return all;
}

web::Fit fit(const Desk& desk) { return desk.selection.size() < 3 ? web::Fit::fit : web::Fit::scroll; }

// One row of who they are.
void add_identity(const Compared& compared, web::Table& table, const web::Message& term,
                  const std::function<web::Cell(const Side&)>& cell) {
  const auto language = compared.desk.language();
  std::vector<web::Cell> row{{.text = say(language, term)}};
  for (const auto& side : compared.sides) {
    row.push_back(cell(side));
    if (row.back().text.empty()) row.back() = {.text = say(language, msg::compare_none)};
  }
  table.rows.push_back(std::move(row));
}

std::string identity_table(const Compared& compared) {
  const auto& desk = compared.desk;
  const auto language = desk.language();
  const auto year = text::year(desk.context.territories->population_year());
  web::Table table{.id = "c-identite",
                   .caption = say(language, msg::compare_identity_caption, {{"year", year}}),
                   .columns = columns(desk, msg::compare_what),
                   .fit = fit(desk),
                   .css_class = "compare"};
  const auto place_cell = [&](PlaceIndex index) {
    return index == kNowhere ? web::Cell{} : web::Cell{.text = desk.name(index), .address = desk.dossier_href(index)};
  };
  add_identity(compared, table, msg::compare_population, [&](const Side& place) {
    return web::Cell{.text = place.population ? text::number(*place.population, language) : std::string{}};
  });
  add_identity(compared, table, msg::compare_area, [&](const Side& place) {
    return web::Cell{.text = place.area_km2 ? text::number(*place.area_km2, 1, language) : std::string{}};
  });
  add_identity(compared, table, msg::compare_density, [&](const Side& place) {
    if (!place.population || !place.area_km2 || *place.area_km2 <= 0) return web::Cell{};
    const double density = static_cast<double>(*place.population) / *place.area_km2;
    return web::Cell{.text = text::number(density, density < 10 ? 1 : 0, language)};
  });
  const auto level = *desk.selection.level;
  if (level < core::Level::epci)
    add_identity(compared, table, msg::compare_epci, [&](const Side& place) { return place_cell(place.epci); });
  if (level < core::Level::departement)
    add_identity(compared, table, msg::compare_departement,
                 [&](const Side& place) { return place_cell(place.departement); });
  if (level < core::Level::region)
    add_identity(compared, table, msg::compare_region, [&](const Side& place) { return place_cell(place.region); });
  return web::table(table);
}

web::Cell score_cell(const observatory::ThemeScore& score, Language language) {
  if (!score.score) {
    const auto& words = score.expected == 0 ? msg::compare_no_level : msg::compare_insufficient;
    return {.text = say(language, words), .tone = web::Tone::missing};
  }
  web::Cell cell{.text = text::number(*score.score, 0, language)};
  if (score.reliability != Reliability::good) {
    cell.note = say(language, msg::compare_reliability,
                    {{"level", observatory::reliability_word(score.reliability, language)}});
  }
  return cell;
}

std::string themes_table(const Compared& compared) {
  const auto& desk = compared.desk;
  const auto language = desk.language();
  web::Table table{.id = "c-scores",
                   .caption = say(language, msg::compare_scores_caption,
                                  {{"levels", observatory::level_words(*desk.selection.level, language)}}),
                   .columns = columns(desk, msg::compare_theme),
                   .fit = fit(desk),
                   .css_class = "compare"};
  const auto& themes = desk.context.observatory->themes();
  const auto& scored = compared.sides[0].dossier.themes;
  for (std::size_t t = 0; t < scored.size(); ++t) {
    const auto& theme = themes[scored[t].theme];
    std::vector<web::Cell> row{
        {.text = std::string(observatory::theme_label(theme, language)), .address = "#theme-" + theme.slug}};
    for (const auto& side : compared.sides) row.push_back(score_cell(side.dossier.themes[t], language));
    table.rows.push_back(std::move(row));
  }
  return web::table(table);
}

web::Cell value_cell(const observatory::Indicator& indicator, const Reading& reading, Language language) {
  if (reading.cell.state != State::present) {
    return {.text = observatory::state_words(indicator, reading.cell.state, language), .tone = web::Tone::missing};
  }
  web::Cell cell{.text = observatory::value_text(indicator, reading.cell.value, language)};
  const auto add = [&](const std::string& words) { cell.note += (cell.note.empty() ? "" : ", ") + words; };
  if (reading.interval) {
    add(say(language, msg::compare_interval,
            {{"low", text::number(reading.interval->low, indicator.decimals, language)},
             {"high", text::number(reading.interval->high, indicator.decimals, language)}}));
  }
  if (reading.reliability != Reliability::good) {
    add(say(language, msg::compare_reliability,
            {{"level", observatory::reliability_word(reading.reliability, language)}}));
  }
  if (reading.cell.estimated) add(say(language, msg::compare_estimated));
  return cell;
}

// « A–B, C–D »: the pairs of one kind.
std::string pairs_of(const Desk& desk, const Differences& differences, Gap kind) {
  std::string all;
  for (const auto& pair : differences.pairs) {
    if (pair.gap != kind) continue;
    all += (all.empty() ? "" : ", ") + desk.mark(pair.first) + "–" + desk.mark(pair.second);
  }
  return all;
}

// One kind of gap for every pair that can be judged.
std::string uniform_words(const Differences& differences, Language language) {
  const bool one = differences.pairs.size() == 1 || differences.present == 2;
  if (differences.present < 2) return say(language, msg::gap_alone);
  if (differences.count(Gap::unmeasured) > 0) return say(language, msg::gap_unmeasured);
  if (differences.count(Gap::close) > 0) return say(language, one ? msg::gap_close : msg::gap_all_close);
  if (differences.count(Gap::apart) > 0) return say(language, one ? msg::gap_apart : msg::gap_all_apart);
  return say(language, msg::gap_equal);
}

std::string gap_words(const Desk& desk, const Differences& differences) {
  const auto language = desk.language();
  const auto kinds = {Gap::equal, Gap::close, Gap::apart, Gap::unmeasured};
  if (std::ranges::count_if(kinds, [&](Gap kind) { return differences.count(kind) > 0; }) < 2)
    return uniform_words(differences, language);
  std::string words;
  const auto add = [&](Gap kind, const web::Message& sentence) {
    const auto pairs = pairs_of(desk, differences, kind);
    if (!pairs.empty()) words += (words.empty() ? "" : " ; ") + say(language, sentence, {{"pairs", pairs}});
  };
  add(Gap::close, msg::gap_pairs_close);
  add(Gap::equal, msg::gap_pairs_equal);
  if (differences.count(Gap::close) + differences.count(Gap::equal) == 0) add(Gap::apart, msg::gap_pairs_apart);
  if (differences.count(Gap::unmeasured) == 0) return words;
  std::string marks;  // of the places without an interval, when others have one
  if (differences.unmeasured.size() < differences.present)
    for (const auto position : differences.unmeasured) marks += (marks.empty() ? "" : ", ") + desk.mark(position);
  return words + " ; " +
         (marks.empty() ? say(language, msg::gap_unmeasured)
                        : say(language, msg::gap_places_unmeasured, {{"places", marks}}));
}

// Where a perimeter cannot be a place of its own: the same places without it.
Desk plain(const Desk& desk) {
  Desk there{desk.context, desk.request, desk.selection, {}};
  there.selection.perimeters.clear();
  return there;
}

std::string distribution_href(const Desk& desk, const observatory::Indicator& indicator) {
  auto there = plain(desk);
  there.state = {{"indicateur", indicator.id}, {"niveau", std::string(core::level_name(*desk.selection.level))}};
  return there.address("/comparer/distribution", desk.selection.places);
}

std::vector<web::Cell> indicator_row(const Compared& compared, std::size_t reading) {
  const auto& desk = compared.desk;
  const auto language = desk.language();
  const auto row = compared.row(reading);
  const auto& indicator = desk.context.observatory->indicators()[row[0]->indicator];
  const auto label = observatory::short_label(indicator, language);
  const auto unit = observatory::unit_note(indicator, language, label);
  std::vector<web::Cell> cells{{.text = std::string(label),
                                .address = distribution_href(desk, indicator),
                                .note = (unit.empty() ? "" : unit + ", ") + text::year(row[0]->year)}};
  for (const auto* place : row) cells.push_back(value_cell(indicator, *place, language));
  cells.push_back({.text = gap_words(desk, differences(row))});
  return cells;
}

ThemeSectionView theme_section(const Compared& compared, std::uint16_t theme) {
  const auto& desk = compared.desk;
  const auto language = desk.language();
  const auto& about = desk.context.observatory->themes()[theme];
  const std::string label(observatory::theme_label(about, language));
  web::Table table{.id = "c-" + about.slug,
                   .caption = say(language, msg::compare_theme_caption, {{"theme", label}}),
                   .columns = columns(desk, msg::compare_indicator),
                   .fit = fit(desk),
                   .css_class = "compare"};
  table.columns.push_back({.label = say(language, msg::compare_gap)});
  std::set<std::string> sources;
  const auto& readings = compared.sides[0].dossier.readings;
  for (std::size_t r = 0; r < compared.rows(); ++r) {
    const auto& indicator = desk.context.observatory->indicators()[readings[r].indicator];
    if (indicator.theme != theme) continue;
    table.rows.push_back(indicator_row(compared, r));
    sources.insert(observatory::cited(indicator.producer, readings[r].vintage, language));
  }
  if (table.rows.empty()) return {};
  std::string all;
  for (const auto& source : sources) all += (all.empty() ? "" : " ; ") + source;
  return {"theme-" + about.slug, label, web::table(table), say(language, msg::compare_sources, {{"sources", all}})};
}

// « Caen et Dijon sont parmi les communes comparables à Rouen. »
std::string kinship(const Compared& compared) {
  const auto& desk = compared.desk;
  const auto& peers = compared.sides[0].dossier.peers.list;
  std::vector<std::string> near;
  for (const auto place : desk.selection.places) {
    if (std::ranges::find(peers, place, &observatory::Peer::place) != peers.end()) near.push_back(desk.name(place));
  }
  const auto group = observatory::peers_words(*desk.selection.level, desk.language());
  const auto& first = compared.sides[0].name;
  if (near.empty()) return say(desk.language(), msg::compare_no_kin, {{"group", group}, {"first", first}});
  return web::say_count(desk.language(), static_cast<std::int64_t>(near.size()), msg::compare_kin,
                        {{"names", text::list(near, desk.language())}, {"group", group}, {"first", first}});
}

// How many of the gaps between two places can be told.
std::string gaps_counted(const Compared& compared) {
  std::size_t close = 0, apart = 0, unmeasured = 0;
  for (std::size_t r = 0; r < compared.rows(); ++r) {
    const auto row = compared.row(r);
    const auto all = differences(row);
    close += all.count(Gap::close) + all.count(Gap::equal);
    apart += all.count(Gap::apart);
    unmeasured += all.count(Gap::unmeasured);
  }
  const auto language = compared.desk.language();
  return say(language, msg::compare_counted,
             {{"all", count(close + apart + unmeasured, language)},
              {"close", count(close, language)},
              {"apart", count(apart, language)},
              {"unmeasured", count(unmeasured, language)}});
}

void fill_comparison(const Compared& compared, CompareView& view) {
  const auto& desk = compared.desk;
  const auto language = desk.language();
  view.kinship = kinship(compared);
  view.identity_html = identity_table(compared);
  view.themes_html = themes_table(compared);
  view.themes_note = say(language, msg::compare_scores_note);
  view.how = say(language, msg::compare_how) + " " + gaps_counted(compared);
  view.method_href = web::localised(language, "/methode");
  std::vector<web::Link> contents{{say(language, msg::compare_identity), "#identite"},
                                  {say(language, msg::compare_scores), "#scores"}};
  for (std::uint16_t theme = 0; theme < desk.context.observatory->themes().size(); ++theme) {
    auto section = theme_section(compared, theme);
    if (section.table_html.empty()) continue;
    contents.push_back({section.title, "#" + section.id});
    view.themes.push_back(std::move(section));
  }
  view.contents_html = web::contents(language, contents);
  auto there = plain(desk);
  there.state = {{"niveau", std::string(core::level_name(*desk.selection.level))}};
  view.more = {{there.address("/comparer/nuage", desk.selection.places), say(language, msg::compare_scatter)}};
  view.downloads_html = web::downloads(language, offers(desk, kPath));
}

std::string suggestion_label(const Desk& desk, PlaceIndex place) {
  return desk.name(place) + " (" + within(*desk.context.territories, place) + ")";
}

// One only: its comparable territories, one touch away.
void suggest(const Compared& compared, PickerView& view) {
  const auto& desk = compared.desk;
  const auto& peers = compared.sides[0].dossier.peers.list;
  if (peers.empty()) return;
  view.suggestions_title = say(
      desk.language(), msg::picker_suggestions,
      {{"group", observatory::peers_words(*desk.selection.level, desk.language())}, {"place", compared.sides[0].name}});
  for (std::size_t i = 0; i < std::min(kSuggestions, peers.size()); ++i) {
    auto places = desk.selection.places;
    places.push_back(peers[i].place);
    view.suggestions.push_back({desk.address(kPath, places), suggestion_label(desk, peers[i].place)});
  }
}

core::Result<http::Response> as_data(const Desk& desk) {
  const auto& selection = desk.selection;
  if (!selection.faults.empty()) return std::unexpected(as_error(selection.faults[0]));
  if (selection.size() < kPlacesLeast)
    return core::fail(core::ErrorKind::invalid, msg::fault_few.key, {},
                      {{"n", count(selection.size(), desk.language())}});
  const auto all = compared(desk);
  if (!all) return std::unexpected(all.error());
  if (desk.request.form == http::Form::json) return http::answer(http::kJsonType, compared_json(*all));
  const auto spoken = exporting::dialect_from(desk.request.query.first("dialecte"));
  if (!spoken) return std::unexpected(spoken.error());
  return http::attachment(http::kCsvType, compared_csv(*all, *spoken), "comparaison.csv");
}

}  // namespace

core::Result<http::Response> compare(const Context& context, const http::Request& request) {
  Desk desk{context, request,
            read_selection({*context.territories, context.perimeters.get()}, request.query, request.language)};
  if (auto chosen = choose_level(context, desk.selection); !chosen) return std::unexpected(chosen.error());
  const auto language = request.language;
  if (request.form != http::Form::html) return as_data(desk);
  if (auto there = certain_addition(desk, kPath); !there.empty()) return http::redirect(std::move(there), 303);
  const auto& selection = desk.selection;
  const bool comparable = selection.faults.empty() && selection.size() >= kPlacesLeast;
  auto chooser = picker(desk, kPath);
  CompareView view;
  view.title = comparable ? say(language, msg::compare_title_of, {{"names", text::list(names(desk), language)}})
                          : say(language, msg::compare_title);
  view.lead = comparable ? say(language, msg::compare_lead_of) : say(language, msg::compare_lead);
  if (!selection.faults.empty() && selection.size() >= kPlacesLeast) {
    chooser.way = LinkView{desk.address(kPath, selection.places),
                           say(language, msg::picker_keep, {{"names", text::list(names(desk), language)}})};
  }
  const auto all = compared(desk);
  if (!all) return std::unexpected(all.error());
  if (selection.size() == 1) suggest(*all, chooser);
  view.picker_html = picker_html(desk, chooser);
  Body body{view.title, say(language, msg::compare_description), std::string(kPath), {}, {}};
  if (comparable) {
    fill_comparison(*all, view);
    body.offers = offers(desk, kPath);
  }
  body.html = templates::render_compare(view, language);
  return framed(desk, std::move(body));
}

}  // namespace catalyse::comparisons
