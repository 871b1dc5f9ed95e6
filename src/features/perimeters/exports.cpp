// A perimeter as data: English field names, states in words of method.md, absent values null beside their state.
#include "export/json.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "wording.hpp"

namespace catalyse::perimeters {
namespace {

using exporting::CsvWriter;
using exporting::JsonWriter;
using observatory::Made;
using observatory::State;
using territories::kNowhere;

std::optional<double> value_of(const Reading& reading) {
  return reading.cell.state == State::present ? std::optional(reading.cell.value) : std::nullopt;
}

void write_basis(JsonWriter& json, const Basis& basis) {
  json.object("basis", [&] {
    json.field("made", made_name(basis.made));
    if (basis.made == Made::none && basis.without != observatory::Without::nothing)
      json.field("without", without_name(basis.without));
    json.field("parts", core::level_name(basis.parts));
    json.field("parts_known", std::int64_t{basis.known});
    json.field("population_covered", basis.covered);
    if (basis.made == Made::weighted) json.field("weight", weight_name(basis.weight));
  });
}

void write_standing(JsonWriter& json, std::string_view name, const std::optional<observatory::Standing>& standing) {
  json.key(name);
  if (!standing) return json.null();
  json.object([&] {
    json.field("size", std::int64_t{standing->size});
    json.field("rank", standing->rank == 0 ? std::nullopt : std::optional(std::int64_t{standing->rank}));
    json.field("percentile", standing->percentile);
    json.field("less_fragile", std::int64_t{standing->more_fragile_than});
    json.field("equal", std::int64_t{standing->equal});
  });
}

void write_reading(JsonWriter& json, const Subject& subject, std::size_t index) {
  const auto& reading = subject.gathered.dossier.readings[index];
  const auto& indicator = subject.indicator(reading.indicator);
  json.object([&] {
    json.field("indicator", indicator.id);
    json.field("theme", subject.context.observatory->themes()[indicator.theme].id);
    json.field("label", observatory::label(indicator, subject.language));
    json.field("unit", subject.language == core::Language::fr ? indicator.unit_fr : indicator.unit_en);
    json.field("year", reading.year);
    json.field("vintage", reading.vintage);
    json.field("producer", indicator.producer);
    json.field("state", observatory::state_name(reading.cell.state));
    json.field("value", value_of(reading));
    json.field("estimated", reading.cell.estimated);
    json.field("numerator", reading.cell.numerator);
    json.field("denominator", reading.cell.denominator);
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
    write_basis(json, subject.gathered.basis[index]);
    write_standing(json, "among_level", reading.in_france);
    write_standing(json, "among_peers", reading.among_peers);
    json.field("peers_median",
               reading.peers_spread ? std::optional(reading.peers_spread->p50) : std::optional<double>{});
    json.field("france_value", reading.france_value);
    json.field("france_is_median", reading.france_is_median);
  });
}

void write_members(JsonWriter& json, const Subject& subject) {
  json.array("members", [&] {
    for (const PlaceIndex commune : subject.perimeter.communes) {
      const auto& place = subject.place(commune);
      json.object([&] {
        json.field("code", place.code);
        json.field("name", place.name);
        json.field("address", territories::address(place));
        json.field("population", place.population);
      });
    }
  });
  json.array("carried_forward", [&] {
    for (const auto& carried : subject.perimeter.carried) {
      json.object([&] {
        json.field("code", carried.code);
        json.array("to", [&] {
          for (const PlaceIndex place : carried.to) json.value(subject.place(place).code);
        });
      });
    }
  });
}

void write_peers(JsonWriter& json, const Subject& subject) {
  json.array("peers", [&] {
    for (const auto& peer : subject.gathered.dossier.peers.list) {
      const auto& place = subject.place(peer.place);
      json.object([&] {
        json.field("level", core::level_name(place.level));
        json.field("code", place.code);
        json.field("name", place.name);
        json.field("address", territories::address(place));
        json.field("distance", peer.distance);
      });
    }
  });
}

}  // namespace

std::string perimeter_json(const Subject& subject) {
  const auto& gathered = subject.gathered;
  const auto& themes = subject.context.observatory->themes();
  JsonWriter json;
  json.object([&] {
    json.field("id", subject.perimeter.id);
    json.field("name", subject.perimeter.name);
    json.field("address", address(subject.perimeter));
    json.field("data_version", subject.context.observatory->version());
    json.field("population", static_cast<std::int64_t>(gathered.population));
    json.field("population_year", subject.context.territories->population_year());
    json.field("area_km2", gathered.area_km2);
    json.field("among", core::level_name(gathered.among));
    json.key("same_as");
    if (gathered.twin)
      json.value(territories::address(subject.place(*gathered.twin)));
    else
      json.null();
    json.array("themes", [&] {
      for (const auto& score : gathered.dossier.themes) {
        json.object([&] {
          json.field("theme", themes[score.theme].id);
          json.field("score", score.score);
          json.field("peers_score", score.peers_score);
          json.field("present", static_cast<std::int64_t>(score.present));
          json.field("expected", static_cast<std::int64_t>(score.expected));
          json.field("reliability", observatory::reliability_name(score.reliability));
        });
      }
    });
    json.array("indicators", [&] {
      for (std::size_t i = 0; i < gathered.dossier.readings.size(); ++i) write_reading(json, subject, i);
    });
    write_peers(json, subject);
    write_members(json, subject);
  });
  return json.take();
}

std::string perimeter_csv(const Subject& subject, exporting::Dialect dialect) {
  const auto& gathered = subject.gathered;
  CsvWriter csv(dialect);
  for (const auto* name : {"perimeter",     "name",        "theme",     "indicator",   "label",
                           "unit",          "year",        "vintage",   "producer",    "state",
                           "value",         "estimated",   "numerator", "denominator", "interval_low",
                           "interval_high", "reliability", "made",      "parts",       "population_covered",
                           "among",         "rank",        "rank_size", "percentile",  "peers_median",
                           "france"})
    csv.text(name);
  csv.end_row();
  for (std::size_t i = 0; i < gathered.dossier.readings.size(); ++i) {
    const auto& reading = gathered.dossier.readings[i];
    const auto& basis = gathered.basis[i];
    const auto& indicator = subject.indicator(reading.indicator);
    csv.code(subject.perimeter.id).text(subject.perimeter.name);
    csv.text(subject.context.observatory->themes()[indicator.theme].id).text(indicator.id);
    csv.text(observatory::label(indicator, subject.language));
    csv.text(subject.language == core::Language::fr ? indicator.unit_fr : indicator.unit_en);
    csv.number(std::int64_t{reading.year}).text(reading.vintage).text(indicator.producer);
    csv.text(observatory::state_name(reading.cell.state)).number(value_of(reading));
    csv.number(std::int64_t{reading.cell.estimated ? 1 : 0});
    csv.number(reading.cell.numerator).number(reading.cell.denominator);
    csv.number(reading.interval ? std::optional(reading.interval->low) : std::nullopt);
    csv.number(reading.interval ? std::optional(reading.interval->high) : std::nullopt);
    csv.text(observatory::reliability_name(reading.reliability));
    csv.text(basis.made == Made::none ? without_name(basis.without) : made_name(basis.made));
    csv.text(core::level_name(basis.parts)).number(basis.covered).text(core::level_name(gathered.among));
    const auto& standing = reading.in_france;
    if (standing && standing->rank > 0)
      csv.number(std::int64_t{standing->rank});
    else
      csv.blank();
    if (standing)
      csv.number(std::int64_t{standing->size}).number(standing->percentile);
    else
      csv.blank().blank();
    csv.number(reading.peers_spread ? std::optional(reading.peers_spread->p50) : std::nullopt);
    csv.number(reading.france_value).end_row();
  }
  return csv.take();
}

}  // namespace catalyse::perimeters
