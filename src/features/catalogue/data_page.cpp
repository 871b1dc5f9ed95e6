#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "export/csv.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "set_words.hpp"
#include "sets.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::ErrorKind;
using core::Language;
using core::Level;
using core::Result;
using http::Form;
using http::Request;
using http::Response;
using observatory::Indicator;
using observatory::Observatory;
using web::say;

// The whole of a file of the bundle; its name for the reader is that of the file.
Result<Response> download(const std::filesystem::path& path, std::string_view type) {
  std::ifstream file(path, std::ios::binary);
  const auto name = path.filename().string();
  if (!file)
    return core::fail(ErrorKind::unavailable, msg::unknown_file.key, "cannot read " + path.string(), {{"file", name}});
  return http::attachment(type, std::string(std::istreambuf_iterator<char>(file), {}), name);
}

FileView file_view(const ingest::Resource& resource, Language language) {
  FileView view;
  view.title = language == Language::en && !resource.title_en.empty() ? resource.title_en : resource.title;
  view.href = "/donnees/fichiers/" + resource.name;
  view.size =
      say(language, msg::data_kilobytes,
          {{"n", text::number(static_cast<double>(std::max<std::uint64_t>(1, resource.bytes / 1000)), 0, language)}});
  view.producer = resource.producer;
  view.vintage = resource.vintage;
  if (!resource.licences.empty()) {
    view.licence = resource.licences[0].title.empty() ? resource.licences[0].name : resource.licences[0].title;
    view.licence_href = resource.licences[0].path;
  }
  return view;
}

std::string levels_text(const Observatory& observatory, std::uint16_t indicator, Language language) {
  static constexpr std::array kWords{&msg::level_com, &msg::level_arm, &msg::level_epci, &msg::level_dep,
                                     &msg::level_reg};
  std::vector<std::string> levels;
  for (const auto& series : observatory.series()) {
    if (series.indicator == indicator && series.latest)
      levels.push_back(say(language, *kWords[static_cast<std::size_t>(series.level)]) + " " + text::year(series.year));
  }
  return text::list(levels, language);
}

const web::Message& role_words(observatory::Role role) {
  return role == observatory::Role::fragility ? msg::role_fragility
         : role == observatory::Role::context ? msg::role_context
                                              : msg::role_structure;
}

const web::Message& direction_words(observatory::Direction direction) {
  return direction == observatory::Direction::higher_worse  ? msg::direction_higher
         : direction == observatory::Direction::lower_worse ? msg::direction_lower
                                                            : msg::direction_neutral;
}

std::string theme_table(const Observatory& observatory, std::uint16_t theme, Language language) {
  const bool french = language == Language::fr;
  web::Table table;
  const auto& named = observatory.themes()[theme];
  table.id = "c-" + named.slug;
  table.caption = say(language, msg::indicators_caption, {{"theme", french ? named.label_fr : named.label_en}});
  for (const auto* column : {&msg::col_indicator, &msg::col_role, &msg::col_direction})
    table.columns.push_back({say(language, *column)});
  table.columns.push_back({say(language, msg::col_weight), web::Align::number});
  for (const auto* column : {&msg::col_levels, &msg::col_producer, &msg::col_limits})
    table.columns.push_back({say(language, *column)});
  for (std::uint16_t id = 0; id < observatory.indicators().size(); ++id) {
    const auto& indicator = observatory.indicators()[id];
    if (indicator.theme != theme) continue;
    web::Cell name{french ? indicator.label_fr : indicator.label_en,
                   web::localised(language, "/carte?indicateur=" + indicator.id)};
    name.note = french ? indicator.unit_fr : indicator.unit_en;
    web::Cell limits{french ? indicator.limits_fr : indicator.limits_en};
    limits.note = say(language, msg::indicators_reliability,
                      {{"note", french ? indicator.reliability_note_fr : indicator.reliability_note_en}});
    table.rows.push_back(
        {std::move(name),
         {say(language, role_words(indicator.role))},
         {say(language, direction_words(indicator.direction))},
         {text::number(indicator.weight, indicator.weight == std::floor(indicator.weight) ? 0 : 1, language)},
         {levels_text(observatory, id, language)},
         {indicator.producer},
         std::move(limits)});
  }
  return web::table(table);
}

std::string indicators_csv(const Observatory& observatory, exporting::Dialect dialect) {
  exporting::CsvWriter csv(dialect);
  for (const auto* name :
       {"id", "theme", "role", "direction", "weight", "label_fr", "label_en", "unit_fr", "unit_en", "producer", "relay",
        "level", "year", "vintage", "limits_fr", "limits_en", "reliability_fr", "reliability_en"})
    csv.text(name);
  csv.end_row();
  static constexpr std::array<std::string_view, 3> kRoles{"fragility", "context", "structure"};
  static constexpr std::array<std::string_view, 3> kDirections{"higher-worse", "lower-worse", "neutral"};
  for (const auto& series : observatory.series()) {
    const auto& indicator = observatory.indicators()[series.indicator];
    csv.text(indicator.id)
        .text(observatory.themes()[indicator.theme].id)
        .text(kRoles[static_cast<std::size_t>(indicator.role)]);
    csv.text(kDirections[static_cast<std::size_t>(indicator.direction)])
        .number(indicator.weight)
        .text(indicator.label_fr)
        .text(indicator.label_en);
    csv.text(indicator.unit_fr)
        .text(indicator.unit_en)
        .text(indicator.producer)
        .text(indicator.relay)
        .text(core::level_name(series.level));
    csv.number(std::int64_t{series.year})
        .text(series.vintage)
        .text(indicator.limits_fr)
        .text(indicator.limits_en)
        .text(indicator.reliability_note_fr)
        .text(indicator.reliability_note_en)
        .end_row();
  }
  return csv.take();
}

