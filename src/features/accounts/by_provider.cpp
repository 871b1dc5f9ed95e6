// Who a provider's word lets in: somebody it has vouched for before, or somebody who was invited by that very e-mail.
#include <algorithm>

#include "core/digest.hpp"
#include "messages.hpp"
#include "secrets/secrets.hpp"
#include "sign_in_rules.hpp"
#include "state.hpp"

namespace catalyse::accounts {
namespace {

using core::ErrorKind;
using core::Result;

Person newcomer(const Accounts::State& state, const oidc::Claims& claims, std::string email) {
  Person person;
  person.id = secrets::random_id();
  person.email = std::move(email);
  person.name =
      claims.name.empty() || claims.name.size() > 100 ? person.email.substr(0, person.email.find('@')) : claims.name;
  person.state = "active";
  person.created_at = state.now();
  return person;
}

// By the e-mail, when the provider says that it is theirs. One identity of a provider for each person: an address that
// passed to somebody else there does not open the account here.
Result<Person> link_by_email(db::Transaction& tx, Accounts::State& state, const oidc::Claims& claims,
                             const Origin& origin) {
  const auto email = clean_email(claims.email);
  if (email.empty() || (!claims.email_verified && state.settings.provider.email != ProviderEmail::trusted))
    return core::fail(ErrorKind::invalid, "accounts.error.unverified");
  auto person = store::find_by_email(tx, email);
  if (!person) {
    if (state.settings.provider.join != ProviderJoin::anyone)
      return core::fail(ErrorKind::invalid, "accounts.error.not_invited");
    person = newcomer(state, claims, email);
    store::add(tx, *person);
    record(tx, state, person->id, {"people.joined", person->id}, origin.address);
  }
  if (person->state == "disabled") return core::fail(ErrorKind::invalid, "accounts.error.disabled");
  if (!store::add_identity(tx, {claims.issuer, claims.subject, person->id, state.now()}))
    return core::fail(ErrorKind::invalid, "accounts.error.identity");
  record(tx, state, person->id, {"people.identity_linked", person->id}, origin.address);
  tell_change(tx, state, *person, msg::mail_identity);
  return std::move(*person);
}

}  // namespace

Result<Opened> open_with_claims(Accounts::State& state, const oidc::Claims& claims, std::string_view departure,
                                const Origin& origin) {
  Opened opened;
  const auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    if (!store::use_departure(tx, core::sha256(departure), state.now()))
      return core::fail(ErrorKind::invalid, "accounts.error.step");
    auto person = store::find_by_identity(tx, claims.issuer, claims.subject);
    if (!person) {
      auto linked = link_by_email(tx, state, claims, origin);
      if (!linked) return std::unexpected(linked.error());
      person = std::move(*linked);
    }
    if (person->state == "disabled") return core::fail(ErrorKind::invalid, "accounts.error.disabled");
    if (person->state == "invited") {
      store::set_state(tx, person->id, "active");
      store::drop_links(tx, person->id);
      record(tx, state, person->id, {"people.accepted", person->id}, origin.address);
    }
    opened = pass(tx, state, *person, {origin, std::min(claims.authenticated_at, state.now())});
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return opened;
}

}  // namespace catalyse::accounts
