// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components and from other templates of the room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catalyse::projects {

struct LinkView {
  std::string href, label;
};

struct HiddenView {
  std::string name, value;
};

struct OptionView {
  std::string value, label;
  bool chosen = false;
};

struct FacetValueView {
  std::string href, label, count;
};

struct FacetView {
  std::string id, title;
  bool open = false;
  std::vector<FacetValueView> values;
};

struct RowView {
  std::string href, title, amount, detail, note;
};

struct ChosenView {
  std::string label, remove_href;
};

struct SearchView {
  std::string title, lead, fault, action, words, hits_title, none_found, wanted, place_name, place_hint, minimum,
      maximum;
  std::vector<HiddenView> hidden;
  std::vector<LinkView> hits;
  std::vector<OptionView> scopes, programmes, years, themes, orders;
  bool any_scope = false, open = false, any_chosen = false;
  std::vector<ChosenView> chosen;
  std::string results_title, total, left_out, larger, duplicates, empty, reset_href, map_href, method_href,
      perimeter_href;
  std::vector<RowView> rows;
  std::string paging_html, downloads_html, sources;
  std::vector<FacetView> facets;
};

struct FactView {
  std::string term, text, href, note;
};

struct ProjectView {
  std::string title, lead, notice, search_href, kin_title, kin_note, refusals_title, source_title, source, licence,
      licence_href, origin, downloads_html;
  std::vector<FactView> facts;
  std::vector<RowView> kin;
  std::vector<std::string> refusals;
};

struct SwatchView {
  std::string fill, text, count;
};

struct ShapeView {
  std::string href, title, d, fill;
};

struct MapView {
  std::string title, lead, fault, back_href, legend_title, note, width, height, drawing_title, drawing_sentence,
      borders, drawing_html, table_html, downloads_html, other_href, other_label;
  std::vector<ShapeView> shapes;
  std::vector<SwatchView> swatches;
};

struct RuleView {
  std::string label, kind, words;
};

struct MethodView {
  std::string themes_html, sources_html;
  std::vector<RuleView> rules;
};

struct SectionView {
  std::string id, title, sentence, comparison, href, link, near_href, near_link, note;
  bool any = false;
  std::vector<RowView> rows;
};

}  // namespace catalyse::projects
