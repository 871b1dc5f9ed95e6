// A new proof of identity before sensitive changes: what was asked for waits, sealed, and is done when the proof is
// there.
#include <array>

#include "core/digest.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "proof_rules.hpp"
#include "secrets/secrets.hpp"
#include "sign_in_rules.hpp"
#include "text/query.hpp"

namespace catalyse::accounts {

using Page = Answer (*)(const Desk& desk);
enum class Guarded : std::uint8_t { always, files };  // files: the page itself is open, what is downloaded is not

struct Act {
  Page page;
  const web::Message& text;  // what the reader was about to do
  http::Who who;
  OwnProof own = OwnProof::none;
  Guarded guarded = Guarded::always;
};

namespace {

constexpr auto kWaits = std::chrono::minutes(20);
constexpr Crumb kHere[] = {{msg::account_title, "/compte"}};

std::span<const Act> acts() {
  constexpr auto own = http::signed_in();
  constexpr auto manage = http::may("manage", "people");
  static const Act kActs[] = {
      {change_password, msg::proof_password, own, OwnProof::password},
      {application_page, msg::proof_application, own},
      {add_application, msg::proof_application, own},
      {remove_application, msg::proof_application_removed, own, OwnProof::code},
      {renew_codes, msg::proof_codes, own},
      {erase_own, msg::proof_erasure, own, OwnProof::password},
      {data_page, msg::proof_copy, own, OwnProof::none, Guarded::files},
      {invite_from_page, msg::proof_invitation, manage},
      {change_roles, msg::proof_roles, manage},
      {change_admission, msg::proof_admission, manage},
      {invite_anew, msg::proof_invitation, manage},
      {person_data_page, msg::proof_copy, manage, OwnProof::none, Guarded::files},
      {erase_other, msg::proof_erasure, manage},
      {journal_page, msg::proof_journal, http::may("read", "audit"), OwnProof::none, Guarded::files},
  };
  return kActs;
}

// ---- What waits: the number of the act, its address, its captures and its fields, each with its length before it.
void put(std::string& into, std::string_view text) { into += std::to_string(text.size()) + ":" + std::string(text); }

struct Reader {
  std::string_view rest;
  std::optional<std::string> next() {
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos || colon > 7) return std::nullopt;
    const auto size = std::stoul(std::string(rest.substr(0, colon)));
    if (rest.size() - colon - 1 < size) return std::nullopt;
    std::string text(rest.substr(colon + 1, size));
    rest.remove_prefix(colon + 1 + size);
    return text;
  }
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string packed(const http::Request& request, const Act& act) {
  std::string text;
  put(text, std::to_string(&act - acts().data()));
  put(text, request.path);
  for (const auto* pairs : {&request.captures, &request.fields.pairs()}) {
    put(text, std::to_string(pairs->size()));
    for (const auto& [name, value] : *pairs) put(text, name), put(text, value);
  }
  return text;
}

struct Waiting {
  const Act* act = nullptr;
  std::string path;
  std::array<Pairs, 2> pairs;  // captures, fields
};

Waiting unpacked(std::string_view text) {
  // Made by `packed` and kept under our key: what cannot be read is of an older program.
  Waiting waiting;
  Reader reader{text};
  const auto number = reader.next();
  auto path = reader.next();
  if (!number || !path || std::stoul(*number) >= acts().size()) return waiting;
  waiting.path = std::move(*path);
  for (auto& pairs : waiting.pairs) {
    const auto count = reader.next();
    if (!count) return waiting;
    for (auto left = std::stoul(*count); left > 0; --left) {
      auto name = reader.next();
      auto value = reader.next();
      if (!name || !value) return waiting;
      pairs.emplace_back(std::move(*name), std::move(*value));
    }
  }
  waiting.act = &acts()[std::stoul(*number)];
  return waiting;
}

struct Standing {
  Person person;
  Session session;
  std::vector<ProofWay> ways;
};

std::optional<Standing> standing_of(const Desk& desk) {
  std::optional<Standing> standing;
  desk.state.database.read([&](db::Transaction& tx) {
    auto person = store::find_by_id(tx, desk.request.actor.person);
    auto session = store::find_session(tx, desk.request.actor.person, desk.request.actor.session);
    if (!person || !session) return;
    const bool provided = desk.state.settings.provider.client && store::has_identity(tx, person->id);
    const Means means{person->has_second_factor(), !person->password.empty(), provided, desk.state.mails()};
    standing = Standing{std::move(*person), std::move(*session), proof_ways(means)};
  });
  return standing;
}

std::string parameter(const Desk& desk, std::string_view name) {
  if (desk.request.method == http::Method::post) return std::string(desk.request.field(name));
  return std::string(desk.request.query.first(name).value_or(""));
}

// Of this person. Of this session too where the proof is given in it: an address that somebody else was sent opens
// nothing.
std::optional<Waiting> waiting_for(const Desk& desk, const Standing& standing) {
  const auto key = parameter(desk, "suite");
  std::optional<Pending> pending;
  if (!key.empty())
    desk.state.database.read([&](db::Transaction& tx) { pending = store::find_pending(tx, core::sha256(key)); });
  if (!pending || pending->person != standing.person.id || pending->expires_at < desk.state.now()) return std::nullopt;
  if (is_in_place(standing.ways) && pending->session != standing.session.id) return std::nullopt;
  const auto text = secrets::unseal(desk.state.pending_key, pending->person, pending->sealed);
  auto waiting = unpacked(text.value_or(""));
  if (waiting.act == nullptr) return std::nullopt;
  return waiting;
}

std::string address_of_proof(const Desk& desk) {
  const auto key = parameter(desk, "suite");
  return key.empty() ? "/compte/preuve?retour=" + text::query_value(safe_return(parameter(desk, "retour")))
                     : "/compte/preuve?suite=" + text::query_value(key);
}

web::Form form_of(const Desk& desk, std::string_view path, const web::Message& button) {
  web::Form form;
  form.action = desk.at(path);
  form.token = desk.request.actor.token;
  form.hidden = {{"suite", parameter(desk, "suite")}, {"retour", safe_return(parameter(desk, "retour"))}};
  form.button = desk.say(button);
  return form;
}

std::string question_html(const Desk& desk, ProofWay way, std::string fault) {
  if (way == ProofWay::provider) {
    const auto& name = desk.state.settings.provider.name;
    return "<p>" +
           web::inline_html(
               {{desk.say(msg::provider_button, {{"name", name}}),
                 desk.at("/connexion/externe") + "?retour=" + text::query_value(address_of_proof(desk))}}) +
           "</p>";
  }
  if (way == ProofWay::link)
    return "<p>" + web::inline_html({{desk.say(msg::proof_by_link), {}}}) + "</p>" +
           web::post_form(desk.language(), form_of(desk, "/compte/preuve/lien", msg::ask_button));
  auto form = form_of(desk, "/compte/preuve", msg::proof_button);
  web::Field field;
  if (way == ProofWay::code) {
    field = {.id = "code", .name = "code", .label = desk.say(msg::field_code)};
    field.hint = desk.say(msg::field_code_hint);
    field.autocomplete = "one-time-code";
  } else {
    field = {.id = "mot-de-passe", .name = "mot_de_passe", .label = desk.say(msg::field_password), .type = "password"};
    field.autocomplete = "current-password";
  }
  field.required = true;
  field.error = std::move(fault);
  form.fields = {std::move(field)};
  return web::post_form(desk.language(), form);
}

Answer show(const Desk& desk, const Standing& standing, const std::string& fault) {
  const auto waiting = waiting_for(desk, standing);
  SheetView view;
  view.title = desk.say(msg::proof_title);
  view.lead = desk.say(waiting ? waiting->act->text : msg::proof_page);
  if (is_proved(standing.session.proved_at, desk.state.now())) {
    view.title = desk.say(msg::proof_given);
    view.notice = desk.say(msg::done_proof);
    view.form_html = web::post_form(desk.language(), form_of(desk, "/compte/preuve", msg::proof_go_on));
    return framed(desk, view, kHere);
  }
  view.form_html = "<p>" + web::inline_html({{desk.say(waiting ? msg::proof_why_kept : msg::proof_why), {}}}) + "</p>";
  for (const auto way : standing.ways) view.form_html += question_html(desk, way, fault);
  if (standing.ways.empty()) view.form_html += "<p>" + web::inline_html({{desk.say(msg::proof_no_way), {}}}) + "</p>";
  auto response = framed(desk, view, kHere);
  if (!fault.empty()) response.status = 400;
  return response;
}

// What waited, done once; or the page that asked.
Answer carry_on(const Desk& desk, const Standing& standing) {
  const auto key = parameter(desk, "suite");
  if (key.empty()) {
    auto path = safe_return(parameter(desk, "retour"));
    return desk.done(path, path.find('?') == std::string::npos ? "preuve" : "");
  }
  const auto waiting = waiting_for(desk, standing);
  bool taken = false;
  const auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    taken = waiting && store::take_pending(tx, core::sha256(key));
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (!taken) return explain(desk, msg::proof_title, msg::proof_nothing);
  const auto& who = waiting->act->who;
  if (who.access == http::Access::permitted && !may(desk.request.actor, who.action, {.room = std::string(who.room)}))
    return core::fail(core::ErrorKind::not_found, "http.error.not_found");
  auto request = desk.request;
  request.path = waiting->path;
  request.captures = waiting->pairs[0];
  request.fields = http::Query(waiting->pairs[1]);
  return waiting->act->page(Desk{desk.state, desk.site, request});
}

enum class Proof : std::uint8_t { right, wrong, too_many };

// A right answer makes the session go on under another secret.
core::Result<Proof> take_answer(const Desk& desk, const Standing& standing, std::string& secret) {
  const auto& [person, session, ways] = standing;
  const bool by_code = ways.front() == ProofWay::code;
  // The work of a password stands outside the transaction, which would keep every writer waiting.
  bool right = !by_code && desk.state.passwords.verify(desk.request.field("mot_de_passe"), person.password);
  auto proof = Proof::wrong;
  const auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    if (by_code) right = accept_code(tx, desk.state, person, desk.request.field("code"));
    if (right) {
      proof = Proof::right;
      secret = prove(tx, desk.state, session);
    } else if (store::count_proof_try(tx, session) >= kMostProofTries) {
      proof = Proof::too_many;
      (void)store::end_own_session(tx, person.id, session.id);
    }
    record(tx, desk.state, person.id, {right ? "people.proved" : "people.proof_refused", person.id},
           desk.request.client);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return proof;
}

bool has_cookie(const http::Response& response) {
  return std::ranges::any_of(response.headers, [](const auto& one) { return one.first == "Set-Cookie"; });
}

}  // namespace

const Act* act_of(Page page) {
  const auto found = std::ranges::find(acts(), page, &Act::page);
  return found == acts().end() ? nullptr : &*found;
}

Answer guarded(const Desk& desk, const Act& act) {
  const auto& request = desk.request;
  if (act.guarded == Guarded::files && request.form == http::Form::html) return act.page(desk);
  const auto standing = standing_of(desk);
  if (!standing) return core::fail(core::ErrorKind::denied, "http.error.sign_in");
  if (!asks_proof(act.own, standing->ways, standing->session.proved_at, desk.state.now())) return act.page(desk);
  // A file is asked for again from its page, where the reader sees what happens.
  if (request.method == http::Method::get)
    return http::redirect(desk.at("/compte/preuve") + "?retour=" + text::query_value(request.path), 303);
  const auto key = secrets::random_token();
  const auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    store::add_pending(
        tx, core::sha256(key),
        {standing->person.id, standing->session.id,
         secrets::seal(desk.state.pending_key, standing->person.id, packed(request, act)), desk.state.now() + kWaits});
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return http::redirect(desk.at("/compte/preuve") + "?suite=" + key, 303);
}

Answer proof_page(const Desk& desk) {
  const auto standing = standing_of(desk);
  if (!standing) return core::fail(core::ErrorKind::denied, "http.error.sign_in");
  return show(desk, *standing, {});
}

Answer give_proof(const Desk& desk) {
  const auto standing = standing_of(desk);
  if (!standing) return core::fail(core::ErrorKind::denied, "http.error.sign_in");
  if (is_proved(standing->session.proved_at, desk.state.now())) return carry_on(desk, *standing);
  if (!is_in_place(standing->ways)) return show(desk, *standing, {});
  const auto network = Throttle::network_of(desk.request.client);
  auto& throttle = desk.state.throttle;
  const auto& email = standing->person.email;
  if (const auto wait = throttle.wait(email, network, desk.state.now()); wait.count() > 0)
    return show(desk, *standing, desk.say(msg::error_wait, {{"seconds", std::to_string(wait.count())}}));
  std::string secret;
  const auto proof = take_answer(desk, *standing, secret);
  if (!proof) return std::unexpected(proof.error());
  if (*proof != Proof::right) throttle.wrong(email, network, desk.state.now());
  if (*proof == Proof::too_many) {
    auto response = desk.done("/connexion");
    response.headers.emplace_back("Set-Cookie", drop_cookie(desk.state));
    return response;
  }
  const bool by_code = standing->ways.front() == ProofWay::code;
  if (*proof == Proof::wrong)
    return show(desk, *standing, desk.say(by_code ? msg::error_code : msg::fault_old_password));
  throttle.right(email, network);
  auto response = carry_on(desk, *standing);
  // The session has another secret now: the reader must get it even where the act found nothing.
  if (!response && response.error().kind == core::ErrorKind::not_found) {
    response = explain(desk, msg::proof_title, msg::proof_nothing);
    response->status = 404;
  }
  // An act that makes another session has set its own.
  if (response && !has_cookie(*response)) response->headers.emplace_back("Set-Cookie", set_cookie(desk.state, secret));
  return response;
}

// A sign-in by mail that comes back here: its session is a new one, and proved.
Answer ask_proof_link(const Desk& desk) {
  const auto standing = standing_of(desk);
  if (!standing) return core::fail(core::ErrorKind::denied, "http.error.sign_in");
  if (std::ranges::find(standing->ways, ProofWay::link) == standing->ways.end()) return show(desk, *standing, {});
  const auto network = Throttle::network_of(desk.request.client);
  const auto& person = standing->person;
  const auto asked = "link " + person.email;
  if (const auto wait = desk.state.throttle.wait(asked, network, desk.state.now()); wait.count() > 0)
    return explain(desk, msg::proof_title, msg::proof_link_waits);
  desk.state.throttle.wrong(asked, network, desk.state.now());
  const auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    const auto link = make_link(tx, desk.state, person, Purpose::sign_in);
    write_letter(tx, desk.state, person, Letter::sign_in,
                 link + "&retour=" + text::query_value(address_of_proof(desk)));
    record(tx, desk.state, person.id, {"people.link_asked", person.id}, desk.request.client);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return explain(desk, msg::ask_done_title, msg::proof_link_sent);
}

}  // namespace catalyse::accounts
