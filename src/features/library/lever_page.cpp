// `/leviers` and `/leviers/{levier}`: the seven levers, and for each question what may help, with the reason.
#include <algorithm>

#include "entries.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "library/advice.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "territories/pages.hpp"
#include "territories/reader_place.hpp"
#include "territories/resolve.hpp"
#include "text/numbers.hpp"
#include "text/query.hpp"
#include "web/components.hpp"

namespace catalyse::library {
namespace {

using core::Language;
using web::localised;
using web::say;

constexpr std::size_t kMost = 4;  // of each kind under a question; the rest is a filter away

void add_advice(const Context& context, const Lever& lever, const AdviceOptions& options, LeverView& view) {
  std::vector<std::string_view> ids;
  for (const auto& question : lever.questions) ids.emplace_back(question.id);
  const auto advice = advise(context, ids, options);
  const auto language = options.language;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    QuestionView shown;
    shown.id = "question-" + lever.questions[i].id;
    shown.text = lever.questions[i].text.in(language);
    for (const auto& one : advice[i]) {
      auto& list = one.kind == AdviceKind::resource  ? shown.resources
                   : one.kind == AdviceKind::example ? shown.examples
                                                     : shown.measures;
      list.push_back({localised(language, one.address), one.title, one.reason});
    }
    if (context.shelf->under(ids[i]).size() > kMost)
      shown.more_href = localised(language, "/ressources?levier=" + std::to_string(lever.number));
    view.questions.push_back(std::move(shown));
  }
}

// Where the reader's territory stands, as far as it is known here.
void add_place(const Context& context, const Lever& lever, const territories::Named& named, LeverView& view,
               Language language) {
  view.place = named.words;
  const auto& all = *context.territories;
  if (!named.place) {
    if (named.words.empty()) return;
    view.place_error =
        say(language, named.choices.empty() ? msg::place_none : msg::place_several, {{"words", named.words}});
    for (const auto choice : named.choices)
      view.place_choices.push_back(
          {localised(language, lever.address()) + "?territoire=" + territories::code_of(all.place(choice)),
           territories::place_label(all, choice)});
    return;
  }
  const auto& place = all.place(*named.place);
  const auto code = territories::code_of(place);
  view.place_title = say(language, msg::lever_here, {{"place", territories::place_label(all, *named.place)}});
  if (context.standing)
    view.standing = context.standing(*core::PlaceCode::make(place.level, place.code), lever.number, language);
  if (view.standing.empty()) view.standing = say(language, msg::lever_no_standing);
  view.place_links.push_back({localised(language, territories::address(place)), say(language, msg::lever_dossier)});
  const auto near = static_cast<std::int64_t>(cases::count_near(*context.cases, code));
  view.place_links.push_back(
      {localised(language, "/cas?territoire=" + code),
       near == 0 ? say(language, msg::lever_cases_none) : web::say_count(language, near, msg::lever_cases)});
  view.place_links.push_back({localised(language, "/projets?territoire=" + code), say(language, msg::lever_projects)});
}

// What the reader's own assessments say, whoever they are about: for nobody else.
void add_own(const Context& context, const http::Request& request, unsigned lever, LeverView& view) {
  if (!context.own || !request.actor.signed_in()) return;
  for (auto& one : context.own(request.actor.person, lever, request.language))
    view.own.push_back({localised(request.language, one.address), std::move(one.title), std::move(one.text)});
  view.has_own = !view.own.empty();
}

LeverView make_view(const Context& context, const http::Request& request, const Lever& lever) {
  const auto language = request.language;
  LeverView view;
  view.title =
      say(language, msg::lever_title, {{"n", std::to_string(lever.number)}, {"title", lever.title.in(language)}});
  view.summary = lever.summary.in(language);
  view.action = localised(language, lever.address());
  const auto named = territories::read_place(*context.territories, request.query.first("territoire").value_or(""));
  add_place(context, lever, named, view, language);
  add_own(context, request, lever.number, view);
  const auto code = named.place ? territories::code_of(context.territories->place(*named.place)) : std::string{};
  add_advice(context, lever, {.most = kMost, .place = code, .language = language}, view);
  const std::string query = code.empty() ? "" : "?territoire=" + code;
  for (const auto& other : context.shelf->levers())
    if (other.number != lever.number)
      view.others.push_back({localised(language, other.address()) + query,
                             std::to_string(other.number) + ". " + other.title.in(language)});
  Filter filter;
  filter.lever = std::to_string(lever.number);
  view.all_href = localised(language, "/ressources?levier=" + filter.lever);
  view.all_label =
      web::say_count(language, static_cast<std::int64_t>(context.shelf->select(filter).size()), msg::lever_all);
  view.assess_href = localised(language, "/diagnostic");
  view.sources = source_views(lever.sources);
  return view;
}

const Lever* find_lever(const Shelf& shelf, std::string_view asked) {
  const auto number = number_in(asked.substr(0, asked.find('-')));
  const auto found = number ? std::ranges::find(shelf.levers(), *number, &Lever::number) : shelf.levers().end();
  return found == shelf.levers().end() ? nullptr : &*found;
}

}  // namespace

