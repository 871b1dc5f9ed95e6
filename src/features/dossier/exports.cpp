#include "exports.hpp"

#include <algorithm>

#include "export/json.hpp"
#include "messages.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using exporting::CsvWriter;
using exporting::JsonWriter;
using observatory::Dossier;
using observatory::State;
using territories::kNowhere;

void write_place(JsonWriter& json, const Subject& subject, territories::PlaceIndex index) {
  const auto& place = subject.place(index);
  json.object([&] {
    json.field("level", core::level_name(place.level));
    json.field("code", place.code);
    json.field("name", place.name);
    json.field("address", territories::address(place));
  });
}

void write_identity(JsonWriter& json, const Subject& subject) {
  const auto& place = subject.place();
  json.field("level", core::level_name(place.level));
  json.field("code", place.code);
  json.field("name", place.name);
  json.field("siren", place.siren.empty() ? std::optional<std::string_view>{} : place.siren);
  json.field("population", place.population);
  json.field("population_year", subject.context.territories->population_year());
  json.field("area_km2", place.area_km2);
  json.field("longitude", place.longitude);
  json.field("latitude", place.latitude);
  const auto parent = [&](std::string_view name, territories::PlaceIndex index) {
    json.key(name);
    if (index == kNowhere)
      json.null();
    else
      write_place(json, subject, index);
  };
  parent("epci", place.epci);
  parent("departement", place.departement);
  parent("region", place.region);
  json.array("memberships", [&] {
    for (const auto& membership : subject.context.territories->memberships(subject.index)) {
      json.object([&] {
        json.field("kind", membership.kind);
        json.field("code", membership.code);
        json.field("label", membership.label);
      });
    }
  });
  json.array("former_communes", [&] {
    for (const auto& former : subject.context.territories->former_communes(subject.index)) {
      json.object([&] {
        json.field("code", former.code);
        json.field("name", former.name);
        json.field("kind", former.kind);
      });
    }
  });
}

void write_standing(JsonWriter& json, std::string_view name, const std::optional<observatory::Standing>& standing) {
  json.key(name);
  if (!standing) return json.null();
  json.object([&] {
    json.field("size", standing->size);
    json.field("rank", standing->rank == 0 ? std::optional<std::uint32_t>{} : standing->rank);
    json.field("rank_low", standing->rank_low == 0 ? std::optional<std::uint32_t>{} : standing->rank_low);
    json.field("rank_high", standing->rank_high == 0 ? std::optional<std::uint32_t>{} : standing->rank_high);
    json.field("equal", standing->equal);
    json.field("percentile", standing->percentile);
  });
}

void write_cell(JsonWriter& json, const observatory::Cell& cell) {
  json.field("state", state_name(cell.state));
  json.field("value", cell.state == State::present ? std::optional(cell.value) : std::nullopt);
  json.field("numerator", cell.numerator);
  json.field("denominator", cell.denominator);
  json.field("estimated", cell.estimated);
}

void write_reading(JsonWriter& json, const Subject& subject, const Reading& reading) {
  const auto& indicator = subject.indicator(reading.indicator);
  json.object([&] {
    json.field("indicator", indicator.id);
    json.field("theme", subject.context.observatory->themes()[indicator.theme].id);
    json.field("label", label(indicator, subject.language));
    json.field("unit", subject.language == core::Language::fr ? indicator.unit_fr : indicator.unit_en);
    json.field("year", reading.year);
    json.field("vintage", reading.vintage);
    json.field("producer", indicator.producer);
    write_cell(json, reading.cell);
    json.field("reliability", reliability_name(reading.reliability));
    json.key("interval_90");
    if (reading.interval)
      json.array([&] {
        json.value(reading.interval->low);
        json.value(reading.interval->high);
      });
    else
      json.null();
    json.field("summed", reading.summed);
    json.field("close_peers", reading.interval && reading.among_peers
                                  ? std::optional<std::uint32_t>(reading.close_less + reading.close_more)
                                  : std::nullopt);
    write_standing(json, "in_france", reading.in_france);
    write_standing(json, "among_peers", reading.among_peers);
    write_standing(json, "in_departement", reading.in_departement);
    json.key("peers_spread");
    if (reading.peers_spread) {
      json.object([&] {
        json.field("p5", reading.peers_spread->p5);
        json.field("p25", reading.peers_spread->p25);
        json.field("p50", reading.peers_spread->p50);
        json.field("p75", reading.peers_spread->p75);
        json.field("p95", reading.peers_spread->p95);
      });
    } else {
      json.null();
    }
    json.field("departement_value", reading.departement_value);
    json.field("region_value", reading.region_value);
    json.field("france_value", reading.france_value);
    json.field("france_is_median", reading.france_is_median);
  });
}

