#include "core/digest.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "qr.hpp"
#include "secrets/secrets.hpp"
#include "secrets/totp.hpp"
#include "sign_in_rules.hpp"
#include "text/query.hpp"

namespace catalyse::accounts {
namespace {

constexpr int kRecoveryCodes = 10;
constexpr Crumb kHere[] = {{msg::account_title, "/compte"}};
constexpr Crumb kBelow[] = {{msg::account_title, "/compte"}, {msg::security_title, "/compte/securite"}};

struct Own {
  Person person;
  std::vector<Session> sessions;
  std::vector<Granted> grants;
  std::int64_t codes = 0;
};

Own read_own(const Desk& desk) {
  Own own;
  desk.state.database.read([&](db::Transaction& tx) {
    const auto& id = desk.request.actor.person;
    if (auto person = store::find_by_id(tx, id)) own.person = std::move(*person);
    own.sessions = store::sessions(tx, id);
    own.grants = store::grants(tx, id);
    own.codes = store::codes_left(tx, id);
  });
  return own;
}

const Session* current(const Desk& desk, const Own& own) {
  for (const auto& one : own.sessions)
    if (one.id == desk.request.actor.session) return &one;
  return nullptr;
}

web::Form form_at(const Desk& desk, std::string_view path, const web::Message& button) {
  web::Form form;
  form.action = desk.at(path);
  form.token = desk.request.actor.token;
  form.button = desk.say(button);
  return form;
}

struct Faults {
  std::string old_password{}, new_password{}, code{};
};

std::string password_form(const Desk& desk, const Own& own, const Faults& faults) {
  auto form = form_at(desk, "/compte/securite/mot-de-passe", msg::password_button);
  if (!own.person.password.empty()) {
    web::Field old{.id = "ancien", .name = "ancien", .label = desk.say(msg::field_old_password), .type = "password"};
    old.autocomplete = "current-password";
    old.required = true;
    old.error = faults.old_password;
    form.fields.push_back(std::move(old));
  }
  web::Field next{.id = "nouveau", .name = "nouveau", .label = desk.say(msg::field_new_password), .type = "password"};
  next.hint = desk.say(msg::field_new_password_hint);
  next.autocomplete = "new-password";
  next.required = true;
  next.error = faults.new_password;
  form.fields.push_back(std::move(next));
  return web::post_form(desk.language(), form);
}

web::Field code_field(const Desk& desk, std::string fault) {
  web::Field code{.id = "code", .name = "code", .label = desk.say(msg::field_code)};
  code.autocomplete = "one-time-code";
  code.required = true;
  code.error = std::move(fault);
  return code;
}

SectionView application_section(const Desk& desk, const Own& own, std::string fault) {
  SectionView section{"application", desk.say(msg::application_title), {}, {}, {}};
  const bool required = std::ranges::any_of(own.grants, [](const Granted& one) {
    const auto role = role_named(one.role);
    return role && needs_second_factor(*role);
  });
  if (!own.person.has_second_factor()) {
    section.text = desk.say(required ? msg::application_required : msg::application_absent);
    section.body_html =
        "<p>" + web::inline_html({{desk.say(msg::application_add), desk.at("/compte/securite/application")}}) + "</p>";
    return section;
  }
  section.text = desk.say(msg::application_present, {{"n", std::to_string(own.codes)}});
  auto renew = form_at(desk, "/compte/securite/secours", msg::codes_button);
  renew.css_class = "quiet";
  auto remove = form_at(desk, "/compte/securite/application/retirer", msg::application_remove);
  remove.fields = {code_field(desk, std::move(fault))};
  remove.fields.front().hint = desk.say(msg::application_remove_hint);
  remove.css_class = "quiet";
  section.body_html = web::post_form(desk.language(), renew) + web::post_form(desk.language(), remove);
  return section;
}

std::string sessions_html(const Desk& desk, const Own& own) {
  web::Table table{.id = "sessions", .caption = desk.say(msg::sessions_caption), .fit = web::Fit::fit};
  table.columns = {{.label = desk.say(msg::column_program)},
                   {.label = desk.say(msg::column_seen)},
                   {.label = desk.say(msg::column_act)}};
  for (const auto& one : own.sessions) {
    const bool here = one.id == desk.request.actor.session;
    auto form = form_at(desk, "/compte/securite/sessions", msg::session_end);
    form.hidden = {{"session", one.id}};
    form.css_class = "quiet";
    web::Cell program{.text = one.program.empty() ? desk.say(msg::program_unknown) : one.program};
    program.note = one.origin;
    web::Cell act;
    if (here)
      act.text = desk.say(msg::session_here);
    else
      act.html = web::post_form(desk.language(), form);
    table.rows.push_back({std::move(program), {.text = instant_text(desk, one.seen_at)}, std::move(act)});
  }
  auto all = form_at(desk, "/compte/securite/sessions", msg::sessions_end);
  all.css_class = "quiet";
  return web::table(table) + (own.sessions.size() > 1 ? web::post_form(desk.language(), all) : std::string());
}

Answer show(const Desk& desk, const Faults& faults) {
  const auto own = read_own(desk);
  SheetView view;
  view.title = desk.say(msg::security_title);
  view.notice = notice_of(desk);
  view.sections.push_back({"mot-de-passe",
                           desk.say(msg::password_title),
                           desk.say(own.person.password.empty() ? msg::password_absent : msg::password_text),
                           {},
                           password_form(desk, own, faults)});
  view.sections.push_back(application_section(desk, own, faults.code));
  view.sections.push_back(
      {"sessions", desk.say(msg::sessions_title), desk.say(msg::sessions_text), {}, sessions_html(desk, own)});
  auto response = framed(desk, view, kHere);
  if (!faults.old_password.empty() || !faults.new_password.empty() || !faults.code.empty()) response.status = 400;
  return response;
}

const web::Message& sentence(PasswordFault fault) {
  switch (fault) {
    case PasswordFault::shorter:
      return msg::fault_password_shorter;
    case PasswordFault::longer:
      return msg::fault_password_longer;
    default:
      return msg::fault_password_guessable;
  }
}

// Codes of 80 bits: with so many, a plain digest keeps them.
std::vector<std::string> new_codes(db::Transaction& tx, const std::string& person) {
  std::vector<std::string> shown;
  std::vector<std::string> digests;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    std::string plain = secrets::random_id() + secrets::random_id();
    plain.resize(16);
    digests.push_back(core::sha256(plain));
    for (const std::size_t dash : {12U, 8U, 4U}) plain.insert(dash, "-");
    shown.push_back(std::move(plain));
  }
  store::set_codes(tx, person, digests);
  return shown;
}

http::Response show_codes(const Desk& desk, std::vector<std::string> codes, const web::Message& notice) {
  SheetView view;
  view.title = desk.say(msg::codes_title);
  view.notice = desk.say(notice);
  view.lead = desk.say(msg::codes_lead);
  view.sections.push_back(
      {"codes",
       desk.say(msg::codes_list),
       {},
       std::move(codes),
       "<p>" + web::inline_html({{desk.say(msg::codes_back), desk.at("/compte/securite")}}) + "</p>"});
  return framed(desk, view, kBelow);
}

http::Response show_application(const Desk& desk, const std::string& key, std::string fault) {
  auto form = form_at(desk, "/compte/securite/application", msg::application_confirm);
  form.hidden = {{"cle", key}};
  const bool faulty = !fault.empty();
  form.fields = {code_field(desk, std::move(fault))};
  std::string spaced;
  for (std::size_t i = 0; i < key.size(); i += 4) spaced += (i == 0 ? "" : " ") + key.substr(i, 4);
  SheetView view;
  view.title = desk.say(msg::application_add);
  view.lead = desk.say(msg::application_lead);
  const auto own = read_own(desk);
  auto drawing =
      qr_svg("otpauth://totp/Catalyse:" + text::query_value(own.person.email) + "?secret=" + key + "&issuer=Catalyse",
             desk.say(msg::application_qr));
  view.sections.push_back(
      {"qr", desk.say(msg::application_qr_title), desk.say(msg::application_qr_text), {}, std::move(drawing)});
  view.sections.push_back({"cle", desk.say(msg::application_key), desk.say(msg::application_key_text), {spaced}, {}});
  view.sections.push_back({"essai",
                           desk.say(msg::application_try),
                           desk.say(msg::application_try_text),
                           {},
                           web::post_form(desk.language(), form)});
  auto response = framed(desk, view, kBelow);
  if (faulty) response.status = 400;
  return response;
}

}  // namespace

