// What the forms of this room share: text as it was typed, and the faults of fields.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/http.hpp"

namespace catalyse::tracker {

// Several faults may stand on one field: the first is said.
struct Faults {
  std::vector<std::pair<std::string, std::string>> by_field;
  void add(std::string_view field, std::string text) { by_field.emplace_back(field, std::move(text)); }
  [[nodiscard]] std::string of(std::string_view field) const {
    const auto found = std::ranges::find(by_field, field, &std::pair<std::string, std::string>::first);
    return found == by_field.end() ? std::string() : found->second;
  }
};

// What was typed, on one line: the interchange file has one line an entry.
[[nodiscard]] inline std::string typed(const http::Request& request, std::string_view field) {
  std::string text(request.field(field));
  std::ranges::replace(text, '\n', ' ');
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace catalyse::tracker
