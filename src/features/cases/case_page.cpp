// `/cas/{case}`: one sheet, its conditions on the reader's place, the cases most like it.
#include <algorithm>
#include <array>

#include "export/json.hpp"
#include "http/answers.hpp"
#include "kind.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "transfer.hpp"
#include "web/components.hpp"
#include "web/embedded.hpp"

namespace catalyse::cases {
namespace {

using core::Language;
using web::say;

constexpr std::size_t kAlike = 3;

std::chrono::year_month_day today(const Context& context) {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(context.clock->now()));
}

std::string where_html(const Context& context, const Sheet& sheet, Language language) {
  web::Inline pieces{{term_label(List::level, sheet.value("niveau"), language), {}}};
  for (const auto& code : sheet.places) {
    const auto place = find_place(*context.territories, code);
    pieces.push_back({pieces.size() == 1 ? " · " : ", ", {}});
    if (place)
      pieces.push_back({place_label(*context.territories, *place),
                        web::localised(language, territories::address(context.territories->place(*place)))});
    else
      pieces.push_back({code, {}});
  }
  return web::inline_html(pieces);
}

std::string labels(List list, const std::vector<std::string>& ids, Language language) {
  std::vector<std::string> all;
  for (const auto& id : ids) all.push_back(numbered_label(list, id, language));
  return text::list(all, language);
}

// One a line, whole: the words of a target are what it says.
std::vector<std::string> target_lines(const Sheet& sheet, Language language) {
  std::vector<std::string> all;
  for (const auto& id : sheet.values("cibles")) all.push_back(numbered_label(List::target, id, language));
  return all;
}

// Terms as links to the other cases that have them.
web::Row term_row(const Sheet& sheet, const Facet& facet, Language language) {
  web::Row row{.term = say(language, *words_of(facet.field).label), .text = {}, .tone = web::Tone::plain};
  for (const auto& id : sheet.values(facet.field)) {
    if (!row.text.empty()) row.text.push_back({", ", {}});
    row.text.push_back({labels(facet.list, {id}, language),
                        web::localised(language, "/cas?" + std::string(facet.parameter) + "=" + id)});
  }
  return row;
}

std::string facts_html(const Sheet& sheet, Language language) {
  std::vector<web::Row> rows;
  if (!sheet.value("initiateur").empty())
    rows.push_back(
        {say(language, msg::field_initiateur), {{std::string(sheet.value("initiateur")), {}}}, web::Tone::plain});
  for (const auto& facet : facets())
    if (facet.list != List::level && !sheet.values(facet.field).empty())
      rows.push_back(term_row(sheet, facet, language));
  for (const auto& [field, list] :
       {std::pair{std::string_view("modele"), List::model}, std::pair{std::string_view("contrat"), List::contract}}) {
    if (sheet.value(field).empty()) continue;
    const auto* term = find_term(list, sheet.value(field));
    web::Inline text{{term_label(list, sheet.value(field), language), {}}};
    if (term != nullptr && term->origin == Origin::proposal)
      text.push_back({" " + say(language, msg::case_proposal), {}});
    rows.push_back({say(language, *words_of(field).label), std::move(text), web::Tone::plain});
  }
  return web::definition_rows(rows);
}

std::string partners_html(const Sheet& sheet, Language language) {
  if (sheet.partners.empty()) return {};
  web::Table table{.id = "partenaires",
                   .caption = say(language, msg::field_partenaires),
                   .columns = {{.label = say(language, msg::partner_name)},
                               {.label = say(language, msg::partner_profile)},
                               {.label = say(language, msg::partner_role)}},
                   .fit = web::Fit::fit};
  for (const auto& partner : sheet.partners)
    table.rows.push_back({{.text = partner.name},
                          {.text = partner.profile.empty() ? "" : term_label(List::profile, partner.profile, language)},
                          {.text = partner.role}});
  return web::table(table);
}

std::string outcomes_html(const Sheet& sheet, Language language) {
  if (sheet.outcomes.empty()) return {};
  web::Table table{.id = "resultats",
                   .caption = say(language, msg::field_resultats),
                   .columns = {{.label = say(language, msg::outcome_axis)},
                               {.label = say(language, msg::outcome_figure)},
                               {.label = say(language, msg::outcome_evidence)}},
                   .fit = web::Fit::fit};
  for (const auto& outcome : sheet.outcomes)
    table.rows.push_back({{.text = term_label(List::axis, outcome.axis, language)},
                          {.text = outcome.figure},
                          {.text = outcome.evidence}});
  return web::table(table);
}

std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> all;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    if (end > from) all.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return all;
}

