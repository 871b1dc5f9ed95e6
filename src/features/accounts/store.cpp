#include "store.hpp"

#include <algorithm>

namespace catalyse::accounts::store {
namespace {

using Text = std::string;
using Whole = std::int64_t;

constexpr std::string_view kByEmail =
    "SELECT id, email, name, language, state, password, totp, totp_step, created_at, signed_in_at FROM person"
    " WHERE email = :email";
constexpr std::string_view kById =
    "SELECT id, email, name, language, state, password, totp, totp_step, created_at, signed_in_at FROM person"
    " WHERE id = :id";
constexpr std::string_view kList =
    "SELECT id, email, name, language, state, password, totp, totp_step, created_at, signed_in_at FROM person"
    " WHERE email > :after AND (lower(email) LIKE :words ESCAPE '!' OR lower(name) LIKE :words ESCAPE '!')"
    " ORDER BY email LIMIT :most";
constexpr std::string_view kCount =
    "SELECT count(*) FROM person WHERE lower(email) LIKE :words ESCAPE '!' OR lower(name) LIKE :words ESCAPE '!'";
constexpr std::string_view kAdd =
    "INSERT INTO person (id, email, name, language, state, password, totp, totp_step, created_at)"
    " VALUES (:id, :email, :name, :language, :state, :password, :totp, :step, :created)";
constexpr std::string_view kProfile = "UPDATE person SET name = :name, language = :language WHERE id = :id";
constexpr std::string_view kPassword = "UPDATE person SET password = :password WHERE id = :id";
constexpr std::string_view kState = "UPDATE person SET state = :state WHERE id = :id";
constexpr std::string_view kTotp = "UPDATE person SET totp = :totp, totp_step = :step WHERE id = :id";
constexpr std::string_view kStep = "UPDATE person SET totp_step = :step WHERE id = :id AND totp_step < :step";
constexpr std::string_view kSignedIn = "UPDATE person SET signed_in_at = :now WHERE id = :id";

constexpr std::string_view kGrants =
    "SELECT role, scope, granted_by, granted_at FROM person_role WHERE person = :person ORDER BY role, scope";
constexpr std::string_view kGrant =
    "INSERT INTO person_role (person, role, scope, granted_by, granted_at)"
    " VALUES (:person, :role, :scope, :by, :at) ON CONFLICT (person, role, scope) DO NOTHING";
constexpr std::string_view kRevoke =
    "DELETE FROM person_role WHERE person = :person AND role = :role AND scope = :scope";
constexpr std::string_view kAdministrators =
    "SELECT count(DISTINCT person.id) FROM person JOIN person_role ON person_role.person = person.id"
    " WHERE person.state = 'active' AND person_role.role = 'administrator' AND person_role.scope = ''";

constexpr std::string_view kAddSession =
    "INSERT INTO person_session (digest, id, person, started_at, seen_at, second_factor, origin, program,"
    " proved_at) VALUES (:digest, :id, :person, :started, :seen, :second, :origin, :program, :proved)";
constexpr std::string_view kAsker =
    "SELECT s.id, s.person, s.started_at, s.seen_at, s.second_factor, p.name, COALESCE(r.role, ''),"
    " COALESCE(r.scope, '') FROM person_session AS s JOIN person AS p ON p.id = s.person AND p.state = 'active'"
    " LEFT JOIN person_role AS r ON r.person = s.person WHERE s.digest = :digest ORDER BY r.role, r.scope";
constexpr std::string_view kSessions =
    "SELECT id, person, started_at, seen_at, second_factor, origin, program, proved_at FROM person_session"
    " WHERE person = :person ORDER BY seen_at DESC";
constexpr std::string_view kProve =
    "UPDATE person_session SET digest = :digest, proved_at = :now, proof_tries = 0 WHERE person = :person AND id = :id";
constexpr std::string_view kProofTry =
    "UPDATE person_session SET proof_tries = proof_tries + 1 WHERE person = :person AND id = :id";
constexpr std::string_view kProofTries = "SELECT proof_tries FROM person_session WHERE person = :person AND id = :id";
constexpr std::string_view kAddPending =
    "INSERT INTO person_pending (digest, person, session, sealed, expires_at)"
    " VALUES (:digest, :person, :session, :sealed, :expires)";
constexpr std::string_view kPending =
    "SELECT person, session, sealed, expires_at FROM person_pending WHERE digest = :digest";
constexpr std::string_view kTakePending = "DELETE FROM person_pending WHERE digest = :digest";
constexpr std::string_view kOldPending = "DELETE FROM person_pending WHERE expires_at < :now";
constexpr std::string_view kHasIdentity = "SELECT count(*) FROM person_identity WHERE person = :person";
constexpr std::string_view kSeen = "UPDATE person_session SET seen_at = :now WHERE digest = :digest";
constexpr std::string_view kEnd = "DELETE FROM person_session WHERE digest = :digest";
constexpr std::string_view kEndOwn = "DELETE FROM person_session WHERE person = :person AND id = :id";
constexpr std::string_view kEndAll = "DELETE FROM person_session WHERE person = :person AND id <> :but";
constexpr std::string_view kOldSessions = "DELETE FROM person_session WHERE started_at < :before";
constexpr std::string_view kOldLinks = "DELETE FROM person_link WHERE expires_at < :now";

constexpr std::string_view kAddLink =
    "INSERT INTO person_link (digest, person, purpose, expires_at, tries)"
    " VALUES (:digest, :person, :purpose, :expires, 0)";
constexpr std::string_view kLink =
    "SELECT person, expires_at, tries FROM person_link WHERE digest = :digest AND purpose = :purpose";
constexpr std::string_view kTakeLink = "DELETE FROM person_link WHERE digest = :digest AND purpose = :purpose";
constexpr std::string_view kTry = "UPDATE person_link SET tries = tries + 1 WHERE digest = :digest";
constexpr std::string_view kDropLinks = "DELETE FROM person_link WHERE person = :person";

constexpr std::string_view kDropCodes = "DELETE FROM person_recovery_code WHERE person = :person";
constexpr std::string_view kAddCode = "INSERT INTO person_recovery_code (person, digest) VALUES (:person, :digest)";
constexpr std::string_view kTakeCode = "DELETE FROM person_recovery_code WHERE person = :person AND digest = :digest";
constexpr std::string_view kCodes = "SELECT count(*) FROM person_recovery_code WHERE person = :person";

constexpr std::string_view kConsents =
    "SELECT purpose, wording, given, at FROM person_consent WHERE person = :person ORDER BY at, id";
constexpr std::string_view kAddConsent =
    "INSERT INTO person_consent (id, person, purpose, given, wording, at, origin)"
    " VALUES (:id, :person, :purpose, :given, :wording, :at, :origin)";
constexpr std::string_view kObject =
    "INSERT INTO person_objection (digest, at) VALUES (:digest, :at) ON CONFLICT (digest) DO NOTHING";
constexpr std::string_view kObjects = "SELECT count(*) FROM person_objection WHERE digest = :digest";
constexpr std::string_view kAddErasure =
    "INSERT INTO person_erasure_link (digest, person, expires_at) VALUES (:digest, :person, :expires)";
constexpr std::string_view kErasure = "SELECT person, expires_at FROM person_erasure_link WHERE digest = :digest";
constexpr std::string_view kTakeErasure = "DELETE FROM person_erasure_link WHERE digest = :digest";
constexpr std::string_view kAddIdentity =
    "INSERT INTO person_identity (issuer, subject, person, linked_at) VALUES (:issuer, :subject, :person, :at)"
    " ON CONFLICT DO NOTHING";
constexpr std::string_view kByIdentity =
    "SELECT p.id, p.email, p.name, p.language, p.state, p.password, p.totp, p.totp_step, p.created_at, p.signed_in_at"
    " FROM person AS p JOIN person_identity AS i ON i.person = p.id WHERE i.issuer = :issuer AND i.subject = :subject";
constexpr std::string_view kUseDeparture =
    "INSERT INTO person_departure (digest, at) VALUES (:digest, :at) ON CONFLICT (digest) DO NOTHING";
constexpr std::string_view kOldDepartures = "DELETE FROM person_departure WHERE at < :before";
constexpr std::string_view kResting =
    "SELECT id, email, name, language, state, password, totp, totp_step, created_at, signed_in_at FROM person"
    " WHERE state = :state AND COALESCE(signed_in_at, created_at) < :since ORDER BY id LIMIT 200";
constexpr std::string_view kOpenTotp =
    "SELECT id, email, name, language, state, password, totp, totp_step, created_at, signed_in_at FROM person"
    " WHERE totp <> '' AND totp NOT LIKE 's1:%'";

Whole seconds(core::Instant at) { return at.time_since_epoch().count(); }
core::Instant instant(Whole at) { return core::Instant(std::chrono::seconds(at)); }
Text code(core::Language language) { return language == core::Language::en ? "en" : "fr"; }

Text name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::invitation:
      return "invitation";
    case Purpose::sign_in:
      return "sign_in";
    case Purpose::second_factor:
      break;
  }
  return "second_factor";
}

