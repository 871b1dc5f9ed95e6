// Scatter plot and distribution as data.
#include <algorithm>
#include <cmath>

#include "export/json.hpp"
#include "observatory/statistics_rules.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"

namespace catalyse::comparisons {
namespace {

using exporting::CsvWriter;
using exporting::JsonWriter;

std::optional<double> present(double value) { return std::isnan(value) ? std::nullopt : std::optional(value); }

void write_column(JsonWriter& json, const Desk& desk, const Column& column) {
  const auto& indicator = desk.context.observatory->indicators()[column.indicator];
  json.object([&] {
    json.field("indicator", indicator.id);
    json.field("label", observatory::label(indicator, desk.language()));
    json.field("unit", desk.language() == core::Language::fr ? indicator.unit_fr : indicator.unit_en);
    json.field("year", column.year);
    json.field("vintage", column.vintage);
    json.field("producer", indicator.producer);
  });
}

void write_codes(JsonWriter& json, const Desk& desk, std::string_view name, const std::vector<PlaceIndex>& places) {
  json.array(name, [&] {
    for (const auto place : places) json.value(desk.place(place).code);
  });
}

void write_notes(JsonWriter& json, const Desk& desk) {
  json.array("notes", [&] {
    for (const auto& note : desk.selection.notes) json.value(said(desk.language(), note));
  });
}

std::string_view role(const Desk& desk, const std::vector<PlaceIndex>& peers, PlaceIndex place) {
  const auto& chosen = desk.selection.places;
  if (std::ranges::find(chosen, place) != chosen.end()) return "chosen";
  return std::ranges::find(peers, place) != peers.end() ? "peer" : "";
}

}  // namespace

std::string scatter_json(const Desk& desk, const Plot& plot) {
  JsonWriter json;
  json.object([&] {
    json.field("data_version", desk.context.observatory->version());
    json.field("level", core::level_name(plot.level));
    json.key("x");
    write_column(json, desk, plot.x);
    json.key("y");
    write_column(json, desk, plot.y);
    json.key("spearman");
    if (plot.association) {
      json.object([&] {
        json.field("rho", plot.association->rho);
        json.field("low_90", plot.association->low);
        json.field("high_90", plot.association->high);
        json.field("n", plot.association->n);
      });
    } else {
      json.null();
    }
    write_codes(json, desk, "chosen", desk.selection.places);
    write_codes(json, desk, "peers", plot.peers);
    write_notes(json, desk);
    // Three parallel lists: a third of the bytes of a list of objects.
    json.array("codes", [&] {
      for (auto place = plot.x.range.first; place < plot.x.range.last; ++place) json.value(desk.place(place).code);
    });
    for (const auto& [name, column] : {std::pair{"x_values", &plot.x}, std::pair{"y_values", &plot.y}}) {
      json.array(name, [&] {
        for (const double value : column->values) json.value(present(value));
      });
    }
  });
  return json.take();
}

std::string scatter_csv(const Desk& desk, const Plot& plot, exporting::Dialect dialect) {
  CsvWriter csv(dialect);
  const auto& indicators = desk.context.observatory->indicators();
  const auto& x = indicators[plot.x.indicator].id;
  const auto& y = indicators[plot.y.indicator].id;
  for (const auto& name : {std::string("level"), std::string("code"), std::string("name"), std::string("role"), x, y,
                           x + "_state", y + "_state"})
    csv.text(name);
  csv.end_row();
  for (auto place = plot.x.range.first; place < plot.x.range.last; ++place) {
    const auto& about = desk.place(place);
    csv.text(core::level_name(about.level)).code(about.code).text(about.name).text(role(desk, plot.peers, place));
    csv.number(present(plot.x.at(place))).number(present(plot.y.at(place)));
    csv.text(observatory::state_name(plot.x.state(place))).text(observatory::state_name(plot.y.state(place)));
    csv.end_row();
  }
  return csv.take();
}

std::string distribution_json(const Desk& desk, const Spread& spread) {
  JsonWriter json;
  json.object([&] {
    json.field("data_version", desk.context.observatory->version());
    json.field("level", core::level_name(spread.level));
    json.key("column");
    write_column(json, desk, spread.column);
    json.field("places", spread.column.range.size());
    json.field("places_with_value", spread.sorted.size());
    const auto quantiles = observatory::spread(spread.sorted);
    json.object("quantiles", [&] {
      json.field("p5", quantiles.p5);
      json.field("p25", quantiles.p25);
      json.field("p50", quantiles.p50);
      json.field("p75", quantiles.p75);
      json.field("p95", quantiles.p95);
    });
    json.array("bins", [&] {
      for (const auto& bin : spread.bins) {
        json.object([&] {
          json.field("low", bin.open_low ? std::nullopt : std::optional(bin.low));
          json.field("high", bin.open_high ? std::nullopt : std::optional(bin.high));
          json.field("count", bin.count);
        });
      }
    });
    json.array("chosen", [&] {
      for (const auto place : desk.selection.places) {
        json.object([&] {
          json.field("code", desk.place(place).code);
          json.field("name", desk.place(place).name);
          json.field("state", observatory::state_name(spread.column.state(place)));
          json.field("value", present(spread.column.at(place)));
        });
      }
    });
    write_notes(json, desk);
  });
  return json.take();
}

std::string distribution_csv(const Desk& desk, const Spread& spread, exporting::Dialect dialect) {
  CsvWriter csv(dialect);
  for (const auto* name : {"indicator", "level", "low", "high", "count", "share_percent", "chosen"}) csv.text(name);
  csv.end_row();
  for (std::size_t i = 0; i < spread.bins.size(); ++i) {
    const auto& bin = spread.bins[i];
    std::string codes;
    for (const auto place : desk.selection.places) {
      const double value = spread.column.at(place);
      if (std::isnan(value) || bin_of(spread.bins, value) != i) continue;
      codes += (codes.empty() ? "" : " ") + std::string(desk.place(place).code);
    }
    csv.text(desk.context.observatory->indicators()[spread.column.indicator].id).text(core::level_name(spread.level));
    csv.number(bin.open_low ? std::nullopt : std::optional(bin.low));
    csv.number(bin.open_high ? std::nullopt : std::optional(bin.high));
    csv.number(std::int64_t{bin.count}).number(100.0 * bin.count / static_cast<double>(spread.sorted.size()));
    csv.text(codes).end_row();
  }
  return csv.take();
}

}  // namespace catalyse::comparisons
