#include "route_table.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "edge_text.hpp"
#include "form_body.hpp"

namespace catalyse::http {
namespace {

constexpr std::array kForms{Form::json, Form::csv, Form::geojson, Form::xml, Form::text,
                            Form::yaml, Form::svg, Form::atom,    Form::ics};

[[noreturn]] void refuse_route(const Route& route, std::string_view why) {
  throw std::logic_error("route \"" + route.pattern + "\": " + std::string(why));
}

std::vector<std::string_view> segments_of(std::string_view pattern) {
  std::vector<std::string_view> segments;
  for (std::size_t i = 1; i <= pattern.size() && pattern.size() > 1;) {
    const std::size_t end = std::min(pattern.find('/', i), pattern.size());
    segments.push_back(pattern.substr(i, end - i));
    i = end + 1;
  }
  return segments;
}

bool is_capture(std::string_view segment) { return segment.starts_with('{'); }

void check_segments(const Route& route) {
  std::set<std::string_view> names;
  for (const std::string_view segment : segments_of(route.pattern)) {
    if (segment.empty()) refuse_route(route, "has an empty segment");
    if (is_capture(segment)) {
      const std::string_view name = segment.substr(1, segment.size() - 2);
      const auto is_name = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
      if (segment.size() < 3 || !segment.ends_with('}') || !std::ranges::all_of(name, is_name))
        refuse_route(route, "bad capture");
      if (!names.insert(name).second) refuse_route(route, "names a capture twice");
    } else if (!std::ranges::all_of(segment, [](char c) {
                 return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
               })) {
      refuse_route(route, "a segment is lower case letters, digits, '-', '.', '_', or a {capture}");
    }
  }
}

void check_form(const Route& route) {
  if (!route.fields.empty() && route.method != Method::post) refuse_route(route, "only a POST takes a form");
  std::set<std::string_view> names;
  std::size_t files = 0;
  for (const InputField& field : route.fields) {
    if (field.name.empty() || field.name == kTokenField || !names.insert(field.name).second)
      refuse_route(route, "a field without a name, twice, or with the name of the token");
    if (field.input == Input::file) files += field.most_bytes;
  }
  if (files > route.body_bytes) refuse_route(route, "its body is smaller than its files");
}

void check_fields(const Route& route) {
  if (!route.pattern.starts_with('/')) refuse_route(route, "must begin with '/'");
  if (!route.handler) refuse_route(route, "has no handler");
  if (route.summary.empty()) refuse_route(route, "has no summary");
  if (!route.example.starts_with('/')) refuse_route(route, "has no example address");
  if (route.forms.empty()) refuse_route(route, "has no form");
  if (std::set<Form>(route.forms.begin(), route.forms.end()).size() != route.forms.size())
    refuse_route(route, "names a form twice");
  if (route.method == Method::post && route.cache != CacheClass::live)
    refuse_route(route, "a POST is never kept: its class is live");
  if (route.who.access != Access::anyone && route.cache != CacheClass::live)
    refuse_route(route, "what not all may read is never kept");
  if ((route.who.access == Access::permitted) != !(route.who.action.empty() && route.who.room.empty()))
    refuse_route(route, "an action and a room are what a permission is made of, and nothing else");
  if (route.who.action.empty() != route.who.room.empty()) refuse_route(route, "has half a permission");
  check_form(route);
  std::set<std::string_view> names;
  for (const Parameter& parameter : route.parameters) {
    if (parameter.name.empty() || !names.insert(parameter.name).second)
      refuse_route(route, "a parameter without a name or twice");
  }
}

// Two patterns could answer the same path, and neither is more exact than the other at every segment.
bool collide(const Route& a, const Route& b) {
  if (a.method != b.method) return false;
  const auto x = segments_of(a.pattern);
  const auto y = segments_of(b.pattern);
  if (x.size() != y.size()) return false;
  bool a_exact = false;
  bool b_exact = false;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (is_capture(x[i]) == is_capture(y[i])) {
      if (!is_capture(x[i]) && x[i] != y[i]) return false;
    } else {
      (is_capture(x[i]) ? b_exact : a_exact) = true;
    }
  }
  return a_exact == b_exact;
}

// `/donnees` in CSV and `/donnees.csv` would be one address.
bool shadows(const Route& a, const Route& b) {
  return a.method == b.method && std::ranges::any_of(a.forms, [&](Form form) {
           return form != Form::html && a.pattern + std::string(suffix_of(form)) == b.pattern;
         });
}

}  // namespace

