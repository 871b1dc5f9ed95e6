// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components and drawings only.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catalyse::tracker {

struct LinkView {
  std::string href, label;
  bool current = false;
};

struct HiddenView {
  std::string name, value;
};

// A group of measures under a grouping.
struct GroupView {
  std::string id, title, horizon, note, table_html;
};

// A tally quoted from elsewhere.
struct QuoteView {
  std::string title, text, bar_html, sentence, warning, source_html;
};

struct ReplayView {
  std::string action, value, least, most, label, button;
  std::vector<HiddenView> hidden;
  std::optional<LinkView> today;
};

struct StateView {
  std::string date, text, source_html;
};

struct LeverView {
  std::string label;
  std::vector<StateView> states;
  std::string none;
};

struct SourceView {
  std::string id, label, href, date;
};

// A review that was held, with its minutes.
struct ReviewView {
  std::string id, title, about, text, evidence_html, source_html;
};

struct BoardView {
  std::string title, lead, address_html, source_html;
  std::optional<std::string> replayed, tampered;
  ReplayView replay;
  std::string tally_title, tally_sentence, tally_bar_html, tally_note;
  std::vector<QuoteView> quotes;
  std::string grouping_note;
  std::vector<LinkView> groupings;
  std::vector<GroupView> groups;
  std::string course_html, course_sentence, course_table_html, history_href;
  std::string reviews_note, reviews_table_html, calendar_href;
  std::vector<ReviewView> held;
  bool has_held = false;
  std::optional<LinkView> hold;
  bool has_reviews = false;
  bool has_levers = false;
  std::vector<LeverView> levers;
  bool has_outputs = false;
  std::vector<StateView> outputs;
  std::vector<LinkView> more;
  std::vector<SourceView> sources;
  std::string downloads_html;
  bool has_sources = false;
};

struct PieceView {
  std::string removed, added, same;
};

struct FieldView {
  std::string label;
  std::vector<PieceView> pieces;
};

struct EntryView {
  std::string id, day, evaluation, status_html, before, author, recorded, evidence_html;
  std::string measure, href;  // among those of other measures
  std::vector<FieldView> fields;
};

struct RelatedView {
  std::string href, title;
  std::vector<LinkView> links;
};

struct MeasureLinkView {
  std::string href, label, kind, source_html;
};

struct MeasureView {
  std::string title, text, status_html, since, facts_html;
  std::string evaluations_html;
  std::vector<MeasureLinkView> links;
  bool has_links = false;
  std::vector<RelatedView> related;
  bool has_related = false;
  std::optional<std::string> replayed, tampered;
  ReplayView replay;
  std::vector<std::string> quotes;
  std::string history_none;
  std::vector<EntryView> entries;
  std::optional<LinkView> older;
  std::optional<LinkView> change;
  std::vector<LinkView> siblings;
  std::string source_html, downloads_html;
};

struct HistoryView {
  std::string title, lead, count;
  std::optional<std::string> replayed, tampered;
  ReplayView replay;
  std::vector<EntryView> entries;
  std::optional<LinkView> newer, older;
  std::string board_href, downloads_html;
};

struct ProgrammeView {
  std::string href, title, text, tally;
};

struct ProgrammesView {
  std::vector<ProgrammeView> programmes;
};

struct StatusView {
  std::string title, lead, notice, status_html, note, form_html;
};

// The tally that other sites show in a frame.
struct EmbedView {
  std::string sentence, bar_html, quote, href, link;
};

}  // namespace catalyse::tracker