// What contains these words, for LIKE; the words' own signs of LIKE mean themselves.
Text pattern(const Text& words) {
  Text out = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out += '%';
}

std::vector<Person> people(db::Transaction& tx, std::string_view sql, const std::vector<db::Value>& values) {
  std::vector<Person> all;
  tx.each<Text, Text, Text, Text, Text, Text, Text, Whole, Whole, std::optional<Whole>>(
      sql, values,
      [&](auto id, auto email, auto name, auto language, auto state, auto password, auto totp, auto step, auto created,
          auto last) {
        Person one{std::move(id),    std::move(email),
                   std::move(name),  language == "en" ? core::Language::en : core::Language::fr,
                   std::move(state), std::move(password),
                   std::move(totp),  step,
                   instant(created), {}};
        if (last) one.signed_in_at = instant(*last);
        all.push_back(std::move(one));
      });
  return all;
}

std::optional<Person> first(std::vector<Person> all) {
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

std::vector<Session> read_sessions(db::Transaction& tx, std::string_view sql, const Text& key) {
  std::vector<Session> all;
  tx.each<Text, Text, Whole, Whole, Whole, Text, Text, Whole>(
      sql, {key},
      [&](auto id, auto person, auto started, auto seen_at, auto second, auto origin, auto program, auto proved) {
        all.push_back({std::move(id), std::move(person), instant(started), instant(seen_at), second == 1,
                       std::move(origin), std::move(program), instant(proved)});
      });
  return all;
}

Whole number(db::Transaction& tx, std::string_view sql, const std::vector<db::Value>& values) {
  Whole found = 0;
  tx.each<Whole>(sql, values, [&](Whole n) { found = n; });
  return found;
}

Whole number_of_consents(db::Transaction& tx, const Text& person) {
  return number(tx, "SELECT count(*) FROM person_consent WHERE person = :person", {person});
}

}  // namespace

