#include "pages.hpp"

#include <algorithm>

#include "core/paris.hpp"
#include "messages.hpp"
#include "territories/reader_place.hpp"
#include "text/numbers.hpp"
#include "web/assets.hpp"

namespace catalyse::contributions {
namespace {

struct Done {
  std::string_view word;
  const web::Message& sentence;
};
const Done kDone[] = {{"enregistre", msg::done_saved}, {"joint", msg::done_joined},
                      {"soumis", msg::done_submitted}, {"repris", msg::done_taken_back},
                      {"publie", msg::done_published}, {"demande", msg::done_asked},
                      {"retire", msg::done_withdrawn}, {"retabli", msg::done_shown_again},
                      {"signale", msg::done_reported}, {"signalement", msg::done_report_decided}};

std::string place_text(const Office& office, const std::string& code) {
  const auto& territories = *office.context.territories;
  const auto place = territories::find_place(territories, code);
  return place ? territories::place_label(territories, *place) : code;
}

}  // namespace

const plug::Contributed* Office::kind(std::string_view name) const {
  const auto found =
      std::ranges::find(context.kinds, name, [](const plug::Contributed& one) { return one.kind->name; });
  return found == context.kinds.end() ? nullptr : &*found;
}

std::unexpected<core::Error> absent() { return core::fail(core::ErrorKind::not_found, "http.error.not_found"); }

const web::Message* sentence_of(std::string_view message_id) {
  const auto* message = web::find_message(message_id);
  return message == nullptr ? web::find_message("web." + std::string(message_id)) : message;
}

std::string content_html(const Office& office, const plug::Contributed& kind, const editorial::Content& content) {
  std::vector<web::Row> rows;
  for (const auto& field : kind.kind->fields) {
    web::Row row{.term = label_of(office, kind, field.name), .text = {}, .tone = web::Tone::plain};
    for (const auto& text : value_texts(office, kind, field, values_of(content, field.name)))
      row.text.push_back({(row.text.empty() ? "" : " · ") + text, {}});
    if (!row.text.empty()) rows.push_back(std::move(row));
  }
  return web::definition_rows(rows);
}

http::Response done(const Office& office, std::string_view path, std::string_view what) {
  return http::redirect(office.at(path) + "?fait=" + std::string(what), 303);
}

std::string notice_of(const Office& office) {
  const auto word = office.request.query.first("fait");
  const auto found = std::ranges::find_if(kDone, [&](const Done& one) { return word && *word == one.word; });
  return found == std::end(kDone) ? std::string{} : office.say(found->sentence);
}

http::Response framed(const Office& office, Body body) {
  const auto& request = office.request;
  web::Page page;
  page.language = request.language;
  page.title = body.title;
  page.path = request.path;
  page.query = request.method == http::Method::get ? request.raw_query : std::string();
  page.layout = body.layout;
  page.indexing = web::Indexing::noindex;
  page.crumbs = std::move(body.crumbs);
  if (!page.crumbs.empty()) page.crumbs.push_back({body.title, {}});
  page.body_html = std::move(body.html);
  if (!body.script.empty()) page.scripts.push_back(web::asset_address(body.script));
  return web::page_response(*office.context.site, page);
}

std::string day_text(const Office& office, core::Instant at) {
  return text::date(std::chrono::floor<std::chrono::days>(core::clock_in_paris(at)), office.language());
}

std::string person_text(const Office& office, std::string_view person) {
  if (person.empty()) return office.say(msg::person_import);
  const auto card = accounts::card(*office.context.accounts, person);
  return card && !card->name.empty() ? card->name : office.say(msg::person_unknown);
}

std::string public_text(const Office& office, std::string_view person) {
  if (person.empty()) return office.say(msg::person_import);
  return accounts::public_name(*office.context.accounts, person, office.language());
}

std::string title_of(const Office& office, const editorial::Item& item) {
  return item.title.empty() ? office.say(msg::untitled) : item.title;
}

std::string propose_text(const Office& office, const plug::Contributed& kind) {
  // « Un cas » begins a sentence elsewhere; its first letter is an article's in both languages.
  auto name = office.say(*kind.name);
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] + 32);
  return office.say(msg::propose_title, {{"kind", name}});
}

std::string state_text(const Office& office, const editorial::State& state) {
  using editorial::Shown;
  using editorial::Work;
  static const std::array kWork{&msg::work_none, &msg::work_draft, &msg::work_submitted, &msg::work_changes_asked};
  static const std::array kShown{&msg::shown_never, &msg::shown_published, &msg::shown_withdrawn};
  if (state.work == Work::none) return office.say(*kShown[static_cast<std::size_t>(state.shown)]);
  auto work = office.say(*kWork[static_cast<std::size_t>(state.work)]);
  if (state.shown == Shown::never) return work;
  return office.say(state.shown == Shown::published ? msg::state_both_published : msg::state_both_withdrawn,
                    {{"work", work}});
}

std::vector<std::string> value_texts(const Office& office, const plug::Contributed& kind, const editorial::Field& field,
                                     const std::vector<std::string>& values) {
  std::vector<std::string> all;
  for (const auto& value : values) {
    if (field.shape == editorial::Shape::places)
      all.push_back(place_text(office, value));
    else if (!field.choices.empty())
      all.push_back(kind.choice_text(field.name, value, office.language()));
    else
      all.push_back(value);
  }
  return all;
}

const std::vector<std::string>& values_of(const editorial::Content& content, std::string_view field) {
  static const std::vector<std::string> kNone;
  const auto found = content.find(field);
  return found == content.end() ? kNone : found->second;
}

std::string label_of(const Office& office, const plug::Contributed& kind, std::string_view field) {
  const bool known = std::ranges::any_of(kind.kind->fields, [&](const auto& one) { return one.name == field; });
  return known ? office.say(*kind.words(field).label) : std::string(field);
}

bool is_reviewer(const Office& office) {
  return std::ranges::any_of(office.context.kinds, [&](const plug::Contributed& one) {
    return !accounts::scopes_of(office.actor(), "review", one.kind->name).empty();
  });
}

}  // namespace catalyse::contributions
