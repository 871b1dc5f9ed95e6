#include <algorithm>

#include "core/digest.hpp"
#include "secrets/secrets.hpp"
#include "secrets/totp.hpp"
#include "sign_in_rules.hpp"
#include "state.hpp"

namespace catalyse::accounts {
namespace {

using core::ErrorKind;
using core::Result;

constexpr auto kForACode = std::chrono::minutes(10);
constexpr std::int64_t kMostTries = 5;

Session session_of(const Person& person, const Origin& origin, core::Instant now) {
  Session session;
  session.id = secrets::random_id();
  session.person = person.id;
  session.started_at = session.seen_at = session.proved_at = now;
  session.origin = audit::network_of(origin.address);
  session.program = program_of(origin.user_agent);
  return session;
}

std::string start(db::Transaction& tx, Accounts::State& state, const Session& session) {
  auto secret = secrets::random_token();
  store::purge(tx, state.now());
  store::add_session(tx, core::sha256(secret), session);
  store::signed_in(tx, session.person, state.now());
  return secret;
}

}  // namespace

bool accept_code(db::Transaction& tx, Accounts::State& state, const Person& person, std::string_view code) {
  const auto secret = secrets::from_base32(totp_secret(state, person));
  const auto step = secret.empty() ? std::nullopt : secrets::totp_accept(secret, code, state.now(), person.totp_step);
  if (step) return store::accept_step(tx, person.id, *step);
  std::string plain;
  for (const char c : code.substr(0, 64)) {
    if (c != '-' && c != ' ') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return store::take_code(tx, person.id, core::sha256(plain));
}

Opened pass(db::Transaction& tx, Accounts::State& state, const Person& person, const Entry& entry) {
  Opened opened;
  if (person.has_second_factor()) {
    opened.step = secrets::random_token();
    store::add_link(tx, core::sha256(opened.step), Purpose::second_factor, {person.id, state.now() + kForACode});
    return opened;
  }
  auto session = session_of(person, entry.origin, state.now());
  session.proved_at = entry.proved_at;
  opened.secret = start(tx, state, session);
  opened.device = device_word(state, person.email);
  record(tx, state, person.id, {"people.signed_in", person.id}, entry.origin.address);
  return opened;
}

Result<Opened> open_with_password(Accounts::State& state, const Attempt& attempt) {
  const auto email = clean_email(attempt.email);
  const auto network = Throttle::network_of(attempt.origin.address);
  const auto device = known_device(state, email, attempt.device);
  const auto now = state.now();
  const auto wait = std::max(state.throttle.wait(email, network, now), state.throttle.wait_across(email, device, now));
  if (wait.count() > 0)
    return core::fail(ErrorKind::invalid, "accounts.error.wait", {}, {{"seconds", std::to_string(wait.count())}});
  std::optional<Person> person;
  state.database.read([&](db::Transaction& tx) { person = store::find_by_email(tx, email); });
  const bool known = person && person->state == "active";
  // The same work for everybody: whether an account exists shows neither in the answer nor in its time.
  const bool right = state.passwords.verify(attempt.password, known ? std::string_view(person->password) : "");
  if (!right || !known) {
    state.throttle.wrong(email, network, state.now());
    state.throttle.wrong_across(email, device, state.now());
    const std::string concerned = person ? person->id : std::string();
    auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
      record(tx, state, {}, {"people.sign_in_refused", concerned}, attempt.origin.address);
      return {};
    });
    if (!written) return std::unexpected(written.error());
    return core::fail(ErrorKind::invalid, "accounts.error.credentials");
  }
  state.throttle.right(email, network);
  const std::string renewed =
      state.passwords.is_outdated(person->password) ? state.passwords.hash(attempt.password) : std::string();
  Opened opened;
  const auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    if (!renewed.empty()) store::set_password(tx, person->id, renewed);
    opened = pass(tx, state, *person, {attempt.origin, state.now()});
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return opened;
}

