#include <array>

#include "dcat.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "verification.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

struct Syntax {
  std::string_view suffix, type;
  std::string (exporting::RdfGraph::*write)() const;
};
constexpr std::array kSyntaxes{Syntax{".jsonld", "application/ld+json", &exporting::RdfGraph::json_ld},
                               Syntax{".ttl", "text/turtle; charset=utf-8", &exporting::RdfGraph::turtle},
                               Syntax{".rdf", "application/rdf+xml; charset=utf-8", &exporting::RdfGraph::rdf_xml}};

// The first syntax that the reader's program names in `Accept`, JSON-LD when it names none.
std::string_view chosen(std::string_view accept) {
  std::string_view best = kSyntaxes[0].suffix;
  auto first = std::string_view::npos;
  for (const auto& syntax : kSyntaxes) {
    const auto at = accept.find(syntax.type.substr(0, syntax.type.find(';')));
    if (at < first) first = at, best = syntax.suffix;
  }
  return best;
}

void add_dcat(const Holdings& holdings, plug::Contribution& all) {
  for (const auto& syntax : kSyntaxes) {
    all.routes.push_back(http::declare("/donnees/catalogue" + std::string(syntax.suffix),
                                       "catalogue of the data (DCAT-AP)", [holdings, syntax](const http::Request&) {
                                         return http::answer(syntax.type, (dcat_graph(holdings).*syntax.write)());
                                       }));
  }
  auto negotiated = http::declare("/donnees/catalogue", "catalogue of the data, in the syntax that Accept names",
                                  [](const http::Request& request) {
                                    const auto suffix = chosen(request.header("accept"));
                                    return http::redirect("/donnees/catalogue" + std::string(suffix), 303);
                                  });
  negotiated.cache = http::CacheClass::live;
  all.routes.push_back(std::move(negotiated));
}

}  // namespace

http::Response framed(const Holdings& holdings, const http::Request& request, const web::Message& title,
                      const web::Message& description, std::string body) {
  web::Page page;
  page.language = request.language;
  page.title = web::say(request.language, title);
  page.description = web::say(request.language, description);
  page.path = request.path;
  page.query = request.raw_query;
  page.layout = web::Layout::wide;
  page.body_html = std::move(body);
  return web::page_response(*holdings.site, page);
}

http::Response framed(const Holdings& holdings, const http::Request& request, std::string title, std::string body) {
  web::Page page;
  page.language = request.language;
  page.title = std::move(title);
  page.description = web::say(request.language, msg::data_description);
  page.path = request.path;
  page.query = request.raw_query;
  page.layout = web::Layout::wide;
  page.body_html = std::move(body);
  return web::page_response(*holdings.site, page);
}

void add_sets(const Holdings& holdings, plug::Contribution& all) {
  auto set = http::declare("/donnees/{jeu}", "a data set, its versions and how to cite it; all of it with .csv.gz",
                           [holdings](const http::Request& r) { return set_page(holdings, r); });
  set.example = "/donnees/territoires";
  set.rate = http::RateClass::heavy;
  all.routes.push_back(std::move(set));
  auto version = http::declare("/donnees/{jeu}/{version}", "a version of a data set: permanent address",
                               [holdings](const http::Request& r) { return version_page(holdings, r); });
  version.example = "/donnees/territoires/derniere";
  version.rate = http::RateClass::heavy;
  all.routes.push_back(std::move(version));
}

plug::Contribution contribution(const Holdings& holdings) {
  plug::Contribution all;
  all.routes.push_back(http::declare(
      "/methode", "the method with the parameters in force",
      [holdings](const http::Request& r) -> core::Result<http::Response> { return method_page(holdings, r); }));
  all.routes.push_back(http::declare(
      "/donnees", "data sets: producer, vintage, licence, download",
      [holdings](const http::Request& r) -> core::Result<http::Response> { return data_page(holdings, r); }));
  auto indicators = http::declare("/donnees/indicateurs", "the list of indicators",
                                  [holdings](const http::Request& r) { return indicators_page(holdings, r); });
  indicators.forms = {http::Form::html, http::Form::csv, http::Form::json};
  indicators.parameters = {{"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"}};
  all.routes.push_back(std::move(indicators));
  auto files = http::declare("/donnees/fichiers/{fichier}", "a file of the data bundle, as it is",
                             [holdings](const http::Request& r) { return file_download(holdings, r); });
  files.example = "/donnees/fichiers/" + holdings.bundle->resources().front().name;
  files.cache = http::CacheClass::live;
  files.rate = http::RateClass::heavy;
  all.routes.push_back(std::move(files));
  auto package = http::declare("/donnees/paquet", "description of the data bundle (Frictionless Data Package)",
                               [holdings](const http::Request& r) { return package_download(holdings, r); });
  package.forms = {http::Form::json};
  package.example = "/donnees/paquet.json";
  all.routes.push_back(std::move(package));
  add_dcat(holdings, all);
  add_sets(holdings, all);
  add_verification(holdings, all);
  all.searchable.push_back(searchable(holdings));
  return all;
}

}  // namespace catalyse::catalogue
