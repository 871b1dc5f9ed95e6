// First step: from a request to its answer, when no handler is needed, or to the task of its handler.
#include "routing.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "edge_text.hpp"

namespace catalyse::http {
namespace {

bool is_reading(const edge::Head& head) { return head.method == "GET" || head.method == "HEAD"; }

Codings codings_of(const edge::Head& head) {
  Codings codings;
  for (const edge::Field& field : head.fields) {
    if (field.name.size() == 15 && edge::equal_ignoring_case(field.name, "accept-encoding")) codings.add(field.value);
  }
  return codings;
}

template <class Test>
bool any_condition(const edge::Head& head, const Test& test) {
  return std::ranges::any_of(head.fields, [&](const edge::Field& field) {
    return field.name.size() == 13 && edge::equal_ignoring_case(field.name, "if-none-match") && test(field.value);
  });
}

// A form of ours, not another site's (threats.md, 11). A browser says so itself; what is no browser has no business
// posting here.
bool is_same_origin(const edge::Head& head) {
  if (const std::string_view site = head.field("sec-fetch-site"); !site.empty()) return site == "same-origin";
  const std::string_view origin = head.field("origin");
  const std::size_t scheme = origin.find("://");
  return scheme != std::string_view::npos && edge::equal_ignoring_case(origin.substr(scheme + 3), head.host);
}

// RFC 8058: a mailbox ends a kind of mails by this one field, from no page of ours. Such a route is for anyone, and no
// session is read for it: nothing is done in anybody's name.
bool is_one_click(const Route& route) {
  return route.who.access == Access::anyone && route.fields.size() == 1 &&
         route.fields.front().name == "List-Unsubscribe";
}

// One encoding of the parameters, whatever the client's.
std::string encode_query(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string query;
  for (const auto& [name, value] : pairs) {
    if (!query.empty()) query += '&';
    edge::encode_component(name, query);
    query += '=';
    edge::encode_component(value, query);
  }
  return query;
}

// The value of the gate's cookie: what could be a session's secret, nothing else (RFC 6265, 4.2.1).
std::string_view find_secret(const edge::Head& head, std::string_view cookie) {
  if (cookie.empty()) return {};
  for (const edge::Field& field : head.fields) {
    if (field.name.size() != 6 || !edge::equal_ignoring_case(field.name, "cookie")) continue;
    for (std::string_view rest = field.value; !rest.empty();) {
      const std::string_view pair = edge::trim(rest.substr(0, rest.find(';')));
      rest.remove_prefix(std::min(rest.find(';'), rest.size() - 1) + 1);
      if (pair.size() <= cookie.size() || !pair.starts_with(cookie) || pair[cookie.size()] != '=') continue;
      const std::string_view value = pair.substr(cookie.size() + 1);
      if (!value.empty() && value.size() <= 128 && std::ranges::all_of(value, edge::is_token_char)) return value;
    }
  }
  return {};
}

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash) {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return hash;
}

void copy_headers(const edge::Head& head, Request& request) {
  request.headers.reserve(head.fields.size());
  for (const edge::Field& field : head.fields) {
    std::string name(field.name);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    request.headers.emplace_back(std::move(name), field.value);
  }
}

core::Error error_of(core::ErrorKind kind, std::string_view message) {
  return core::Error{kind, std::string(message), {}, {}};
}

}  // namespace

Router::State::State(RouterOptions options)
    : table(std::move(options.routes)),
      assets(options.assets),
      gate(std::move(options.gate)),
      error_page(std::move(options.error_page)),
      version(std::move(options.version)),
      log(std::move(options.log)),
      cache(options.page_cache_bytes),
      last_resort_(make_plain(500)) {
  for (const Asset& asset : options.assets) version.append(" ").append(*assets.address(asset.name));
  if (!error_page) throw std::logic_error("a router needs an error page");
  if (!gate.cookie.empty() && (gate.sign_in.empty() || !gate.identify || !gate.allows))
    throw std::logic_error("a gate needs a page to sign in, and to know who asks and what they may");
  for (const Route& one : table.routes()) {
    if (gate.cookie.empty() && (one.who.access == Access::person || one.who.access == Access::permitted))
      throw std::logic_error("route \"" + one.pattern + "\": nobody could ever sign in for it");
    if (one.pattern.starts_with(kAssetFolder) || one.pattern == "/en" || one.pattern.starts_with("/en/")) {
      throw std::logic_error("route \"" + one.pattern + "\": /statique/ and /en are taken");
    }
  }
}