std::optional<Person> find_by_email(db::Transaction& tx, const Text& email) {
  return first(people(tx, kByEmail, {email}));
}
std::optional<Person> find_by_id(db::Transaction& tx, const Text& id) { return first(people(tx, kById, {id})); }

std::vector<Person> list(db::Transaction& tx, const Text& words, const Text& after, Whole most) {
  return people(tx, kList, {after, pattern(words), most});
}

Whole count(db::Transaction& tx, const Text& words) { return number(tx, kCount, {pattern(words)}); }

void add(db::Transaction& tx, const Person& person) {
  tx.execute(kAdd, {person.id, person.email, person.name, code(person.language), person.state, person.password,
                    person.totp, person.totp_step, seconds(person.created_at)});
}

void set_profile(db::Transaction& tx, const Text& id, const Text& name, core::Language language) {
  tx.execute(kProfile, {name, code(language), id});
}
void set_password(db::Transaction& tx, const Text& id, const Text& hash) { tx.execute(kPassword, {hash, id}); }
void set_state(db::Transaction& tx, const Text& id, std::string_view state) { tx.execute(kState, {Text(state), id}); }
void set_totp(db::Transaction& tx, const Text& id, const Text& secret, Whole step) {
  tx.execute(kTotp, {secret, step, id});
}
bool accept_step(db::Transaction& tx, const Text& id, Whole step) { return tx.execute(kStep, {step, id}) == 1; }
void signed_in(db::Transaction& tx, const Text& id, core::Instant now) { tx.execute(kSignedIn, {seconds(now), id}); }

