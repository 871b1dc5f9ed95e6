#include <algorithm>
#include <stdexcept>

#include "edge_text.hpp"
#include "http.hpp"

namespace catalyse::http {
namespace {

std::string_view first_of(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name) {
  const auto found = std::ranges::find(pairs, name, [](const auto& pair) { return std::string_view(pair.first); });
  return found == pairs.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace

std::optional<std::string_view> Query::first(std::string_view name) const {
  const auto found = std::ranges::find(pairs_, name, [](const auto& pair) { return std::string_view(pair.first); });
  if (found == pairs_.end()) return std::nullopt;
  return found->second;
}

std::string_view Request::capture(std::string_view name) const { return first_of(captures, name); }
std::string_view Request::field(std::string_view name) const { return first_of(fields.pairs(), name); }
std::string_view Request::header(std::string_view lower_name) const { return first_of(headers, lower_name); }
std::string_view TestAnswer::header(std::string_view lower_name) const { return first_of(headers, lower_name); }

Response redirect(std::string location, unsigned status) {
  // `//host` and `/\host` lead away in every browser.
  if (!location.starts_with('/') || location.starts_with("//") || location.starts_with("/\\")) {
    throw std::logic_error("a redirect leads to a path of ours only: " + location);
  }
  Response response;
  response.status = status;
  response.content_type.clear();
  std::string& safe = response.headers.emplace_back("Location", "").second;
  for (const char c : location) {
    if (c > 0x20 && c < 0x7F)
      safe += c;
    else
      edge::encode_component(std::string_view(&c, 1), safe);
  }
  return response;
}

}  // namespace catalyse::http
