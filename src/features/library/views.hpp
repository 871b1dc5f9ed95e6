// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components only.
#pragma once

#include <string>
#include <vector>

namespace catalyse::library {

struct LinkView {
  std::string href, label;
};

struct SourceView {
  std::string title, href;
};

struct OptionView {
  std::string value, label;
  bool chosen = false;
};

struct SelectView {
  std::string id, name, label;
  std::vector<OptionView> options;
};

struct CardView {
  std::string href, title, where, summary, about;
};

struct ResourcesView {
  std::string title, lead, action, words, count;
  std::vector<SelectView> selects;
  std::vector<CardView> cards;
  std::string none, clear_href, submit_href, downloads_html;
};

struct ResourceView {
  std::string title, summary, facts_html, link_href, link_label, no_link;
  std::vector<LinkView> questions;
  std::vector<SourceView> sources;
  std::string state, warning, moved_href, uses, thanks, use_html, links_href;
  std::string revise_href, history_href, report_href, downloads_html;
};

struct LinksView {
  std::string title, lead, none, table_html, downloads_html;
};

struct LeverCardView {
  std::string href, title, summary, questions;
};

struct LeversView {
  std::string title, lead, assess_href;
  std::vector<LeverCardView> levers;
  std::vector<SourceView> sources;
  std::string downloads_html;
};

struct AdviceView {
  std::string href, title, reason;
};

struct QuestionView {
  std::string id, text;
  std::vector<AdviceView> resources, examples, measures;
  std::string more_href;
};

struct LeverView {
  std::string title, summary, action, place, place_error;
  std::vector<LinkView> place_choices;
  std::string place_title, standing;
  std::vector<LinkView> place_links;
  bool has_own = false;
  std::vector<AdviceView> own;
  std::vector<QuestionView> questions;
  std::vector<LinkView> others;
  std::vector<SourceView> sources;
  std::string all_href, all_label, assess_href;
};

struct PathsView {
  std::string title, lead;
  std::vector<CardView> paths;
  std::string submit_href;
};

struct StepView {
  std::string id, title, text, state, toggle_href, toggle_label;
  bool done = false;
  std::vector<LinkView> links;
};

struct PathView {
  std::string title, summary, progress, next_href, next_label, start_href, keep_href;
  std::vector<StepView> steps;
  std::vector<SourceView> sources;
  std::string revise_href, history_href, report_href, downloads_html;
};

struct KeptPathView {
  std::string title, href, progress, day, forget_html;
};

struct KeptView {
  std::string title, lead, none, list_href;
  std::vector<KeptPathView> paths;
};

struct KeepView {
  std::string title, progress, before, before_href, form_html;
};

}  // namespace catalyse::library
