// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::dossier {

struct LinkView {
  std::string href, label;
};

struct FindingView {
  std::string href;
  std::string_view label, unit;
  std::string value, sentence, note, plot_html;
};

struct CellView {
  std::string text;
  std::string_view css;  // num, num high, num low, missing
};

struct FigureRowView {
  std::string label;  // with its unit and year
  std::vector<CellView> cells;
};

struct FigureTableView {
  std::string id, caption;
  std::vector<std::string> columns;
  std::vector<FigureRowView> rows;
  std::string note;
};

struct ThemeRowView {
  std::string href;
  std::string_view label, indicators;
  CellView france, peers;
  std::string dots_html, reliability;
};

struct PeerRowView {
  std::string href;
  std::string_view name, within;
  std::string population, distance, parts_html;
};

struct BelongView {
  std::string term, href, label, more;
};

struct SummaryView {
  std::string_view name;
  std::string method_href, kind, portrait, portrait_note, notice, locator_html;
  std::vector<LinkView> contents, downloads;
  std::string findings_lead, no_finding;
  std::string key_html;
  std::string distinguishes_title, shared_title, better_title;
  std::vector<FindingView> distinguishes, shared, better;
  std::optional<FigureTableView> figures;
  std::string evolution_href, dynamics_href, themes_caption, scale_html;
  std::vector<ThemeRowView> themes;
  std::string peers_title, peers_lead, peers_caption, peers_without, peers_column, peers_apart, peers_rest, peers_href,
      criteria_href;
  std::vector<PeerRowView> peers;
  std::string links_title;
  bool belongs_any = false, members_any = false;
  std::vector<BelongView> belongs;
  std::vector<LinkView> members;
  std::string members_title, members_more_href, members_more;
  std::vector<std::string> sources;
};

struct IndicatorView {
  std::string id, label, unit, value, sentence, plot_html, interval, standing, note, limits, map_href;
};

struct ThemeView {
  bool alone = true;  // a page of its own, not a part of « tout sur une page »
  std::string place_href, title, lead, insufficient, score_map_href;
  std::vector<LinkView> siblings;
  std::vector<IndicatorView> indicators;
  std::optional<FigureTableView> figures;
  std::string missing_title, absent_title;
  std::vector<std::string> missing;  // indicators without a value here, each with the reason
  std::vector<std::string> absent;   // indicators of the theme that do not exist at this level
  std::string key_html;
  std::string sections_html;  // of other rooms
  std::vector<LinkView> downloads;
};

struct WeightFieldView {
  std::string id, name, label, value, standard;
};

struct ChoiceView {
  std::string value, label;
  bool chosen = false;
};

struct ComparablesView {
  bool alone = true;  // a page of its own, not a part of « tout sur une page »
  std::string carte_href, gather_href, compare_href, compare_label, method_href, place_href, title, lead, without,
      reduced, caption, map_html, map_caption, action, k, k_maximum, perimeter, population_min, population_max,
      reset_href, why;
  std::vector<PeerRowView> peers;
  std::vector<WeightFieldView> weights;
  std::string region_choices_title, density_label;
  std::vector<ChoiceView> region_choices;
  bool same_density = false;
  std::string column, apart, parameters_caption;
  std::vector<FigureRowView> parameters;
  std::vector<LinkView> downloads;
};

struct TrendView {
  std::string id, label, unit, chart_html, sentence, note;
};

struct EvolutionView {
  bool alone = true;  // a page of its own, not a part of « tout sur une page »
  std::string place_href, title, lead, none;
  std::vector<TrendView> trends;
  std::vector<LinkView> downloads;
};

struct LocatorView {
  std::string_view place;
  std::string none, width, height, title, caption;
  std::string_view land, near;  // path data, kept by Locators
  std::string spot;
};

struct PointView {
  std::string x, y, name;
};

struct PeersMapView {
  std::string width, height, title;
  std::string_view land;
  std::vector<PointView> insets, peers, place;
};

}  // namespace catalyse::dossier
