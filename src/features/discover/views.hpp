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

struct HomeView {
  std::string compare_href, map_href, search_html, rouen_href, mende_href, mende_text, territories_href, method_href,
      data_href, api_href, measures_href, levers_href, resources_href, paths_href, assess_href;
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
