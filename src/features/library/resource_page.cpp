// `/ressources/{ressource}`: one sheet, with what is not known said so.
#include <algorithm>

#include "accounts/accounts.hpp"
#include "editorial/once.hpp"
#include "entries.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "store_links.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/components.hpp"

namespace catalyse::library {
namespace {

using core::Language;
using web::say;

// A field whose values lead to the others that have them.
web::Row facet_row(const Context& context, const Resource& resource, const Facet& facet, Language language) {
  web::Row row{.term = say(language, *facet.label), .text = {}, .tone = web::Tone::plain};
  for (const auto& value : resource.values(facet.field)) {
    if (!row.text.empty()) row.text.push_back({", ", {}});
    row.text.push_back({value_label(context, facet.field, value, language),
                        web::localised(language, "/ressources?" + std::string(facet.parameter) + "=" + value)});
  }
  return row;
}

std::string facts_html(const Context& context, const Resource& resource, Language language) {
  std::vector<web::Row> rows;
  const auto add = [&](const web::Message& label, std::string text) {
    if (text.empty())
      rows.push_back({say(language, label), {{say(language, msg::resource_not_known), {}}}, web::Tone::missing});
    else
      rows.push_back({say(language, label), {{std::move(text), {}}}, web::Tone::plain});
  };
  for (const auto& facet : facets())
    if (!resource.values(facet.field).empty()) rows.push_back(facet_row(context, resource, facet, language));
  add(msg::field_auteur, std::string(resource.value("auteur")));
  add(msg::field_date, when_words(resource.value("date"), language));
  if (!resource.value("niveau").empty())
    add(msg::field_niveau, term_label(List::depth, resource.value("niveau"), language));
  if (!resource.value("duree").empty()) add(msg::field_duree, std::string(resource.value("duree")));
  add(msg::field_langue,
      resource.value("langue").empty() ? std::string{} : term_label(List::tongue, resource.value("langue"), language));
  add(msg::field_licence, std::string(resource.value("licence")));
  return web::definition_rows(rows);
}

std::string json_ld(const Context& context, const Resource& resource, Language language) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("@context", "https://schema.org");
    json.field("@type", "LearningResource");
    json.field("name", resource.title.in(language));
    json.field("description", resource.summary.in(language));
    json.field("url", context.site->base_url + web::localised(language, resource.address()));
    if (!resource.value("lien").empty()) json.field("sameAs", resource.value("lien"));
    if (!resource.value("auteur").empty()) json.field("author", resource.value("auteur"));
    if (!resource.value("date").empty()) json.field("datePublished", resource.value("date"));
    if (!resource.value("langue").empty()) json.field("inLanguage", resource.value("langue"));
  });
  return json.take();
}

// What is kept beside the content.
struct Kept {
  std::optional<LinkCheck> link;
  std::optional<Uses> uses;  // nothing where they are not kept
};
Kept read_kept(const Context& context, const Resource& resource) {
  Kept kept;
  if (context.database == nullptr) return kept;
  context.database->read([&](db::Transaction& tx) {
    if (!resource.value("lien").empty()) kept.link = link_check(tx, resource.value("lien"));
    kept.uses = uses_of(tx, resource.id);
  });
  return kept;
}

// By the machine when it looked, else by the person who wrote the sheet.
void add_link_state(const Resource& resource, const std::optional<LinkCheck>& check, Language language,
                    ResourceView& view) {
  if (!check) {
    const auto checked = resource.value("verifie");
    view.state = checked.empty() ? say(language, msg::resource_unchecked)
                                 : say(language, msg::resource_checked, {{"day", when_words(checked, language)}});
    return;
  }
  using enum LinkState;
  const auto& words = check->state == alive    ? msg::link_alive
                      : check->state == moved  ? msg::link_moved
                      : check->state == dead   ? msg::link_dead
                      : check->state == silent ? msg::link_silent
                                               : msg::link_barred;
  auto& text = check->state == dead ? view.warning : view.state;
  text = say(language, words,
             {{"day", day_words(check->checked, language)}, {"since", day_words(check->since, language)}});
  if (check->state == moved) view.moved_href = check->moved_to;
}

void add_uses(const http::Request& request, const Resource& resource, const Uses& uses, ResourceView& view) {
  const auto language = request.language;
  view.uses = uses.count == 0
                  ? say(language, msg::use_none)
                  : web::say_count(language, uses.count, msg::use_count, {{"day", when_words(uses.since, language)}});
  if (request.query.first("merci").value_or("") == "1") view.thanks = say(language, msg::use_thanks);
  web::Form form;
  form.action = web::localised(language, resource.address() + "/usage");
  form.token = request.actor.token;
  form.hidden = {{"geste", "usage"}, {std::string(editorial::kSendingField), editorial::new_sending_key()}};
  form.button = say(language, msg::use_button);
  form.css_class = "quiet";
  view.use_html = web::post_form(language, form);
}