std::vector<StoryView> stories(const Sheet& sheet, Language language) {
  constexpr std::array<std::string_view, 5> kStories{"contexte", "action", "enseignements", "modele_economique",
                                                     "moyens"};
  std::vector<StoryView> all;
  for (const auto field : kStories)
    if (!sheet.value(field).empty())
      all.push_back({std::string(field), say(language, *words_of(field).label), paragraphs(sheet.value(field))});
  return all;
}

std::string state(const Sheet& sheet, std::chrono::year_month_day day, Language language) {
  static constexpr std::array kWords{&msg::fresh_green, &msg::fresh_amber, &msg::fresh_red, &msg::fresh_unknown};
  const auto light = freshness(sheet, day);
  return say(language, *kWords[static_cast<std::size_t>(light)],
             {{"day", sheet.checked ? text::date(*sheet.checked, language) : ""}});
}

std::string missing(const Sheet& sheet, Language language) {
  const auto whole = completeness(sheet);
  if (whole.missing.empty()) return {};
  std::vector<std::string> names;
  for (const auto field : whole.missing)
    names.push_back(say(language, msg::quoted, {{"words", say(language, *words_of(field).label)}}));
  return say(language, msg::case_missing,
             {{"filled", std::to_string(whole.filled)},
              {"all", std::to_string(whole.all)},
              {"fields", text::list(names, language)}});
}

// A whole day in words; a year or a month as it is written.
std::string when_words(const std::string& when, Language language) {
  const auto day = read_day(when);
  return day ? text::date(*day, language) : when;
}

void fill_transfer(const Context& context, const http::Request& request, const Sheet& sheet, CaseView& view) {
  const auto language = request.language;
  if (sheet.conditions.empty()) return;
  view.transferable = true;
  view.action = web::localised(language, sheet.address());
  if (sheet.imported) view.conditions_note = say(language, msg::transfer_proposed);
  const auto named = read_place(*context.territories, request.query.first("territoire").value_or(""));
  view.place = named.words;
  view.conditions = condition_views(context, sheet, named.place, language);
  if (named.place) {
    view.verdict_title = say(language, msg::transfer_on, {{"place", place_label(*context.territories, *named.place)}});
  } else if (!named.words.empty()) {
    view.place_error =
        say(language, named.choices.empty() ? msg::place_none : msg::place_several, {{"words", named.words}});
    for (const auto choice : named.choices)
      view.place_choices.push_back(
          {view.action + "?territoire=" + code_of(context.territories->place(choice)) + "#transfert",
           place_label(*context.territories, choice)});
  }
}

std::string shared_words(const Likeness& likeness, Language language) {
  std::vector<std::string> words;
  for (const auto& [field, value] : likeness.shared)
    if (const auto* list = list_of(field)) words.push_back(labels(*list, {value}, language));
  return say(language, msg::like_shared, {{"words", text::list(words, language)}});
}

std::string json_ld(const Context& context, const Sheet& sheet) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("@context", "https://schema.org");
    json.field("@type", "Article");
    json.field("headline", sheet.title);
    json.field("abstract", sheet.summary);
    json.field("url", context.site->base_url + sheet.address());
    json.field("version", sheet.version);
    json.field("inLanguage", "fr");
    json.field("datePublished", text::iso_date(std::chrono::floor<std::chrono::days>(sheet.published)));
    if (!sheet.places.empty())
      json.array("spatialCoverage", [&] {
        for (const auto& code : sheet.places) {
          const auto place = find_place(*context.territories, code);
          if (place)
            json.object([&] {
              json.field("@type", "AdministrativeArea");
              json.field("name", context.territories->place(*place).name);
              json.field("identifier", code);
            });
        }
      });
  });
  return json.take();
}

