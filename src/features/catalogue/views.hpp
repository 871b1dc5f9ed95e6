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
  std::string id, title, href, dump_href;  // page of its versions; the whole of it as one file, empty without one
  std::vector<FileView> files;
};

struct DataView {
  std::string lead, indicators_href, package_href, verify_href;
  std::vector<SetView> sets;
};

// A page of titled parts: a set, a version of it, the look at a file.
struct PartView {
  std::string id, title, text, body_html, code;
};

struct PartsView {
  std::string title, lead, form_html;
  std::vector<PartView> parts;
};

struct IndicatorsView {
  std::string csv_href, excel_href, json_href, data_href;
  std::vector<SectionView> themes;
};

}  // namespace catalyse::catalogue