std::vector<Granted> grants(db::Transaction& tx, const Text& person) {
  std::vector<Granted> all;
  tx.each<Text, Text, Text, Whole>(kGrants, {person}, [&](auto role, auto scope, auto by, auto at) {
    all.push_back({std::move(role), std::move(scope), std::move(by), instant(at)});
  });
  return all;
}

bool grant(db::Transaction& tx, const Text& person, const Granted& one) {
  return tx.execute(kGrant, {person, one.role, one.scope, one.granted_by, seconds(one.granted_at)}) == 1;
}

bool revoke(db::Transaction& tx, const Text& person, const Text& role, const Text& scope) {
  return tx.execute(kRevoke, {person, role, scope}) == 1;
}

Whole active_administrators(db::Transaction& tx) { return number(tx, kAdministrators, {}); }

void add_session(db::Transaction& tx, const Text& digest, const Session& session) {
  tx.execute(kAddSession,
             {digest, session.id, session.person, seconds(session.started_at), seconds(session.seen_at),
              Whole{session.second_factor ? 1 : 0}, session.origin, session.program, seconds(session.proved_at)});
}

std::optional<Asker> find_asker(db::Transaction& tx, const Text& digest) {
  std::optional<Asker> asker;
  tx.each<Text, Text, Whole, Whole, Whole, Text, Text, Text>(
      kAsker, {digest},
      [&](auto id, auto person, auto started, auto seen_at, auto second, auto name, auto role, auto scope) {
        if (!asker) {
          Session session{
              std::move(id), std::move(person), instant(started), instant(seen_at), second == 1, {}, {}, {}};
          asker = Asker{std::move(session), std::move(name), {}};
        }
        if (!role.empty()) asker->grants.push_back({std::move(role), std::move(scope), {}, {}});
      });
  return asker;
}

std::vector<Session> sessions(db::Transaction& tx, const Text& person) { return read_sessions(tx, kSessions, person); }
void seen(db::Transaction& tx, const Text& digest, core::Instant now) { tx.execute(kSeen, {seconds(now), digest}); }
void end_session(db::Transaction& tx, const Text& digest) { tx.execute(kEnd, {digest}); }
bool end_own_session(db::Transaction& tx, const Text& person, const Text& id) {
  return tx.execute(kEndOwn, {person, id}) == 1;
}
void end_sessions(db::Transaction& tx, const Text& person, const Text& but_id) {
  tx.execute(kEndAll, {person, but_id});
}

void purge(db::Transaction& tx, core::Instant now) {
  tx.execute(kOldSessions, {seconds(now - std::chrono::hours(8 * 24))});
  tx.execute(kOldLinks, {seconds(now)});
  tx.execute(kOldPending, {seconds(now)});
}

std::optional<Session> find_session(db::Transaction& tx, const Text& person, const Text& id) {
  auto all = sessions(tx, person);
  const auto found = std::ranges::find(all, id, &Session::id);
  if (found == all.end()) return std::nullopt;
  return std::move(*found);
}

void prove_session(db::Transaction& tx, const Session& session, const Text& digest, core::Instant now) {
  tx.execute(kProve, {digest, seconds(now), session.person, session.id});
}

Whole count_proof_try(db::Transaction& tx, const Session& session) {
  tx.execute(kProofTry, {session.person, session.id});
  return number(tx, kProofTries, {session.person, session.id});
}

void add_pending(db::Transaction& tx, const Text& digest, const Pending& pending) {
  tx.execute(kAddPending, {digest, pending.person, pending.session, pending.sealed, seconds(pending.expires_at)});
}

std::optional<Pending> find_pending(db::Transaction& tx, const Text& digest) {
  std::optional<Pending> found;
  tx.each<Text, Text, Text, Whole>(kPending, {digest}, [&](auto person, auto session, auto sealed, auto expires) {
    found = Pending{std::move(person), std::move(session), std::move(sealed), instant(expires)};
  });
  return found;
}

bool take_pending(db::Transaction& tx, const Text& digest) { return tx.execute(kTakePending, {digest}) == 1; }
bool has_identity(db::Transaction& tx, const Text& person) { return number(tx, kHasIdentity, {person}) > 0; }

