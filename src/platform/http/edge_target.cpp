#include "edge_target.hpp"

#include <algorithm>

namespace catalyse::http::edge {
namespace {

// What may stand in a target as it is. Looser than RFC 3986, as browsers send `|` or `[` unencoded and people type
// accents into curl; stricter where a character could be read in two ways by two programs.
bool is_target_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7F && c != '#' && c != '\\' && c != '<' && c != '>' && c != '"';
}

bool has_dot_segment(std::string_view path) {
  for (std::size_t i = 1; i <= path.size();) {
    const std::size_t end = std::min(path.find('/', i), path.size());
    const std::string_view segment = path.substr(i, end - i);
    if (segment == "." || segment == "..") return true;
    i = end + 1;
  }
  return false;
}

// A decoded slash would be read as one by us and as none by a proxy in front of us.
bool hides_a_slash(std::string_view raw) {
  for (std::size_t i = raw.find('%'); i != std::string_view::npos && raw.size() - i >= 3; i = raw.find('%', i + 1)) {
    const std::string_view code = raw.substr(i + 1, 2);
    if (code == "2F" || code == "2f" || code == "5C" || code == "5c") return true;
  }
  return false;
}

// Cuts `http://authority` off an absolute-form target.
Checked<std::string_view> cut_authority(std::string_view& target) {
  const std::size_t scheme = target.find("://");
  if (scheme == std::string_view::npos) return refuse("target is neither a path nor an absolute address");
  const std::string_view name = target.substr(0, scheme);
  if (!equal_ignoring_case(name, "http") && !equal_ignoring_case(name, "https")) return refuse("scheme of the target");
  target.remove_prefix(scheme + 3);
  const std::size_t end = std::min(target.find_first_of("/?"), target.size());
  const std::string_view authority = target.substr(0, end);
  if (authority.empty()) return refuse("empty authority in the target");
  target.remove_prefix(end);
  return authority;
}

}  // namespace

Checked<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < query.size();) {
    const std::size_t end = std::min(query.find('&', i), query.size());
    const std::string_view piece = query.substr(i, end - i);
    i = end + 1;
    if (piece.empty()) continue;
    if (pairs.size() == kMostParameters) return refuse("more than 64 parameters");
    const std::size_t equal = std::min(piece.find('='), piece.size());
    auto& [name, value] = pairs.emplace_back();
    if (!percent_decode(piece.substr(0, equal), Plus::space, name) ||
        !percent_decode(piece.substr(std::min(equal + 1, piece.size())), Plus::space, value)) {
      return refuse("percent-encoding of the query");
    }
    if (!is_clean_text(name) || !is_clean_text(value)) return refuse("text of the query");
  }
  return pairs;
}

Checked<Target> parse_target(std::string_view target) {
  Target out;
  if (!std::ranges::all_of(target, is_target_char)) return refuse("character in the target");
  if (!target.starts_with('/')) {
    const auto authority = cut_authority(target);
    if (!authority) return std::unexpected(authority.error());
    out.authority = *authority;
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  std::string_view raw_path = target.substr(0, mark);
  if (raw_path.empty()) raw_path = "/";
  if (hides_a_slash(raw_path)) return refuse("encoded slash in the path");
  if (!percent_decode(raw_path, Plus::literal, out.path)) return refuse("percent-encoding of the path");
  if (!is_clean_text(out.path)) return refuse("text of the path");
  if (has_dot_segment(out.path)) return refuse("dot segment in the path");
  if (mark < target.size()) {
    auto pairs = parse_query(target.substr(mark + 1));
    if (!pairs) return std::unexpected(pairs.error());
    out.parameters = std::move(*pairs);
  }
  return out;
}

}  // namespace catalyse::http::edge
