#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "web/i18n.hpp"

namespace catalyse::perimeters {
namespace {

using http::Form;

constexpr std::size_t kListBytes = 512U << 10U;  // 40 000 codes are 240 KB
constexpr std::size_t kFileBytes = 2U << 20U;

// About one person: never kept.
void add_saved_routes(const Context& context, const std::string& example, std::vector<http::Route>& routes) {
  if (context.database == nullptr) return;
  const auto add = [&](std::string pattern, std::string summary, Answer (*page)(const Context&, const http::Request&)) {
    auto& route = routes.emplace_back(
        http::declare(std::move(pattern), std::move(summary),
                      [context, page](const http::Request& request) { return page(context, request); }));
    route.who = http::signed_in();
    route.cache = http::CacheClass::live;
    if (route.pattern.contains('{')) route.example = "/compte" + example;
    return std::ref(route);
  };
  http::Route& list = add(std::string(kSavedPath), "the perimeters that one asked to keep", saved_page);
  list.parameters = {{"fait", "what was just done: garde or oublie", "garde"}};
  add(std::string(kSavedPath) + "/{perimetre}", "keep a perimeter, or rename it", save_page);
  http::Route& sent = add(std::string(kSavedPath) + "/{perimetre}", "keep, rename or forget a perimeter", save_post);
  sent.method = http::Method::post;
  sent.fields = {{"nom", http::Input::line, 1'000}, {"geste", http::Input::line, 20}};
}

}  // namespace

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  auto form = http::declare("/perimetres", "make a perimeter from a list of places",
                            [context](const http::Request& request) { return form_page(context, request); });
  form.parameters = {{"codes", "codes and names of places, with any separators", "epci:200070464 76540"},
                     {"nom", "name of the perimeter", "Pays de Caux"},
                     {"de", "id of a perimeter to begin with", ""}};
  form.cache = http::CacheClass::live;  // the form of a person who is signed in holds their token
  form.rate = http::RateClass::search;
  form.example = "/perimetres?nom=Deux+villes&codes=76540+14118";
  all.routes.push_back(form);
  form.method = http::Method::post;
  form.summary = "the same for a list that is sent, or a file";
  form.parameters.clear();
  form.fields = {{"nom", http::Input::line, 1'000},
                 {"codes", http::Input::text, kListBytes},
                 {"fichier", http::Input::file, kFileBytes},
                 {"contenu", http::Input::line, kWritingMost}};
  form.body_bytes = kListBytes + kFileBytes + (64U << 10U);
  form.rate = http::RateClass::heavy;
  form.example = "/perimetres";
  all.routes.push_back(std::move(form));
  auto page =
      http::declare("/perimetres/{perimetre}", "a perimeter as a territory: figures, comparables, outline, members",
                    [context](const http::Request& request) { return perimeter_page(context, request); });
  page.forms = {Form::html, Form::json, Form::csv, Form::geojson};
  page.parameters = {{"parmi", "rank and compare among: commune, epci, departement or region", "epci"},
                     {"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"}};
  page.rate = http::RateClass::heavy;
  const Content pair{"Rouen et Caen", {"14118", "76540"}};
  page.example = address(Perimeter{id_of(write(pair)), pair.name, {}, {}});
  add_saved_routes(context, page.example, all.routes);
  all.routes.push_back(std::move(page));
  all.sitemaps.push_back({"perimetres", [](const plug::AddAddress& add) { add("/perimetres"); }});
  return all;
}

web::NavLink own_pages() { return {msg::saved_title, std::string(kSavedPath)}; }

}  // namespace catalyse::perimeters