void write_peers(JsonWriter& json, const Subject& subject, const observatory::Peers& peers) {
  const auto& variables = subject.context.observatory->variables(subject.place().level);
  json.field("reduced", peers.reduced);
  json.object("weights", [&] {
    for (std::size_t i = 0; i < peers.weights.size(); ++i) json.field(variables[i].id, peers.weights[i]);
  });
  json.array("peers", [&] {
    for (const auto& peer : peers.list) {
      json.object([&] {
        json.key("place");
        write_place(json, subject, peer.place);
        json.field("distance", peer.distance);
        json.object("contributions", [&] {
          for (const auto& part : peer.contributions) json.field(variables[part.variable].id, part.share);
        });
      });
    }
  });
}

void write_findings(JsonWriter& json, const Subject& subject, const Dossier& dossier) {
  const auto list = [&](std::string_view name, const std::vector<observatory::Finding>& findings) {
    json.array(name, [&] {
      for (const auto& found : findings) {
        json.object([&] {
          json.field("indicator", subject.indicator(dossier.readings[found.reading].indicator).id);
          json.field("theme", subject.context.observatory->themes()[found.theme].id);
          json.field("sentence", full_sentence(subject, speak(subject, dossier.readings[found.reading])));
        });
      }
    });
  };
  list("distinguishes", dossier.distinguishes);
  list("shared", dossier.shared);
  list("better", dossier.better);
}

void standing_cells(CsvWriter& csv, const std::optional<observatory::Standing>& standing) {
  if (!standing) {
    csv.blank().blank().blank();
    return;
  }
  if (standing->rank == 0)
    csv.blank();
  else
    csv.number(std::int64_t{standing->rank});
  csv.number(std::int64_t{standing->size}).number(standing->percentile);
}

void csv_header(CsvWriter& csv, std::initializer_list<std::string_view> names) {
  for (const auto name : names) csv.text(name);
  csv.end_row();
}

}  // namespace

std::string dossier_json(const Subject& subject, const Dossier& dossier) {
  JsonWriter json;
  json.object([&] {
    json.field("data_version", subject.context.observatory->version());
    json.object("territory", [&] { write_identity(json, subject); });
    json.object("findings", [&] { write_findings(json, subject, dossier); });
    json.array("themes", [&] {
      for (const auto& score : dossier.themes) {
        json.object([&] {
          json.field("theme", subject.context.observatory->themes()[score.theme].id);
          json.field("label", theme_label(subject.context.observatory->themes()[score.theme], subject.language));
          json.field("score", score.score);
          json.field("peers_score", score.peers_score);
          json.field("reliability", reliability_name(score.reliability));
          json.field("present", score.present);
          json.field("expected", score.expected);
        });
      }
    });
    json.array("indicators", [&] {
      for (const auto& reading : dossier.readings) write_reading(json, subject, reading);
    });
    json.object("comparables", [&] { write_peers(json, subject, dossier.peers); });
  });
  return json.take();
}

std::string peers_json(const Subject& subject, const observatory::Peers& peers) {
  JsonWriter json;
  json.object([&] {
    json.field("data_version", subject.context.observatory->version());
    json.key("territory");
    write_place(json, subject, subject.index);
    json.field("k", peers.k);
    write_peers(json, subject, peers);
  });
  return json.take();
}

std::string trends_json(const Subject& subject) {
  JsonWriter json;
  json.object([&] {
    json.field("data_version", subject.context.observatory->version());
    json.key("territory");
    write_place(json, subject, subject.index);
    json.array("trends", [&] {
      for (const auto& trend : subject.context.observatory->trends(subject.index)) {
        json.object([&] {
          json.field("indicator", subject.indicator(trend.indicator).id);
          json.array("points", [&] {
            for (const auto& point : trend.points) {
              json.object([&] {
                json.field("year", point.year);
                write_cell(json, point.cell);
              });
            }
          });
        });
      }
    });
  });
  return json.take();
}

std::string dossier_csv(const Subject& subject, const Dossier& dossier, std::span<const std::uint16_t> readings,
                        exporting::Dialect dialect) {
  CsvWriter csv(dialect);
  csv_header(csv, {"level",
                   "code",
                   "name",
                   "theme",
                   "indicator",
                   "label",
                   "unit",
                   "year",
                   "vintage",
                   "producer",
                   "state",
                   "value",
                   "numerator",
                   "denominator",
                   "estimated",
                   "reliability",
                   "interval_low",
                   "interval_high",
                   "rank_france",
                   "size_france",
                   "percentile_france",
                   "rank_peers",
                   "size_peers",
                   "percentile_peers",
                   "rank_departement",
                   "size_departement",
                   "percentile_departement",
                   "peers_median",
                   "departement_value",
                   "region_value",
                   "france_value"});
  const auto& place = subject.place();
  for (const auto index : readings) {
    const auto& reading = dossier.readings[index];
    const auto& indicator = subject.indicator(reading.indicator);
    csv.text(core::level_name(place.level)).code(place.code).text(place.name);
    csv.text(subject.context.observatory->themes()[indicator.theme].id)
        .text(indicator.id)
        .text(label(indicator, subject.language));
    csv.text(subject.language == core::Language::fr ? indicator.unit_fr : indicator.unit_en)
        .number(std::int64_t{reading.year});
    csv.text(reading.vintage).text(indicator.producer).text(state_name(reading.cell.state));
    csv.number(reading.cell.state == State::present ? std::optional(reading.cell.value) : std::nullopt);
    csv.number(reading.cell.numerator)
        .number(reading.cell.denominator)
        .number(std::int64_t{reading.cell.estimated ? 1 : 0});
    csv.text(reliability_name(reading.reliability));
    csv.number(reading.interval ? std::optional(reading.interval->low) : std::nullopt);
    csv.number(reading.interval ? std::optional(reading.interval->high) : std::nullopt);
    standing_cells(csv, reading.in_france);
    standing_cells(csv, reading.among_peers);
    standing_cells(csv, reading.in_departement);
    csv.number(reading.peers_spread ? std::optional(reading.peers_spread->p50) : std::nullopt);
    csv.number(reading.departement_value).number(reading.region_value).number(reading.france_value);
    csv.end_row();
  }
  return csv.take();
}