ResourceView make_view(const Context& context, const http::Request& request, const Resource& resource) {
  const auto language = request.language;
  ResourceView view;
  view.title = resource.title.in(language);
  view.summary = resource.summary.in(language);
  view.facts_html = facts_html(context, resource, language);
  view.link_href = resource.value("lien");
  if (view.link_href.empty())
    view.no_link = say(language, msg::resource_no_link);
  else
    view.link_label = say(language, msg::resource_open, {{"host", view.link_href.substr(0, 120)}});
  for (const auto& id : resource.values("questions")) {
    const auto* question = context.shelf->find_question(id);
    if (question == nullptr) continue;
    const auto lever = std::ranges::find(context.shelf->levers(), question->lever, &Lever::number);
    view.questions.push_back(
        {web::localised(language, lever->address()) + "#question-" + id, question->text.in(language)});
  }
  view.sources = source_views(resource.sources);
  const auto kept = read_kept(context, resource);
  add_link_state(resource, kept.link, language, view);
  if (kept.uses) add_uses(request, resource, *kept.uses, view);
  if (accounts::may(request.actor, "review", {.room = "ressource"}))
    view.links_href = web::localised(language, "/ressources/liens");
  view.revise_href = web::localised(language, "/contributions/" + resource.id);
  view.history_href = web::localised(language, "/historique/" + resource.id);
  view.report_href = web::localised(language, "/signaler/" + resource.id);
  return view;
}

// The published version, and what is kept beside it.
std::string sheet_json(const Context& context, const Resource& resource) {
  const auto kept = read_kept(context, resource);
  exporting::JsonWriter json;
  json.object([&] {
    editorial::write_json({resource.id, &resource.content}, resource.version, resource.address(), json);
    json.object("link", [&] {
      json.field("state", kept.link ? std::optional(std::string(code_of(kept.link->state))) : std::nullopt);
      json.field("since", kept.link ? std::optional(iso_day(kept.link->since)) : std::nullopt);
      json.field("checked", kept.link ? std::optional(iso_day(kept.link->checked)) : std::nullopt);
      json.field("moved_to",
                 kept.link && !kept.link->moved_to.empty() ? std::optional(kept.link->moved_to) : std::nullopt);
    });
    json.field("reported_uses", kept.uses ? kept.uses->count : std::int64_t{0});
  });
  return json.take();
}

}  // namespace

std::vector<SourceView> source_views(std::span<const Source> sources) {
  std::vector<SourceView> views;
  for (const auto& source : sources) views.push_back({source.title, source.address});
  return views;
}

Answer resource_page(const Context& context, const http::Request& request) {
  const auto* resource = context.shelf->find_resource(request.capture("ressource"));
  if (resource == nullptr) return core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  if (request.form == http::Form::json) return http::answer(http::kJsonType, sheet_json(context, *resource));
  const auto language = request.language;
  const std::vector<web::Offer> offers{
      {http::Form::json, say(language, msg::download_json), resource->address() + ".json"}};
  web::Page page;
  page.language = language;
  page.title = resource->title.in(language);
  page.description = resource->summary.in(language);
  page.path = resource->address();
  page.query = request.raw_query;
  page.crumbs = {{say(language, msg::list_title), web::localised(language, "/ressources")}, {page.title, {}}};
  page.offers = offers;
  page.json_ld = json_ld(context, *resource, language);
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  auto view = make_view(context, request, *resource);
  view.downloads_html = web::downloads(language, offers);
  page.body_html = templates::render_resource(view, language);
  return web::page_response(*context.site, page);
}

Answer use_post(const Context& context, const http::Request& request) {
  const auto* resource = context.shelf->find_resource(request.capture("ressource"));
  if (resource == nullptr) return core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  auto written = context.database->write([&](db::Transaction& tx) -> core::Result<void> {
    const auto now = context.programmes.clock->now();
    const auto added = [&]() -> core::Result<std::string> {
      if (add_use(tx, resource->id, iso_day(now))) return resource->id;
      return core::fail(core::ErrorKind::conflict, msg::use_full.key);
    };
    const auto counted = editorial::once(tx, {"use", {}, request.field(editorial::kSendingField)}, now, added);
    if (!counted) return std::unexpected(counted.error());
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return http::redirect(web::localised(request.language, resource->address()) + "?merci=1#usages", 303);
}

}  // namespace catalyse::library
