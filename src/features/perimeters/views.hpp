// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components and from other templates of the room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catalyse::perimeters {

struct LinkView {
  std::string href, label;
};

// What was done to the items of a list: a sentence and the first of them.
struct RemarkView {
  std::string lead;
  std::vector<std::string> items;
  std::string more;  // « et 40 autres »
};

struct RefusedView {
  std::string item, why;
  std::vector<LinkView> choices;
};

struct FormPageView {
  std::string title, lead, fault, result, open_href, open_label, save_href, keep_html, kept_note, saved_href,
      changes_title, refused_title, refused_more, map_href, form_html;
  std::vector<RemarkView> changes;
  std::vector<RefusedView> refused;
  std::vector<std::string> plain, helps;  // changes in one sentence; how a list may be written
};

struct SavedView {
  std::string name, href, size, day, rename_href, rename_label, forget_html;
};
struct SavedPageView {
  std::string title, lead, done, none, make_href;
  std::vector<SavedView> saved;
};
struct SaveView {
  std::string title, size, open_href, form_html;
};

struct FindingView {
  std::string href, label, unit, value, sentence, note, plot_html;
};

struct OutlineView {
  std::string width, height, title, caption, around, land, borders;
};

struct PerimeterView {
  std::string kind, name, portrait, note, save_href, notice, twin, twin_href, twin_label, outline_html, contents_html,
      downloads_html;
  std::string findings_lead, no_finding, key_html, distinguishes_title, better_title;
  std::vector<FindingView> distinguishes, better;
  std::string scores_html, among, among_title;
  std::vector<LinkView> levels;
  std::string peers_lead, peers_html, peers_note;
  std::string figures_html, without_theme;
  std::vector<RemarkView> absent;
  std::string carried_title;
  std::vector<std::string> carried;
  std::string groups_html, members_title;
  std::vector<LinkView> members, uses;
  std::vector<std::string> sources;
};

}  // namespace catalyse::perimeters
