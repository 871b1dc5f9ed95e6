// What the files of this room share.
#pragma once

#include <stdexcept>

#include "accounts.hpp"
#include "audit/audit.hpp"
#include "secrets/seal.hpp"
#include "store.hpp"
#include "throttle.hpp"

namespace catalyse::accounts {

struct Accounts::State {
  State(db::Database& given, const core::Clock& time, Settings with);
  db::Database& database;
  const core::Clock& clock;
  const Settings settings;
  const secrets::Passwords passwords;
  mutable Throttle throttle;
  const std::string totp_key, signing_key, departure_key, pending_key, device_key;
  const notices::Setting notices;

  [[nodiscard]] bool mails() const { return settings.mailing != Mailing::none; }
  [[nodiscard]] core::Instant now() const { return clock.now(); }
  [[nodiscard]] bool is_secure() const { return settings.base_url.starts_with("https://"); }
  [[nodiscard]] std::string cookie_name() const { return is_secure() ? "__Host-session" : "session"; }
};

// What a request brings that a session or a line of the log keeps.
struct Origin {
  std::string address, user_agent;
};
[[nodiscard]] Origin origin_of(const http::Request& request);

// ---- Signing in (sign_in.cpp) ----
// What came of a password, a link or a code.
struct Opened {
  std::string secret;  // of the new session, for the cookie; empty: a second factor is asked for
  std::string step;    // names the wait for the second factor
  bool invited = false;
  std::string device{};  // with `secret`: by which this browser is known from now on, for a cookie
};
struct Attempt {
  std::string email, password;
  Origin origin;
  std::string device{};  // what the browser says it is known by
};
// Errors: accounts.error.credentials (invalid) for a wrong e-mail or password alike, accounts.error.wait (invalid;
// parameter seconds).
[[nodiscard]] core::Result<Opened> open_with_password(Accounts::State& state, const Attempt& attempt);
// Errors: accounts.error.link (invalid).
[[nodiscard]] core::Result<Opened> open_with_link(Accounts::State& state, std::string_view secret,
                                                  const Origin& origin);
// Errors: accounts.error.code (invalid), accounts.error.step (invalid: too late or too many tries).
[[nodiscard]] core::Result<Opened> open_with_code(Accounts::State& state, std::string_view step, std::string_view code,
                                                  const Origin& origin);
// By a provider's word; `departure`: the state that came back with it, good for once. Errors, all invalid:
// accounts.error.step, accounts.error.unverified, accounts.error.not_invited, accounts.error.disabled,
// accounts.error.identity.
[[nodiscard]] core::Result<Opened> open_with_claims(Accounts::State& state, const oidc::Claims& claims,
                                                    std::string_view departure, const Origin& origin);
// The first factor holds: a session, or the wait for the second.
struct Entry {
  const Origin& origin;
  core::Instant proved_at;  // when the person showed that it is them; long ago where a provider does not say
};
[[nodiscard]] Opened pass(db::Transaction& tx, Accounts::State& state, const Person& person, const Entry& entry);
// A code of the person's application, or one of recovery; good for once.
[[nodiscard]] bool accept_code(db::Transaction& tx, Accounts::State& state, const Person& person,
                               std::string_view code);
// A new secret for the session in hand, with its second factor as given; every other session of the person ends.
[[nodiscard]] std::string renew(db::Transaction& tx, Accounts::State& state, const Session& session);
// The same session under a new secret, proved just now. Its name stays, and with it the token of its forms: what is
// being typed in another tab can still be sent.
[[nodiscard]] std::string prove(db::Transaction& tx, Accounts::State& state, const Session& session);
[[nodiscard]] std::string form_token(const Accounts::State& state, std::string_view session);
void close(Accounts::State& state, std::string_view secret, const http::Actor& actor, const Origin& origin);
[[nodiscard]] http::Actor identify(Accounts::State& state, std::string_view secret);

// A browser by which an account has signed in keeps a word that says so: signed, for that e-mail and for a year. It
// lets nobody in; it only spares its owner the waits that strangers cause (sign_in_rules: wait_across).
[[nodiscard]] std::string device_word(const Accounts::State& state, std::string_view email);
// The word when it is ours and of this e-mail; empty otherwise.
[[nodiscard]] std::string known_device(const Accounts::State& state, std::string_view email, std::string_view word);
[[nodiscard]] std::string device_cookie(const Accounts::State& state, std::string_view word);  // value of Set-Cookie
[[nodiscard]] std::string device_of(const Accounts::State& state, const http::Request& request);
[[nodiscard]] std::string cookie_value(const http::Request& request, const std::string& name);

[[nodiscard]] std::string set_cookie(const Accounts::State& state, std::string_view secret);  // value of Set-Cookie
[[nodiscard]] std::string drop_cookie(const Accounts::State& state);
[[nodiscard]] std::string secret_of(const Accounts::State& state, const http::Request& request);

// A link that works once; its address.
[[nodiscard]] std::string make_link(db::Transaction& tx, Accounts::State& state, const Person& person, Purpose purpose);

// ---- Mails (letters.cpp), in the transaction that decides; nothing where there is no mail. ----
enum class Letter : std::uint8_t { sign_in, invitation, erasure, inactive };
void write_letter(db::Transaction& tx, const Accounts::State& state, const Person& person, Letter letter,
                  const std::string& address);
void tell_change(db::Transaction& tx, const Accounts::State& state, const Person& person, const web::Message& what);
// A link by mail for who has an account; the same work and the same answer for who has none. Error accounts.error.wait.
[[nodiscard]] core::Result<void> ask_link(Accounts::State& state, std::string_view email, const Origin& origin);

// The secret of the person's application, base32; empty: none, or one that the key does not open.
[[nodiscard]] std::string totp_secret(const Accounts::State& state, const Person& person);
[[nodiscard]] std::string sealed_totp(const Accounts::State& state, std::string_view person, std::string_view secret);

// A line of the log, in the act's own transaction.
struct Deed {
  std::string_view action, person, detail = {};  // `person`: the one concerned
};
void record(db::Transaction& tx, const Accounts::State& state, std::string_view by, const Deed& deed,
            std::string_view address);

}  // namespace catalyse::accounts
