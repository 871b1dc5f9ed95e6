// `/compte/parcours`: the paths that somebody with an account asked to keep, to resume them on another machine. The
// pages of the paths are the same for all: what is personal stands here.
#include <algorithm>

#include "entries.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "store_progress.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/components.hpp"

namespace catalyse::library {
namespace {

using core::Language;
using web::localised;
using web::say;

constexpr std::string_view kPages = "/compte/parcours", kForget = "oublier";

std::string own_address(std::string_view path) {
  std::string address(kPages);
  address += '/';
  return address.append(path);
}

std::string progress_words(const Path& path, std::string_view done, Language language) {
  const auto steps = done_steps(done, path.steps.size());
  return say(language, steps.size() == path.steps.size() ? msg::path_finished : msg::path_progress,
             {{"done", std::to_string(steps.size())}, {"all", std::to_string(path.steps.size())}});
}

std::string address_of(const Path& path, std::string_view done, Language language) {
  const auto address = localised(language, path.address());
  return done.empty() ? address : address + "?fait=" + std::string(done);
}

std::string forget_form(const http::Request& request, const std::string& path) {
  web::Form form;
  form.action = localised(request.language, own_address(path));
  form.token = request.actor.token;
  form.hidden = {{"geste", std::string(kForget)}};
  form.button = say(request.language, msg::kept_forget);
  form.css_class = "quiet";
  return web::post_form(request.language, form);
}

http::Response framed(const Context& context, const http::Request& request, std::string title, std::string html) {
  web::Page page;
  page.language = request.language;
  page.title = std::move(title);
  page.path = request.path;
  page.query = request.method == http::Method::get ? request.raw_query : std::string();
  page.indexing = web::Indexing::noindex;
  page.crumbs = {{say(request.language, msg::kept_account), localised(request.language, "/compte")}};
  if (request.path != kPages)
    page.crumbs.push_back({say(request.language, msg::kept_title), localised(request.language, kPages)});
  page.crumbs.push_back({page.title, {}});
  page.body_html = std::move(html);
  return web::page_response(*context.site, page);
}

// The path of the address, and the steps of the query or the form that it has.
struct Asked {
  const Path& path;
  std::string done;
};
core::Result<Asked> asked(const Context& context, const http::Request& request) {
  const auto* path = context.shelf->find_path(request.capture("parcours"));
  if (path == nullptr) return core::fail(core::ErrorKind::not_found, msg::error_path.key);
  const auto text =
      request.method == http::Method::get ? request.query.first("fait").value_or("") : request.field("fait");
  return Asked{*path, joined(done_steps(text, path->steps.size()))};
}

}  // namespace

Answer kept_page(const Context& context, const http::Request& request) {
  const auto language = request.language;
  std::vector<Progress> all;
  context.database->read([&](db::Transaction& tx) { all = kept(tx, request.actor.person); });
  KeptView view;
  view.title = say(language, msg::kept_title);
  view.lead = say(language, msg::kept_lead);
  for (const auto& one : all) {
    const auto* path = context.shelf->find_path(one.path);
    KeptPathView shown;
    shown.title = path == nullptr ? one.path : path->title.in(language);
    shown.progress = path == nullptr ? say(language, msg::kept_gone) : progress_words(*path, one.done, language);
    if (path != nullptr) shown.href = address_of(*path, one.done, language);
    shown.day =
        say(language, msg::kept_day, {{"day", text::date(std::chrono::floor<std::chrono::days>(one.saved), language)}});
    shown.forget_html = forget_form(request, one.path);
    view.paths.push_back(std::move(shown));
  }
  if (view.paths.empty()) view.none = say(language, msg::kept_none);
  view.list_href = localised(language, "/parcours");
  return framed(context, request, view.title, templates::render_kept(view, language));
}

Answer keep_page(const Context& context, const http::Request& request) {
  const auto language = request.language;
  const auto found = asked(context, request);
  if (!found) return std::unexpected(found.error());
  std::optional<Progress> before;
  context.database->read([&](db::Transaction& tx) { before = kept(tx, request.actor.person, found->path.id); });
  KeepView view;
  view.title = found->path.title.in(language);
  view.progress = progress_words(found->path, found->done, language);
  if (before && before->done != found->done) {
    view.before = say(language, msg::kept_before, {{"progress", progress_words(found->path, before->done, language)}});
    view.before_href = address_of(found->path, before->done, language);
  }
  web::Form form;
  form.action = localised(language, own_address(found->path.id));
  form.token = request.actor.token;
  form.hidden = {{"fait", found->done}};
  form.button = say(language, msg::kept_keep);
  view.form_html = web::post_form(language, form);
  return framed(context, request, view.title, templates::render_keep(view, language));
}

Answer keep_post(const Context& context, const http::Request& request) {
  const std::string person = request.actor.person;
  if (request.field("geste") == kForget) {
    // Also of a path that is published no more.
    auto written = context.database->write([&](db::Transaction& tx) -> core::Result<void> {
      forget(tx, person, request.capture("parcours"));
      return {};
    });
    if (!written) return std::unexpected(written.error());
    return http::redirect(localised(request.language, kPages), 303);
  }
  const auto found = asked(context, request);
  if (!found) return std::unexpected(found.error());
  auto written = context.database->write([&](db::Transaction& tx) -> core::Result<void> {
    keep(tx, person, {found->path.id, found->done, context.programmes.clock->now()});
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return http::redirect(localised(request.language, kPages), 303);
}

}  // namespace catalyse::library
