// What the templates of this room are given: finished words. *_html comes from components only.
#pragma once

#include <string>
#include <vector>

namespace catalyse::contributions {

struct AskedView {
  std::string href, label, text;
};

struct EditView {
  std::string title, lead, notice, fault, state;
  std::string asked_title, theirs_title;
  std::vector<AskedView> asked;   // what a reviewer asked
  std::vector<AskedView> theirs;  // what another saved, where both changed a field
  std::string form_html, take_back_html, progress, saved_text;
};

// A file of sheets: what was found in it, then the form.
struct ModelView {
  std::string href, label;
};

struct FileView {
  std::string title, read, outcome, faults, faults_html, more, items_html, form_html;
  std::vector<ModelView> models;
};

struct KindView {
  std::string href, label, text, list_href, file_href;
};

struct OwnView {
  std::string title, lead, notice, table_html, none, queue_href, queue;
  std::vector<KindView> kinds;
};

struct TabView {
  std::string href, label;
  bool current = false;
};

struct QueueView {
  std::string title, lead, notice, table_html, none, reports_html;
  std::vector<TabView> tabs;
};

// A field under review. `before`: what is public, where it differs.
struct FieldView {
  std::string id, name, label;
  std::vector<std::string> before, after;
  bool changed = false;
  std::string remark, remark_label;
};

struct ReviewView {
  std::string title, lead, notice, fault, about;
  std::vector<FieldView> fields;
  bool judged = false;  // by this reader: the forms are there
  std::string action, token, edition, history_href;
  std::string remark, remark_label;
  std::string withdraw_html, show_html;
};

struct ChangeView {
  std::string label;
  std::vector<std::string> before, after;
};

struct VersionView {
  std::string id, title, by, reason, first, href;
  std::vector<ChangeView> changes;
};

struct HistoryView {
  std::string title, lead, withdrawn, public_href, revise_href, report_href;
  std::vector<VersionView> versions;
  std::string shown_title;  // of the version asked for, whole
  std::string shown_html;
  std::string downloads_html;
};

}  // namespace catalyse::contributions
