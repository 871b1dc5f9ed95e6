#include "tables.hpp"

#include <algorithm>

#include "drawings.hpp"
#include "messages.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using observatory::State;
using territories::kNowhere;
using web::say;

CellView absent(core::Language language) { return {say(language, msg::table_absent), "num"}; }

CellView value_cell(const Subject& subject, const std::string& value) {
  return value.empty() ? absent(subject.language) : CellView{value, "num"};
}

CellView own_cell(const Subject& subject, const Spoken& spoken) {
  const auto& reading = spoken.reading;
  if (reading.cell.state != State::present)
    return {state_words(subject.indicator(reading.indicator), reading.cell.state, subject.language), "missing"};
  return {spoken.value, "num own"};
}

CellView half_cell(const Subject& subject, const Spoken& spoken) {
  if (spoken.median.empty()) return absent(subject.language);
  return {say(subject.language, msg::table_half_value, {{"low", spoken.low}, {"high", spoken.high}}), "num"};
}

bool is_unranked(const Reading& reading) { return reading.in_france && reading.in_france->rank == 0; }

FigureRowView figure_row(const Subject& subject, const Spoken& spoken) {
  const auto& reading = spoken.reading;
  const auto& indicator = subject.indicator(reading.indicator);
  FigureRowView row{std::string(short_label(indicator, subject.language)), {}};
  row.cells.reserve(7);
  if (const auto unit = subject.lexicon().short_unit(reading.indicator, subject.language); !unit.empty())
    row.label.append(", ").append(unit);
  row.label.append(", ").append(text::year(reading.year));
  row.cells.push_back(own_cell(subject, spoken));
  row.cells.push_back(value_cell(subject, spoken.median));
  row.cells.push_back(half_cell(subject, spoken));
  if (subject.place().level < core::Level::departement) row.cells.push_back(value_cell(subject, spoken.departement));
  if (has_region(subject)) row.cells.push_back(value_cell(subject, spoken.region));
  row.cells.push_back(value_cell(subject, spoken.france));
  row.cells.push_back(reading.in_france ? CellView{rank_text(subject, *reading.in_france), "num rank"}
                                        : absent(subject.language));
  return row;
}

void add_belong(std::vector<BelongView>& rows, const Subject& subject, const web::Message& term,
                territories::PlaceIndex place) {
  if (place == kNowhere) return;
  const auto size = static_cast<std::int64_t>(subject.context.territories->members(place).size());
  const auto& words =
      subject.place(place).level == core::Level::commune ? msg::belongs_size_arrondissements : msg::belongs_size;
  const auto more =
      size > 1 ? say(subject.language, words, {{"n", text::number(size, subject.language)}}) : std::string{};
  rows.push_back({say(subject.language, term), subject.href_of(place), std::string(subject.place(place).name), more});
}

const web::Message& membership_term(std::string_view kind) {
  static const std::array<std::pair<std::string_view, const web::Message*>, 22> kTerms{
      {{"arrondissement", &msg::belongs_arrondissement},
       {"ept", &msg::belongs_ept},
       {"ze", &msg::belongs_ze},
       {"aav", &msg::belongs_aav},
       {"aav-category", &msg::belongs_aav},
       {"bv", &msg::belongs_bv},
       {"uu", &msg::belongs_uu},
       {"density", &msg::belongs_density},
       {"rurality", &msg::belongs_rurality},
       {"centrality", &msg::belongs_centrality},
       {"mountain", &msg::belongs_mountain},
       {"qpv", &msg::belongs_qpv},
       {"acv", &msg::belongs_acv},
       {"pvd", &msg::belongs_pvd},
       {"territoire-industrie", &msg::belongs_industry},
       {"tec", &msg::belongs_tec},
       {"avenir-montagnes-ingenierie", &msg::belongs_mountain_engineering},
       {"avenir-montagnes-mobilites", &msg::belongs_mountain_mobility},
       {"fabrique-prospective", &msg::belongs_foresight},
       {"epci-kind", &msg::belongs_kind},
       {"collectivity", &msg::belongs_collectivity},
       {"financing", &msg::belongs_financing}}};
  const auto found = std::ranges::find(kTerms, kind, &std::pair<std::string_view, const web::Message*>::first);
  return found == kTerms.end() ? msg::belongs_misc : *found->second;
}

}  // namespace

