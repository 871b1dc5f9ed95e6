#include "cartography.hpp"

#include <algorithm>
#include <iterator>

#include "http/answers.hpp"
#include "interactive.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "web/i18n.hpp"

namespace catalyse::cartography {
namespace {

// Those of the map that a column depends on come first.
constexpr std::ptrdiff_t kColumnParameters = 7;

using core::Result;
using http::Form;
using http::Request;
using http::Response;

// A name for the file that says what it holds: ids and codes only.
std::string name_of(const Context& context, const Choice& choice, std::string_view suffix) {
  const auto& series = series_of(context, choice);
  auto name = "carte-" + indicator_of(context, choice).id + "-" + std::string(word_of(series.level)) + "-" +
              std::to_string(series.year);
  if (choice.zone != kNowhere) name += "-" + std::string(context.territories->place(choice.zone).code);
  return name + std::string(suffix);
}

struct Handler {
  Context context;
  std::shared_ptr<const Grounds> grounds;

  Result<Response> operator()(const Request& request) const {
    auto asked = read_choice(context, request.query);
    // Data are given for exactly what was asked; a page shows the nearest map and says what was not understood.
    if (asked.error && request.form != Form::html) return std::unexpected(*asked.error);
    const auto picture = make_picture(context, asked.choice);
    if (!picture) return std::unexpected(picture.error());
    const auto& series = series_of(context, asked.choice);
    Sheet sheet{context, asked.choice, *picture, nullptr, request.language};
    if (request.form == Form::html || request.form == Form::svg)
      sheet.ground = grounds->of(series.level, asked.choice.zone, asked.choice.overseas);
    return answer(request, sheet, asked.error);
  }

  Result<Response> answer(const Request& request, const Sheet& sheet, const std::optional<core::Error>& error) const {
    const auto named = [&](std::string_view suffix) { return name_of(context, sheet.choice, suffix); };
    switch (request.form) {
      case Form::json:
        return http::answer(http::kJsonType, map_json(sheet));
      case Form::csv: {
        const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
        if (!dialect) return std::unexpected(dialect.error());
        return http::attachment(http::kCsvType, map_csv(sheet, *dialect), named(".csv"));
      }
      case Form::geojson: {
        auto response = http::attachment(http::kGeojsonType, {}, named(".geojson"));
        response.pieces = map_geojson(sheet);
        if (sheet.picture.rows.size() > kContoursAtOnce) return response;
        for (bool more = true; more;) {
          std::string piece;
          more = response.pieces(piece);
          response.body += piece;
        }
        response.pieces = nullptr;
        return response;
      }
      case Form::svg:
        return http::attachment("image/svg+xml; charset=utf-8", map_svg(sheet), named(".svg"));
      default:
        if (!error && request.query.first("integration") == "1") return embedded_page(sheet);
        return map_page(sheet, error);
    }
  }
};

}  // namespace

plug::Contribution contribution(const Context& context) {
  auto route = http::declare("/carte", "map of an indicator, with its legend and the table of the same values",
                             Handler{context, std::make_shared<const Grounds>(context)});
  route.forms = {Form::html, Form::csv, Form::json, Form::geojson, Form::svg};
  route.rate = http::RateClass::heavy;
  route.parameters = {{"indicateur", "id of the indicator, of /donnees/indicateurs", "vacancy-rate"},
                      {"niveau", "region, departement, epci or commune", "departement"},
                      {"annee", "year; the latest without it", "2021"},
                      {"zone", "only the places of this région, département or EPCI", "reg:28"},
                      {"classes", "how many classes, 3 to 9", "5"},
                      {"methode", "quantile, egal (equal intervals) or ckmeans", "quantile"},
                      {"palette", "divergente, sarcelle, viridis or cividis", "viridis"},
                      {"groupe", "a place: it and its comparables are marked, and the list is theirs", "com:76540"},
                      {"perimetre", "id of a perimeter, outlined, whose places are the table's", ""},
                      {"zonage", "laid over the map: qpv, acv, pvd, territoires-industrie or montagne", "pvd"},
                      {"outre-mer", "on a map of France: meme-echelle or propre-echelle", "propre-echelle"},
                      {"avec", "indicator of a second map, beside", "poverty-rate"},
                      {"annee2", "year of the second map", "2016"},
                      {"vue", "interactive: the map to move in, which needs script", "interactive"},
                      {"centre", "middle of the part in sight: longitude,latitude", "1.0997,49.4431"},
                      {"zoom", "zoom of the web, 0 to 16, with centre", "9"},
                      {"tri", "valeur, valeur-croissante or nom", "nom"},
                      {"page", "page of the table", "2"},
                      {"integration", "1: the map alone, to stand in a frame of another site", "1"},
                      {"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"}};
  plug::Contribution all;
  auto more = interactive_routes(context);
  more.front().parameters.assign(route.parameters.begin(), route.parameters.begin() + kColumnParameters);
  std::ranges::move(more, std::back_inserter(all.routes));
  all.routes.push_back(std::move(route));
  all.sitemaps.push_back({"cartes", [](const plug::AddAddress& add) { add("/carte"); }});
  return all;
}

}  // namespace catalyse::cartography
