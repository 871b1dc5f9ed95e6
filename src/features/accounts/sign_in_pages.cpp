#include "accounts/open_forms.hpp"
#include "mail/mail.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "sign_in_rules.hpp"
#include "text/query.hpp"

namespace catalyse::accounts {
namespace {

std::string return_of(const Desk& desk) {
  if (desk.request.method == http::Method::post) return safe_return(desk.request.field("retour"));
  return safe_return(desk.request.query.first("retour").value_or(""));
}

std::string password_form(const Desk& desk, std::string_view email) {
  web::Form form;
  form.action = desk.at("/connexion");
  form.token = desk.request.actor.token;
  form.hidden = {{"retour", return_of(desk)}};
  web::Field address{.id = "courriel", .name = "courriel", .label = desk.say(msg::field_email), .type = "email"};
  address.value = email;
  address.autocomplete = "username";
  address.required = true;
  web::Field password{
      .id = "mot-de-passe", .name = "mot_de_passe", .label = desk.say(msg::field_password), .type = "password"};
  password.autocomplete = "current-password";
  password.required = true;
  form.fields = {std::move(address), std::move(password)};
  form.button = desk.say(msg::sign_in_button);
  return web::post_form(desk.language(), form);
}

std::string link_form(const Desk& desk, std::string_view email) {
  web::Form form;
  form.action = desk.at("/connexion/demande");
  form.token = desk.request.actor.token;
  web::Field address{.id = "courriel-lien", .name = "courriel", .label = desk.say(msg::field_email), .type = "email"};
  address.value = email;
  address.autocomplete = "email";
  address.required = true;
  form.fields = {std::move(address)};
  form.fields.push_back(
      {.id = "site-web", .name = std::string(kTrapField), .label = desk.say(msg::field_trap), .type = "trap"});
  form.button = desk.say(msg::ask_button);
  form.css_class = "quiet";
  return web::post_form(desk.language(), form);
}

SectionView provider_section(const Desk& desk) {
  const auto& name = desk.state.settings.provider.name;
  const auto back = return_of(desk);
  const auto address = desk.at("/connexion/externe") + (back == "/compte" ? "" : "?retour=" + text::query_value(back));
  return {"fournisseur",
          desk.say(msg::provider_title, {{"name", name}}),
          desk.say(msg::provider_text),
          {},
          "<p>" + web::inline_html({{desk.say(msg::provider_button, {{"name", name}}), address}}) + "</p>"};
}

http::Response show(const Desk& desk, std::string fault, std::string_view email, unsigned status) {
  SheetView view;
  view.title = desk.say(msg::sign_in_title);
  view.notice = notice_of(desk);
  view.fault = std::move(fault);
  view.lead = desk.say(msg::sign_in_lead);
  view.form_html = password_form(desk, email);
  if (desk.state.mails())
    view.sections.push_back({"lien", desk.say(msg::ask_title), desk.say(msg::ask_text), {}, link_form(desk, email)});
  if (desk.state.settings.provider.client) view.sections.push_back(provider_section(desk));
  auto response = framed(desk, view);
  response.status = status;
  return response;
}

http::Response show_code(const Desk& desk, std::string_view step, std::string fault, std::string_view back) {
  web::Form form;
  form.action = desk.at("/connexion/code");
  form.token = desk.request.actor.token;
  form.hidden = {{"etape", std::string(step)}, {"retour", std::string(back)}};
  web::Field code{.id = "code", .name = "code", .label = desk.say(msg::field_code)};
  code.hint = desk.say(msg::field_code_hint);
  code.autocomplete = "one-time-code";
  code.required = true;
  code.error = fault;
  form.fields = {std::move(code)};
  form.button = desk.say(msg::code_button);
  SheetView view;
  view.title = desk.say(msg::code_title);
  view.lead = desk.say(msg::code_lead);
  view.form_html = web::post_form(desk.language(), form);
  auto response = framed(desk, view);
  response.status = fault.empty() ? 200 : 400;
  return response;
}

// Whoever was signed in on this browser before is so no more (fixation, mixed sessions).
void end_former(const Desk& desk) {
  if (desk.request.actor.signed_in())
    close(desk.state, secret_of(desk.state, desk.request), desk.request.actor, origin_of(desk.request));
}

}  // namespace

Answer go_on(const Desk& desk, const Opened& opened, std::string_view back) {
  if (opened.secret.empty()) return show_code(desk, opened.step, {}, back);
  end_former(desk);
  auto response = let_in(desk, opened.invited ? "/compte/securite?fait=bienvenue" : back, opened.secret);
  response.headers.emplace_back("Set-Cookie", device_cookie(desk.state, opened.device));
  return response;
}

http::Response sign_in_refused(const Desk& desk, std::string sentence) {
  return show(desk, std::move(sentence), {}, 400);
}

Answer sign_in_page(const Desk& desk) { return show(desk, {}, {}, 200); }

Answer sign_in(const Desk& desk) {
  const auto& request = desk.request;
  const auto opened = open_with_password(
      desk.state, {std::string(request.field("courriel")), std::string(request.field("mot_de_passe")),
                   origin_of(request), device_of(desk.state, request)});
  if (opened) return go_on(desk, *opened, return_of(desk));
  if (!is_refusal(opened.error())) return std::unexpected(opened.error());
  const bool waits = opened.error().message_id == "accounts.error.wait";
  auto response = show(desk, sentence_of(desk, opened.error()), request.field("courriel"), waits ? 429 : 400);
  if (waits) response.headers.emplace_back("Retry-After", opened.error().parameters.front().second);
  return response;
}

Answer give_code(const Desk& desk) {
  const auto step = desk.request.field("etape");
  const auto opened = open_with_code(desk.state, step, desk.request.field("code"), origin_of(desk.request));
  if (opened) return go_on(desk, *opened, return_of(desk));
  if (!is_refusal(opened.error())) return std::unexpected(opened.error());
  auto sentence = sentence_of(desk, opened.error());
  if (opened.error().message_id == "accounts.error.step") return show(desk, std::move(sentence), {}, 400);
  return show_code(desk, step, std::move(sentence), return_of(desk));
}

// A link is opened by a button: programs that look at mails before people do ask for its page, and change nothing.
Answer link_page(const Desk& desk) {
  web::Form form;
  form.action = desk.at("/connexion/lien");
  form.token = desk.request.actor.token;
  form.hidden = {{"secret", std::string(desk.request.query.first("secret").value_or(""))}, {"retour", return_of(desk)}};
  form.button = desk.say(msg::link_button);
  SheetView view;
  view.title = desk.say(msg::link_title);
  view.lead = desk.say(msg::link_lead);
  view.form_html = web::post_form(desk.language(), form);
  return framed(desk, view);
}

Answer open_link(const Desk& desk) {
  const auto opened = open_with_link(desk.state, desk.request.field("secret"), origin_of(desk.request));
  if (opened) return go_on(desk, *opened, return_of(desk));
  if (!is_refusal(opened.error())) return std::unexpected(opened.error());
  return show(desk, sentence_of(desk, opened.error()), {}, 400);
}

Answer ask_for_link(const Desk& desk) {
  if (!desk.request.field(kTrapField).empty()) return explain(desk, msg::ask_done_title, msg::ask_done_lead);
  const auto asked = ask_link(desk.state, desk.request.field("courriel"), origin_of(desk.request));
  if (!asked && !is_refusal(asked.error())) return std::unexpected(asked.error());
  if (!asked) {
    auto response = show(desk, sentence_of(desk, asked.error()), desk.request.field("courriel"), 429);
    response.headers.emplace_back("Retry-After", asked.error().parameters.front().second);
    return response;
  }
  SheetView view;
  view.title = desk.say(msg::ask_done_title);
  view.lead = desk.say(msg::ask_done_lead);
  return framed(desk, view);
}

Answer outbox_page(const Desk& desk) {
  std::vector<mail::Mail> mails;
  desk.state.database.read([&](db::Transaction& tx) { mails = mail::waiting(tx, 50); });
  SheetView view;
  view.title = desk.say(msg::outbox_title);
  view.lead = desk.say(msg::outbox_lead);
  if (mails.empty()) view.notice = desk.say(msg::outbox_none);
  for (auto& one : mails) {
    const auto number = std::to_string(view.sections.size() + 1);  // two may bear one subject
    SectionView section{"m" + number, number + ". " + one.subject, {}, {}, {}};
    section.text = desk.say(msg::outbox_to, {{"email", one.to}});
    for (std::size_t i = 0; i < one.text.size();) {
      const auto end = std::min(one.text.find('\n', i), one.text.size());
      if (end > i) section.items.push_back(one.text.substr(i, end - i));
      i = end + 1;
    }
    view.sections.push_back(std::move(section));
  }
  return framed(desk, view);
}

Answer sign_out(const Desk& desk) {
  close(desk.state, secret_of(desk.state, desk.request), desk.request.actor, origin_of(desk.request));
  auto response = desk.done("/connexion", "deconnexion");
  response.headers.emplace_back("Set-Cookie", drop_cookie(desk.state));
  response.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
  return response;
}

}  // namespace catalyse::accounts
