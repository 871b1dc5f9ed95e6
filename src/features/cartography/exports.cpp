#include <cmath>

#include "export/json.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using exporting::CsvWriter;
using exporting::JsonWriter;
using observatory::reliability_name;
using observatory::State;
using observatory::state_name;
using web::say;

std::optional<double> value_of(const Entry& entry) {
  return entry.state == State::present ? std::optional(entry.value) : std::nullopt;
}
// Counted from 1 for readers.
std::optional<std::int64_t> class_of(const Entry& entry) {
  return entry.in == kNoClass ? std::nullopt : std::optional<std::int64_t>(entry.in + 1);
}

std::string_view parent_code(const Sheet& sheet, PlaceIndex parent) {
  return parent == kNowhere ? std::string_view{} : sheet.context.territories->place(parent).code;
}

void write_entry(const Sheet& sheet, const Entry& entry, JsonWriter& json) {
  const auto& place = sheet.context.territories->place(entry.place);
  json.object([&] {
    json.field("level", core::level_name(place.level));
    json.field("code", place.code);
    json.field("name", place.name);
    json.field("address", territories::address(place));
    json.field("state", state_name(entry.state));
    json.field("value", value_of(entry));
    json.field("reliability", reliability_name(entry.reliability));
    json.field("class", class_of(entry));
  });
}

void write_what(const Sheet& sheet, JsonWriter& json) {
  const auto& series = series_of(sheet.context, sheet.choice);
  const auto& indicator = indicator_of(sheet.context, sheet.choice);
  const bool french = sheet.language == core::Language::fr;
  json.field("data_version", sheet.context.observatory->version());
  json.field("indicator", indicator.id);
  json.field("label", observatory::label(indicator, sheet.language));
  json.field("unit", french ? indicator.unit_fr : indicator.unit_en);
  json.field("producer", indicator.producer);
  json.field("level", core::level_name(series.level));
  json.field("year", series.year);
  json.field("vintage", series.vintage);
  json.field("zone", sheet.choice.zone == kNowhere ? std::optional<std::string>{}
                                                   : code_text(sheet.context.territories->place(sheet.choice.zone)));
  json.field("group", sheet.choice.group == kNowhere ? std::optional<std::string>{}
                                                     : code_text(sheet.context.territories->place(sheet.choice.group)));
  json.field("perimeter", sheet.choice.perimeter ? std::optional(sheet.choice.perimeter->id) : std::nullopt);
  json.field("method", kMethodWords[static_cast<std::size_t>(sheet.choice.method)]);
}

}  // namespace

std::string map_csv(const Sheet& sheet, exporting::Dialect dialect) {
  const auto& series = series_of(sheet.context, sheet.choice);
  const auto& indicator = indicator_of(sheet.context, sheet.choice);
  const auto level = core::level_name(series.level);
  CsvWriter csv(dialect);
  for (const auto* name : {"level", "code", "name", "departement", "region", "indicator", "year", "state", "value",
                           "reliability", "class"})
    csv.text(name);
  csv.end_row();
  for (const auto row : sheet.picture.rows) {
    const auto& entry = sheet.picture.entries[row];
    const auto& place = sheet.context.territories->place(entry.place);
    csv.text(level).code(place.code).text(place.name);
    csv.code(parent_code(sheet, place.departement)).code(parent_code(sheet, place.region));
    csv.text(indicator.id).number(std::int64_t{series.year}).text(state_name(entry.state)).number(value_of(entry));
    csv.text(reliability_name(entry.reliability));
    if (const auto in = class_of(entry))
      csv.number(*in);
    else
      csv.blank();
    csv.end_row();
  }
  return csv.take();
}

