// Pages of the room: each a function of the state and the request.
#pragma once

#include "people.hpp"
#include "views.hpp"
#include "web/components.hpp"

namespace catalyse::accounts {

struct Desk {
  Accounts::State& state;
  const web::Site& site;
  const http::Request& request;

  [[nodiscard]] core::Language language() const { return request.language; }
  [[nodiscard]] std::string say(const web::Message& message, web::Parameters parameters = {}) const {
    return web::say(request.language, message, parameters);
  }
  [[nodiscard]] std::string at(std::string_view path) const { return web::localised(request.language, path); }
  [[nodiscard]] By by() const { return {request.actor.person, request.client}; }
  // 303 to a page of ours, with what was done in `fait`.
  [[nodiscard]] http::Response done(std::string_view path, std::string_view what = {}) const;
};
using Answer = core::Result<http::Response>;

// The person of the address; an administrator's pages only.
[[nodiscard]] core::Result<Person> find_person_at(const Desk& desk);
// Whether a page may show the error beside its form.
[[nodiscard]] inline bool is_refusal(const core::Error& error) {
  return error.message_id.starts_with("accounts.error.");
}

struct Crumb {
  const web::Message& text;
  std::string_view path;
};
// A page that only says something.
[[nodiscard]] http::Response explain(const Desk& desk, const web::Message& title, const web::Message& lead);
[[nodiscard]] http::Response framed(const Desk& desk, const SheetView& view, std::span<const Crumb> crumbs = {},
                                    web::Layout layout = web::Layout::text);
// What `fait` says was done; empty for a word that is none of ours.
[[nodiscard]] std::string notice_of(const Desk& desk);
// The sentence of an error that a page shows beside its form.
[[nodiscard]] std::string sentence_of(const Desk& desk, const core::Error& error);
[[nodiscard]] std::string instant_text(const Desk& desk, core::Instant at);
[[nodiscard]] std::string role_text(core::Language language, std::string_view role);
// An act of the log in words; its own name when another room wrote it.
[[nodiscard]] std::string action_text(core::Language language, std::string_view action);
[[nodiscard]] std::string scope_text(core::Language language, std::string_view scope);
// 303 to a page, with the session's cookie.
[[nodiscard]] http::Response let_in(const Desk& desk, std::string_view path, std::string_view secret);

[[nodiscard]] Answer sign_in_page(const Desk& desk);
[[nodiscard]] Answer sign_in(const Desk& desk);
[[nodiscard]] Answer give_code(const Desk& desk);
[[nodiscard]] Answer link_page(const Desk& desk);
[[nodiscard]] Answer open_link(const Desk& desk);
[[nodiscard]] Answer ask_for_link(const Desk& desk);
[[nodiscard]] Answer outbox_page(const Desk& desk);
[[nodiscard]] Answer leave_for_provider(const Desk& desk);
[[nodiscard]] Answer return_from_provider(const Desk& desk);
// A session and the page to go back to, or the second factor first.
[[nodiscard]] Answer go_on(const Desk& desk, const Opened& opened, std::string_view back);
// The page to sign in, with what went wrong.
[[nodiscard]] http::Response sign_in_refused(const Desk& desk, std::string sentence);
[[nodiscard]] Answer sign_out(const Desk& desk);

// What needs a new proof of identity. A page that is none of them has no `Act`.
struct Act;
[[nodiscard]] const Act* act_of(Answer (*page)(const Desk& desk));
// The act, or the way to the proof: what was sent is kept and done when the proof is there.
[[nodiscard]] Answer guarded(const Desk& desk, const Act& act);
[[nodiscard]] Answer proof_page(const Desk& desk);
[[nodiscard]] Answer give_proof(const Desk& desk);
[[nodiscard]] Answer ask_proof_link(const Desk& desk);

[[nodiscard]] Answer account_page(const Desk& desk);
[[nodiscard]] Answer change_profile(const Desk& desk);

[[nodiscard]] Answer security_page(const Desk& desk);
[[nodiscard]] Answer change_password(const Desk& desk);
[[nodiscard]] Answer application_page(const Desk& desk);
[[nodiscard]] Answer add_application(const Desk& desk);
[[nodiscard]] Answer remove_application(const Desk& desk);
[[nodiscard]] Answer renew_codes(const Desk& desk);
[[nodiscard]] Answer end_sessions(const Desk& desk);

[[nodiscard]] Answer register_page(const Desk& desk);
[[nodiscard]] Answer data_page(const Desk& desk);
[[nodiscard]] Answer answer_consent(const Desk& desk);
[[nodiscard]] Answer erase_own(const Desk& desk);
[[nodiscard]] Answer ask_erasure_link(const Desk& desk);
[[nodiscard]] Answer erasure_link_page(const Desk& desk);
[[nodiscard]] Answer erase_by_link(const Desk& desk);
[[nodiscard]] Answer person_data_page(const Desk& desk);
[[nodiscard]] Answer erase_other(const Desk& desk);
[[nodiscard]] Answer objection_page(const Desk& desk);
[[nodiscard]] Answer object(const Desk& desk);

[[nodiscard]] Answer notices_page(const Desk& desk);
[[nodiscard]] Answer change_notices(const Desk& desk);
[[nodiscard]] Answer unsubscribe_page(const Desk& desk);
[[nodiscard]] Answer unsubscribe(const Desk& desk);

[[nodiscard]] Answer admin_page(const Desk& desk);
[[nodiscard]] Answer people_page(const Desk& desk);
[[nodiscard]] Answer invite_from_page(const Desk& desk);
[[nodiscard]] Answer person_page(const Desk& desk);
[[nodiscard]] Answer change_roles(const Desk& desk);
[[nodiscard]] Answer change_admission(const Desk& desk);
[[nodiscard]] Answer invite_anew(const Desk& desk);

[[nodiscard]] Answer journal_page(const Desk& desk);
[[nodiscard]] Answer own_journal_page(const Desk& desk);

}  // namespace catalyse::accounts