std::string indicators_json(const Observatory& observatory) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("data_version", observatory.version());
    json.array("indicators", [&] {
      for (std::uint16_t id = 0; id < observatory.indicators().size(); ++id) {
        const auto& indicator = observatory.indicators()[id];
        json.object([&] {
          json.field("id", indicator.id);
          json.field("theme", observatory.themes()[indicator.theme].id);
          json.field("label_fr", indicator.label_fr);
          json.field("label_en", indicator.label_en);
          json.field("unit_fr", indicator.unit_fr);
          json.field("unit_en", indicator.unit_en);
          json.field("producer", indicator.producer);
          json.field("weight", indicator.weight);
          json.array("series", [&] {
            for (const auto& series : observatory.series()) {
              if (series.indicator != id) continue;
              json.object([&] {
                json.field("level", core::level_name(series.level));
                json.field("year", series.year);
                json.field("vintage", series.vintage);
                json.field("latest", series.latest);
                json.field("summed", series.summed);
              });
            }
          });
        });
      }
    });
  });
  return json.take();
}

}  // namespace

Response data_page(const Holdings& holdings, const Request& request) {
  const auto language = request.language;
  DataView view;
  view.lead = say(language, msg::data_lead);
  view.indicators_href = web::localised(language, "/donnees/indicateurs");
  view.package_href = "/donnees/paquet.json";
  view.verify_href = web::localised(language, "/donnees/verifier");
  for (const auto& set : kSets) {
    SetView shown{std::string(set.id),
                  say(language, set.title),
                  set_address(language, set.id),
                  dump_address(holdings, set.id),
                  {}};
    for (const auto* resource : holdings.bundle->of_set(set.id)) shown.files.push_back(file_view(*resource, language));
    if (!shown.files.empty()) view.sets.push_back(std::move(shown));
  }
  for (const auto* set : deposited(holdings)) {
    const auto& from = set->deposit->provenance;
    FileView file{.title = set->deposit->file,
                  .href = version_address(language, set->version),
                  .size = {},
                  .producer = from.producer,
                  .vintage = from.vintage,
                  .licence = from.licence,
                  .licence_href = from.licence_url,
                  .description = {}};
    view.sets.push_back({from.set,
                         title_of(holdings, from.set, language),
                         set_address(language, from.set),
                         dump_address(holdings, from.set),
                         {std::move(file)}});
  }
  return framed(holdings, request, msg::data_title, msg::data_description, templates::render_data(view, language));
}

Result<Response> indicators_page(const Holdings& holdings, const Request& request) {
  const auto language = request.language;
  const auto& observatory = *holdings.observatory;
  if (request.form == Form::json) return http::answer(http::kJsonType, indicators_json(observatory));
  if (request.form == Form::csv) {
    const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
    if (!dialect) return std::unexpected(dialect.error());
    return http::answer(http::kCsvType, indicators_csv(observatory, *dialect));
  }
  IndicatorsView view;
  const auto base = web::localised(language, "/donnees/indicateurs");
  view.csv_href = base + ".csv";
  view.excel_href = base + ".csv?dialecte=excel-fr";
  view.json_href = base + ".json";
  view.data_href = web::localised(language, "/donnees");
  for (std::uint16_t theme = 0; theme < observatory.themes().size(); ++theme) {
    const auto& named = observatory.themes()[theme];
    view.themes.push_back({named.slug,
                           language == Language::fr ? named.label_fr : named.label_en,
                           {},
                           theme_table(observatory, theme, language)});
  }
  return framed(holdings, request, msg::indicators_title, msg::indicators_description,
                templates::render_indicators(view, language));
}

Result<Response> file_download(const Holdings& holdings, const Request& request) {
  const auto asked = request.capture("fichier");
  const auto& all = holdings.bundle->resources();
  const auto found = std::ranges::find(all, asked, &ingest::Resource::name);
  if (found == all.end())
    return core::fail(ErrorKind::not_found, msg::unknown_file.key, {}, {{"file", std::string(asked.substr(0, 80))}});
  return download(holdings.bundle->folder() / found->path,
                  found->path.ends_with(".gz") ? "application/gzip" : http::kCsvType);
}

Result<Response> package_download(const Holdings& holdings, const Request&) {
  return download(holdings.bundle->folder() / "datapackage.json", http::kJsonType);
}

}  // namespace catalyse::catalogue
