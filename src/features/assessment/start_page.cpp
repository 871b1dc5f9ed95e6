// `/diagnostic`: what it is, and the form that begins one.
#include <algorithm>

#include "editorial/once.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "store.hpp"
#include "templates.hpp"
#include "territories/reader_place.hpp"
#include "text/phrases.hpp"
#include "views.hpp"

namespace catalyse::assessment {
namespace {

using core::Language;
using web::localised;
using web::say;

constexpr std::size_t kName = 120;

struct Typed {
  std::string kind, place, name, respondent;
  std::string kind_error, place_error, name_error;
  [[nodiscard]] bool sound() const { return kind_error.empty() && place_error.empty() && name_error.empty(); }
};

Typed typed(const http::Request& request) {
  return {line_of(request.field("genre"), 20),
          line_of(request.field("territoire"), 100),
          line_of(request.field("nom"), kName),
          line_of(request.field("repondant"), kName),
          {},
          {},
          {}};
}

std::string kind_label(std::string_view kind, Language language) {
  return say(language, kind == kKinds[0]   ? msg::kind_territoire
                       : kind == kKinds[1] ? msg::kind_projet
                                           : msg::kind_alliance);
}

web::Form start_form(const http::Request& request, const Typed& given) {
  const auto language = request.language;
  web::Form form;
  form.action = localised(language, "/diagnostic");
  form.token = request.actor.token;
  form.hidden = {{std::string(editorial::kSendingField), editorial::new_sending_key()}};
  form.button = say(language, msg::start_button);
  web::Field kind{.id = "genre", .name = "genre", .label = say(language, msg::start_kind), .type = "select"};
  kind.required = true;
  kind.value = given.kind;
  kind.error = given.kind_error;
  for (const auto one : kKinds) kind.options.push_back({std::string(one), kind_label(one, language)});
  const auto line = [&](std::string_view name, const web::Message& label, const web::Message& hint,
                        const std::string& value, const std::string& error) {
    web::Field field;
    field.id = field.name = name;
    field.label = say(language, label);
    field.hint = say(language, hint);
    field.value = value;
    field.error = error;
    field.autocomplete = "off";
    return field;
  };
  form.fields = {std::move(kind),
                 line("territoire", msg::start_place, msg::start_place_hint, given.place, given.place_error),
                 line("nom", msg::start_name, msg::start_name_hint, given.name, given.name_error),
                 line("repondant", msg::start_respondent, msg::start_respondent_hint, given.respondent, {})};
  return form;
}

// The place that was named, or the sentence that says why not.
std::optional<territories::PlaceIndex> place_of(const Context& context, Typed& given, Language language) {
  const auto& all = *context.library.territories;
  const auto named = territories::read_place(all, given.place);
  if (named.place) return named.place;
  if (given.place.empty()) {
    if (given.kind == kKinds[0]) given.place_error = say(language, msg::start_place_missing);
    return std::nullopt;
  }
  std::vector<std::string> choices;
  for (const auto choice : named.choices)
    choices.push_back(territories::code_of(all.place(choice)) + " " + territories::place_label(all, choice));
  given.place_error = choices.empty() ? say(language, msg::start_place_none, {{"words", given.place}})
                                      : say(language, msg::start_place_several,
                                            {{"words", given.place}, {"choices", text::list(choices, language)}});
  return std::nullopt;
}

http::Response page_of(const Context& context, const http::Request& request, const Typed& given) {
  const auto language = request.language;
  StartView view;
  view.title = say(language, msg::start_title);
  view.lead = say(language, msg::start_lead);
  context.database->read([&](db::Transaction& tx) {
    view.ready = newest_version(tx) > 0;
    if (!request.actor.signed_in()) return;
    for (const auto& [name, key] : owned(tx, request.actor.person))
      view.own.push_back({localised(language, "/diagnostic/dossier") + "?cle=" + key, name});
  });
  view.has_own = !view.own.empty();
  view.form_html = web::post_form(language, start_form(request, given));
  for (const auto& lever : context.library.shelf->levers())
    view.levers.push_back({localised(language, lever.address()), lever_title(context, lever.number, language)});
  return framed(context, request,
                {.title = view.title,
                 .path = "/diagnostic",
                 .query = {},
                 .html = templates::render_start(view, language),
                 .crumbs = {},
                 .offers = {}});
}

}  // namespace

Answer start_page(const Context& context, const http::Request& request) {
  Typed nothing;
  nothing.kind = kKinds[0];
  return page_of(context, request, nothing);
}

Answer start_post(const Context& context, const http::Request& request) {
  const auto language = request.language;
  auto given = typed(request);
  if (std::ranges::find(kKinds, given.kind) == kKinds.end()) given.kind_error = say(language, msg::start_kind_missing);
  const auto place = place_of(context, given, language);
  if (given.name.empty() && given.kind != kKinds[0]) given.name_error = say(language, msg::start_name_missing);
  if (!given.sound()) {
    auto page = page_of(context, request, given);
    page.status = core::status_of(core::ErrorKind::invalid);
    return page;
  }
  Beginning beginning{
      .kind = given.kind,
      .place = {},
      .name = given.name,
      .owner = request.actor.person,
      .respondent = given.respondent.empty() ? say(language, msg::respondent_default, {{"n", "1"}}) : given.respondent,
      .day = today(context)};
  if (place) {
    beginning.place = territories::code_of(context.library.territories->place(*place));
    if (beginning.name.empty()) beginning.name = territories::place_label(*context.library.territories, *place);
  }
  const auto said = beginning.kind + "\n" + beginning.place + "\n" + beginning.name + "\n" + beginning.respondent;
  std::string key;
  auto written = context.database->write([&](db::Transaction& tx) -> core::Result<void> {
    beginning.version = newest_version(tx);
    if (beginning.version == 0) return core::fail(core::ErrorKind::unavailable, msg::error_none.key);
    const auto now = context.clock->now();
    auto begun = editorial::once(tx, {"assessment", beginning.owner, request.field(editorial::kSendingField), said},
                                 now, [&] { return begin(tx, beginning, now); });
    if (!begun) return std::unexpected(begun.error());
    key = std::move(*begun);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return http::redirect(localised(language, "/diagnostic/dossier") + "?cle=" + key, 303);
}

}  // namespace catalyse::assessment
