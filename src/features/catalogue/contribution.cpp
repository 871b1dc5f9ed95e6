#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
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
  return all;
}

}  // namespace catalyse::catalogue