Answer security_page(const Desk& desk) { return show(desk, {}); }

Answer change_password(const Desk& desk) {
  const auto own = read_own(desk);
  const auto* session = current(desk, own);
  if (session == nullptr) return core::fail(core::ErrorKind::denied, "http.error.sign_in");
  const auto network = Throttle::network_of(desk.request.client);
  const auto now = desk.state.now();
  if (!own.person.password.empty()) {
    const auto wait = desk.state.throttle.wait(own.person.email, network, now);
    if (wait.count() > 0)
      return show(desk, {.old_password = desk.say(msg::error_wait, {{"seconds", std::to_string(wait.count())}})});
    if (!desk.state.passwords.verify(desk.request.field("ancien"), own.person.password)) {
      desk.state.throttle.wrong(own.person.email, network, now);
      return show(desk, {.old_password = desk.say(msg::fault_old_password)});
    }
  }
  const auto fault = password_fault(desk.request.field("nouveau"), own.person.email);
  if (fault != PasswordFault::none) return show(desk, {.new_password = desk.say(sentence(fault))});
  const auto hash = desk.state.passwords.hash(desk.request.field("nouveau"));
  std::string secret;
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    store::set_password(tx, own.person.id, hash);
    store::drop_links(tx, own.person.id);
    secret = renew(tx, desk.state, *session);
    record(tx, desk.state, own.person.id, {"people.password_changed", own.person.id}, desk.request.client);
    tell_change(tx, desk.state, own.person, msg::mail_password);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return let_in(desk, "/compte/securite?fait=mot-de-passe", secret);
}

