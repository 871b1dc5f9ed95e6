#include "http/answers.hpp"
#include "pages.hpp"

namespace catalyse::finder {

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  auto page =
      http::declare("/recherche", "search over everything, with facets", [context](const http::Request& request) {
        switch (request.form) {
          case http::Form::json:
            return search_json(context, request);
          case http::Form::csv:
            return search_csv(context, request);
          case http::Form::atom:
            return search_atom(context, request);
          default:
            return search_page(context, request);
        }
      });
  page.forms = {http::Form::html, http::Form::json, http::Form::csv, http::Form::atom};
  page.parameters = parameters(*context.engine);
  // The index is renewed while the program runs.
  page.cache = http::CacheClass::live;
  page.rate = http::RateClass::search;
  page.example = "/recherche?q=rouen";
  auto api = page;
  page.parameters.push_back({"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"});
  api.pattern = "/api/v1/recherche";
  api.summary = "search over everything: results, facets and how the words were understood";
  api.forms = {http::Form::json};
  api.parameters.push_back({"limite", "how many results, 1 to 100", "20"});
  api.example = "/api/v1/recherche?q=rouen";
  api.handler = [context](const http::Request& request) { return search_json(context, request); };
  auto typed = http::declare("/api/v1/recherche/suggestions", "titles of any kind that the words lead to, as one types",
                             [context](const http::Request& request) { return suggestions_json(context, request); });
  typed.forms = {http::Form::json};
  typed.parameters = {{"q", "words; the last one may be a beginning", "chal"},
                      {"sans", "a source that is left out; may be repeated", "projets"}};
  typed.cache = http::CacheClass::live;
  typed.rate = http::RateClass::search;
  typed.example = "/api/v1/recherche/suggestions?q=chal";
  all.routes = {std::move(page), std::move(api), std::move(typed)};
  all.sitemaps.push_back({"recherche", [](const plug::AddAddress& add) { add("/recherche"); }});
  return all;
}

}  // namespace catalyse::finder