std::string map_json(const Sheet& sheet) {
  const auto& picture = sheet.picture;
  const auto& indicator = indicator_of(sheet.context, sheet.choice);
  JsonWriter json;
  json.object([&] {
    write_what(sheet, json);
    json.array("classes", [&] {
      for (std::size_t c = 0; c < picture.classes.size(); ++c) {
        json.object([&] {
          json.field("from", picture.classes.starts[c]);
          json.field("to", c + 1 < picture.classes.size() ? picture.classes.starts[c + 1] : picture.classes.last);
          json.field("places", picture.counts[c]);
          json.field("colour", colour(sheet.choice.palette, strong_end(indicator), c, picture.classes.size()));
        });
      }
    });
    json.object("states", [&] {
      for (const auto state : {State::present, State::secret, State::na, State::missing})
        json.field(state_name(state), picture.states[static_cast<std::size_t>(state)]);
    });
    json.field("low_reliability", picture.low);
    json.array("places", [&] {
      for (const auto row : picture.rows) write_entry(sheet, picture.entries[row], json);
    });
  });
  return json.take();
}

namespace {

constexpr int kDecimals = 4;                // some ten metres: the light contours hold no more
constexpr std::size_t kPiece = 64U << 10U;  // bytes of features sent at once
constexpr std::string_view kCollectionEnd = "]}";

std::string feature(const Sheet& sheet, const Entry& entry) {
  const auto& place = sheet.context.territories->place(entry.place);
  const auto code = core::PlaceCode::make(place.level, place.code);
  const auto shape = code ? sheet.context.contours->shape(*code) : std::nullopt;
  JsonWriter json;
  json.object([&] {
    json.field("type", "Feature");
    json.field("id", code_text(place));
    json.key("geometry");
    if (shape)
      json.raw(geo::geojson(*shape, kDecimals));
    else
      json.null();
    json.key("properties");
    write_entry(sheet, entry, json);
  });
  return json.take();
}

// What a collection in the making holds for itself: the request is gone when its last piece is sent.
struct Collection {
  Context context;
  Choice choice;
  Picture picture;
  core::Language language;
  std::size_t at = 0;

  [[nodiscard]] Sheet sheet() const { return {context, choice, picture, nullptr, language}; }
  // The collection without its features, up to where they stand.
  [[nodiscard]] std::string beginning() const {
    JsonWriter json;
    json.object([&] {
      json.field("type", "FeatureCollection");
      write_what(sheet(), json);
      json.array("features", [] {});
    });
    auto text = json.take();
    text.resize(text.size() - kCollectionEnd.size());
    return text;
  }
};

}  // namespace

http::Pieces map_geojson(const Sheet& sheet) {
  auto all = std::make_shared<Collection>(Collection{sheet.context, sheet.choice, sheet.picture, sheet.language});
  return [all](std::string& piece) {
    if (all->at == 0) piece = all->beginning();
    const auto& rows = all->picture.rows;
    for (; all->at < rows.size() && piece.size() < kPiece; ++all->at)
      piece += (all->at == 0 ? "" : ",") + feature(all->sheet(), all->picture.entries[rows[all->at]]);
    if (all->at < rows.size()) return true;
    piece += kCollectionEnd;
    return false;
  };
}

std::string map_svg(const Sheet& sheet) {
  constexpr double kTop = 120, kRow = 56, kBox = 40;
  const auto legend = legend_of(sheet.context, sheet.choice, sheet.picture, sheet.language);
  FileView view;
  view.title = title_of(sheet.context, sheet.choice, sheet.language);
  view.subtitle = legend.title;
  view.width = "1600";
  const auto whole = [](double value) { return std::to_string(std::lround(value)); };
  view.height = whole(sheet.ground->size.height);
  double y = kTop + std::round(sheet.ground->size.height) + kBox;
  for (const auto& swatch : legend.swatches) {
    view.rows.push_back({whole(y), whole(y + kBox - 10), swatch.fill, swatch.over,
                         swatch.text + say(sheet.language, msg::map_colon) + swatch.count});
    y += kRow;
  }
  view.source =
      say(sheet.language, msg::file_source, {{"source", source_of(sheet.context, sheet.choice, sheet.language)}});
  view.source_y = whole(y + kBox);
  view.scale = scale_note(sheet);
  view.scale_y = whole(y + 2 * kBox);
  view.total = whole(y + (view.scale.empty() ? 2 : 3) * kBox);
  view.drawing_html =
      drawing_svg(sheet.context, sheet.choice, sheet.picture, *sheet.ground, sheet.language, Use::alone);
  return templates::render_file(view, sheet.language);
}

}  // namespace catalyse::cartography
