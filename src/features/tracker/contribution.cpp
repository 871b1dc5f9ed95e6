#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "review_page.hpp"
#include "search/source.hpp"
#include "status_page.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"

namespace catalyse::tracker {
namespace {

using http::Form;
using http::Request;

const http::Parameter kDate{"date", "the state on that day, YYYY-MM-DD", "2020-10-17"};
const http::Parameter kDialect{"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"};
const http::Parameter kEntriesBefore{kBefore, "entries before that number of the history", "31"};
const http::Parameter kGrouping{"groupement", "id of a grouping of the measures", "chantier"};

// CSV in the dialect asked for.
template <class F>
Answer csv_answer(const Desk& desk, const std::string& file, F&& write) {
  const auto dialect = exporting::dialect_from(desk.request.query.first("dialecte"));
  if (!dialect) return std::unexpected(dialect.error());
  return http::attachment(http::kCsvType, write(*dialect), file + ".csv");
}

struct Board {
  Context context;
  Answer operator()(const Request& request) const {
    const auto desk = open_desk(context, request);
    if (!desk) return std::unexpected(desk.error());
    switch (request.form) {
      case Form::json:
        return http::answer(http::kJsonType, board_json(*desk));
      case Form::csv:
        return csv_answer(*desk, desk->programme().id, [&](auto dialect) { return board_csv(*desk, dialect); });
      case Form::atom:
        return http::answer(http::kAtomType, feed(*desk, std::nullopt));
      default:
        return board_page(*desk);
    }
  }
};

struct Measure {
  Context context;
  Answer operator()(const Request& request) const {
    const auto desk = open_desk(context, request);
    if (!desk) return std::unexpected(desk.error());
    const auto number = measure_number(*desk);
    if (!number) return std::unexpected(number.error());
    switch (request.form) {
      case Form::json:
        return http::answer(http::kJsonType, measure_json(*desk, *number));
      case Form::csv:
        return csv_answer(*desk, desk->programme().id + "-" + std::to_string(*number),
                          [&](auto dialect) { return measure_csv(*desk, *number, dialect); });
      case Form::atom:
        return http::answer(http::kAtomType, feed(*desk, *number));
      default:
        return measure_page(*desk, *number);
    }
  }
};

http::Route live(std::string pattern, std::string summary, http::Handler handler) {
  auto route = http::declare(std::move(pattern), std::move(summary), std::move(handler));
  // What is late depends on the day, and a change of status shows at once.
  route.cache = http::CacheClass::live;
  return route;
}

// The routes of a programme, under /mesures for the first and under its own address for each.
void add_routes(const Context& context, const std::string& base, const std::string& example,
                std::vector<http::Route>& routes) {
  auto board = live(base, "the measures of a programme, their status and the tally on a day", Board{context});
  board.forms = {Form::html, Form::json, Form::csv, Form::atom};
  board.parameters = {kDate, kGrouping, kDialect};
  board.example = example;
  routes.push_back(std::move(board));
  auto measure = live(base + "/{n}", "a measure, its status on a day and its history", Measure{context});
  measure.forms = {Form::html, Form::json, Form::csv, Form::atom};
  measure.parameters = {kDate, kDialect, kEntriesBefore};
  measure.example = example + "/3";
  routes.push_back(std::move(measure));
  auto history = live(base + "/historique", "every change of status of a programme, the newest first",
                      [context](const Request& request) -> Answer {
                        const auto desk = open_desk(context, request);
                        if (!desk) return std::unexpected(desk.error());
                        return history_page(*desk);
                      });
  history.parameters = {kDate, kEntriesBefore};
  history.example = example + "/historique";
  routes.push_back(std::move(history));
  auto reviews = live(base + "/calendrier.ics", "the reviews of a programme as a calendar (RFC 5545)",
                      [context](const Request& request) -> Answer {
                        const auto desk = open_desk(context, request);
                        if (!desk) return std::unexpected(desk.error());
                        return http::answer(http::kIcsType, calendar(*desk));
                      });
  reviews.example = example + "/calendrier.ics";
  routes.push_back(std::move(reviews));
  auto tally = live(base + "/bilan", "the tally of a programme, to be shown in a frame on other sites",
                    [context](const Request& request) -> Answer {
                      const auto desk = open_desk(context, request);
                      if (!desk) return std::unexpected(desk.error());
                      return tally_page(*desk);
                    });
  tally.parameters = {kDate};
  tally.example = example + "/bilan";
  routes.push_back(std::move(tally));
}

// A form and the address that takes it, for who follows a programme.
struct Taken {
  std::string summary;
  std::vector<http::InputField> fields;
  http::Handler handler;
};
void add_form(http::Route form, Taken taken, std::vector<http::Route>& routes) {
  form.who = http::may(kFollow, kRoom);
  routes.push_back(form);
  form.method = http::Method::post;
  form.summary = std::move(taken.summary);
  form.fields = std::move(taken.fields);
  form.handler = std::move(taken.handler);
  routes.push_back(std::move(form));
}

// One address for every programme, the first too: /mesures/{n}/… would be another /mesures/programmes/{programme}.
void add_status_routes(const Context& context, std::vector<http::Route>& routes) {
  auto status = live("/mesures/programmes/{programme}/{n}/statut",
                     "the form by which a pilot sets the status of a measure", StatusForm{context});
  status.example = "/mesures/programmes/alliances-strategiques/3/statut";
  status.parameters = {{kHorizon, "a horizon of the measure, in months: the form evaluates it", "3"}};
  add_form(std::move(status),
           {"a pilot sets the status of a measure", status_fields(), StatusChange{context, *context.database}}, routes);
  auto review = live("/mesures/programmes/{programme}/revue",
                     "the form by which a pilot records a review that was held", ReviewForm{context});
  review.example = "/mesures/programmes/alliances-strategiques/revue";
  review.parameters = {{kHorizon, "the horizon that the review answers, in months", "3"}};
  add_form(std::move(review),
           {"a pilot records a review that was held, with its minutes", review_fields(),
            ReviewHeld{context, *context.database}},
           routes);
}

constexpr std::string_view kStatusFacet = "statut";

// Every measure and every programme, in each language.
void add_documents(const State& state, const search::AddDocument& add) {
  for (std::size_t p = 0; p < state.programmes.size(); ++p) {
    const auto& programme = state.programmes[p].programme;
    const std::string base = p == 0 ? "/mesures" : "/mesures/programmes/" + programme.id;
    const auto now = programme.changes.empty()
                         ? std::vector<std::optional<std::size_t>>(programme.objectives.size())
                         : standing(programme.changes, programme.objectives.size(), programme.changes.back().day);
    for (const auto language : {core::Language::fr, core::Language::en}) {
      const std::string suffix = language == core::Language::fr ? ":fr" : ":en";
      const auto tongue = language == core::Language::fr ? search::Tongue::fr : search::Tongue::en;
      const std::string id = programme.id + suffix;
      search::Document document;
      document.id = id;
      document.kind = "programme-suivi";
      document.tongue = tongue;
      document.title = programme.label.in(language);
      document.summary = programme.text.in(language);
      document.address = base;
      document.date = programme.start;
      document.prominence = 1;
      add(document);
      for (std::size_t i = 0; i < programme.objectives.size(); ++i) {
        const auto& objective = programme.objectives[i];
        std::string groups;
        for (const auto group : objective.groups) groups += programme.groups[group].label.in(language) + ". ";
        const auto number = std::to_string(i + 1);
        const std::string measure_id = programme.id + "-" + number + suffix, address = base + "/" + number;
        const auto title =
            web::say(language, msg::measure_title, {{"n", number}, {"label", objective.label.in(language)}});
        search::Document measure;
        measure.id = measure_id;
        measure.kind = "mesure";
        measure.tongue = tongue;
        measure.title = title;
        measure.summary = programme.label.in(language);
        measure.body = objective.note.in(language);
        measure.category = groups;
        measure.address = address;
        std::vector<search::FacetEntry> facets;
        if (now[i]) facets.push_back({kStatusFacet, code_of(programme.changes[*now[i]].status)});
        measure.facets = facets;
        add(measure);
      }
    }
  }
}

search::Source searchable(const Context& context) {
  search::Source source;
  source.name = "mesures";
  source.kinds = {{"mesure", msg::search_measure}, {"programme-suivi", msg::search_programme}};
  source.facets = {{kStatusFacet, &msg::search_status, [](std::string_view value, core::Language language) {
                      return status_text(language, status_from(value));
                    }}};
  source.live = true;
  source.version = [context] {
    const auto state = context.programmes->current();
    return state ? (*state)->version : std::string();
  };
  source.documents = [context](const search::AddDocument& add) {
    if (const auto state = context.programmes->current()) add_documents(**state, add);
  };
  return source;
}

plug::Sitemap sitemap(const Context& context) {
  return {"mesures", [context](const plug::AddAddress& add) {
            const auto state = context.programmes->current();
            if (!state || (*state)->programmes.empty()) return;
            if ((*state)->programmes.size() > 1) add("/mesures/programmes");
            for (std::size_t p = 0; p < (*state)->programmes.size(); ++p) {
              const auto& programme = (*state)->programmes[p].programme;
              const std::string base = p == 0 ? "/mesures" : "/mesures/programmes/" + programme.id;
              add(base);
              add(base + "/historique");
              for (std::size_t i = 1; i <= programme.objectives.size(); ++i) add(base + "/" + std::to_string(i));
            }
          }};
}

}  // namespace

Context context(db::Database& database, std::shared_ptr<const web::Site> site,
                std::shared_ptr<const core::Clock> clock) {
  return {std::make_shared<const Register>(database), std::move(site), std::move(clock), &database};
}

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  add_routes(context, "/mesures", "/mesures", all.routes);
  add_routes(context, "/mesures/programmes/{programme}", "/mesures/programmes/alliances-strategiques", all.routes);
  add_status_routes(context, all.routes);
  auto list =
      live("/mesures/programmes", "the programmes that are followed", [context](const Request& request) -> Answer {
        const auto desk = open_desk(context, request);
        if (!desk) return std::unexpected(desk.error());
        if (request.form == Form::json) return http::answer(http::kJsonType, programmes_json(*desk));
        return programmes_page(*desk);
      });
  list.forms = {Form::html, Form::json};
  all.routes.push_back(std::move(list));
  all.sitemaps.push_back(sitemap(context));
  all.searchable.push_back(searchable(context));
  return all;
}

}  // namespace catalyse::tracker
