// What the templates of this room are given.
#pragma once

#include <string>
#include <vector>

namespace catalyse::catalogue {

struct SectionView {
  std::string id, title;
  std::vector<std::string> paragraphs;
  std::string table_html;
};

struct MethodView {
  std::string data_href, indicators_href;
  std::vector<SectionView> sections;
};

struct FileView {
  std::string title, href, size, producer, vintage, licence, licence_href, description;
};

struct SetView {
  std::string id, title;
  std::vector<FileView> files;
};

struct DataView {
  std::string lead, indicators_href, package_href;
  std::vector<SetView> sets;
};

struct IndicatorsView {
  std::string csv_href, excel_href, json_href, data_href;
  std::vector<SectionView> themes;
};

}  // namespace catalyse::catalogue