CaseView make_view(const Context& context, const http::Request& request, const Sheet& sheet,
                   const std::vector<web::Offer>& offers) {
  const auto language = request.language;
  CaseView view;
  view.title = sheet.title;
  view.where_html = where_html(context, sheet, language);
  view.summary = sheet.summary;
  view.state = state(sheet, today(context), language);
  view.facts_html = facts_html(sheet, language);
  view.targets = target_lines(sheet, language);
  if (!view.targets.empty()) view.targets_title = say(language, msg::field_cibles);
  view.partners_html = partners_html(sheet, language);
  view.stories = stories(sheet, language);
  view.outcomes_html = outcomes_html(sheet, language);
  for (const auto& date : sheet.dates) view.dates.push_back({when_words(date.when, language), date.what});
  fill_transfer(context, request, sheet, view);
  for (const auto& likeness : like(*context.base, sheet, kAlike))
    view.alike.push_back(
        {web::localised(language, likeness.sheet->address()), likeness.sheet->title, shared_words(likeness, language)});
  for (const auto& source : sheet.sources) view.sources.push_back({source.title, source.address});
  view.missing = missing(sheet, language);
  const auto published = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(sheet.published));
  view.published = say(language, sheet.imported ? msg::case_imported : msg::case_published,
                       {{"n", std::to_string(sheet.version)}, {"day", text::date(published, language)}});
  view.downloads_html = web::downloads(language, offers);
  view.revise_href = web::localised(language, "/contributions/" + sheet.id);
  view.history_href = web::localised(language, "/historique/" + sheet.id);
  view.nominate_href = web::localised(language, "/exemples/proposer?cas=" + sheet.id);
  view.report_href = web::localised(language, "/signaler/" + sheet.id);
  return view;
}

http::Response embedded(const Context& context, const Sheet& sheet, Language language) {
  const auto path = web::localised(language, sheet.address());
  EmbedView view;
  view.address = context.site->base_url + path;
  view.where = where(context, sheet, language);
  view.summary = sheet.summary;
  view.about = about(sheet, language);
  view.state = state(sheet, today(context), language);
  const auto body = templates::render_embed(view, language);
  return web::embedded_response(*context.site, {language, sheet.title, path, body});
}

}  // namespace

plug::Embed embed(const Context& context) {
  return [context](Language language, std::string_view path,
                   const http::Query&) -> std::optional<core::Result<plug::Embedded>> {
    constexpr std::string_view kStart = "/cas/";
    constexpr std::int64_t kWidth = 720, kHeight = 420;
    if (!path.starts_with(kStart)) return std::nullopt;
    const auto* sheet = sheet_at(*context.base, path.substr(kStart.size()));
    if (sheet == nullptr) return core::fail(core::ErrorKind::not_found, msg::error_absent.key);
    return plug::Embedded{sheet->title, web::localised(language, sheet->address()) + "?integration=1", kWidth, kHeight};
  };
}

core::Result<http::Response> case_page(const Context& context, const http::Request& request) {
  const auto asked = request.capture("cas");
  const auto* sheet = sheet_at(*context.base, asked);
  if (sheet == nullptr) return core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  const auto language = request.language;
  const auto own = sheet->id + "-" + sheet->slug;
  if (asked != own) {
    const auto path = "/cas/" + own + std::string(http::suffix_of(request.form));
    const auto query = request.raw_query.empty() ? std::string{} : "?" + request.raw_query;
    return http::redirect((request.form == http::Form::html ? web::localised(language, path) : path) + query, 301);
  }
  if (request.form == http::Form::json) return http::answer(http::kJsonType, case_json(*sheet));
  if (request.query.first("integration") == "1") return embedded(context, *sheet, language);
  const std::vector<web::Offer> offers{
      {http::Form::json, say(language, msg::download_json), sheet->address() + ".json"}};
  web::Page page;
  page.language = language;
  page.title = sheet->title;
  page.description = sheet->summary.substr(0, sheet->summary.find(". "));
  page.path = sheet->address();
  page.query = request.raw_query;
  page.crumbs = {{say(language, msg::list_title), web::localised(language, "/cas")}, {sheet->title, {}}};
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = offers;
  page.json_ld = json_ld(context, *sheet);
  page.body_html = templates::render_case(make_view(context, request, *sheet, offers), language);
  page.print_footer = sheet->title;
  auto response = web::page_response(*context.site, page);
  response.headers.push_back(plug::oembed_link(context.site->base_url, web::localised(language, sheet->address())));
  return response;
}

}  // namespace catalyse::cases
