// What the templates of this room are given: finished words. *_html comes from components only.
#pragma once

#include <string>
#include <vector>

namespace catalyse::accounts {

struct SectionView {
  std::string id, title, text;
  std::vector<std::string> items;
  std::string body_html;
};

struct SheetView {
  std::string title, notice, lead, fault;
  std::string form_html;
  bool listed = false;  // by search engines
  std::vector<SectionView> sections;
};

}  // namespace catalyse::accounts
