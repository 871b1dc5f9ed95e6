// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components only.
#pragma once

#include <string>
#include <vector>

namespace catalyse::assessment {

struct LinkView {
  std::string href, label;
};

struct StartView {
  std::string title, lead, form_html;
  std::vector<LinkView> own, levers;
  bool ready = false, has_own = false;
};

struct ChoiceView {
  std::string id, value, label;
  bool chosen = false;
};

struct QuestionView {
  std::string place, legend, error, note;
  std::vector<ChoiceView> choices;
  std::string comment_id, comment_name, comment, seen_level_name, seen_level, seen_comment_name, seen_comment;
};

struct SheetView {
  std::string title, lead, token, key, lever, version, action, notice, summary_html, progress, button;
  std::vector<QuestionView> questions;
  std::string back_href;
};

struct LeverRowView {
  std::string href, title, state;
};

struct OverviewView {
  std::string title, lead, next_href, next_label, keep;
  std::vector<LeverRowView> levers;
  std::string version;
};

struct RespondentView {
  std::string name, state, href;
};

struct DivergenceView {
  std::string question, levels;
};

struct AdviceView {
  std::string href, title, reason;
};

struct WeakView {
  std::string question, reason, lever_href;
  std::vector<AdviceView> advice;
};

struct DossierView {
  std::string title, about, keep, faults_html;
  std::vector<LinkView> places;
  std::vector<RespondentView> respondents;
  std::string add_html, results_title, radar_html, radar_note, table_html, none, others;
  std::vector<DivergenceView> divergences;
  std::string divergences_none;
  std::vector<WeakView> weak;
  std::string weak_none, sharing, sharing_href, share_html, round_html, erase_html, downloads_html, version;
};

struct SharedListView {
  std::string title, lead, none;
  std::vector<LinkView> shared;
};

struct SharedView {
  std::string title, about, radar_html, radar_note, table_html, version;
  std::vector<LinkView> places;
};

}  // namespace catalyse::assessment
