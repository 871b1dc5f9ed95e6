#include "interactive.hpp"

#include <charconv>

#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"

namespace catalyse::cartography {
namespace {

using core::ErrorKind;
using core::Level;
using core::Result;
using exporting::JsonWriter;
using http::Request;
using http::Response;

constexpr std::string_view kTileType = "application/vnd.mapbox-vector-tile";
constexpr std::string_view kAskAgain = "public, no-cache", kForEver = "public, max-age=31536000, immutable";
constexpr std::size_t kVersionSize = 12;

std::string tile_version(const Context& context) {
  return std::string(context.tiles->digest().substr(0, kVersionSize));
}
std::string list_version(const Context& context) {
  return std::string(context.territories->version().substr(0, kVersionSize));
}

std::optional<std::uint32_t> number_in(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Level> level_in(std::string_view word) {
  const auto found = std::ranges::find(kLevelWords, word, &LevelWord::word);
  return found == kLevelWords.end() ? std::nullopt : std::optional(found->level);
}

core::Error not_there(const web::Message& message, const Request& request) {
  return core::Error{ErrorKind::not_found, std::string(message.key), {{"address", request.path.substr(0, 80)}}, {}};
}

// The place of a tile in the address; empty where there is none: other zooms, off the world, no number, no `.mvt`.
std::optional<geo::TileName> name_in(const Request& request) {
  constexpr std::string_view kSuffix = ".mvt";
  auto last = request.capture("y");
  if (!last.ends_with(kSuffix)) return std::nullopt;
  last.remove_suffix(kSuffix.size());
  const auto zoom = number_in(request.capture("z")), x = number_in(request.capture("x")), y = number_in(last);
  if (!zoom || !x || !y || *zoom < geo::kFirstTileZoom || *zoom > geo::kLastTileZoom) return std::nullopt;
  if (*x >> *zoom != 0 || *y >> *zoom != 0) return std::nullopt;
  return geo::TileName{Level::commune, static_cast<int>(*zoom), *x, *y};
}

Response nothing() {
  Response response;
  response.status = 204;
  response.content_type = kTileType;
  return response;
}

// An address of another version is answered with what stands today, which is not to be kept under that name.
std::string_view kept(const Request& request, const std::string& version) {
  return request.capture("version") == version ? kForEver : kAskAgain;
}

// All levels, each a layer.
Result<Response> whole_tile(const Context& context, const Request& request) {
  auto name = name_in(request);
  if (!name) return std::unexpected(not_there(msg::error_tile, request));
  std::string bytes;
  for (const auto& level : geo::kTileLevels) {
    name->level = level.level;
    if (const auto tile = context.tiles->find(*name)) bytes += tile->identity;
  }
  if (bytes.empty()) return nothing();
  return http::answer(kTileType, std::move(bytes));
}

Result<Response> level_tile(const Context& context, const Request& request) {
  auto name = name_in(request);
  const auto level = level_in(request.capture("niveau"));
  if (!name || !level) return std::unexpected(not_there(msg::error_tile, request));
  name->level = *level;
  const auto cache = kept(request, tile_version(context));
  const auto tile = context.tiles->find(*name);
  auto response = nothing();
  if (!tile) {
    if (cache == kForEver) response.headers.emplace_back("Cache-Control", cache);
    return response;
  }
  response.status = 200;
  response.ready = {tile->identity, tile->gzip, tile->brotli};
  response.headers.emplace_back("Cache-Control", cache);
  return response;
}

Result<Response> codes(const Context& context, const Request& request) {
  const auto level = level_in(request.capture("niveau"));
  if (!level) return std::unexpected(not_there(msg::error_list, request));
  JsonWriter json;
  json.object([&] {
    json.field("level", word_of(*level));
    json.field("codes", codes_text(*context.territories, places_of(*context.territories, *level, kNowhere)));
  });
  auto response = http::answer(http::kJsonType, json.take());
  response.headers.emplace_back("Cache-Control", kept(request, list_version(context)));
  return response;
}

Result<Response> zoning(const Context& context, const Request& request) {
  const auto found = std::ranges::find(kZonings, request.capture("zonage"), &Zoning::word);
  if (found == kZonings.end()) return std::unexpected(not_there(msg::error_list, request));
  const auto places = communes_in(*context.territories, static_cast<std::size_t>(found - kZonings.begin()));
  JsonWriter json;
  json.object([&] {
    json.field("level", "commune");
    json.field("codes", codes_text(*context.territories, places));
  });
  auto response = http::answer(http::kJsonType, json.take());
  response.headers.emplace_back("Cache-Control", kept(request, list_version(context)));
  return response;
}

// Names of a level, or (communes) of those of a département: name, last part of the address and, where there is a
// contour, its extent (west, south, east, north), by code.
Result<Response> names(const Context& context, const Request& request) {
  const auto& territories = *context.territories;
  const auto group = request.capture("groupe");
  std::vector<PlaceIndex> places;
  if (const auto level = level_in(group); level && *level != Level::commune) {
    places = places_of(territories, *level, kNowhere);
  } else {
    const auto code = core::PlaceCode::make(Level::departement, group);
    const auto departement = code ? territories.find(*code) : std::nullopt;
    if (!departement) return std::unexpected(not_there(msg::error_list, request));
    const auto members = territories.members(*departement);
    places.assign(members.begin(), members.end());
  }
  JsonWriter json;
  json.object([&] {
    for (const auto index : places) {
      const auto& place = territories.place(index);
      json.key(place.code);
      json.array([&] {
        json.value(place.name);
        json.value(place.slug);
        const auto named = core::PlaceCode::make(place.level, place.code);
        const auto box = named ? context.contours->box(*named) : std::nullopt;
        if (!box) return;
        for (const double side : {box->west, box->south, box->east, box->north}) json.value(side);
      });
    }
  });
  auto response = http::answer(http::kJsonType, json.take());
  response.headers.emplace_back("Cache-Control", kept(request, list_version(context)));
  return response;
}

Result<Response> column(const Context& context, const Request& request) {
  const auto asked = read_choice(context, request.query);
  if (asked.error) return std::unexpected(*asked.error);
  const auto picture = classified(context, asked.choice);
  return http::answer(http::kJsonType, column_json({context, asked.choice, picture, nullptr, request.language}));
}

template <class Answer>
http::Route data_route(std::string pattern, std::string summary, const Context& context, const Answer& answer) {
  auto route = http::declare(std::move(pattern), std::move(summary),
                             [context, answer](const Request& request) { return answer(context, request); });
  route.forms = {http::Form::json};  // errors in the form that programs read
  return route;
}

}  // namespace

std::string tiles_address(const Context& context, Level level) {
  return "/carte/tuiles/" + tile_version(context) + "/" + std::string(word_of(level)) + "/{z}/{x}/{y}.mvt";
}
std::string codes_address(const Context& context, Level level) {
  return "/carte/codes/" + list_version(context) + "/" + std::string(word_of(level)) + ".json";
}
std::string zoning_address(const Context& context, std::size_t zoning) {
  return "/carte/zonages/" + list_version(context) + "/" + std::string(kZonings[zoning].word) + ".json";
}
std::string names_address(const Context& context) { return "/carte/noms/" + list_version(context) + "/{groupe}.json"; }

std::vector<http::Route> interactive_routes(const Context& context) {
  constexpr std::string_view kSomeTile = "5/16/11.mvt";
  std::vector<http::Route> routes;
  routes.push_back(data_route(
      "/carte/colonne", "classes and values of all places of a level, in the order of its codes", context, column));
  routes.push_back(
      data_route("/carte/codes/{version}/{niveau}", "codes of a level, in the order of its columns", context, codes));
  routes.back().example = codes_address(context, Level::departement);
  routes.push_back(data_route("/carte/noms/{version}/{groupe}", "names of a level, or of the communes of a département",
                              context, names));
  routes.back().example = "/carte/noms/" + list_version(context) + "/epci.json";
  routes.push_back(data_route("/carte/zonages/{version}/{zonage}", "communes of a zoning", context, zoning));
  routes.back().example = zoning_address(context, 0);
  routes.push_back(
      data_route("/carte/tuiles/{z}/{x}/{y}", "vector tile: every level a layer, codes only", context, whole_tile));
  routes.back().example = "/carte/tuiles/" + std::string(kSomeTile);
  routes.push_back(data_route("/carte/tuiles/{version}/{niveau}/{z}/{x}/{y}",
                              "vector tile of one level, for ever under its version", context, level_tile));
  for (auto route = routes.end() - 2; route != routes.end(); ++route) route->forms = {http::Form::html};
  routes.back().example = "/carte/tuiles/" + tile_version(context) + "/departement/" + std::string(kSomeTile);
  return routes;
}

}  // namespace catalyse::cartography