void add_link(db::Transaction& tx, const Text& digest, Purpose purpose, const Link& link) {
  tx.execute(kAddLink, {digest, link.person, name_of(purpose), seconds(link.expires_at)});
}

std::optional<Link> find_link(db::Transaction& tx, const Text& digest, Purpose purpose) {
  std::optional<Link> found;
  tx.each<Text, Whole, Whole>(kLink, {digest, name_of(purpose)}, [&](auto person, auto expires, auto tries) {
    found = Link{std::move(person), instant(expires), tries};
  });
  return found;
}

bool take_link(db::Transaction& tx, const Text& digest, Purpose purpose) {
  return tx.execute(kTakeLink, {digest, name_of(purpose)}) == 1;
}
void count_try(db::Transaction& tx, const Text& digest) { tx.execute(kTry, {digest}); }
void drop_links(db::Transaction& tx, const Text& person) { tx.execute(kDropLinks, {person}); }

std::vector<Consent> consents(db::Transaction& tx, const Text& person) {
  std::vector<Consent> all;
  tx.each<Text, Text, Whole, Whole>(kConsents, {person}, [&](auto purpose, auto wording, auto given, auto at) {
    const auto former = std::ranges::find(all, purpose, &Consent::purpose);
    Consent one{std::move(purpose), std::move(wording), given == 1, instant(at)};
    if (former == all.end())
      all.push_back(std::move(one));
    else
      *former = std::move(one);
  });
  return all;
}
void add_consent(db::Transaction& tx, const Text& person, const Consent& one, const Text& origin) {
  // Ids grow with time, so that two answers within one second keep their order.
  const auto number = number_of_consents(tx, person);
  tx.execute(kAddConsent, {person + ":" + std::to_string(1'000'000 + number), person, one.purpose,
                           Whole{one.given ? 1 : 0}, one.wording, seconds(one.at), origin});
}

void object(db::Transaction& tx, const Text& digest, core::Instant now) { tx.execute(kObject, {digest, seconds(now)}); }
bool objects(db::Transaction& tx, const Text& digest) { return number(tx, kObjects, {digest}) > 0; }

bool add_identity(db::Transaction& tx, const Identity& one) {
  return tx.execute(kAddIdentity, {one.issuer, one.subject, one.person, seconds(one.linked_at)}) == 1;
}
std::optional<Person> find_by_identity(db::Transaction& tx, const Text& issuer, const Text& subject) {
  return first(people(tx, kByIdentity, {issuer, subject}));
}
bool use_departure(db::Transaction& tx, const Text& digest, core::Instant now) {
  tx.execute(kOldDepartures, {seconds(now - std::chrono::hours(24))});
  return tx.execute(kUseDeparture, {digest, seconds(now)}) == 1;
}

void add_erasure_link(db::Transaction& tx, const Text& digest, const Link& link) {
  tx.execute(kAddErasure, {digest, link.person, seconds(link.expires_at)});
}
std::optional<Link> take_erasure_link(db::Transaction& tx, const Text& digest) {
  std::optional<Link> found;
  tx.each<Text, Whole>(kErasure, {digest}, [&](auto person, auto expires) {
    found = Link{std::move(person), instant(expires)};
  });
  if (!found || tx.execute(kTakeErasure, {digest}) != 1) return std::nullopt;
  return found;
}

std::vector<Person> resting(db::Transaction& tx, std::string_view state, core::Instant since) {
  return people(tx, kResting, {Text(state), seconds(since)});
}
std::vector<Person> with_open_totp(db::Transaction& tx) { return people(tx, kOpenTotp, {}); }

void set_codes(db::Transaction& tx, const Text& person, const std::vector<Text>& digests) {
  tx.execute(kDropCodes, {person});
  for (const auto& digest : digests) tx.execute(kAddCode, {person, digest});
}
bool take_code(db::Transaction& tx, const Text& person, const Text& digest) {
  return tx.execute(kTakeCode, {person, digest}) == 1;
}
Whole codes_left(db::Transaction& tx, const Text& person) { return number(tx, kCodes, {person}); }

}  // namespace catalyse::accounts::store
