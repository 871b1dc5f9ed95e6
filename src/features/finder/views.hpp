// What the templates of this room are given: finished words. Every text is escaped by the template; *_html comes from
// components only.
#pragma once

#include <string>
#include <vector>

namespace catalyse::finder {

struct PieceView {
  std::string text;
  bool marked = false;
};

struct HitView {
  std::string href, meta;
  std::vector<PieceView> title, snippet;
  bool has_snippet = false;
};

struct LinkView {
  std::string href, label;
};

struct ValueView {
  std::string href, label, count;
  bool chosen = false;
};

struct FacetView {
  std::string id, title, more;
  std::vector<ValueView> values;
  std::string rest_title;  // « et 10 autres valeurs », folded
  std::vector<ValueView> rest;
};

struct HiddenView {
  std::string name, value;
};

struct PlaceView {
  std::string href, label, where;
};

struct OptionView {
  std::string value, label;
  bool chosen = false;
};

struct NoticeView {
  std::string text;
  std::vector<LinkView> links;
};

struct SearchView {
  std::string title, action, words, count;
  std::vector<HiddenView> hidden;
  std::vector<NoticeView> notices;
  std::vector<LinkView> chosen;  // filters in force, each leads to the same without it
  std::string all_href;          // without any filter
  std::vector<LinkView> orders;
  std::vector<PlaceView> places;  // that the words name
  std::vector<HitView> hits;
  std::vector<FacetView> facets;
  std::string place_words;  // of the form that narrows by place
  std::vector<OptionView> scopes;
  std::vector<HiddenView> place_hidden;
  std::string all_places_href, all_places;  // empty: no more than those listed
  std::string none, paging_html, downloads_html;
  bool has_chosen = false, has_orders = false, has_facets = false, has_places = false;
};

}  // namespace catalyse::finder
