// `/compte/perimetres`: the perimeters that somebody with an account asked to keep, under a name of their own. The page
// of a perimeter is the same for all: what is personal stands here.
#include <algorithm>
#include <array>

#include "core/clock.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "store_saved.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::perimeters {
namespace {

using core::Language;
using web::localised;
using web::say;

constexpr std::string_view kForget = "oublier";

std::string own_address(std::string_view id) {
  std::string address(kSavedPath);
  address += '/';
  return address.append(id);
}

std::string id_asked(const http::Request& request) { return std::string(bare_id(request.capture("perimetre"))); }

http::Response framed(const Context& context, const http::Request& request, std::string title, std::string html) {
  web::Page page;
  page.language = request.language;
  page.title = std::move(title);
  page.path = request.path;
  page.query = request.raw_query;
  page.indexing = web::Indexing::noindex;
  page.crumbs = {{say(request.language, msg::saved_account), localised(request.language, "/compte")}};
  if (request.path != kSavedPath)
    page.crumbs.push_back({say(request.language, msg::saved_title), localised(request.language, kSavedPath)});
  page.crumbs.push_back({page.title, {}});
  page.body_html = std::move(html);
  return web::page_response(*context.site, page);
}

http::Response back(const http::Request& request, std::string_view done) {
  return http::redirect(localised(request.language, kSavedPath) + "?fait=" + std::string(done), 303);
}

std::string size_words(const Context& context, const Perimeter& perimeter, Language language) {
  return web::say_count(language, static_cast<std::int64_t>(perimeter.communes.size()), msg::saved_size,
                        {{"people", text::number(people_of(*context.territories, perimeter.communes), language)}});
}

SavedView shown(const Context& context, const http::Request& request, const Saved& one) {
  const auto language = request.language;
  SavedView view;
  view.name = one.name;
  const auto day = text::date(std::chrono::floor<std::chrono::days>(one.saved), language);
  view.day = say(language, msg::saved_day, {{"day", day}});
  web::Form form;
  form.action = localised(language, own_address(one.perimeter));
  form.token = request.actor.token;
  form.hidden = {{"geste", std::string(kForget)}};
  form.button = say(language, msg::saved_forget, {{"name", one.name}});
  form.css_class = "quiet";
  view.forget_html = web::post_form(language, form);
  const auto perimeter = context.perimeters->find(one.perimeter);
  if (!perimeter) {
    view.size = say(language, msg::saved_gone);
    return view;
  }
  view.size = size_words(context, **perimeter, language);
  if ((*perimeter)->name != one.name)
    view.size += " · " + say(language, msg::saved_shared, {{"name", (*perimeter)->name}});
  view.href = localised(language, address(**perimeter));
  view.rename_href = localised(language, own_address(one.perimeter));
  view.rename_label = say(language, msg::saved_rename, {{"name", one.name}});
  return view;
}

}  // namespace

Answer saved_page(const Context& context, const http::Request& request) {
  const auto language = request.language;
  std::vector<Saved> all;
  context.database->read([&](db::Transaction& tx) { all = saved_by(tx, request.actor.person); });
  SavedPageView view;
  view.title = say(language, msg::saved_title);
  view.lead = say(language, msg::saved_lead);
  const auto done = request.query.first("fait").value_or("");
  if (done == kKept) view.done = say(language, msg::saved_done_kept);
  if (done == kForgotten) view.done = say(language, msg::saved_done_forgotten);
  for (const auto& one : all) view.saved.push_back(shown(context, request, one));
  if (view.saved.empty()) view.none = say(language, msg::saved_none);
  view.make_href = localised(language, "/perimetres");
  return framed(context, request, view.title, templates::render_saved(view, language));
}

Answer save_page(const Context& context, const http::Request& request) {
  const auto language = request.language;
  const auto id = id_asked(request);
  const auto perimeter = context.perimeters->find(id);
  if (!perimeter) return std::unexpected(perimeter.error());
  std::optional<Saved> before;
  context.database->read([&](db::Transaction& tx) { before = saved_by(tx, request.actor.person, id); });
  SaveView view;
  view.title = say(language, before ? msg::save_rename : msg::save_title, {{"name", (*perimeter)->name}});
  view.size = size_words(context, **perimeter, language);
  view.open_href = localised(language, address(**perimeter));
  web::Form form;
  form.action = localised(language, own_address(id));
  form.token = request.actor.token;
  form.fields = {{.id = "nom",
                  .name = "nom",
                  .label = say(language, msg::save_name),
                  .value = before ? before->name : (*perimeter)->name,
                  .hint = say(language, msg::save_name_hint),
                  .autocomplete = "off"}};
  form.button = say(language, before ? msg::save_again : msg::save_button);
  view.form_html = web::post_form(language, form);
  return framed(context, request, view.title, templates::render_save(view, language));
}

Answer save_post(const Context& context, const http::Request& request) {
  const auto& person = request.actor.person;
  const auto id = id_asked(request);
  if (request.field("geste") == kForget) {
    // Also of one that leads nowhere any more.
    const auto written = context.database->write([&](db::Transaction& tx) -> core::Result<void> {
      forget(tx, person, id);
      return {};
    });
    if (!written) return std::unexpected(written.error());
    return back(request, kForgotten);
  }
  const auto perimeter = context.perimeters->find(id);
  if (!perimeter) return std::unexpected(perimeter.error());
  const Saved saved{id, clean_name(request.field("nom"), (*perimeter)->name), core::SystemClock().now()};
  const auto written = context.database->write([&](db::Transaction& tx) { return save(tx, person, saved); });
  if (!written) return std::unexpected(written.error());
  return back(request, kKept);
}

}  // namespace catalyse::perimeters
