#include "state.hpp"

#include "core/digest.hpp"
#include "messages.hpp"
#include "migrations.hpp"
#include "secrets/secrets.hpp"

namespace catalyse::accounts {
namespace {

constexpr auto kForAnInvitation = std::chrono::hours(7 * 24);
constexpr auto kForASignIn = std::chrono::minutes(20);

std::vector<Held> held_by(const http::Actor& actor) {
  std::vector<Held> held;
  held.reserve(actor.grants.size());
  for (const auto& one : actor.grants) held.push_back({one.role, one.scope});
  return held;
}

std::string cookie(const Accounts::State& state, std::string_view value) {
  std::string text = state.cookie_name() + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Lax";
  if (state.is_secure()) text += "; Secure";
  return text;
}

}  // namespace

Accounts::State::State(db::Database& given, const core::Clock& time, Settings with)
    : database(given),
      clock(time),
      settings(std::move(with)),
      passwords(settings.cost),
      totp_key(secrets::derive_key(settings.key, "totp")),
      signing_key(secrets::derive_key(settings.key, "links")),
      departure_key(secrets::derive_key(settings.key, "departure")),
      pending_key(secrets::derive_key(settings.key, "pending")),
      device_key(secrets::derive_key(settings.key, "device")),
      notices{settings.base_url, secrets::derive_key(settings.key, "notices"), settings.notices,
              [this](db::Transaction& tx, const std::string& person) -> std::optional<notices::Recipient> {
                const auto found = mails() ? store::find_by_id(tx, person) : std::nullopt;
                if (!found || found->state != "active") return std::nullopt;
                return notices::Recipient{found->email, found->name, found->language};
              }} {
  if (settings.key.size() != secrets::kKeyBytes) throw std::logic_error("accounts need a key");
}

std::string totp_secret(const Accounts::State& state, const Person& person) {
  if (!secrets::is_sealed(person.totp)) return person.totp;  // of an older program, until `start` has seen it
  return secrets::unseal(state.totp_key, person.id, person.totp).value_or("");
}

std::string sealed_totp(const Accounts::State& state, std::string_view person, std::string_view secret) {
  return secrets::seal(state.totp_key, person, secret);
}

Accounts::Accounts(db::Database& database, const core::Clock& clock, Settings settings)
    : state_(std::make_unique<State>(database, clock, std::move(settings))) {}
Accounts::~Accounts() = default;

bool may(const http::Actor& actor, std::string_view action, const Subject& subject) {
  return actor.signed_in() && permits(actor.person, held_by(actor), action, subject);
}

std::vector<std::string> scopes_of(const http::Actor& actor, std::string_view action, std::string_view room) {
  std::vector<std::string> scopes;
  for (const auto& one : held_by(actor)) {
    if (permits_somewhere(std::span(&one, 1), action, room)) scopes.emplace_back(one.scope);
  }
  return scopes;
}

http::Gate gate(std::shared_ptr<const Accounts> accounts) {
  http::Gate gate;
  gate.cookie = accounts->state().cookie_name();
  gate.sign_in = "/connexion";
  gate.identify = [accounts](std::string_view secret) { return identify(accounts->state(), secret); };
  gate.allows = [](const http::Actor& actor, const http::Who& who) {
    return actor.signed_in() && permits_somewhere(held_by(actor), who.action, who.room);
  };
  return gate;
}

web::NavLink way_in() { return {msg::nav_account, "/compte"}; }

Origin origin_of(const http::Request& request) {
  return {request.client, std::string(request.header("user-agent").substr(0, 300))};
}

std::string cookie_value(const http::Request& request, const std::string& cookie) {
  const auto name = cookie + "=";
  const auto all = request.header("cookie");
  for (std::size_t i = 0; i < all.size();) {
    const auto end = std::min(all.find(';', i), all.size());
    auto pair = all.substr(i, end - i);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name)) return std::string(pair.substr(name.size()));
    i = end + 1;
  }
  return {};
}

// The one that `gate` reads, so that both always agree.
std::string secret_of(const Accounts::State& state, const http::Request& request) {
  return cookie_value(request, state.cookie_name());
}

std::string set_cookie(const Accounts::State& state, std::string_view secret) { return cookie(state, secret); }
std::string drop_cookie(const Accounts::State& state) { return cookie(state, "") + "; Max-Age=0"; }

std::string make_link(db::Transaction& tx, Accounts::State& state, const Person& person, Purpose purpose) {
  const auto secret = secrets::random_token();
  const auto time = purpose == Purpose::invitation ? std::chrono::minutes(kForAnInvitation) : kForASignIn;
  store::add_link(tx, core::sha256(secret), purpose, {person.id, state.now() + time});
  return state.settings.base_url + (person.language == core::Language::en ? "/en" : "") +
         "/connexion/lien?secret=" + secret;
}

void record(db::Transaction& tx, const Accounts::State& state, std::string_view by, const Deed& deed,
            std::string_view address) {
  audit::Act act;
  act.person = by;
  act.action = deed.action;
  if (!deed.person.empty()) act.object = "person:" + std::string(deed.person);
  act.detail = deed.detail;
  act.origin = address;
  audit::append(tx, act, state.now());
}

}  // namespace catalyse::accounts
