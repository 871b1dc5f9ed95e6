// `/perimetres/{id}-{slug}`: from the address to a page or data.
#include <charconv>

#include "http/answers.hpp"
#include "messages.hpp"
#include "observatory/comparables_rules.hpp"
#include "pages.hpp"
#include "territories/resolve.hpp"
#include "text/fold.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::perimeters {
namespace {

using core::Result;
using http::Form;
using http::Request;
using http::Response;

constexpr std::array kAmong{core::Level::commune, core::Level::epci, core::Level::departement, core::Level::region};

Result<std::optional<core::Level>> among_asked(const Request& request) {
  const auto word = request.query.first("parmi").value_or("");
  if (word.empty()) return std::nullopt;
  for (const auto level : kAmong)
    if (territories::level_path_word(level) == word || core::level_name(level) == word) return level;
  return core::fail(core::ErrorKind::invalid, msg::unknown_level.key, {}, {{"value", std::string(word.substr(0, 40))}});
}

// The address with its right slug, for those who came by another.
std::optional<std::string> moved(const Request& request, const Perimeter& perimeter) {
  const auto right = address(perimeter);
  if (request.path == right) return std::nullopt;
  auto target = web::localised(request.language, right) + std::string(http::suffix_of(request.form));
  if (!request.raw_query.empty()) target += "?" + request.raw_query;
  return target;
}

Response html(const Subject& subject, const Request& request) {
  const auto language = subject.language;
  web::Page page;
  page.language = language;
  page.title = web::say(language, msg::page_title, {{"name", subject.perimeter.name}});
  page.description = portrait(subject);
  page.path = address(subject.perimeter);
  page.query = request.raw_query;
  page.crumbs = {{web::say(language, msg::crumb_france), web::localised(language, "/territoires")},
                 {web::say(language, msg::form_page), web::localised(language, "/perimetres")},
                 {subject.perimeter.name, {}}};
  page.layout = web::Layout::dossier;
  // Anybody may name a list: such a page is for those who were given its address.
  page.indexing = web::Indexing::noindex;
  page.offers = offers(subject);
  page.body_html = perimeter_body(subject);
  page.print_footer = subject.perimeter.name + " · " + subject.context.site->data(language);
  return web::page_response(*subject.context.site, page);
}

}  // namespace

std::string Subject::href(std::string_view suffix) const {
  return web::localised(language, address(perimeter)) + std::string(suffix);
}
std::string Subject::href_of(PlaceIndex index) const {
  return web::localised(language, territories::address(place(index)));
}

std::vector<web::Offer> offers(const Subject& subject) {
  const auto with = [&](std::string_view suffix, std::string_view more) {
    auto tail = subject.query;
    if (!more.empty()) tail += (tail.empty() ? "" : "&") + std::string(more);
    return subject.href(suffix) + (tail.empty() ? "" : "?" + tail);
  };
  const auto language = subject.language;
  return {{Form::csv, web::say(language, msg::offer_csv), with(".csv", "")},
          {Form::csv, web::say(language, msg::offer_excel), with(".csv", "dialecte=excel-fr")},
          {Form::json, web::say(language, msg::offer_json), with(".json", "")},
          {Form::geojson, web::say(language, msg::offer_geojson), subject.href(".geojson")}};
}

Result<Response> perimeter_page(const Context& context, const Request& request) {
  const auto perimeter = context.perimeters->find(request.capture("perimetre"));
  if (!perimeter) return std::unexpected(perimeter.error());
  if (auto target = moved(request, **perimeter)) return http::redirect(std::move(*target));
  const auto among = among_asked(request);
  if (!among) return std::unexpected(among.error());
  observatory::GatherOptions options;
  options.among = *among;
  const auto gathered = context.observatory->gathered((*perimeter)->communes, options);
  if (!gathered) return std::unexpected(gathered.error());
  Subject subject{context, **perimeter, *gathered, request.language, {}};
  if (*among) subject.query = "parmi=" + std::string(territories::level_path_word(**among));
  switch (request.form) {
    case Form::json:
      return http::answer(http::kJsonType, perimeter_json(subject));
    case Form::csv: {
      const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
      if (!dialect) return std::unexpected(dialect.error());
      const auto slug = text::slug((*perimeter)->name);
      return http::attachment(http::kCsvType, perimeter_csv(subject, *dialect),
                              "perimetre" + (slug.empty() ? "" : "-" + slug) + ".csv");
    }
    case Form::geojson: {
      auto shape = perimeter_geojson(subject);
      if (!shape) return std::unexpected(shape.error());
      return http::answer(http::kGeojsonType, std::move(*shape));
    }
    default:
      return html(subject, request);
  }
}

}  // namespace catalyse::perimeters
