#include <algorithm>
#include <chrono>
#include <ranges>

#include "discover.hpp"
#include "export/xml.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"

namespace catalyse::discover {
namespace {

using core::Language;
using core::Result;
using http::Form;
using http::Request;
using http::Response;
using web::say;

// A file for machines, whose name carries its own suffix.
http::Route file_route(std::string pattern, std::string summary, http::Handler handler) {
  auto file = http::declare(std::move(pattern), std::move(summary), std::move(handler));
  file.forms = {Form::html};
  return file;
}

// sitemaps.org 0.9: an index, and one file a feature and language. Each stays far under the limits of 50 000 addresses
// and 50 MB.
constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

struct SitemapIndex {
  std::shared_ptr<const Surroundings> around;
  Result<Response> operator()(const Request&) const {
    std::string body(kXmlHead);
    body += "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (const auto& sitemap : around->sitemaps) {
      for (const auto language : {Language::fr, Language::en}) {
        body += "<sitemap><loc>" +
                exporting::xml_text(around->site->base_url +
                                    web::localised(language, "/sitemap-" + std::string(sitemap.name) + ".xml")) +
                "</loc></sitemap>\n";
      }
    }
    return http::answer(http::kXmlType, body + "</sitemapindex>\n");
  }
};

struct SitemapFile {
  std::shared_ptr<const Surroundings> around;
  std::size_t which;
  Result<Response> operator()(const Request& request) const {
    std::string body(kXmlHead);
    body += "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    const std::string base = around->site->base_url + std::string(request.language == Language::en ? "/en" : "");
    around->sitemaps[which].addresses([&](std::string_view path) {
      body.append("<url><loc>").append(base).append(exporting::xml_text(path)).append("</loc></url>\n");
    });
    return http::answer(http::kXmlType, body + "</urlset>\n");
  }
};

Response robots(const Surroundings& around) {
  return http::answer(http::kTextType, "User-agent: *\nDisallow: /sante\nDisallow: /metrics\nSitemap: " +
                                           around.site->base_url + "/sitemap.xml\n");
}

Response opensearch(const Surroundings& around, Language language) {
  const auto& base = around.site->base_url;
  const auto prefix = language == Language::en ? std::string("/en") : std::string();
  std::string body(kXmlHead);
  body +=
      "<OpenSearchDescription "
      "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\"><ShortName>Catalyse</ShortName><Description>" +
      exporting::xml_text(say(language, msg::opensearch_description)) +
      "</Description><InputEncoding>UTF-8</InputEncoding>" + "<Url type=\"text/html\" template=\"" +
      exporting::xml_text(base + prefix) +
      "/recherche?q={searchTerms}\"/><Url type=\"application/x-suggestions+json\" template=\"" +
      exporting::xml_text(base) + "/api/v1/territoires/suggestions?q={searchTerms}\"/></OpenSearchDescription>\n";
  return http::answer("application/opensearchdescription+xml; charset=utf-8", std::move(body));
}

// RFC 9116: the date of expiry is mandatory and should lie less than a year ahead.
Response security_txt(const Surroundings& around) {
  constexpr std::chrono::days kHolds{360};
  const auto expires = text::iso_date(std::chrono::floor<std::chrono::days>(around.started) + kHolds);
  const auto contact = around.contact.empty() ? around.site->base_url + "/mentions-legales" : around.contact;
  return http::answer(http::kTextType, "Contact: " + contact + "\nExpires: " + expires +
                                           "T00:00:00Z\nPreferred-Languages: fr, en\nCanonical: " +
                                           around.site->base_url + "/.well-known/security.txt\n");
}

Response health(const Surroundings& around) {
  const bool sound = around.healthy();
  auto response = http::answer(http::kJsonType, std::string("{\"status\":\"") + (sound ? "ok" : "unavailable") +
                                                    "\",\"version\":\"" + around.program_version + "\",\"data\":\"" +
                                                    around.data_version + "\"}\n");
  if (!sound) response.status = 503;
  return response;
}

void add_machine_files(const std::shared_ptr<const Surroundings>& around, plug::Contribution& all) {
  auto& routes = all.routes;
  routes.push_back(
      file_route("/robots.txt", "rules for crawlers", [around](const Request&) { return robots(*around); }));
  routes.push_back(file_route("/sitemap.xml", "index of the sitemaps", SitemapIndex{around}));
  for (std::size_t i = 0; i < around->sitemaps.size(); ++i) {
    auto file = file_route("/sitemap-" + std::string(around->sitemaps[i].name) + ".xml", "addresses for search engines",
                           SitemapFile{around, i});
    file.rate = http::RateClass::heavy;
    routes.push_back(std::move(file));
  }
  routes.push_back(file_route("/opensearch.xml", "OpenSearch description of the search box",
                              [around](const Request& r) { return opensearch(*around, r.language); }));
  routes.push_back(file_route("/.well-known/security.txt", "how to report a vulnerability (RFC 9116)",
                              [around](const Request&) { return security_txt(*around); }));
  auto sante = file_route("/sante", "200 when the database and the snapshots answer",
                          [around](const Request&) { return health(*around); });
  sante.cache = http::CacheClass::live;
  routes.push_back(std::move(sante));
  auto metrics = file_route("/metrics", "Prometheus figures, on loopback only", [around](const Request&) {
    return http::answer("text/plain; version=0.0.4; charset=utf-8", around->metrics());
  });
  metrics.cache = http::CacheClass::live;
  metrics.who = {.access = http::Access::loopback};
  routes.push_back(std::move(metrics));
  auto contract = file_route("/api/openapi.yaml", "the contract of the API, OpenAPI 3.1", [around](const Request&) {
    return http::answer(http::kYamlType,
                        merge_openapi(around->openapi, around->site->base_url, around->program_version));
  });
  routes.push_back(std::move(contract));
}

}  // namespace

