#include <algorithm>

#include "export/csv.hpp"
#include "export/json.hpp"
#include "export/xml.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "text/numbers.hpp"
#include "text/utf8.hpp"
#include "web/i18n.hpp"

namespace catalyse::finder {
namespace {

constexpr std::size_t kRowsAtOnce = 2000;  // of a CSV that is made while it is sent

void write_hit(exporting::JsonWriter& json, const search::Found& hit) {
  json.object([&] {
    json.field("source", hit.source);
    json.field("id", hit.id);
    json.field("kind", hit.kind);
    json.field("title", plain(hit.title));
    json.field("snippet", plain(hit.snippet));
    json.array("marked", [&] {
      for (const auto* pieces : {&hit.title, &hit.snippet}) {
        for (const auto& piece : *pieces) {
          if (piece.marked) json.value(piece.text);
        }
      }
    });
    json.field("address", hit.address);
    json.field("where", hit.where);
    json.field("date", hit.date ? std::optional(text::iso_date(*hit.date)) : std::nullopt);
    json.array("territories", [&] {
      for (const auto& place : hit.places) json.value(place);
    });
    json.object("figures", [&] {
      for (const auto& number : hit.numbers) json.field(number.measure, number.value);
    });
    json.field("kilometres", hit.kilometres);
    json.field("score", hit.score);
  });
}

void write_facet(exporting::JsonWriter& json, const search::FacetResult& facet) {
  json.object([&] {
    json.field("id", facet.id);
    json.field("more", facet.more);
    json.array("values", [&] {
      for (const auto& value : facet.values) {
        json.object([&] {
          json.field("value", value.value);
          json.field("label", value.label);
          json.field("count", value.count);
          json.field("chosen", value.chosen);
        });
      }
    });
  });
}

// Every measure of the sources: a column each.
std::vector<std::string> measures(const search::Engine& engine) {
  std::vector<std::string> all;
  for (const auto& source : engine.sources()) {
    for (const auto& measure : source.measures) {
      if (std::ranges::find(all, measure.id) == all.end()) all.emplace_back(measure.id);
    }
  }
  return all;
}

std::string_view place_of_level(const search::Found& hit, std::string_view level) {
  for (const std::string_view place : hit.places) {
    if (place.starts_with(level) && place[level.size()] == ':') return place.substr(level.size() + 1);
  }
  return {};
}

constexpr std::array<std::string_view, 4> kLevels{"com", "epci", "dep", "reg"};

// The rows of a CSV, some at a time: memory holds one batch whatever the number of answers.
struct Rows {
  std::shared_ptr<const search::Engine> engine;
  search::Moment moment;  // from the first row to the last
  search::Question question;
  exporting::Dialect dialect;
  std::vector<std::string> columns;
  std::string base;
  bool begun = false;

  void header(exporting::CsvWriter& csv) const {
    for (const auto* name : {"source", "id", "nature", "titre", "lieu", "date", "adresse"}) csv.text(name);
    for (const auto level : kLevels) csv.text(level);
    for (const auto& column : columns) csv.text(column);
    csv.end_row();
  }
  void row(exporting::CsvWriter& csv, const search::Found& hit) const {
    csv.text(hit.source).code(hit.id).text(kind_label(*engine, hit.kind, question.language)).text(plain(hit.title));
    csv.text(hit.where).text(hit.date ? text::iso_date(*hit.date) : "").text(base + hit.address);
    for (const auto level : kLevels) csv.code(place_of_level(hit, level));
    for (const auto& column : columns) {
      const auto found = std::ranges::find(hit.numbers, column, &search::HitNumber::measure);
      csv.number(found == hit.numbers.end() ? std::nullopt : std::optional(found->value));
    }
    csv.end_row();
  }
  bool operator()(std::string& piece) {
    // A byte order mark stands once, at the beginning: later pieces are cut behind theirs.
    exporting::CsvWriter csv(dialect);
    const auto mark = csv.take().size();
    exporting::CsvWriter rows(dialect);
    if (!begun) header(rows);
    const auto answer = moment(question);
    if (!answer) throw std::runtime_error("search: " + answer.error().note);
    for (const auto& hit : answer->hits) row(rows, hit);
    piece += rows.take().substr(begun ? mark : 0);
    begun = true;
    question.cursor = answer->next;
    return !question.cursor.empty();
  }
};

void entry(std::string& out, const Context& context, const search::Found& hit, core::Language language) {
  const auto address = context.site->base_url + web::localised(language, hit.address);
  const auto day = hit.date ? text::iso_date(*hit.date) : std::string("1970-01-01");
  out += "<entry><id>" + exporting::xml_text(address) + "</id><title>" + exporting::xml_text(plain(hit.title)) +
         "</title><link href=\"" + exporting::xml_text(address) + "\"/><updated>" + day +
         "T00:00:00Z</updated><summary>" +
         exporting::xml_text(meta_line(*context.engine, hit, language) +
                             (hit.snippet.empty() ? "" : ". " + plain(hit.snippet))) +
         "</summary></entry>\n";
}

}  // namespace

std::string answer_json(const search::Question& question, const search::Answer& answer) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("query", question.words);
    json.field("total", answer.total);
    json.field("without_place", answer.without_place);
    json.object("understood", [&] {
      const auto& understood = answer.understood;
      json.array("corrections", [&] {
        for (const auto& [written, used] : understood.corrections) {
          json.object([&] {
            json.field("written", written);
            json.field("used", used);
          });
        }
      });
      json.field("suggestion", understood.suggestion);
      json.array("absent", [&] {
        for (const auto& word : understood.absent) json.value(word);
      });
      json.field("some_words_only", understood.some_words_only);
      json.field("nothing_to_search", understood.nothing_to_search);
      json.field("moved", understood.moved);
    });
    json.array("facets", [&] {
      for (const auto& facet : answer.facets) write_facet(json, facet);
    });
    json.array("results", [&] {
      for (const auto& hit : answer.hits) write_hit(json, hit);
    });
    json.field("next", answer.next);
  });
  return json.take();
}