Result<Opened> open_with_link(Accounts::State& state, std::string_view secret, const Origin& origin) {
  Opened opened;
  const auto digest = core::sha256(secret);
  const auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    const auto refused = core::fail(ErrorKind::invalid, "accounts.error.link");
    auto purpose = Purpose::sign_in;
    auto link = store::find_link(tx, digest, purpose);
    if (!link) link = store::find_link(tx, digest, purpose = Purpose::invitation);
    if (!link || link->expires_at < state.now() || !store::take_link(tx, digest, purpose)) return refused;
    const auto person = store::find_by_id(tx, link->person);
    const bool expected =
        person && (purpose == Purpose::invitation ? person->state != "disabled" : person->state == "active");
    if (!expected) return refused;
    opened.invited = person->state == "invited";
    if (opened.invited) {
      store::set_state(tx, person->id, "active");
      record(tx, state, person->id, {"people.accepted", person->id}, origin.address);
    }
    const bool invited = opened.invited;
    opened = pass(tx, state, *person, {origin, state.now()});
    opened.invited = invited;
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return opened;
}

Result<Opened> open_with_code(Accounts::State& state, std::string_view step, std::string_view code,
                              const Origin& origin) {
  Opened opened;
  const auto digest = core::sha256(step);
  std::string message;
  const auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    const auto link = store::find_link(tx, digest, Purpose::second_factor);
    const auto person = link ? store::find_by_id(tx, link->person) : std::nullopt;
    if (!person || person->state != "active" || link->expires_at < state.now() || link->tries >= kMostTries) {
      message = "accounts.error.step";
      return {};
    }
    if (!accept_code(tx, state, *person, code)) {
      store::count_try(tx, digest);
      record(tx, state, {}, {"people.code_refused", person->id}, origin.address);
      message = "accounts.error.code";
      return {};
    }
    if (!store::take_link(tx, digest, Purpose::second_factor)) {
      message = "accounts.error.step";
      return {};
    }
    auto session = session_of(*person, origin, state.now());
    session.second_factor = true;
    opened.secret = start(tx, state, session);
    opened.device = device_word(state, person->email);
    record(tx, state, person->id, {"people.signed_in", person->id, "second factor"}, origin.address);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  // A wrong code is counted: the transaction above was kept, so the refusal is said here.
  if (!message.empty()) return core::fail(ErrorKind::invalid, message);
  return opened;
}

std::string renew(db::Transaction& tx, Accounts::State& state, const Session& session) {
  store::end_sessions(tx, session.person, "");
  auto next = session;
  next.id = secrets::random_id();
  next.seen_at = state.now();
  return start(tx, state, next);
}

std::string prove(db::Transaction& tx, Accounts::State& state, const Session& session) {
  auto secret = secrets::random_token();
  store::prove_session(tx, session, core::sha256(secret), state.now());
  return secret;
}

std::string form_token(const Accounts::State& state, std::string_view session) {
  return secrets::keyed_digest(state.signing_key, "form\n" + std::string(session));
}

void close(Accounts::State& state, std::string_view secret, const http::Actor& actor, const Origin& origin) {
  const auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    store::end_session(tx, core::sha256(secret));
    record(tx, state, actor.person, {"people.signed_out", actor.person}, origin.address);
    return {};
  });
  if (!written) throw db::Failure(written.error());
}

http::Actor identify(Accounts::State& state, std::string_view secret) {
  http::Actor actor;
  const auto digest = core::sha256(secret);
  const auto now = state.now();
  bool renew_seen = false;
  state.database.read([&](db::Transaction& tx) {
    auto asker = store::find_asker(tx, digest);
    if (!asker) return;
    const auto& session = asker->session;
    bool staff = false;
    std::vector<http::Grant> grants;
    for (auto& one : asker->grants) {
      const auto role = role_named(one.role);
      if (!role) continue;
      staff = staff || is_staff(*role);
      if (!needs_second_factor(*role) || session.second_factor)
        grants.push_back({std::move(one.role), std::move(one.scope)});
    }
    if (!is_live(session.started_at, session.seen_at, staff, now)) return;
    renew_seen = now - session.seen_at >= std::chrono::minutes(1);
    actor = {session.person, std::move(asker->name), std::move(grants), session.id, form_token(state, session.id)};
  });
  if (renew_seen) {
    // A database that only reads for the moment must not sign everybody out.
    (void)state.database.write([&](db::Transaction& tx) -> Result<void> {
      store::seen(tx, digest, now);
      return {};
    });
  }
  return actor;
}

}  // namespace catalyse::accounts