Answer levers_page(const Context& context, const http::Request& request) {
  if (request.form == http::Form::json) return http::answer(http::kJsonType, levers_json(*context.shelf));
  const auto language = request.language;
  LeversView view;
  view.title = say(language, msg::levers_title);
  view.assess_href = localised(language, "/diagnostic");
  view.lead = say(language, msg::levers_lead);
  for (const auto& lever : context.shelf->levers())
    view.levers.push_back(
        {localised(language, lever.address()), std::to_string(lever.number) + ". " + lever.title.in(language),
         lever.summary.in(language),
         web::say_count(language, static_cast<std::int64_t>(lever.questions.size()), msg::levers_questions) + " · " +
             term_label(List::access, kLearn, language)});
  if (!context.shelf->levers().empty()) view.sources = source_views(context.shelf->levers().front().sources);
  const std::vector<web::Offer> offers{{http::Form::json, say(language, msg::download_json), "/leviers.json"}};
  view.downloads_html = web::downloads(language, offers);
  web::Page page;
  page.language = language;
  page.title = view.title;
  page.description = view.lead;
  page.path = request.path;
  page.query = request.raw_query;
  page.offers = offers;
  page.body_html = templates::render_levers(view, language);
  return web::page_response(*context.site, page);
}

Answer lever_page(const Context& context, const http::Request& request) {
  const auto asked = request.capture("levier");
  const auto* lever = find_lever(*context.shelf, asked);
  if (lever == nullptr) return core::fail(core::ErrorKind::not_found, msg::error_lever.key);
  const auto language = request.language;
  if (lever->address() != "/leviers/" + std::string(asked)) {
    const auto query = request.raw_query.empty() ? std::string{} : "?" + request.raw_query;
    return http::redirect(localised(language, lever->address()) + query, 301);
  }
  web::Page page;
  page.language = language;
  page.title = lever->title.in(language);
  page.description = lever->summary.in(language);
  page.path = lever->address();
  page.query = request.raw_query;
  page.crumbs = {{say(language, msg::levers_title), localised(language, "/leviers")}, {page.title, {}}};
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.body_html = templates::render_lever(make_view(context, request, *lever), language);
  return web::page_response(*context.site, page);
}

std::string levers_json(const Shelf& shelf) {
  exporting::JsonWriter json;
  const auto words = [&](std::string_view name, const Words& both) {
    json.field(std::string(name) + "_fr", both.fr);
    json.field(std::string(name) + "_en", both.en);
  };
  json.object([&] {
    json.array("levers", [&] {
      for (const auto& lever : shelf.levers())
        json.object([&] {
          json.field("number", lever.number);
          json.field("address", lever.address());
          words("title", lever.title);
          words("summary", lever.summary);
          json.array("questions", [&] {
            for (const auto& question : lever.questions)
              json.object([&] {
                json.field("id", question.id);
                words("text", question.text);
                json.array("resources", [&] {
                  for (const auto* resource : shelf.under(question.id)) json.value(resource->id);
                });
                json.array("measures", [&] {
                  for (const auto measure : question.measures) json.value(measure);
                });
              });
          });
        });
    });
  });
  return json.take();
}

}  // namespace catalyse::library