std::string rank_text(const Subject& subject, const observatory::Standing& standing) {
  const auto language = subject.language;
  if (standing.rank == 0) return say(language, msg::table_no_rank);
  const auto total = text::number(std::int64_t{standing.size}, language);
  if (standing.rank_low != standing.rank_high) {
    return say(language, msg::table_rank_range,
               {{"low", text::number(std::int64_t{std::min(standing.rank_low, standing.rank_high)}, language)},
                {"high", text::number(std::int64_t{std::max(standing.rank_low, standing.rank_high)}, language)},
                {"total", total}});
  }
  return say(language, msg::table_rank_value,
             {{"rank", text::number(std::int64_t{standing.rank}, language)}, {"total", total}});
}

FigureTableView figure_table(const Subject& subject, std::span<const Spoken> readings, std::string id) {
  const auto language = subject.language;
  const auto& place = subject.place();
  FigureTableView table;
  table.id = std::move(id);
  table.caption = say(language, msg::table_caption);
  table.note = say(language, msg::table_note);
  // One after the other: an initialiser list would copy every text.
  table.columns.reserve(8);
  table.columns.push_back(say(language, msg::table_indicator));
  table.columns.emplace_back(place.name);
  table.columns.push_back(say(language, msg::table_median));
  table.columns.push_back(say(language, msg::table_half));
  if (place.level < core::Level::departement) {
    table.columns.push_back(place.departement == kNowhere ? say(language, msg::table_departement)
                                                          : std::string(subject.place(place.departement).name));
  }
  if (has_region(subject)) table.columns.emplace_back(subject.place(place.region).name);
  table.columns.push_back(say(language, msg::table_france));
  table.columns.push_back(say(language, msg::table_rank));
  table.rows.reserve(readings.size());
  for (const auto& spoken : readings) table.rows.push_back(figure_row(subject, spoken));
  if (std::ranges::any_of(readings, [](const Spoken& spoken) { return is_unranked(spoken.reading); }))
    table.note += " " + say(language, msg::table_note_no_rank, {{"levels", level_words(place.level, language)}});
  return table;
}

std::vector<PeerRowView> peer_rows(const Subject& subject, const observatory::Peers& peers, std::size_t limit) {
  std::vector<PeerRowView> rows;
  rows.reserve(limit);
  const auto shown = std::min(limit, peers.list.size());
  std::vector<std::string> names;
  const auto& variables = subject.context.observatory->variables(subject.place().level);
  names.reserve(variables.size());
  for (const auto& variable : variables) names.push_back(short_name(variable, subject.language));
  double reach = 0;
  for (std::size_t i = 0; i < shown; ++i) reach = std::max(reach, peers.list[i].distance * peers.list[i].distance);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& peer = peers.list[i];
    const auto& place = subject.place(peer.place);
    const auto within = place.level < core::Level::departement ? place.departement : place.region;
    rows.push_back({subject.href_of(peer.place), place.name,
                    within == kNowhere ? std::string_view{} : subject.place(within).name,
                    place.population ? text::number(*place.population, subject.language)
                                     : say(subject.language, msg::table_absent),
                    text::number(peer.distance, 2, subject.language), parts_html(subject, peer, names, reach)});
  }
  return rows;
}