std::vector<web::NavLink> ways() {
  return {
      {msg::way_inform, "/territoires", {"/carte", "/comparer", "/perimetres", "/projets", "/donnees", "/emporter"}},
      {msg::way_learn, "/leviers", {"/parcours", "/ressources", "/methode"}},
      {msg::way_act, "/cas", {"/mesures", "/exemples", "/diagnostic", "/proposer", "/contributions"}}};
}

std::vector<web::NavLink> footer() {
  return {{msg::nav_method, "/methode"},
          {msg::nav_data, "/donnees"},
          {msg::nav_measures, "/mesures"},
          {msg::nav_api, "/api"},
          {msg::nav_map, "/plan-du-site"},
          {msg::nav_legal, "/mentions-legales"},
          {msg::nav_personal, "/donnees-personnelles"}};
}

std::string data_line(Language language, std::string_view population_year, std::string_view version) {
  return say(language, msg::site_data, {{"year", population_year}, {"version", version}});
}

plug::Contribution contribution(const Surroundings& surroundings) {
  auto around = std::make_shared<Surroundings>(surroundings);
  plug::Contribution all;
  const auto page = [&](std::string pattern, std::string summary,
                        http::Response (*make)(const Surroundings&, const Request&)) {
    all.routes.push_back(
        http::declare(std::move(pattern), std::move(summary),
                      [around, make](const Request& request) -> Result<Response> { return make(*around, request); }));
  };
  page("/", "home: one search box, three ways in", home_page);
  page("/plan-du-site", "map of the site", site_map_page);
  page("/mentions-legales", "legal notice", legal_page);
  page("/accessibilite", "statement of accessibility", accessibility_page);
  page("/api", "how to reuse the data", api_page);
  all.sitemaps.push_back({"pages", [](const plug::AddAddress& add) {
                            for (const auto* path :
                                 {"/", "/territoires", "/methode", "/donnees", "/api", "/plan-du-site",
                                  "/mentions-legales", "/accessibilite", "/donnees-personnelles"})
                              add(path);
                          }});
  around->sitemaps.insert(around->sitemaps.end(), all.sitemaps.begin(), all.sitemaps.end());
  add_machine_files(around, all);
  all.routes.push_back(oembed_route(around));
  return all;
}

}  // namespace catalyse::discover
