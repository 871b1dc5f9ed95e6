#include "pages.hpp"

#include <algorithm>
#include <array>

#include "core/paris.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"

namespace catalyse::accounts {
namespace {

struct Done {
  std::string_view word;
  const web::Message& sentence;
};

const Done kDone[] = {
    {"bienvenue", msg::done_welcome},
    {"deconnexion", msg::done_signed_out},
    {"profil", msg::done_profile},
    {"mot-de-passe", msg::done_password},
    {"application", msg::done_application},
    {"application-retiree", msg::done_application_removed},
    {"session", msg::done_session},
    {"sessions", msg::done_sessions},
    {"role", msg::done_role},
    {"desactive", msg::done_disabled},
    {"reactive", msg::done_enabled},
    {"accord", msg::done_consent},
    {"notifications", msg::done_notices},
    {"preuve", msg::done_proof},
};

constexpr std::array kRoles{&msg::role_reader,    &msg::role_contributor,  &msg::role_catalyst, &msg::role_reviewer,
                            &msg::role_editor,    &msg::role_analyst,      &msg::role_pilot,    &msg::role_instructor,
                            &msg::role_committee, &msg::role_administrator};

const Done kActs[] = {
    {"people.signed_in", msg::act_signed_in},
    {"people.signed_out", msg::act_signed_out},
    {"people.sign_in_refused", msg::act_sign_in_refused},
    {"people.code_refused", msg::act_code_refused},
    {"people.link_asked", msg::act_link_asked},
    {"people.accepted", msg::act_accepted},
    {"people.invited", msg::act_invited},
    {"people.invited_again", msg::act_invited_again},
    {"people.role_granted", msg::act_role_granted},
    {"people.role_revoked", msg::act_role_revoked},
    {"people.disabled", msg::act_disabled},
    {"people.enabled", msg::act_enabled},
    {"people.profile_changed", msg::act_profile_changed},
    {"people.password_changed", msg::act_password_changed},
    {"people.second_factor_added", msg::act_second_factor_added},
    {"people.second_factor_removed", msg::act_second_factor_removed},
    {"people.recovery_codes_renewed", msg::act_recovery_codes_renewed},
    {"people.session_ended", msg::act_session_ended},
    {"people.erased", msg::act_erased},
    {"people.erasure_checked", msg::act_erasure_checked},
    {"people.exported", msg::act_exported},
    {"people.consent_given", msg::act_consent_given},
    {"people.consent_taken_back", msg::act_consent_taken_back},
    {"people.objected", msg::act_objected},
    {"people.identity_linked", msg::act_identity_linked},
    {"people.joined", msg::act_joined},
    {"people.proved", msg::act_proved},
    {"people.proof_refused", msg::act_proof_refused},
};

}  // namespace

http::Response Desk::done(std::string_view path, std::string_view what) const {
  auto location = at(path);
  if (!what.empty()) location += "?fait=" + std::string(what);
  return http::redirect(std::move(location), 303);
}

http::Response framed(const Desk& desk, const SheetView& view, std::span<const Crumb> crumbs, web::Layout layout) {
  web::Page page;
  page.language = desk.language();
  page.title = view.title;
  page.description = view.lead;
  page.path = desk.request.path;
  page.query = desk.request.method == http::Method::get ? desk.request.raw_query : std::string();
  page.layout = layout;
  page.indexing = view.listed ? web::Indexing::index : web::Indexing::noindex;
  for (const auto& crumb : crumbs) page.crumbs.push_back({desk.say(crumb.text), desk.at(crumb.path)});
  if (!crumbs.empty()) page.crumbs.push_back({view.title, {}});
  page.body_html = templates::render_sheet(view, desk.language());
  return web::page_response(desk.site, page);
}

std::string notice_of(const Desk& desk) {
  const auto word = desk.request.query.first("fait");
  for (const auto& one : kDone) {
    if (word && *word == one.word) return desk.say(one.sentence);
  }
  return {};
}

std::string sentence_of(const Desk& desk, const core::Error& error) {
  const auto* message = web::find_message(error.message_id);
  return message == nullptr ? desk.say(msg::error_failed)
                            : web::say(desk.language(), *message, std::span(error.parameters));
}

http::Response explain(const Desk& desk, const web::Message& title, const web::Message& lead) {
  SheetView view;
  view.title = desk.say(title);
  view.lead = desk.say(lead);
  return framed(desk, view);
}

// As clocks in Paris show it, and said so; files say UTC.
std::string instant_text(const Desk& desk, core::Instant utc) {
  const auto at = core::clock_in_paris(utc);
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time{at - day};
  const auto two = [](long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return desk.say(msg::instant, {{"day", text::date(day, desk.language())},
                                 {"time", two(time.hours().count()) + ":" + two(time.minutes().count())}});
}

std::string role_text(core::Language language, std::string_view role) {
  const auto known = role_named(role);
  return known ? web::say(language, *kRoles[static_cast<std::size_t>(*known)]) : std::string(role);
}

std::string action_text(core::Language language, std::string_view action) {
  const auto found = std::ranges::find(kActs, action, &Done::word);
  if (found != std::end(kActs)) return web::say(language, found->sentence);
  const auto* other = web::find_message(action);  // an act of another room is named by its sentence
  return other == nullptr ? std::string(action) : web::say(language, *other);
}

std::string scope_text(core::Language language, std::string_view scope) {
  return scope.empty() ? web::say(language, msg::scope_everywhere) : std::string(scope);
}

http::Response let_in(const Desk& desk, std::string_view path, std::string_view secret) {
  auto response = http::redirect(desk.at(path), 303);
  response.headers.emplace_back("Set-Cookie", set_cookie(desk.state, secret));
  return response;
}

}  // namespace catalyse::accounts
