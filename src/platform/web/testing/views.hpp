// View-models of the test templates: every kind of field a template may read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::sample {

struct Figure {
  std::string label, value;
  std::optional<std::string> interval;
  bool significant = false;
  std::vector<std::string> notes;
};

struct Group {
  std::string name;
  std::vector<Figure> figures;
};

struct Owner {
  std::string name;
  std::string_view mail;
};

struct SampleView {
  std::string name;
  std::string_view code;
  std::string address;
  std::int64_t population = 0;
  bool overseas = false;
  std::optional<Owner> owner;
  Owner producer;
  std::vector<Group> groups;
  std::string lead_html;
};

}  // namespace catalyse::sample
