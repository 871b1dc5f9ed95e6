// What the templates of this room are given: finished words. *_html comes from components only.
#pragma once

#include <string>
#include <vector>

namespace catalyse::examples {

struct LinkView {
  std::string href, label;
  bool current = false;
};

struct ExampleView {
  std::string href, title, summary, category, reason, voices;
};

struct ClassView {
  std::string id, title, published;
  std::vector<ExampleView> examples;
};

struct GalleryView {
  std::string title, lead, none, history, history_href;
  std::vector<LinkView> filters;
  std::vector<ClassView> classes;
  std::string nominate_href, jury_href, downloads_html;
};

struct NominateView {
  std::string title, lead, none, form_html;
};

struct BoardView {
  std::string id, title, stage, table_html, none, advance_html;
};

struct JuryView {
  std::string title, lead, notice, fault, nominate_href;
  std::vector<BoardView> classes;
  std::string open_html;
};

struct NominationView {
  std::string title, about, notice, fault, case_href, summary, reason, standing, sorted;
  std::vector<std::string> opinions;
  std::string opinions_note, sort_html, judge_html, bar;
};

}  // namespace catalyse::examples
