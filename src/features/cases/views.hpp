// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components and from other templates of the room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catalyse::cases {

struct LinkView {
  std::string href, label;
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

struct ListView {
  std::string title, lead, action, count, place, place_error, perimeter, perimeter_words, perimeter_href, anywhere_href;
  std::vector<LinkView> place_choices;
  std::vector<SelectView> selects;
  bool open = false;  // one of them is chosen
  std::vector<CardView> cards;
  std::string none, clear_href, submit_href, file_href, examples_href, paging_html, downloads_html;
};

struct StoryView {
  std::string id, title;
  std::vector<std::string> paragraphs;
};

struct ConditionView {
  std::string mark, verdict, text, reason;
};

struct LikeView {
  std::string href, title, shared;
};

struct SourceView {
  std::string title, href;
};

struct DateView {
  std::string when, what;
};

// Of the dossier of a place.
struct SectionView {
  std::string title, sentence, near_title, fragilities_title, list_href, submit_href;
  std::vector<LinkView> own, near, fragilities;
};

// In a frame of another site.
struct EmbedView {
  std::string where, summary, about, state, address;
};

struct CaseView {
  std::string title, where_html, summary, state, facts_html, targets_title, partners_html;
  std::vector<std::string> targets;
  std::vector<StoryView> stories;
  std::string outcomes_html;
  std::vector<DateView> dates;
  // Transfer to the reader's place.
  bool transferable = false;
  std::string action, place, place_error, verdict_title, conditions_note;
  std::vector<LinkView> place_choices;
  std::vector<ConditionView> conditions;
  std::vector<LikeView> alike;
  std::vector<SourceView> sources;
  std::string missing, proposal, published, downloads_html, revise_href, history_href, report_href, nominate_href;
};

}  // namespace catalyse::cases
