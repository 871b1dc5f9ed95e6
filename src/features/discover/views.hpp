// What the templates of this room are given.
#pragma once

#include <string>
#include <vector>

namespace catalyse::discover {

struct LinkView {
  std::string href, label;
};

struct FactView {
  std::string term, text;
};

// One of the three ways in: S'informer, Se former, Agir.
struct DoorView {
  std::string id, heading_id, title, small, text;
  std::vector<LinkView> links;
};

struct HomeView {
  std::string search_html, rouen_href, mende_href, mende_text, territories_href, method_href;
  std::vector<DoorView> doors;
  std::vector<FactView> facts;
};

struct GroupView {
  std::string title;
  std::vector<LinkView> links;
};

struct RegionView {
  std::string href, label;
  std::vector<LinkView> departements;
};

struct SiteMapView {
  std::vector<GroupView> groups;
  std::vector<RegionView> regions;
};

struct SectionView {
  std::string title;
  std::vector<std::string> paragraphs;
};

struct TextView {
  std::string title, lead;
  std::vector<SectionView> sections;
};

struct ApiRowView {
  std::string pattern, summary, example;
};

struct ApiView {
  std::string contract_href;
  std::vector<ApiRowView> rows;
};

}  // namespace catalyse::discover
