#include "editorial/once.hpp"
#include "http/answers.hpp"
#include "library/library.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "search/source.hpp"
#include "web/i18n.hpp"

namespace catalyse::library {
namespace {

using http::Form;
using http::Request;

void add_resource_routes(const Context& context, std::vector<http::Route>& routes) {
  auto list = http::declare("/ressources", "the resources of the library, with filters",
                            [context](const Request& request) { return resources_page(context, request); });
  list.forms = {Form::html, Form::json, Form::csv};
  list.parameters = {{"levier", "number of a lever, 1 to 7", "5"},
                     {"acces", "informer, former or agir", "agir"},
                     {"genre", "document, methode, outil, video, cours or site", "cours"},
                     {"boite", "id of a toolbox", "odd"},
                     {"odd", "number of a Sustainable Development Goal", "17"},
                     {"mots", "words that the title, the summary or the author has", "alliance"},
                     {"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"}};
  routes.push_back(std::move(list));
  if (context.shelf->resources().empty()) return;
  auto one = http::declare("/ressources/{ressource}", "one resource, the last check of its link, its reported uses",
                           [context](const Request& request) { return resource_page(context, request); });
  one.forms = {Form::html, Form::json};
  one.parameters = {{"merci", "1: a use was just reported", "1"}};
  one.example = context.shelf->resources().front().address();
  // Links are checked, and uses reported, at any time.
  one.cache = http::CacheClass::live;
  routes.push_back(std::move(one));
}

void add_schemas(std::vector<http::Route>& routes) {
  const auto add = [&](std::string pattern, std::string summary, const editorial::Kind& kind) {
    routes.push_back(http::declare(std::move(pattern), std::move(summary), [&kind](const Request& request) {
      return http::answer("application/schema+json", json_schema(kind, request.language));
    }));
  };
  add("/api/v1/ressources/schema", "JSON Schema of a resource", resource_kind());
  add("/api/v1/parcours/schema", "JSON Schema of a guided path", path_kind());
}

// What is written beside the published contents: uses, and the checks of links.
void add_live_routes(const Context& context, std::vector<http::Route>& routes) {
  if (context.database == nullptr || context.shelf->resources().empty()) return;
  auto use = http::declare("/ressources/{ressource}/usage", "a reader says that the resource served them; counted",
                           [context](const Request& request) { return use_post(context, request); });
  use.method = http::Method::post;
  use.cache = http::CacheClass::live;
  use.rate = http::RateClass::heavy;
  use.fields = {{"geste", http::Input::line, 20},
                {editorial::kSendingField, http::Input::line, editorial::kSendingFieldMost}};
  use.example = context.shelf->resources().front().address() + "/usage";
  routes.push_back(std::move(use));
  auto links = http::declare("/ressources/liens", "the last check of each link, for editors",
                             [context](const Request& request) { return links_page(context, request); });
  links.forms = {Form::html, Form::csv};
  links.parameters = {{"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"}};
  links.who = http::may("review", "ressource");
  links.cache = http::CacheClass::live;
  routes.push_back(std::move(links));
}

void add_lever_routes(const Context& context, std::vector<http::Route>& routes) {
  if (context.shelf->levers().empty()) return;
  auto list = http::declare("/leviers", "the seven levers",
                            [context](const Request& request) { return levers_page(context, request); });
  list.forms = {Form::html, Form::json};
  routes.push_back(std::move(list));
  auto one = http::declare("/leviers/{levier}", "a lever: its questions, and what may help with each",
                           [context](const Request& request) { return lever_page(context, request); });
  one.parameters = {{"territoire", "the reader's place, by code or name", "com:76540"}};
  one.example = context.shelf->levers().front().address();
  // Measures may be renamed, and assessments shared or taken back, at any time.
  one.cache = http::CacheClass::live;
  routes.push_back(std::move(one));
}

void add_path_routes(const Context& context, std::vector<http::Route>& routes) {
  routes.push_back(http::declare("/parcours", "the guided paths",
                                 [context](const Request& request) { return paths_page(context, request); }));
  if (context.shelf->paths().empty()) return;
  auto one = http::declare("/parcours/{parcours}", "a guided path; the steps that are done stand in the address",
                           [context](const Request& request) { return path_page(context, request); });
  one.forms = {Form::html, Form::json};
  one.parameters = {{"fait", "numbers of the steps done, with dots between", "1.2"}};
  one.example = context.shelf->paths().front().address();
  routes.push_back(std::move(one));
}

// About one person: never kept.
void add_kept_routes(const Context& context, std::vector<http::Route>& routes) {
  if (context.database == nullptr) return;
  const auto add = [&](std::string pattern, std::string summary, Answer (*page)(const Context&, const Request&)) {
    auto& route =
        routes.emplace_back(http::declare(std::move(pattern), std::move(summary),
                                          [context, page](const Request& request) { return page(context, request); }));
    route.who = http::signed_in();
    route.cache = http::CacheClass::live;
    if (!context.shelf->paths().empty() && route.pattern.contains("{parcours}"))
      route.example = "/compte/parcours/" + context.shelf->paths().front().id;
    return std::ref(route);
  };
  add("/compte/parcours", "the paths that one asked to keep", kept_page);
  if (context.shelf->paths().empty()) return;
  http::Route& form = add("/compte/parcours/{parcours}", "keep how far one is on a path", keep_page);
  form.parameters = {{"fait", "numbers of the steps done, with dots between", "1.2"}};
  http::Route& sent = add("/compte/parcours/{parcours}", "keep or forget how far one is on a path", keep_post);
  sent.method = http::Method::post;
  sent.fields = {{"fait", http::Input::line, 80}, {"geste", http::Input::line, 20}};
}

struct Found {
  std::string id, address;
  std::string_view kind;
  const Words *title = nullptr, *summary = nullptr;
};

void add_document(const Found& found, const std::string& body, const search::AddDocument& add) {
  for (const auto language : {core::Language::fr, core::Language::en}) {
    const bool french = language == core::Language::fr;
    const std::string id = found.id + (french ? ":fr" : ":en");
    search::Document document;
    document.id = id;
    document.kind = found.kind;
    document.tongue = french ? search::Tongue::fr : search::Tongue::en;
    document.title = found.title->in(language);
    document.summary = found.summary->in(language);
    document.body = body;
    document.address = found.address;
    document.prominence = 0.5F;
    add(document);
  }
}

search::Source searchable(const Context& context) {
  search::Source source;
  source.name = "bibliotheque";
  source.kinds = {{"ressource", msg::search_resource}, {"levier", msg::search_lever}, {"parcours", msg::search_path}};
  source.version = [shelf = context.shelf] { return shelf->version(); };
  source.documents = [shelf = context.shelf](const search::AddDocument& add) {
    for (const auto& one : shelf->resources())
      add_document({one.id, one.address(), "ressource", &one.title, &one.summary}, std::string(one.value("auteur")),
                   add);
    for (const auto& one : shelf->levers()) {
      std::string questions;
      for (const auto& question : one.questions) questions += question.text.fr + ' ' + question.text.en + ' ';
      add_document({"levier-" + std::to_string(one.number), one.address(), "levier", &one.title, &one.summary},
                   questions, add);
    }
    for (const auto& one : shelf->paths()) {
      std::string steps;
      for (const auto& step : one.steps) steps += step.title.fr + ' ' + step.text.fr + ' ';
      add_document({"parcours-" + one.id, one.address(), "parcours", &one.title, &one.summary}, steps, add);
    }
  };
  return source;
}

}  // namespace

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  add_resource_routes(context, all.routes);
  add_live_routes(context, all.routes);
  add_schemas(all.routes);
  add_lever_routes(context, all.routes);
  add_path_routes(context, all.routes);
  add_kept_routes(context, all.routes);
  all.sitemaps.push_back({"bibliotheque", [shelf = context.shelf](const plug::AddAddress& add) {
                            add("/ressources");
                            for (const auto& one : shelf->resources()) add(one.address());
                            if (!shelf->levers().empty()) add("/leviers");
                            for (const auto& one : shelf->levers()) add(one.address());
                            add("/parcours");
                            for (const auto& one : shelf->paths()) add(one.address());
                          }});
  all.searchable.push_back(searchable(context));
  return all;
}

web::NavLink own_pages() { return {msg::kept_title, "/compte/parcours"}; }

}  // namespace catalyse::library
