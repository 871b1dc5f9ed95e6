// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components and from other templates of the room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catalyse::comparisons {

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

struct OptionGroupView {
  std::string label;
  std::vector<OptionView> options;
};

struct SelectView {
  std::string id, name, label;
  std::vector<OptionView> plain;        // options without a group
  std::vector<OptionGroupView> groups;  // by theme
};

struct ChosenView {
  std::string mark, href, name, within, remove_href;
};

struct HitView {
  std::string href, name, detail;
};

// The places chosen, and the form that adds one or changes the indicators.
struct PickerView {
  std::string title, action;
  std::vector<std::string> faults, notes;
  std::optional<LinkView> way;  // out of a fault
  bool any = false;             // of places
  std::vector<ChosenView> places;
  std::string none, hits_title;
  std::vector<HitView> hits;
  std::string suggestions_title;
  std::vector<LinkView> suggestions;
  std::vector<HiddenView> hidden;
  std::vector<SelectView> selects;
  std::string words, add_label, add_hint, button;  // add_label empty: nothing can be added
};

struct ThemeSectionView {
  std::string id, title, table_html, note;
};

struct CompareView {
  std::string title, lead, kinship, picker_html, contents_html, identity_html, themes_html, themes_note, how,
      method_href;
  std::vector<ThemeSectionView> themes;
  std::vector<LinkView> more;
  std::string downloads_html;
};

struct KeyView {
  std::string swatch_html, label;
};

struct ScatterView {
  std::string title, lead, association, picker_html, plot_html, x_label, y_label, frame_note, key_title, medians,
      places_html, quantiles_html, sources, downloads_html;
  std::vector<KeyView> key;
  std::vector<LinkView> more;
};

struct DistributionView {
  std::string title, lead, direction, limits, picker_html, plot_html, x_label, key, places_html, bins_html, sources,
      downloads_html;
  std::vector<LinkView> more;
};

}  // namespace catalyse::comparisons
