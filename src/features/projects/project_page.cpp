// `/projets/{id}-{slug}`: one project, where it comes from and what was deduced from it.
#include "desk.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/query.hpp"
#include "theme_rules.hpp"
#include "web/components.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using territories::kNowhere;
using web::say;

struct Sheet {
  const Context& context;
  Project project;
  Language language;

  [[nodiscard]] const Programme& programme() const { return context.projects->programmes()[project.programme]; }
  [[nodiscard]] const Source& source() const { return context.projects->sources()[project.source]; }
};

std::string place_note(const Sheet& sheet) {
  auto note = siting_words(sheet.project.siting, sheet.language);
  if (sheet.project.carried)
    note += " " + say(sheet.language, msg::project_carried, {{"code", std::string(sheet.project.insee)}});
  return note;
}

void fill_facts(const Sheet& sheet, ProjectView& view) {
  const auto& [context, project, language] = sheet;
  const auto term = [&](const web::Message& message) { return say(language, message); };
  const auto& programme = sheet.programme();
  const auto search = [&](std::string_view name, std::string_view value) {
    return web::localised(language, kPath) + "?" + std::string(name) + "=" + text::query_value(value);
  };
  view.facts.push_back({term(msg::project_amount), money(project.amount, language), "", ""});
  if (project.cost) {
    std::string share;
    if (*project.cost > 0 && project.amount <= *project.cost)
      share =
          say(language, msg::project_share,
              {{"share", text::percent(100.0 * static_cast<double>(project.amount) / static_cast<double>(*project.cost),
                                       0, language)}});
    view.facts.push_back({term(msg::project_cost), money(*project.cost, language), "", share});
  }
  std::string siren;
  if (!project.siren.empty()) siren = say(language, msg::project_siren, {{"siren", std::string(project.siren)}});
  view.facts.push_back({term(msg::project_beneficiary), std::string(project.beneficiary), "", siren});
  std::string place_href;
  if (project.place != kNowhere && !context.territories->overseas_collectivities().holds(project.place))
    place_href = web::localised(language, territories::address(context.territories->place(project.place)));
  view.facts.push_back(
      {term(msg::project_place), place_words(context, project, language), place_href, place_note(sheet)});
  view.facts.push_back({term(msg::project_programme), programme_words(programme), search("programme", programme.id),
                        programme_words(programme).ends_with(programme.label) ? std::string{} : programme.label});
  view.facts.push_back({term(msg::project_funder), programme.funder, "", ""});
  view.facts.push_back({term(msg::project_year), year_words(project.year, language),
                        search("annee", project.year == 0 ? "inconnue" : std::to_string(project.year)), ""});
  view.facts.push_back(
      {term(msg::project_theme), std::string(theme_label(project.theme, language)),
       search("theme", themes()[project.theme].id),
       say(language, msg::project_theme_note, {{"confidence", confidence_words(project.confidence, language)}})});
}

void fill_kin(const Sheet& sheet, ProjectView& view) {
  const auto kin = sheet.context.projects->kin(sheet.project.row);
  if (kin.empty()) return;
  view.kin_title = say_count(sheet.language, static_cast<std::int64_t>(kin.size()), msg::project_kin);
  view.kin_note = say(sheet.language, msg::project_kin_note);
  for (const auto row : kin) view.kin.push_back(row_view(sheet.context, row, sheet.language));
}

void fill_refusals(const Sheet& sheet, ProjectView& view) {
  for (const auto& one : sheet.context.projects->refusals(sheet.project.row)) {
    const auto& field = one.field == "siren"  ? msg::field_siren
                        : one.field == "year" ? msg::field_year
                        : one.field == "cost" ? msg::field_cost
                                              : msg::field_insee;
    view.refusals.push_back(
        say(sheet.language, msg::project_refusal, {{"field", say(sheet.language, field)}, {"value", one.value}}));
  }
  if (!view.refusals.empty()) view.refusals_title = say(sheet.language, msg::project_refusals);
}

void fill_source(const Sheet& sheet, ProjectView& view) {
  const auto& source = sheet.source();
  const auto language = sheet.language;
  view.source_title = say(language, msg::project_source);
  view.source = say(language, msg::project_source_line,
                    {{"title", language == Language::fr ? source.title : source.title_en},
                     {"producer", source.producer},
                     {"relay", source.relay},
                     {"vintage", source.vintage}});
  view.licence = source.licence;
  view.licence_href = source.licence_address;
  view.origin = say(
      language, msg::project_origin,
      {{"id", sheet.project.id}, {"row", sheet.project.id.substr(source.prefix.size() + 1)}, {"path", source.path}});
}

http::Response page_of(const Sheet& sheet) {
  const auto& [context, project, language] = sheet;
  ProjectView view;
  view.title = title_of(context, project, language);
  if (project.title.size() > view.title.size()) view.lead = std::string(project.title);
  if (project.title.empty()) view.notice = say(language, msg::project_untitled);
  if (project.duplicate) view.notice = say(language, msg::project_duplicate);
  view.search_href = web::localised(language, kPath);
  fill_facts(sheet, view);
  fill_kin(sheet, view);
  fill_refusals(sheet, view);
  fill_source(sheet, view);
  const auto path = address(project);
  const web::Offer json{http::Form::json, say(language, msg::download_json), web::localised(language, path) + ".json"};
  view.downloads_html = web::downloads(language, std::span(&json, 1));
  web::Page page;
  page.language = language;
  page.title = view.title;
  page.description = say(language, msg::project_description,
                         {{"beneficiary", std::string(project.beneficiary)},
                          {"amount", money(project.amount, language)},
                          {"programme", programme_words(sheet.programme())},
                          {"year", year_words(project.year, language)}});
  page.path = path;
  page.crumbs = {{say(language, msg::search_title), web::localised(language, kPath)}, {view.title, ""}};
  page.offers = {json};
  page.indexing = web::Indexing::noindex;  // a hundred and fifty thousand lines of registers are found by the search
  page.body_html = templates::render_project(view, language);
  return web::page_response(*context.site, page);
}

}  // namespace

core::Result<http::Response> project_page(const Context& context, const http::Request& request) {
  const auto segment = request.capture("projet");
  const auto row = context.projects->find(segment.substr(0, segment.find('-')));
  if (!row) {
    return core::fail(core::ErrorKind::not_found, msg::unknown_project.key, {},
                      {{"id", std::string(segment.substr(0, segment.find('-')).substr(0, 40))}});
  }
  const auto project = context.projects->project(*row);
  const auto path = address(project);
  const auto suffix = http::suffix_of(request.form);
  if (request.path != path) return http::redirect(web::localised(request.language, path) + std::string(suffix));
  if (request.form == http::Form::json)
    return http::answer(http::kJsonType, project_json(context, *row, request.language));
  return page_of({context, project, request.language});
}

}  // namespace catalyse::projects