// 64 bits name a page within a version: an ETag is only ever compared with those of the same address.
std::string Router::State::tag(std::string_view key) const {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::uint64_t hash = fnv1a(key, fnv1a(version, 0xCBF29CE484222325ULL) * 31);
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, hash >>= 4U) *digit = kHex[hash & 15U];
  return text;
}

Step Router::State::begin(Incoming incoming) const noexcept {
  try {
    return begin_or_throw(incoming);
  } catch (const std::exception& problem) {
    report({}, problem.what());
  } catch (...) {
    report({}, "an exception of an unknown kind");
  }
  return refusal(500, {});
}

Step Router::State::begin_or_throw(Incoming& incoming) const {
  const Codings codings = codings_of(incoming.head);
  incoming.secret = find_secret(incoming.head, gate.cookie);
  if (is_reading(incoming.head)) {
    const std::string& path = incoming.target.path;
    if (path.starts_with(kAssetFolder)) {
      if (const auto* asset = assets.find(path)) {
        auto i = static_cast<std::size_t>(codings.best());
        if (!asset->by_coding[i]) i = static_cast<std::size_t>(Coding::identity);
        const bool known = any_condition(incoming.head, [&](auto list) { return names_etag(list, asset->etags[i]); });
        return known ? asset->unchanged[i] : asset->by_coding[i];
      }
    }
    // Without parameters the whole path is the key, and nothing needs to be routed for a page that is there.
    if (incoming.target.parameters.empty()) {
      if (AnswerPtr answer = from_cache(incoming, path, codings.best())) return answer;
    }
  }
  return route(incoming, codings);
}

AnswerPtr Router::State::from_cache(const Incoming& incoming, std::string_view key, Coding coding) const {
  const auto page = cache.find(key, coding);
  if (!page) return nullptr;
  if (!incoming.secret.empty()) return page->own;
  return any_condition(incoming.head, [&](auto list) { return names_etag(list, page->etag); }) ? page->unchanged
                                                                                               : page->answer;
}

Step Router::State::route(Incoming& incoming, const Codings& codings) const {
  Task task;
  Request& request = task.request;
  std::string_view path = incoming.target.path;
  if (path == "/en" || path.starts_with("/en/")) {
    request.language = Language::en;
    path.remove_prefix(3);
    if (path.empty()) path = "/";
  }
  request.method = incoming.head.method == "POST" ? Method::post : Method::get;
  std::string_view stem = path;
  if (const auto form = cut_suffix(stem)) request.form = *form;
  request.path = path;

  Found found = table.find(path);
  for (std::optional<Match>& match : found.by_method) {
    // What is not for this reader is not there.
    if (match && match->route->who.access == Access::loopback && !is_loopback(incoming.client)) match.reset();
  }
  if (!found.any()) return nothing_there(request, incoming, found);
  if (auto refused = refuse_request(request, incoming, found)) return std::move(*refused);
  Match& match = *found.of(request.method);
  task.route = match.route;
  request.form = match.form;
  request.captures = std::move(match.captures);
  request.path.resize(request.path.size() - match.suffix);
  return prepare(std::move(task), incoming, codings);
}

