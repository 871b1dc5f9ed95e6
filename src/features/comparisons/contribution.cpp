#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {
namespace {

using http::Form;

const http::Parameter kPlaces{"t", "a territory: com:76540, arm:75112, epci:200023414, dep:76, reg:28; once for each",
                              "com:76540"};
const http::Parameter kSides{
    "t", "a territory: com:76540, arm:75112, epci:200023414, dep:76, reg:28, or the id of a perimeter; once for each",
    "com:76540"};
const http::Parameter kAdd{"q", "words that name a territory to add", "caen"};
const http::Parameter kLevel{
    "niveau", "level: com, arm, epci, dep or reg, or commune, departement, region; that of the territories by default",
    "com"};
const http::Parameter kPerimeter{"perimetre", "id of a perimeter whose places are marked instead of the peers", ""};
const http::Parameter kDialect{"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"};

}  // namespace

http::Response framed(const Desk& desk, Body body) {
  web::Page page;
  page.language = desk.language();
  page.title = std::move(body.title);
  page.description = std::move(body.description);
  page.path = std::move(body.path);
  page.query = desk.request.raw_query;
  page.layout = web::Layout::wide;
  // The way in is a page to find; its endless selections are not.
  if (!desk.request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = std::move(body.offers);
  page.body_html = std::move(body.html);
  auto response = web::page_response(*desk.context.site, page);
  if (!desk.selection.faults.empty()) response.status = core::status_of(core::ErrorKind::invalid);
  return response;
}

std::vector<web::Offer> offers(const Desk& desk, std::string_view path) {
  const auto address = [&](std::string_view suffix) { return desk.address(path, desk.selection.places, suffix); };
  const auto csv = address(".csv");
  const auto more = csv.find('?') == std::string::npos ? "?" : "&";
  return {{Form::csv, web::say(desk.language(), msg::download_csv), csv},
          {Form::csv, web::say(desk.language(), msg::download_excel), csv + more + "dialecte=excel-fr"},
          {Form::json, web::say(desk.language(), msg::download_json), address(".json")}};
}

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  auto side = http::declare("/comparer", "two to five territories of one level side by side",
                            [context](const http::Request& request) { return compare(context, request); });
  side.forms = {Form::html, Form::json, Form::csv};
  side.parameters = {kSides, kAdd, kDialect};
  side.rate = http::RateClass::search;
  side.example = "/comparer?t=com:76540&t=com:14118";
  all.routes.push_back(std::move(side));
  auto cloud = http::declare("/comparer/nuage", "scatter plot of two indicators over all the territories of a level",
                             [context](const http::Request& request) { return scatter(context, request); });
  cloud.forms = {Form::html, Form::json, Form::csv};
  cloud.parameters = {{"x", "id of the indicator across", "unemployment-rate-census"},
                      {"y", "id of the indicator upwards", "employment-rate-15-64"},
                      kLevel,
                      kPlaces,
                      kAdd,
                      kPerimeter,
                      kDialect};
  cloud.rate = http::RateClass::search;
  cloud.example = "/comparer/nuage?x=unemployment-rate-census&y=employment-rate-15-64&niveau=com&t=com:76540";
  all.routes.push_back(std::move(cloud));
  auto spread = http::declare("/comparer/distribution", "distribution of an indicator over the territories of a level",
                              [context](const http::Request& request) { return distribution(context, request); });
  spread.forms = {Form::html, Form::json, Form::csv};
  spread.parameters = {
      {"indicateur", "id of the indicator", "unemployment-rate-census"}, kLevel, kPlaces, kAdd, kPerimeter, kDialect};
  spread.rate = http::RateClass::search;
  spread.example = "/comparer/distribution?indicateur=unemployment-rate-census&niveau=com&t=com:76540";
  all.routes.push_back(std::move(spread));
  all.sitemaps.push_back({"comparaisons", [](const plug::AddAddress& add) {
                            add("/comparer");
                            add("/comparer/nuage");
                            add("/comparer/distribution");
                          }});
  return all;
}

}  // namespace catalyse::comparisons
