// Projects as data: English field names, the same in every form. A whole selection is made while it is sent.
#include <charconv>

#include "desk.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

using exporting::CsvWriter;
using exporting::Dialect;
using exporting::JsonWriter;
using territories::kNowhere;

constexpr std::size_t kPiece = 64U << 10U;

double euros(std::int64_t cents) { return static_cast<double>(cents) / 100; }

std::string json_amount(std::int64_t cents) {
  JsonWriter json;
  json.value(euros(cents));
  return json.take();
}

// Walks through the rows of a selection in its order, some at a time. Holds the read model alive.
struct Walk {
  Context context;
  Selection selection;
  Order order;
  core::Language language;
  std::size_t at = 0;
  bool begun = false;

  // The next row, or kNoRow at the end.
  RowIndex next() {
    const auto rows = context.projects->ordered(order);
    while (at < rows.size() && !selection.holds(rows[at])) ++at;
    return at < rows.size() ? rows[at++] : kNoRow;
  }
};

std::shared_ptr<Walk> walk(const Context& context, const Asked& asked, core::Language language) {
  return std::make_shared<Walk>(Walk{context, context.projects->select(asked.search), asked.order, language, 0, false});
}

void csv_header(CsvWriter& csv) {
  for (const auto* name : {"id", "title", "beneficiary", "siren", "programme", "programme_label", "funder", "year",
                           "amount", "cost", "theme", "theme_confidence", "place_level", "place_code", "place_name",
                           "place_from", "source_commune", "duplicate", "source"})
    csv.text(name);
  csv.end_row();
}

void csv_row(CsvWriter& csv, const Context& context, RowIndex row) {
  const auto project = context.projects->project(row);
  const auto& programme = context.projects->programmes()[project.programme];
  csv.text(project.id).text(project.title).text(project.beneficiary).code(project.siren);
  csv.text(programme.id).text(programme.label).text(programme.funder);
  if (project.year == 0)
    csv.blank();
  else
    csv.number(std::int64_t{project.year});
  csv.number(euros(project.amount));
  csv.number(project.cost ? std::optional(euros(*project.cost)) : std::nullopt);
  csv.text(themes()[project.theme].id).text(confidence_name(project.confidence));
  if (project.place == kNowhere) {
    csv.blank().blank().blank();
  } else {
    const auto& place = context.territories->place(project.place);
    csv.text(core::level_name(place.level)).code(place.code).text(place.name);
  }
  csv.text(siting_name(project.siting)).code(project.insee);
  csv.text(project.duplicate ? "yes" : "no").text(context.projects->sources()[project.source].path);
  csv.end_row();
}

void write_project(JsonWriter& json, const Context& context, RowIndex row, core::Language language) {
  const auto project = context.projects->project(row);
  const auto& programme = context.projects->programmes()[project.programme];
  const auto& source = context.projects->sources()[project.source];
  const auto text = [&](std::string_view name, std::string_view value) {
    json.key(name);
    if (value.empty())
      json.null();
    else
      json.value(value);
  };
  json.object([&] {
    json.field("id", project.id);
    json.field("address", address(project));
    text("title", project.title);
    text("beneficiary", project.beneficiary);
    text("siren", project.siren);
    json.object("programme", [&] {
      json.field("id", programme.id);
      json.field("family", families()[programme.family].id);
      json.field("label", programme.label);
      json.field("funder", programme.funder);
    });
    json.key("year");
    if (project.year == 0)
      json.null();
    else
      json.value(project.year);
    json.field("amount", euros(project.amount));
    json.field("cost", project.cost ? std::optional(euros(*project.cost)) : std::nullopt);
    json.object("theme", [&] {
      json.field("id", themes()[project.theme].id);
      json.field("label", theme_label(project.theme, language));
      json.field("confidence", confidence_name(project.confidence));
    });
    json.key("place");
    if (project.place == kNowhere) {
      json.null();
    } else {
      const auto& place = context.territories->place(project.place);
      json.object([&] {
        json.field("level", core::level_name(place.level));
        json.field("code", place.code);
        json.field("name", place.name);
      });
    }
    json.field("place_from", siting_name(project.siting));
    text("source_commune", project.insee);
    json.field("duplicate", project.duplicate);
    json.field("source", source.path);
  });
}

std::string file_name(const Asked& asked, std::string_view suffix) {
  std::string name = "projets";
  for (const auto& [key, value] : asked.state) {
    if (key != "lieu" && key != "programme" && key != "annee" && key != "theme") continue;
    name += "-";
    for (const char c : value) name += c == ':' ? '-' : c;
  }
  return name + std::string(suffix);
}

