// Programmes as data: English field names, codes of the interchange file, absent values null.
#include "export/json.hpp"
#include "pages.hpp"
#include "programme_file.hpp"
#include "text/numbers.hpp"

namespace catalyse::tracker {
namespace {

using exporting::CsvWriter;
using exporting::JsonWriter;

void write_words(JsonWriter& json, std::string_view name, const Words& words) {
  json.object(name, [&] {
    json.field("fr", words.fr);
    json.field("en", words.en.empty() ? words.fr : words.en);
  });
}

void write_origin(JsonWriter& json, const Origin& origin) {
  json.array("source", [&] {
    for (const auto& id : origin) json.value(id);
  });
}

void write_tally(JsonWriter& json, const std::array<unsigned, kStatuses>& counts) {
  for (std::size_t i = 0; i < kStatuses; ++i) json.field(kStatusCodes[i], counts[i]);
}

void write_change(JsonWriter& json, const Desk& desk, std::size_t place) {
  const auto& change = desk.programme().changes[place];
  json.object([&] {
    json.field("entry", place + 1);
    json.field("measure", change.measure);
    json.field("date", text::iso_date(change.day));
    json.field("status", code_of(change.status));
    json.field("explanation", change.explanation);
    json.field("risks", change.risks);
    json.field("next_actions", change.next);
    json.field("success", change.success);
    json.field("author", desk.author_of(change));
    json.field("evidence", change.evidence);
    json.field("evaluates_months", change.months == 0 ? std::nullopt : std::optional(change.months));
    json.field("recorded_at", desk.entry->recorded[place].time_since_epoch().count());
  });
}

void write_measure(JsonWriter& json, const Desk& desk, unsigned number, const std::optional<std::size_t>& place) {
  const auto& objective = desk.programme().objectives[number - 1];
  json.object([&] {
    json.field("number", number);
    write_words(json, "label", objective.label);
    json.array("groups", [&] {
      for (const auto group : objective.groups) json.value(desk.programme().groups[group].id);
    });
    const auto* change = place ? &desk.programme().changes[*place] : nullptr;
    json.field("status", change ? std::optional(std::string(code_of(change->status))) : std::nullopt);
    json.field("since", change ? std::optional(text::iso_date(change->day)) : std::nullopt);
    json.field("author", change ? std::optional(desk.author_of(*change)) : std::nullopt);
    json.field("address", desk.measure_path(number));
    write_origin(json, objective.origin);
  });
}

void write_quotes(JsonWriter& json, const Desk& desk) {
  json.array("quoted_tallies", [&] {
    for (const auto& quote : desk.programme().quotes) {
      if (quote.day > desk.day) continue;
      json.object([&] {
        json.field("date", text::iso_date(quote.day));
        write_tally(json, quote.counts);
        write_words(json, "text", quote.text);
        write_origin(json, quote.origin);
      });
    }
  });
}

void write_reviews(JsonWriter& json, const Desk& desk) {
  static constexpr std::array<std::string_view, 3> kStates{"held", "due", "late"};
  json.array("reviews", [&] {
    for (const auto& point : review_calendar(desk.programme(), desk.day)) {
      json.object([&] {
        json.field("months", point.months);
        json.field("due", text::iso_date(point.due));
        json.field("state", kStates[static_cast<std::size_t>(point.state)]);
        json.array("measures", [&] {
          for (const auto number : point.measures) json.value(number);
        });
        json.array("evaluated", [&] {
          for (const auto number : evaluated(desk.programme(), point, desk.day)) json.value(number);
        });
        const auto* review = point.held ? &desk.programme().reviews[*point.held] : nullptr;
        json.field("held", review ? std::optional(text::iso_date(review->day)) : std::nullopt);
        json.field("minutes", review ? std::optional(review->evidence) : std::nullopt);
      });
    }
  });
}

// All of them, those outside of the calendar too.
void write_held(JsonWriter& json, const Desk& desk) {
  json.array("reviews_held", [&] {
    for (const auto& review : desk.programme().reviews) {
      if (review.day > desk.day) continue;
      json.object([&] {
        json.field("date", text::iso_date(review.day));
        json.field("months", review.months == 0 ? std::nullopt : std::optional(review.months));
        write_words(json, "label", review.label);
        write_words(json, "text", review.text);
        json.field("minutes", review.evidence);
        json.field("author", desk.signed_as(review.author, desk.language()));
        write_origin(json, review.origin);
      });
    }
  });
}

void write_groupings(JsonWriter& json, const Programme& programme) {
  json.array("groupings", [&] {
    for (std::size_t i = 0; i < programme.groupings.size(); ++i) {
      json.object([&] {
        json.field("id", programme.groupings[i].id);
        write_words(json, "label", programme.groupings[i].label);
        json.field("own_proposal", is_proposal(programme.groupings[i].origin));
        json.array("groups", [&] {
          for (const auto& group : programme.groups) {
            if (group.grouping != i) continue;
            json.object([&] {
              json.field("id", group.id);
              write_words(json, "label", group.label);
              json.array("horizon_months", [&] {
                for (const auto months : group.months) json.value(months);
              });
            });
          }
        });
      });
    }
  });
}

void write_levers(JsonWriter& json, const Desk& desk) {
  json.array("levers", [&] {
    for (const auto& lever : desk.programme().levers) {
      json.object([&] {
        json.field("id", lever.id);
        write_words(json, "label", lever.label);
        json.array("states", [&] {
          for (const auto& state : lever.states) {
            if (!is_known(desk, state.date)) continue;
            json.object([&] {
              json.field("date", state.date);
              write_words(json, "text", state.text);
              write_origin(json, state.origin);
            });
          }
        });
      });
    }
  });
}

void write_sources(JsonWriter& json, const Programme& programme) {
  json.array("sources", [&] {
    for (const auto& source : programme.sources) {
      json.object([&] {
        json.field("id", source.id);
        json.field("date", source.date);
        write_words(json, "label", source.label);
        json.field("address", source.address);
      });
    }
  });
}

}  // namespace

std::string board_json(const Desk& desk) {
  const auto& programme = desk.programme();
  const auto places = standing(programme.changes, programme.objectives.size(), desk.day);
  const auto counted = tally(programme.changes, programme.objectives.size(), desk.day);
  JsonWriter json;
  json.object([&] {
    json.field("programme", programme.id);
    write_words(json, "label", programme.label);
    write_words(json, "text", programme.text);
    json.field("date", text::iso_date(desk.day));
    json.field("start", text::iso_date(programme.start));
    json.object("computed_tally", [&] {
      write_tally(json, counted.counts);
      json.field("unknown", counted.unknown);
    });
    write_quotes(json, desk);
    json.array("measures", [&] {
      for (unsigned number = 1; number <= places.size(); ++number)
        write_measure(json, desk, number, places[number - 1]);
    });
    write_groupings(json, programme);
    write_reviews(json, desk);
    write_held(json, desk);
    write_levers(json, desk);
    write_sources(json, programme);
    json.field("history_entries", desk.changes().size());
    json.field("history_intact", desk.entry->intact);
    json.field("history_digest", desk.entry->digest);
  });
  return json.take();
}

std::string measure_json(const Desk& desk, unsigned number) {
  const auto& programme = desk.programme();
  const auto place = standing(programme.changes, programme.objectives.size(), desk.day)[number - 1];
  JsonWriter json;
  json.object([&] {
    json.field("programme", programme.id);
    json.field("date", text::iso_date(desk.day));
    json.key("measure");
    write_measure(json, desk, number, place);
    json.array("links", [&] {
      for (const auto& link : programme.links) {
        if (link.measure != number) continue;
        json.object([&] {
          write_words(json, "label", link.label);
          json.field("address", link.address);
          write_origin(json, link.origin);
        });
      }
    });
    json.array("history", [&] {
      for (std::size_t i = 0; i < desk.changes().size(); ++i) {
        if (programme.changes[i].measure == number) write_change(json, desk, i);
      }
    });
  });
  return json.take();
}

std::string programmes_json(const Desk& desk) {
  JsonWriter json;
  json.object([&] {
    json.array("programmes", [&] {
      for (const auto& entry : desk.state->programmes) {
        auto of = desk;
        of.entry = &entry;
        json.object([&] {
          json.field("id", entry.programme.id);
          write_words(json, "label", entry.programme.label);
          json.field("measures", entry.programme.objectives.size());
          json.field("changes", entry.programme.changes.size());
          json.field("address", of.path());
        });
      }
    });
  });
  return json.take();
}

std::string board_csv(const Desk& desk, exporting::Dialect dialect) {
  const auto day = text::iso_date(desk.day);
  std::vector<Record> known;
  for (const auto& record : desk.entry->records) {
    const bool dated = record.kind == Kind::status || record.kind == Kind::review || record.kind == Kind::quote ||
                       record.kind == Kind::state;
    if (!desk.replay || !dated || is_known(desk, record[Field::date])) known.push_back(record);
  }
  // The same bytes under either language: it is one file.
  for (auto& record : known) record[Field::author] = desk.signed_as(record[Field::author], core::Language::fr);
  return write_programme(known, dialect);
}

std::string measure_csv(const Desk& desk, unsigned number, exporting::Dialect dialect) {
  CsvWriter csv(dialect);
  for (const auto* name : {"entry", "measure", "date", "status", "explanation", "risks", "next_actions", "success",
                           "author", "evidence", "evaluates_months"})
    csv.text(name);
  csv.end_row();
  for (std::size_t i = 0; i < desk.changes().size(); ++i) {
    const auto& change = desk.programme().changes[i];
    if (change.measure != number) continue;
    csv.number(static_cast<std::int64_t>(i + 1)).number(std::int64_t{change.measure});
    csv.text(text::iso_date(change.day)).text(code_of(change.status)).text(change.explanation).text(change.risks);
    csv.text(change.next).text(change.success).text(desk.author_of(change)).text(change.evidence);
    csv.text(change.months == 0 ? std::string() : std::to_string(change.months));
    csv.end_row();
  }
  return csv.take();
}

}  // namespace catalyse::tracker