AnswerPtr Router::State::nothing_there(const Request& request, const Incoming& incoming, const Found& found) const {
  const std::string& whole = incoming.target.path;
  if (request.path.size() > 1 && request.path.ends_with('/') && !request.path.ends_with("//") &&
      table.find(std::string_view(request.path).substr(0, request.path.size() - 1)).any()) {
    std::string location = edge::encode_path(std::string_view(whole).substr(0, whole.size() - 1));
    if (!incoming.target.parameters.empty()) location += '?' + encode_query(incoming.target.parameters);
    Task moved;
    moved.request = request;
    return finish(moved, redirect(std::move(location)));
  }
  core::Error error = error_of(core::ErrorKind::not_found, "http.error.not_found");
  if (found.form_refused) {
    error.message_id = "http.error.form";
    error.parameters.emplace_back("form", suffix_of(request.form));
  }
  return fail(request, error, 404);
}

std::optional<AnswerPtr> Router::State::refuse_request(const Request& request, const Incoming& incoming,
                                                       const Found& found) const {
  const edge::Head& head = incoming.head;
  if ((!is_reading(head) && head.method != "POST") || !found.of(request.method)) {
    const bool reads = found.of(Method::get).has_value();
    const bool takes = found.of(Method::post).has_value();
    core::Error error = error_of(core::ErrorKind::unsupported, "http.error.method");
    error.parameters.emplace_back("allow", reads && takes ? "GET, HEAD, POST" : reads ? "GET, HEAD" : "POST");
    return fail(request, error, 405);
  }
  if (request.method == Method::post && !is_one_click(*found.of(Method::post)->route) && !is_same_origin(head)) {
    return fail(request, error_of(core::ErrorKind::invalid, "http.error.foreign"), 403);
  }
  return std::nullopt;
}

// Keeps of the request what the route declares: the answer can depend on nothing else.
Step Router::State::prepare(Task task, Incoming& incoming, const Codings& codings) const {
  const Route& route = *task.route;
  Request& request = task.request;
  std::vector<std::pair<std::string, std::string>> known;
  for (auto& pair : incoming.target.parameters) {
    if (std::ranges::any_of(route.parameters, [&](const Parameter& one) { return one.name == pair.first; })) {
      known.push_back(std::move(pair));
    } else if (is_api(request.path)) {
      core::Error error = error_of(core::ErrorKind::invalid, "http.error.parameter");
      error.parameters.emplace_back("name", std::move(pair.first));
      return fail(request, error, 400);
    }
  }
  request.raw_query = encode_query(known);
  request.query = Query(std::move(known));
  task.coding = codings.best();
  task.key = incoming.target.path;
  // No clean text holds a line feed, so no path can pass for a path and its parameters.
  if (!request.raw_query.empty()) task.key.append("\n").append(request.raw_query);
  if (route.cache != CacheClass::immutable && !is_one_click(route)) task.secret = incoming.secret;
  if (route.cache != CacheClass::live) {
    if (route.cache == CacheClass::page) {
      if (AnswerPtr answer = from_cache(incoming, task.key, task.coding)) return answer;
    }
  }
  // A reader who is signed in was given no ETag.
  if (route.cache != CacheClass::live && task.secret.empty()) {
    if (AnswerPtr answer = unchanged(incoming.head, task, codings)) return answer;
    if (any_condition(incoming.head, [](auto list) { return edge::trim(list) == "*"; }))
      task.condition = Task::Condition::any;
  }
  if (route.cache != CacheClass::page) {
    copy_headers(incoming.head, request);
    request.client = std::move(incoming.client);
  }
  return task;
}

// The client may hold the page in another encoding than the one it likes best now: any that it can still read will do.
AnswerPtr Router::State::unchanged(const edge::Head& head, const Task& task, const Codings& codings) const {
  if (head.field("if-none-match").empty()) return nullptr;
  const std::string page = tag(task.key);
  for (const Coding coding : {Coding::brotli, Coding::gzip, Coding::identity}) {
    if (!codings.takes(coding)) continue;
    const std::string etag = make_etag(page, coding);
    if (any_condition(head, [&](auto list) { return edge::trim(list) != "*" && names_etag(list, etag); })) {
      return make_unchanged(task, etag);
    }
  }
  return nullptr;
}

}  // namespace catalyse::http