std::string peers_csv(const Subject& subject, const observatory::Peers& peers, exporting::Dialect dialect) {
  CsvWriter csv(dialect);
  const auto& variables = subject.context.observatory->variables(subject.place().level);
  csv_header(csv, {"order", "level", "code", "name", "population", "distance", "variable", "contribution"});
  std::int64_t order = 0;
  for (const auto& peer : peers.list) {
    const auto& place = subject.place(peer.place);
    ++order;
    for (const auto& part : peer.contributions) {
      csv.number(order).text(core::level_name(place.level)).code(place.code).text(place.name);
      if (place.population)
        csv.number(*place.population);
      else
        csv.blank();
      csv.number(peer.distance).text(variables[part.variable].id).number(part.share).end_row();
    }
  }
  return csv.take();
}

std::string trends_csv(const Subject& subject, exporting::Dialect dialect) {
  CsvWriter csv(dialect);
  csv_header(csv, {"level", "code", "name", "indicator", "label", "unit", "year", "state", "value"});
  const auto& place = subject.place();
  for (const auto& trend : subject.context.observatory->trends(subject.index)) {
    const auto& indicator = subject.indicator(trend.indicator);
    for (const auto& point : trend.points) {
      csv.text(core::level_name(place.level))
          .code(place.code)
          .text(place.name)
          .text(indicator.id)
          .text(label(indicator, subject.language));
      csv.text(subject.language == core::Language::fr ? indicator.unit_fr : indicator.unit_en)
          .number(std::int64_t{point.year});
      csv.text(state_name(point.cell.state))
          .number(point.cell.state == State::present ? std::optional(point.cell.value) : std::nullopt)
          .end_row();
    }
  }
  return csv.take();
}

core::Result<std::string> place_geojson(const Subject& subject) {
  const auto& place = subject.place();
  const auto code = core::PlaceCode::make(place.level, place.code);
  auto shape = code ? subject.context.fine->shape(*code) : std::nullopt;
  if (code && !shape) shape = subject.context.contours->shape(*code);
  if (!shape) {
    return core::fail(core::ErrorKind::not_found, msg::no_contour.key, {}, {{"place", std::string(place.name)}});
  }
  JsonWriter json;
  json.object([&] {
    json.field("type", "Feature");
    json.field("id", place.code);
    json.object("properties", [&] { write_identity(json, subject); });
    json.key("geometry");
    json.raw(geo::geojson(*shape));
  });
  return json.take();
}

std::string dossier_text(const Subject& subject, const Dossier& dossier) {
  const auto language = subject.language;
  const auto& themes = subject.context.observatory->themes();
  std::string out = std::string(subject.place().name) + " (" + std::string(core::level_name(subject.place().level)) +
                    ":" + std::string(subject.place().code) + ")\n";
  out += portrait(subject) + "\n" + portrait_note(subject) + "\n";
  const auto list = [&](const web::Message& title, const std::vector<observatory::Finding>& findings) {
    if (findings.empty()) return;
    out += "\n" + web::say(language, title) + "\n";
    for (const auto& found : findings)
      out += "  - " + full_sentence(subject, speak(subject, dossier.readings[found.reading])) + "\n";
  };
  list(msg::findings_distinguishes, dossier.distinguishes);
  list(msg::findings_shared, dossier.shared);
  list(msg::findings_better, dossier.better);
  out += "\n" + web::say(language, msg::terminal_themes) + "\n";
  for (const auto& score : dossier.themes) {
    if (!themes[score.theme].objective) continue;
    const auto points = [&](const std::optional<double>& value) {
      return value ? text::number(*value, 0, language) : web::say(language, msg::table_absent);
    };
    out += "  " + std::string(theme_label(themes[score.theme], language)) + ": " + points(score.score) + " / " +
           points(score.peers_score) + ", " + reliability_word(score.reliability, language) + "\n";
  }
  std::vector<std::string> names;
  for (const auto& peer : dossier.peers.list) names.emplace_back(subject.place(peer.place).name);
  if (!names.empty())
    out += "\n" + web::say(language, msg::terminal_peers) + "\n  " + text::list(names, language) + "\n";
  return out;
}

}  // namespace catalyse::dossier