std::vector<BelongView> belongs(const Subject& subject) {
  const auto& all = *subject.context.territories;
  const auto& place = subject.place();
  const auto language = subject.language;
  std::vector<BelongView> rows;
  rows.reserve(24);
  add_belong(rows, subject, msg::belongs_commune, place.commune);
  add_belong(rows, subject, msg::belongs_epci, place.epci);
  if (place.level == core::Level::commune && place.epci == kNowhere)
    rows.push_back({say(language, msg::belongs_epci), {}, say(language, msg::belongs_no_epci), {}});
  if (place.level == core::Level::epci) {
    for (const auto departement : all.departements_of(subject.index))
      add_belong(rows, subject, msg::belongs_departement, departement);
  } else {
    add_belong(rows, subject, msg::belongs_departement, place.departement);
  }
  add_belong(rows, subject, msg::belongs_region, place.region);
  std::string_view before;
  for (const auto& membership : all.memberships(subject.index)) {
    const auto kind = membership.kind;
    const bool in_the_area = kind == "aav-category" && before == "aav";
    before = kind;
    if (kind == "chef-lieu") continue;  // the portrait says it
    // A programme without a name of its own is a mark: the place is in it.
    auto term = say(language, membership_term(kind));
    const bool mark = membership.label.empty() || term == membership.label;
    auto label = mark ? say(language, msg::belongs_yes) : std::string(membership.label);
    if (in_the_area) {
      rows.back().more = ", " + label;
      continue;
    }
    rows.push_back({std::move(term), {}, std::move(label), {}});
  }
  if (place.level == core::Level::commune) {
    std::vector<std::string> names;
    for (const auto& former : all.former_communes(subject.index))
      names.push_back(std::string(former.name) + " (" + std::string(former.code) + ")");
    rows.push_back({say(language, msg::belongs_former),
                    {},
                    names.empty() ? say(language, msg::belongs_no_former) : text::list(names, language),
                    {}});
    std::vector<std::string> codes;
    for (const auto code : all.postcodes(subject.index)) codes.emplace_back(code);
    if (!codes.empty()) rows.push_back({say(language, msg::belongs_postcodes), {}, text::list(codes, language), {}});
  }
  if (!place.siren.empty() && place.level != core::Level::epci)
    rows.push_back({say(language, msg::belongs_siren), {}, std::string(place.siren), {}});
  return rows;
}

std::vector<LinkView> downloads(const Subject& subject, std::string_view behind, std::string_view query) {
  const auto language = subject.language;
  const auto with = [&](std::string_view suffix, std::string_view more) {
    std::string href;
    href.reserve(subject.address.size() + behind.size() + suffix.size() + query.size() + more.size() + 2);
    href.append(subject.address).append(behind).append(suffix);
    if (!query.empty()) href.append("?").append(query);
    if (!more.empty()) href.append(query.empty() ? "?" : "&").append(more);
    return href;
  };
  std::vector<LinkView> links;
  links.reserve(6);
  links.push_back({with(".csv", ""), say(language, msg::summary_csv)});
  links.push_back({with(".csv", "dialecte=excel-fr"), say(language, msg::summary_csv_excel)});
  links.push_back({with(".json", ""), say(language, msg::summary_json)});
  if (behind.empty()) {
    links.push_back({subject.href() + ".geojson", say(language, msg::summary_geojson)});
    links.push_back({subject.href() + "?vue=complete", say(language, msg::summary_complete)});
    links.push_back({subject.href("/emporter"), say(language, msg::summary_take_away)});
  }
  return links;
}

FindingView brief_finding(const Subject& subject, const Reading& reading) {
  const auto& indicator = subject.indicator(reading.indicator);
  return {.href = subject.href("/theme/", subject.context.observatory->themes()[indicator.theme].slug),
          .label = label(indicator, subject.language),
          .unit = subject.lexicon().unit(reading.indicator, subject.language),
          .value = value_text(indicator, reading.cell.value, subject.language),
          .sentence = comparison(subject, reading),
          .note = source_note(subject, reading),
          .plot_html = {}};
}

FindingView drawn_finding(const Subject& subject, const Spoken& spoken) {
  const auto& reading = spoken.reading;
  const auto& indicator = subject.indicator(reading.indicator);
  return {.href = subject.href("/theme/", subject.context.observatory->themes()[indicator.theme].slug),
          .label = label(indicator, subject.language),
          .unit = subject.lexicon().unit(reading.indicator, subject.language),
          .value = spoken.value,
          .sentence = spoken.compared,
          .note = source_note(subject, reading),
          .plot_html = strip_html(subject, spoken)};
}

}  // namespace catalyse::dossier