core::Result<http::Response> search_json(const Context& context, const http::Request& request) {
  auto asked = read_asked(context, request);
  if (!asked) return std::unexpected(asked.error());
  const auto answer = ask(*context.engine, asked->question);
  if (!answer) return std::unexpected(answer.error());
  auto response = http::answer(http::kJsonType, answer_json(asked->question, *answer));
  if (!answer->next.empty()) {
    // RFC 8288
    const auto path = request.path.starts_with("/api/") ? request.path : request.path + ".json";
    response.headers.emplace_back("link", "<" + asked->with(path, "apres", answer->next) + ">; rel=\"next\"");
  }
  return response;
}

core::Result<http::Response> search_csv(const Context& context, const http::Request& request) {
  auto asked = read_asked(context, request);
  if (!asked) return std::unexpected(asked.error());
  const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
  if (!dialect) return std::unexpected(dialect.error());
  auto& question = asked->question;
  question.facets.clear();
  question.snippets = search::Question::Snippets::none;
  question.limit = 1;
  // What cannot be asked is refused before anything is sent.
  if (const auto first = ask(*context.engine, question); !first) return std::unexpected(first.error());
  question.limit = kRowsAtOnce;
  auto response = http::attachment(http::kCsvType, {}, "recherche.csv");
  response.pieces =
      Rows{context.engine, context.engine->now(), question, *dialect, measures(*context.engine), context.site->base_url,
           false};
  return response;
}

core::Result<http::Response> search_atom(const Context& context, const http::Request& request) {
  auto asked = read_asked(context, request);
  if (!asked) return std::unexpected(asked.error());
  auto question = asked->question;
  question.sort = search::Sort::date;
  question.limit = kFeedHits;
  question.facets.clear();
  const auto answer = ask(*context.engine, question);
  if (!answer) return std::unexpected(answer.error());
  const auto self =
      context.site->base_url + asked->address(web::localised(request.language, std::string(kPath) + ".atom"));
  const auto page = context.site->base_url + asked->address(web::localised(request.language, kPath));
  const auto title = question.words.empty() ? web::say(request.language, msg::page_title)
                                            : web::say(request.language, msg::page_title_of,
                                                       {{"words", std::string(text::cut_utf8(question.words, 100))}});
  std::string day = "1970-01-01";
  for (const auto& hit : answer->hits) {
    if (hit.date) day = std::max(day, text::iso_date(*hit.date));
  }
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" +
      std::string(web::language_code(request.language)) + "\"><id>" + exporting::xml_text(self) + "</id><title>" +
      exporting::xml_text(title) + "</title><author><name>Catalyse</name></author><updated>" + day +
      "T00:00:00Z</updated><link rel=\"self\" href=\"" + exporting::xml_text(self) + "\"/><link href=\"" +
      exporting::xml_text(page) + "\"/>\n";
  for (const auto& hit : answer->hits) entry(out, context, hit, request.language);
  return http::answer(http::kAtomType, out + "</feed>\n");
}

}  // namespace catalyse::finder
