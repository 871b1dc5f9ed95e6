// Comparisons as data: English field names, states in words of method.md, absent values null beside their state.
#include "difference_rules.hpp"
#include "export/json.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"

namespace catalyse::comparisons {
namespace {

using exporting::CsvWriter;
using exporting::JsonWriter;
using observatory::Reading;
using observatory::State;

std::string_view gap_name(Gap gap) {
  switch (gap) {
    case Gap::absent:
      return "absent";
    case Gap::equal:
      return "equal";
    case Gap::close:
      return "not_significant";
    case Gap::apart:
      return "significant";
    case Gap::unmeasured:
      return "unmeasured";
  }
  return "absent";
}

std::optional<double> value_of(const Reading& reading) {
  return reading.cell.state == State::present ? std::optional(reading.cell.value) : std::nullopt;
}

void write_side(JsonWriter& json, const Side& side) {
  json.object([&] {
    json.field("level", side.level);
    json.field("code", side.code);
    json.field("name", side.name);
    json.field("address", side.address);
    json.field("population", side.population);
    json.field("area_km2", side.area_km2);
  });
}

void write_themes(JsonWriter& json, const Compared& compared) {
  const auto& desk = compared.desk;
  const auto& themes = compared.sides[0].dossier.themes;
  for (std::size_t t = 0; t < themes.size(); ++t) {
    const auto& theme = desk.context.observatory->themes()[themes[t].theme];
    json.object([&] {
      json.field("theme", theme.id);
      json.field("label", observatory::theme_label(theme, desk.language()));
      json.array("scores", [&] {
        for (const auto& side : compared.sides) {
          const auto& score = side.dossier.themes[t];
          json.object([&] {
            json.field("code", side.code);
            json.field("score", score.score);
            json.field("reliability", observatory::reliability_name(score.reliability));
          });
        }
      });
    });
  }
}

void write_reading(JsonWriter& json, const Side& side, const Reading& reading) {
  json.object([&] {
    json.field("code", side.code);
    json.field("state", observatory::state_name(reading.cell.state));
    json.field("value", value_of(reading));
    json.key("interval_90");
    if (reading.interval) {
      json.array([&] {
        json.value(reading.interval->low);
        json.value(reading.interval->high);
      });
    } else {
      json.null();
    }
    json.field("reliability", observatory::reliability_name(reading.reliability));
    json.field("estimated", reading.cell.estimated);
  });
}

void write_row(JsonWriter& json, const Compared& compared, std::size_t index) {
  const auto& desk = compared.desk;
  const auto row = compared.row(index);
  const auto& indicator = desk.context.observatory->indicators()[row[0]->indicator];
  json.object([&] {
    json.field("indicator", indicator.id);
    json.field("theme", desk.context.observatory->themes()[indicator.theme].id);
    json.field("label", observatory::label(indicator, desk.language()));
    json.field("unit", desk.language() == core::Language::fr ? indicator.unit_fr : indicator.unit_en);
    json.field("year", row[0]->year);
    json.field("vintage", row[0]->vintage);
    json.field("producer", indicator.producer);
    json.array("values", [&] {
      for (std::size_t i = 0; i < row.size(); ++i) write_reading(json, compared.sides[i], *row[i]);
    });
    json.array("differences", [&] {
      for (const auto& pair : differences(row).pairs) {
        json.object([&] {
          json.field("first", compared.sides[pair.first].code);
          json.field("second", compared.sides[pair.second].code);
          json.field("difference", gap_name(pair.gap));
        });
      }
    });
  });
}

// Codes of the other places whose interval overlaps this one's, separated by spaces.
std::string close_codes(const Compared& compared, const Differences& all, std::size_t position) {
  std::string codes;
  for (const auto& pair : all.pairs) {
    if (pair.gap != Gap::close || (pair.first != position && pair.second != position)) continue;
    const auto other = pair.first == position ? pair.second : pair.first;
    codes += (codes.empty() ? "" : " ") + compared.sides[other].code;
  }
  return codes;
}

}  // namespace

std::string compared_json(const Compared& compared) {
  const auto& desk = compared.desk;
  JsonWriter json;
  json.object([&] {
    json.field("data_version", desk.context.observatory->version());
    json.field("level", core::level_name(*desk.selection.level));
    json.field("population_year", desk.context.territories->population_year());
    json.array("places", [&] {
      for (const auto& side : compared.sides) write_side(json, side);
    });
    json.array("notes", [&] {
      for (const auto& note : desk.selection.notes) json.value(said(desk.language(), note));
    });
    json.array("themes", [&] { write_themes(json, compared); });
    json.array("indicators", [&] {
      for (std::size_t r = 0; r < compared.rows(); ++r) write_row(json, compared, r);
    });
  });
  return json.take();
}

std::string compared_csv(const Compared& compared, exporting::Dialect dialect) {
  const auto& desk = compared.desk;
  CsvWriter csv(dialect);
  for (const auto* name :
       {"theme", "indicator", "label", "unit", "year", "vintage", "producer", "level", "code", "name", "state", "value",
        "interval_low", "interval_high", "reliability", "not_significant_from"})
    csv.text(name);
  csv.end_row();
  for (std::size_t r = 0; r < compared.rows(); ++r) {
    const auto row = compared.row(r);
    const auto all = differences(row);
    const auto& indicator = desk.context.observatory->indicators()[row[0]->indicator];
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto& reading = *row[i];
      const auto& side = compared.sides[i];
      csv.text(desk.context.observatory->themes()[indicator.theme].id).text(indicator.id);
      csv.text(observatory::label(indicator, desk.language()));
      csv.text(desk.language() == core::Language::fr ? indicator.unit_fr : indicator.unit_en);
      csv.number(std::int64_t{reading.year}).text(reading.vintage).text(indicator.producer);
      csv.text(side.level).code(side.code).text(side.name);
      csv.text(observatory::state_name(reading.cell.state)).number(value_of(reading));
      csv.number(reading.interval ? std::optional(reading.interval->low) : std::nullopt);
      csv.number(reading.interval ? std::optional(reading.interval->high) : std::nullopt);
      csv.text(observatory::reliability_name(reading.reliability)).text(close_codes(compared, all, i));
      csv.end_row();
    }
  }
  return csv.take();
}

}  // namespace catalyse::comparisons