Answer application_page(const Desk& desk) {
  if (read_own(desk).person.has_second_factor()) return desk.done("/compte/securite");
  return show_application(desk, secrets::base32(secrets::random_bytes(20)), {});
}

Answer add_application(const Desk& desk) {
  const auto own = read_own(desk);
  const auto* session = current(desk, own);
  if (session == nullptr) return core::fail(core::ErrorKind::denied, "http.error.sign_in");
  if (own.person.has_second_factor()) return desk.done("/compte/securite");
  const std::string key(desk.request.field("cle"));
  const auto bytes = secrets::from_base32(key);
  if (bytes.size() != 20) return desk.done("/compte/securite/application");
  const auto step = secrets::totp_accept(bytes, desk.request.field("code"), desk.state.now(), 0);
  if (!step) return show_application(desk, key, desk.say(msg::error_code));
  std::string secret;
  std::vector<std::string> codes;
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    store::set_totp(tx, own.person.id, sealed_totp(desk.state, own.person.id, key), *step);
    codes = new_codes(tx, own.person.id);
    auto stronger = *session;
    stronger.second_factor = true;
    secret = renew(tx, desk.state, stronger);
    record(tx, desk.state, own.person.id, {"people.second_factor_added", own.person.id}, desk.request.client);
    tell_change(tx, desk.state, own.person, msg::mail_factor_added);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  auto response = show_codes(desk, std::move(codes), msg::done_application);
  response.headers.emplace_back("Set-Cookie", set_cookie(desk.state, secret));
  return response;
}

Answer remove_application(const Desk& desk) {
  const auto own = read_own(desk);
  const auto* session = current(desk, own);
  if (session == nullptr) return core::fail(core::ErrorKind::denied, "http.error.sign_in");
  if (!own.person.has_second_factor()) return desk.done("/compte/securite");
  const auto network = Throttle::network_of(desk.request.client);
  const auto wait = desk.state.throttle.wait(own.person.email, network, desk.state.now());
  if (wait.count() > 0)
    return show(desk, {.code = desk.say(msg::error_wait, {{"seconds", std::to_string(wait.count())}})});
  const auto step = secrets::totp_accept(secrets::from_base32(totp_secret(desk.state, own.person)),
                                         desk.request.field("code"), desk.state.now(), own.person.totp_step);
  if (!step) {
    desk.state.throttle.wrong(own.person.email, network, desk.state.now());
    return show(desk, {.code = desk.say(msg::error_code)});
  }
  std::string secret;
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    store::set_totp(tx, own.person.id, "", 0);
    store::set_codes(tx, own.person.id, {});
    auto weaker = *session;
    weaker.second_factor = false;
    secret = renew(tx, desk.state, weaker);
    record(tx, desk.state, own.person.id, {"people.second_factor_removed", own.person.id}, desk.request.client);
    tell_change(tx, desk.state, own.person, msg::mail_factor_removed);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return let_in(desk, "/compte/securite?fait=application-retiree", secret);
}

Answer renew_codes(const Desk& desk) {
  const auto own = read_own(desk);
  if (!own.person.has_second_factor()) return desk.done("/compte/securite");
  std::vector<std::string> codes;
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    codes = new_codes(tx, own.person.id);
    record(tx, desk.state, own.person.id, {"people.recovery_codes_renewed", own.person.id}, desk.request.client);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return show_codes(desk, std::move(codes), msg::done_codes);
}

Answer end_sessions(const Desk& desk) {
  const std::string id(desk.request.field("session"));
  const auto& actor = desk.request.actor;
  bool found = true;
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    if (id.empty())
      store::end_sessions(tx, actor.person, actor.session);
    else
      found = store::end_own_session(tx, actor.person, id);
    if (found) record(tx, desk.state, actor.person, {"people.session_ended", actor.person}, desk.request.client);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (!found) return core::fail(core::ErrorKind::not_found, "http.error.not_found");
  return desk.done("/compte/securite", id.empty() ? "sessions" : "session");
}

}  // namespace catalyse::accounts
