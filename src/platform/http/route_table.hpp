// The declared routes as a tree of path segments. Immutable after construction.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answers.hpp"
#include "http.hpp"

namespace catalyse::http {

struct Match {
  const Route* route = nullptr;
  Form form = Form::html;
  std::size_t suffix = 0;  // bytes at the end of the path that said the form
  std::vector<std::pair<std::string, std::string>> captures;
};

// What stands at a path, whatever the method: a match by method, or nothing. `form_refused`: a route stands there, but
// not in the form that the suffix asks for.
struct Found {
  std::array<std::optional<Match>, 2> by_method;
  bool form_refused = false;
  [[nodiscard]] bool any() const { return by_method[0] || by_method[1]; }
  [[nodiscard]] const std::optional<Match>& of(Method method) const {
    return by_method[static_cast<std::size_t>(method)];
  }
  [[nodiscard]] std::optional<Match>& of(Method method) { return by_method[static_cast<std::size_t>(method)]; }
};

class RouteTable {
 public:
  // Throws std::logic_error naming the pattern: a field missing, a pattern that cannot be read, two routes that could
  // answer the same path with neither being more exact, an example that does not lead to its route.
  explicit RouteTable(std::vector<Route> routes);
  [[nodiscard]] Found find(std::string_view path) const;  // without the language's prefix
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> capture;
    std::array<const Route*, 2> routes{};
  };
  enum class Last : unsigned char { any, literal };  // whether the last segment may fall on a capture
  void insert(const Route& route);
  const Node* walk(const Node& node, std::string_view rest, Last last, std::vector<std::string_view>& taken) const;
  void add_matches(std::string_view path, Last last, std::optional<Form> form, Found& found) const;

  std::vector<Route> routes_;
  Node root_;
};

// Cuts the suffix of a known form off the path.
[[nodiscard]] std::optional<Form> cut_suffix(std::string_view& path);

}  // namespace catalyse::http