std::optional<Form> cut_suffix(std::string_view& path) {
  for (const Form form : kForms) {
    const std::string_view suffix = suffix_of(form);
    if (path.ends_with(suffix) && path.size() > suffix.size() && path[path.size() - suffix.size() - 1] != '/') {
      path.remove_suffix(suffix.size());
      return form;
    }
  }
  return std::nullopt;
}

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) {
    check_fields(route);
    check_segments(route);
    insert(route);
  }
  for (const Route& a : routes_) {
    for (const Route& b : routes_) {
      if (&a != &b && (collide(a, b) || shadows(a, b))) refuse_route(a, "collides with \"" + b.pattern + "\"");
    }
  }
  for (const Route& route : routes_) {
    std::string path;
    const std::string_view address = std::string_view(route.example).substr(0, route.example.find('?'));
    if (!edge::percent_decode(address, edge::Plus::literal, path)) refuse_route(route, "its example is not an address");
    const Found found = find(path);
    if (!found.of(route.method) || found.of(route.method)->route != &route)
      refuse_route(route, "its example leads elsewhere");
  }
}

void RouteTable::insert(const Route& route) {
  Node* node = &root_;
  for (const std::string_view segment : segments_of(route.pattern)) {
    auto& next = is_capture(segment) ? node->capture : node->literals[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  node->routes[static_cast<std::size_t>(route.method)] = &route;
}

// `rest` is empty or begins with '/'. Depth and branching are those of the declared patterns, never of the request.
const RouteTable::Node* RouteTable::walk(const Node& node, std::string_view rest, Last last,
                                         std::vector<std::string_view>& taken) const {
  if (rest.empty()) return node.routes[0] != nullptr || node.routes[1] != nullptr ? &node : nullptr;
  const std::size_t end = std::min(rest.find('/', 1), rest.size());
  const std::string_view segment = rest.substr(1, end - 1);
  if (segment.empty()) return nullptr;
  rest.remove_prefix(end);
  if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
    if (const Node* found = walk(*literal->second, rest, last, taken)) return found;
  }
  if (!node.capture || (rest.empty() && last == Last::literal)) return nullptr;
  taken.push_back(segment);
  const Node* found = walk(*node.capture, rest, last, taken);
  if (found == nullptr) taken.pop_back();
  return found;
}

void RouteTable::add_matches(std::string_view path, Last last, std::optional<Form> form, Found& found) const {
  std::vector<std::string_view> taken;
  const Node* node = walk(root_, path == "/" ? std::string_view{} : path, last, taken);
  if (node == nullptr) return;
  for (const Route* route : node->routes) {
    if (route == nullptr || found.of(route->method)) continue;
    const auto offers = [&](Form one) { return std::ranges::find(route->forms, one) != route->forms.end(); };
    if (form && !offers(*form)) {
      found.form_refused = true;
      continue;
    }
    Match& match = found.of(route->method).emplace();
    match.route = route;
    match.suffix = form ? suffix_of(*form).size() : 0;
    match.form = form ? *form : offers(Form::html) ? Form::html : route->forms.front();
    std::size_t i = 0;
    for (const std::string_view segment : segments_of(route->pattern)) {
      if (is_capture(segment)) match.captures.emplace_back(segment.substr(1, segment.size() - 2), taken[i++]);
    }
  }
}

Found RouteTable::find(std::string_view path) const {
  Found found;
  std::string_view stem = path;
  const auto form = cut_suffix(stem);
  // `/robots.txt` may be a pattern of its own; on a capture a known suffix is always the form.
  add_matches(path, form ? Last::literal : Last::any, std::nullopt, found);
  if (form) add_matches(stem, Last::any, form, found);
  return found;
}

}  // namespace catalyse::http
