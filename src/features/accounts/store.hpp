// The tables of people, roles, sessions and links. Statements fail by throwing db::Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/language.hpp"
#include "db/db.hpp"

namespace catalyse::accounts {

struct Person {
  std::string id, email, name;
  core::Language language = core::Language::fr;
  std::string state;  // invited, active, disabled
  std::string password;
  std::string totp;
  std::int64_t totp_step = 0;
  core::Instant created_at;
  std::optional<core::Instant> signed_in_at;
  [[nodiscard]] bool has_second_factor() const { return !totp.empty(); }
};

struct Granted {
  std::string role, scope, granted_by;
  core::Instant granted_at;
};

struct Session {
  std::string id, person;
  core::Instant started_at, seen_at;
  bool second_factor = false;
  std::string origin, program;
  core::Instant proved_at{};  // when the person last showed that it is them
};

enum class Purpose : std::uint8_t { invitation, sign_in, second_factor };
struct Link {
  std::string person;
  core::Instant expires_at;
  std::int64_t tries = 0;
};
// What waits for a new proof.
struct Pending {
  std::string person, session, sealed;
  core::Instant expires_at;
};

namespace store {

[[nodiscard]] std::optional<Person> find_by_email(db::Transaction& tx, const std::string& email);
[[nodiscard]] std::optional<Person> find_by_id(db::Transaction& tx, const std::string& id);
// In order of e-mail, those after `after`; `words` stand in the e-mail or the name, whatever their case.
[[nodiscard]] std::vector<Person> list(db::Transaction& tx, const std::string& words, const std::string& after,
                                       std::int64_t most);
[[nodiscard]] std::int64_t count(db::Transaction& tx, const std::string& words);
void add(db::Transaction& tx, const Person& person);
void set_profile(db::Transaction& tx, const std::string& id, const std::string& name, core::Language language);
void set_password(db::Transaction& tx, const std::string& id, const std::string& hash);
void set_state(db::Transaction& tx, const std::string& id, std::string_view state);
void set_totp(db::Transaction& tx, const std::string& id, const std::string& secret, std::int64_t step);
// False when this step or a later one was accepted already: two requests with one code, and one of them wins.
[[nodiscard]] bool accept_step(db::Transaction& tx, const std::string& id, std::int64_t step);
void signed_in(db::Transaction& tx, const std::string& id, core::Instant now);

[[nodiscard]] std::vector<Granted> grants(db::Transaction& tx, const std::string& person);
// False when it was held already, or not held.
[[nodiscard]] bool grant(db::Transaction& tx, const std::string& person, const Granted& grant);
[[nodiscard]] bool revoke(db::Transaction& tx, const std::string& person, const std::string& role,
                          const std::string& scope);
[[nodiscard]] std::int64_t active_administrators(db::Transaction& tx);

void add_session(db::Transaction& tx, const std::string& digest, const Session& session);
// Who asks with a session: what every live page needs, in one statement. `session` has neither origin nor program.
struct Asker {
  Session session;
  std::string name;
  std::vector<Granted> grants;  // role and scope only
};
// Nothing for a session that is not there, or whose person is not active.
[[nodiscard]] std::optional<Asker> find_asker(db::Transaction& tx, const std::string& digest);
[[nodiscard]] std::vector<Session> sessions(db::Transaction& tx, const std::string& person);
void seen(db::Transaction& tx, const std::string& digest, core::Instant now);
void end_session(db::Transaction& tx, const std::string& digest);
// Of this person only; false when there is none of that id.
[[nodiscard]] bool end_own_session(db::Transaction& tx, const std::string& person, const std::string& id);
void end_sessions(db::Transaction& tx, const std::string& person, const std::string& but_id);
[[nodiscard]] std::optional<Session> find_session(db::Transaction& tx, const std::string& person,
                                                  const std::string& id);
// The session goes on under a new secret, proved.
void prove_session(db::Transaction& tx, const Session& session, const std::string& digest, core::Instant now);
// How many wrong answers there were, this one with them.
[[nodiscard]] std::int64_t count_proof_try(db::Transaction& tx, const Session& session);
void add_pending(db::Transaction& tx, const std::string& digest, const Pending& pending);
[[nodiscard]] std::optional<Pending> find_pending(db::Transaction& tx, const std::string& digest);
[[nodiscard]] bool take_pending(db::Transaction& tx, const std::string& digest);
[[nodiscard]] bool has_identity(db::Transaction& tx, const std::string& person);
void purge(db::Transaction& tx, core::Instant now);  // sessions of more than 8 days, links past their time

void add_link(db::Transaction& tx, const std::string& digest, Purpose purpose, const Link& link);
[[nodiscard]] std::optional<Link> find_link(db::Transaction& tx, const std::string& digest, Purpose purpose);
[[nodiscard]] bool take_link(db::Transaction& tx, const std::string& digest, Purpose purpose);
void count_try(db::Transaction& tx, const std::string& digest);
void drop_links(db::Transaction& tx, const std::string& person);

// The last answer about each purpose.
struct Consent {
  std::string purpose, wording;
  bool given = false;
  core::Instant at;
};
[[nodiscard]] std::vector<Consent> consents(db::Transaction& tx, const std::string& person);
void add_consent(db::Transaction& tx, const std::string& person, const Consent& consent, const std::string& origin);

void object(db::Transaction& tx, const std::string& digest, core::Instant now);
[[nodiscard]] bool objects(db::Transaction& tx, const std::string& digest);

struct Identity {
  std::string issuer, subject, person;
  core::Instant linked_at;
};
// False when the person has another identity of that issuer, or the identity another person.
[[nodiscard]] bool add_identity(db::Transaction& tx, const Identity& identity);
[[nodiscard]] std::optional<Person> find_by_identity(db::Transaction& tx, const std::string& issuer,
                                                     const std::string& subject);
// False for a state that came back before.
[[nodiscard]] bool use_departure(db::Transaction& tx, const std::string& digest, core::Instant now);

void add_erasure_link(db::Transaction& tx, const std::string& digest, const Link& link);
[[nodiscard]] std::optional<Link> take_erasure_link(db::Transaction& tx, const std::string& digest);

// Active ones who have not signed in since, or invited ones who have not come since; at most two hundred.
[[nodiscard]] std::vector<Person> resting(db::Transaction& tx, std::string_view state, core::Instant since);
[[nodiscard]] std::vector<Person> with_open_totp(db::Transaction& tx);  // not sealed

void set_codes(db::Transaction& tx, const std::string& person, const std::vector<std::string>& digests);
[[nodiscard]] bool take_code(db::Transaction& tx, const std::string& person, const std::string& digest);
[[nodiscard]] std::int64_t codes_left(db::Transaction& tx, const std::string& person);

}  // namespace store
}  // namespace catalyse::accounts
