// `/parcours` and `/parcours/{parcours}`: steps to follow. What is done stands in the address, so that a reader resumes
// from a bookmark and nothing is kept about them.
#include <algorithm>

#include "entries.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "web/components.hpp"

namespace catalyse::library {
namespace {

using core::Language;
using web::localised;
using web::say;

std::string with_done(const std::string& address, const std::string& done) {
  return done.empty() ? address : address + "?fait=" + done;
}

LinkView link_view(const Context& context, const PathLink& link, Language language) {
  if (link.target.starts_with('/')) return {localised(language, link.target), link.label.in(language)};
  const auto* resource = context.shelf->find_resource(link.target);
  if (resource == nullptr) return {{}, link.target};
  return {localised(language, resource->address()), resource->title.in(language)};
}

StepView step_view(const Context& context, const Path& path, const std::vector<unsigned>& done, unsigned number,
                   Language language) {
  const auto& step = path.steps[number - 1];
  StepView view;
  view.id = "etape-" + std::to_string(number);
  view.title = std::to_string(number) + ". " + step.title.in(language);
  view.text = step.text.in(language);
  view.done = std::ranges::find(done, number) != done.end();
  view.state = say(language, view.done ? msg::path_done : msg::path_to_do);
  view.toggle_href = with_done(localised(language, path.address()), toggled(done, number)) + "#" + view.id;
  view.toggle_label = say(language, view.done ? msg::path_undo : msg::path_do, {{"n", std::to_string(number)}});
  for (const auto& link : step.links) view.links.push_back(link_view(context, link, language));
  return view;
}

PathView make_view(const Context& context, const Path& path, const std::vector<unsigned>& done, Language language) {
  PathView view;
  view.title = path.title.in(language);
  view.summary = path.summary.in(language);
  const auto all = static_cast<unsigned>(path.steps.size());
  view.progress = say(language, done.size() == all ? msg::path_finished : msg::path_progress,
                      {{"done", std::to_string(done.size())}, {"all", std::to_string(all)}});
  for (unsigned number = 1; number <= all; ++number) {
    view.steps.push_back(step_view(context, path, done, number, language));
    if (!view.steps.back().done && view.next_href.empty()) {
      view.next_href = "#" + view.steps.back().id;
      view.next_label = say(language, msg::path_next, {{"n", std::to_string(number)}});
    }
  }
  view.keep_href = with_done(localised(language, "/compte/parcours/" + path.id), joined(done));
  if (!done.empty()) view.start_href = localised(language, path.address());
  view.sources = source_views(path.sources);
  view.revise_href = localised(language, "/contributions/" + path.id);
  view.history_href = localised(language, "/historique/" + path.id);
  view.report_href = localised(language, "/signaler/" + path.id);
  return view;
}

}  // namespace

Answer paths_page(const Context& context, const http::Request& request) {
  const auto language = request.language;
  PathsView view;
  view.title = say(language, msg::paths_title);
  view.lead = say(language, msg::paths_lead);
  for (const auto& path : context.shelf->paths())
    view.paths.push_back({localised(language, path.address()), path.title.in(language),
                          web::say_count(language, static_cast<std::int64_t>(path.steps.size()), msg::paths_steps),
                          path.summary.in(language), term_label(List::access, kLearn, language)});
  view.submit_href = localised(language, "/proposer/parcours");
  web::Page page;
  page.language = language;
  page.title = view.title;
  page.description = view.lead;
  page.path = request.path;
  page.query = request.raw_query;
  page.body_html = templates::render_paths(view, language);
  return web::page_response(*context.site, page);
}

Answer path_page(const Context& context, const http::Request& request) {
  const auto* path = context.shelf->find_path(request.capture("parcours"));
  if (path == nullptr) return core::fail(core::ErrorKind::not_found, msg::error_path.key);
  if (request.form == http::Form::json) return http::answer(http::kJsonType, path_json(*path));
  const auto language = request.language;
  const auto done = done_steps(request.query.first("fait").value_or(""), path->steps.size());
  const std::vector<web::Offer> offers{
      {http::Form::json, say(language, msg::download_json), path->address() + ".json"}};
  auto view = make_view(context, *path, done, language);
  view.downloads_html = web::downloads(language, offers);
  web::Page page;
  page.language = language;
  page.title = view.title;
  page.description = view.summary;
  page.path = path->address();
  page.query = request.raw_query;
  page.crumbs = {{say(language, msg::paths_title), localised(language, "/parcours")}, {page.title, {}}};
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = offers;
  page.body_html = templates::render_path(view, language);
  page.print_footer = view.title + ". " + view.progress;
  return web::page_response(*context.site, page);
}

std::string path_json(const Path& path) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("id", path.id);
    json.field("version", path.version);
    json.field("title_fr", path.title.fr);
    json.field("title_en", path.title.en);
    json.array("steps", [&] {
      for (const auto& step : path.steps)
        json.object([&] {
          json.field("title_fr", step.title.fr);
          json.field("title_en", step.title.en);
          json.field("text_fr", step.text.fr);
          json.field("text_en", step.text.en);
          json.array("links", [&] {
            for (const auto& link : step.links) json.value(link.target);
          });
        });
    });
  });
  return json.take();
}

}  // namespace catalyse::library
