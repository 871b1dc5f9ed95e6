// What the templates of this room are given.
#pragma once

#include <string>
#include <vector>

namespace catalyse::territories {

struct HitView {
  std::string href, name, kind, within, population, matched;
};

struct SearchView {
  std::string title, lead, none, more, action, words, paging_html, elsewhere, elsewhere_href;
  std::vector<HitView> hits;
};

struct ChoiceView {
  std::string title, lead;
  std::vector<HitView> places;
};

struct FactView {
  std::string term, text;
};

struct IdentityView {
  std::string kind, name, lead;
  std::vector<FactView> facts;
};

}  // namespace catalyse::territories
