// Any request against a router with every kind of route: it never throws, each answer has its headers once, a body
// never comes with a 304, and a page is the same bytes from its handler and from the cache. Input: a target, then
// fields `name: value`, one a line.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "edge_text.hpp"
#include "http.hpp"

namespace {

using namespace catalyse::http;
using catalyse::core::Error;
using catalyse::core::ErrorKind;
using catalyse::core::Result;

void require(bool holds) {
  if (!holds) std::abort();
}

Result<Response> answer(const Request& request) {
  require(edge::is_clean_text(request.path) && request.path.starts_with('/'));
  for (const auto& [name, value] : request.query.pairs()) {
    require(name == "q" || name == "vue");
    require(edge::is_clean_text(value));
  }
  if (request.query.first("q") == "absent") return catalyse::core::fail(ErrorKind::not_found, "x.absent");
  Response response;
  response.body = request.path + '?' + request.raw_query + std::string(1000, '.');
  for (const auto& [name, value] : request.captures) response.body += name + '=' + value;
  return response;
}

Router make_router() {
  RouterOptions options;
  options.version = "v";
  options.page_cache_bytes = 1U << 20U;
  options.error_page = [](const Request&, const Error& error) {
    Response response;
    response.body = error.message_id;
    return response;
  };
  options.assets = {{"a.css", "text/css; charset=utf-8", "body{}"}};
  const auto add = [&](const char* pattern, const char* example, CacheClass cache) {
    Route route;
    route.pattern = pattern;
    route.example = example;
    route.summary = "x";
    route.forms = {Form::html, Form::json, Form::csv};
    route.parameters = {{"q", "words", "eau"}, {"vue", "view", "complete"}};
    route.cache = cache;
    route.handler = answer;
    options.routes.push_back(std::move(route));
  };
  add("/", "/", CacheClass::page);
  add("/territoires/commune/{place}", "/territoires/commune/76540", CacheClass::page);
  add("/territoires/commune/{place}/theme/{theme}", "/territoires/commune/76540/theme/eau", CacheClass::page);
  add("/recherche", "/recherche", CacheClass::live);
  add("/api/v1/territoires", "/api/v1/territoires", CacheClass::page);
  add("/tuiles/{z}/{x}/{y}", "/tuiles/1/2/3", CacheClass::immutable);
  return Router(std::move(options));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Router router = make_router();
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto line = [&] {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return text;
  };
  const std::string target(line());
  std::vector<std::pair<std::string, std::string>> headers;
  while (!rest.empty() && headers.size() < 8) {
    const std::string_view field = line();
    const std::size_t colon = std::min(field.find(": "), field.size());
    headers.emplace_back(field.substr(0, colon), field.substr(std::min(colon + 2, field.size())));
  }
  const TestAnswer first = get(router, target, headers);
  const TestAnswer second = get(router, target, headers);
  require(first.status >= 200 && first.status < 500);
  require(first.status == second.status && first.body == second.body && first.headers == second.headers);
  require(first.status != 304 || first.body.empty());
  require(first.header("content-security-policy").starts_with("default-src 'none'"));
  std::set<std::string> names;
  for (const auto& [name, value] : first.headers)
    require(names.insert(name).second && value.find('\n') == std::string::npos);
  return 0;
}
