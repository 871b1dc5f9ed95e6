#include "frame.hpp"

#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "territories/pages.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using http::Form;
using http::Request;
using territories::kNowhere;
using web::say;

std::vector<web::Link> crumbs(const Subject& subject, const std::string& last) {
  const auto& place = subject.place();
  std::vector<web::Link> links;
  links.reserve(7);
  links.push_back({say(subject.language, msg::crumb_france), web::localised(subject.language, "/territoires")});
  for (const auto parent : {place.region, place.departement, place.epci, place.commune}) {
    // La Réunion is a région and a département under one name: the nearer of the two is enough.
    const bool twice = parent == place.region && place.departement != kNowhere &&
                       subject.place(place.departement).name == subject.place(parent).name;
    if (parent != kNowhere && !twice)
      links.push_back({std::string(subject.place(parent).name), subject.href_of(parent)});
  }
  links.push_back({std::string(place.name), last.empty() ? std::string{} : subject.href()});
  if (!last.empty()) links.push_back({last, {}});
  return links;
}

}  // namespace

std::string json_ld(const Subject& subject) {
  const auto& place = subject.place();
  exporting::JsonWriter json;
  json.object([&] {
    json.field("@context", "https://schema.org");
    json.field("@type", "AdministrativeArea");
    json.field("name", place.name);
    json.field("identifier", place.code);
    json.field("url", subject.context.site->base_url + subject.href());
    if (place.longitude && place.latitude) {
      json.object("geo", [&] {
        json.field("@type", "GeoCoordinates");
        json.field("longitude", *place.longitude);
        json.field("latitude", *place.latitude);
      });
    }
    if (place.region != territories::kNowhere) {
      json.object("containedInPlace", [&] {
        json.field("@type", "AdministrativeArea");
        json.field("name",
                   subject.place(place.departement != territories::kNowhere ? place.departement : place.region).name);
      });
    }
  });
  return json.take();
}

web::Page frame(const Subject& subject, const Request& request, std::string last_crumb) {
  const auto& place = subject.place();
  web::Page page;
  page.language = subject.language;
  page.title = say(subject.language, msg::title, {{"name", place.name}, {"code", place.code}});
  page.description = say(subject.language, msg::description, {{"name", place.name}});
  page.path = subject.language == core::Language::fr ? subject.address : territories::address(place);
  page.query = request.raw_query;
  page.crumbs = crumbs(subject, last_crumb);
  page.layout = web::Layout::wide;
  page.print_footer =
      std::string(place.name) + " (" + std::string(place.code) + ") · " + subject.context.site->data(subject.language);
  return page;
}

void offer(web::Page& page, const Subject& subject, const std::string& behind) {
  for (const auto& [form, label] :
       {std::pair{Form::csv, &msg::summary_csv}, std::pair{Form::json, &msg::summary_json}}) {
    page.offers.push_back({form, say(subject.language, *label), subject.href(behind).append(http::suffix_of(form))});
  }
}

}  // namespace catalyse::dossier