http::Response streamed(std::string_view type, http::Pieces pieces, const std::string& file) {
  auto response = http::attachment(type, {}, file);
  response.pieces = std::move(pieces);
  return response;
}

}  // namespace

http::Response stream_csv(const Context& context, const Asked& asked, Dialect dialect, core::Language language) {
  auto pieces = [walk = walk(context, asked, language), dialect](std::string& piece) {
    auto csv = walk->begun ? CsvWriter::continued(dialect) : CsvWriter(dialect);
    if (!std::exchange(walk->begun, true)) csv_header(csv);
    while (csv.size() < kPiece) {
      const auto row = walk->next();
      if (row == kNoRow) {
        piece += csv.take();
        return false;
      }
      csv_row(csv, walk->context, row);
    }
    piece += csv.take();
    return true;
  };
  return streamed(http::kCsvType, std::move(pieces), file_name(asked, ".csv"));
}

http::Response stream_json(const Context& context, const Asked& asked, core::Language language) {
  auto pieces = [walk = walk(context, asked, language)](std::string& piece) {
    const auto& projects = *walk->context.projects;
    const bool first = !std::exchange(walk->begun, true);
    if (first) {
      const auto facets = projects.facets(walk->selection);
      piece += "{\"data_version\":" + exporting::json_string(projects.version()) +
               ",\"count\":" + std::to_string(walk->selection.count) + ",\"amount\":" + json_amount(facets.all.cents) +
               ",\"without_place\":" + std::to_string(facets.unplaced) + ",\"projects\":[";
    }
    for (bool comma = !first; piece.size() < kPiece; comma = true) {
      const auto row = walk->next();
      if (row == kNoRow) {
        piece += "]}";
        return false;
      }
      if (comma) piece += ",\n";
      piece += project_json(walk->context, row, walk->language);
    }
    return true;
  };
  auto response = http::answer(http::kJsonType, {});
  response.pieces = std::move(pieces);
  return response;
}

std::string project_json(const Context& context, RowIndex row, core::Language language) {
  JsonWriter json;
  write_project(json, context, row, language);
  return json.take();
}

core::Result<http::Response> api_page(const Context& context, const http::Request& request) {
  constexpr std::size_t kMost = 200;
  const auto asked = read_asked(context, request.query);
  if (asked.fault) return std::unexpected(*asked.fault);
  std::size_t limit = 50;
  if (const auto text = request.query.first("limite"); text && !text->empty()) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc{} || end != text->data() + text->size() || limit == 0 || limit > kMost)
      return core::fail(core::ErrorKind::invalid, msg::fault_limit.key, {},
                        {{"value", std::string(text->substr(0, 40))}, {"most", std::to_string(kMost)}});
  }
  const auto selection = context.projects->select(asked.search);
  const auto facets = context.projects->facets(selection);
  const auto slice = context.projects->slice(selection, asked.order, asked.after, limit);
  JsonWriter json;
  json.object([&] {
    json.field("data_version", context.projects->version());
    json.field("count", selection.count);
    json.field("amount", euros(facets.all.cents));
    json.field("duplicates", facets.duplicates);
    json.field("without_place", facets.unplaced);
    json.object("facets", [&] {
      json.object("programme", [&] {
        for (std::size_t i = 0; i < families().size(); ++i)
          if (facets.families[i] > 0) json.field(families()[i].id, facets.families[i]);
      });
      json.object("theme", [&] {
        for (std::size_t i = 0; i < themes().size(); ++i)
          if (facets.themes[i] > 0) json.field(themes()[i].id, facets.themes[i]);
      });
      json.object("year", [&] {
        for (std::size_t i = 0; i < facets.years.size(); ++i) {
          const bool known = i + 1 < facets.years.size();
          const auto year = known ? std::to_string(context.projects->first_year() + static_cast<int>(i)) : "unknown";
          if (facets.years[i] > 0) json.field(year, facets.years[i]);
        }
      });
    });
    json.array("projects", [&] {
      for (const auto row : slice.rows) json.raw(project_json(context, row, request.language));
    });
    json.key("next");
    if (slice.more)
      json.value(asked.with("/api/v1/projets", "apres", context.projects->project(slice.rows.back()).id));
    else
      json.null();
  });
  return http::answer(http::kJsonType, json.take());
}

}  // namespace catalyse::projects
