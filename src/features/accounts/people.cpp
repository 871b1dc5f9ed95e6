#include "people.hpp"

#include "erasure.hpp"
#include "secrets/secrets.hpp"
#include "sign_in_rules.hpp"

namespace catalyse::accounts {
namespace {

using core::ErrorKind;
using core::fail;

constexpr std::string_view kCommand = "command";  // prints the address itself
using core::Result;

Result<void> check_role(const Held& held) {
  if (!role_named(held.role))
    return fail(ErrorKind::invalid, "accounts.error.role", {}, {{"role", std::string(held.role)}});
  if (!is_scope(held.scope))
    return fail(ErrorKind::invalid, "accounts.error.scope", {}, {{"scope", std::string(held.scope)}});
  return {};
}

std::string detail_of(const Held& held) {
  return std::string(held.role) + (held.scope.empty() ? "" : " " + std::string(held.scope));
}

}  // namespace

bool is_last_administrator(db::Transaction& tx, const Person& person) {
  if (person.state != "active" || store::active_administrators(tx) > 1) return false;
  for (const auto& one : store::grants(tx, person.id)) {
    if (one.role == name_of(Role::administrator) && one.scope.empty()) return true;
  }
  return false;
}

Result<std::string> invite_person(Accounts::State& state, const Invited& invited, const By& by) {
  Person person;
  person.id = secrets::random_id();
  person.email = clean_email(invited.email);
  person.name = invited.name.empty() ? person.email.substr(0, person.email.find('@')) : invited.name;
  person.language = invited.language;
  person.state = "invited";
  person.created_at = state.now();
  if (person.email.empty()) return fail(ErrorKind::invalid, "accounts.error.email");
  if (auto checked = check_role({invited.role, invited.scope}); !checked) return std::unexpected(checked.error());
  std::string address;
  auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    if (store::find_by_email(tx, person.email)) return fail(ErrorKind::conflict, "accounts.error.known");
    if (store::objects(tx, objection_digest(state, person.email)))
      return fail(ErrorKind::conflict, "accounts.error.objects");
    store::add(tx, person);
    (void)store::grant(tx, person.id, {invited.role, invited.scope, std::string(by.person), state.now()});
    address = make_link(tx, state, person, Purpose::invitation);
    if (by.person != kCommand) write_letter(tx, state, person, Letter::invitation, address);
    record(tx, state, by.person, {"people.invited", person.id, detail_of({invited.role, invited.scope})}, by.address);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return address;
}

Result<std::string> renew_invitation(Accounts::State& state, const Person& person, const By& by) {
  if (person.state == "disabled") return fail(ErrorKind::conflict, "accounts.error.disabled");
  std::string address;
  auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    store::drop_links(tx, person.id);
    address = make_link(tx, state, person, Purpose::invitation);
    if (by.person != kCommand) write_letter(tx, state, person, Letter::invitation, address);
    record(tx, state, by.person, {"people.invited_again", person.id}, by.address);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return address;
}

Result<void> change_role_of(Accounts::State& state, const Person& person, const Held& role, Change change,
                            const By& by) {
  if (auto checked = check_role(role); !checked) return checked;
  return state.database.write([&](db::Transaction& tx) -> Result<void> {
    const bool leaves = change == Change::revoke && role.role == name_of(Role::administrator) && role.scope.empty();
    if (leaves && is_last_administrator(tx, person)) return fail(ErrorKind::conflict, "accounts.error.last");
    const std::string name(role.role);
    const std::string scope(role.scope);
    const bool changed = change == Change::grant
                             ? store::grant(tx, person.id, {name, scope, std::string(by.person), state.now()})
                             : store::revoke(tx, person.id, name, scope);
    if (!changed) return {};
    store::end_sessions(tx, person.id, "");
    record(tx, state, by.person,
           {change == Change::grant ? "people.role_granted" : "people.role_revoked", person.id, detail_of(role)},
           by.address);
    return {};
  });
}

Result<void> set_admission_of(Accounts::State& state, const Person& person, Admission admission, const By& by) {
  return state.database.write([&](db::Transaction& tx) -> Result<void> {
    if (admission == Admission::disabled && is_last_administrator(tx, person))
      return fail(ErrorKind::conflict, "accounts.error.last");
    const bool came = person.signed_in_at || !person.password.empty();
    store::set_state(tx, person.id, admission == Admission::disabled ? "disabled" : came ? "active" : "invited");
    store::end_sessions(tx, person.id, "");
    store::drop_links(tx, person.id);
    record(tx, state, by.person, {admission == Admission::disabled ? "people.disabled" : "people.enabled", person.id},
           by.address);
    return {};
  });
}

Result<Person> find_person(const Accounts::State& state, std::string_view email) {
  std::optional<Person> person;
  state.database.read([&](db::Transaction& tx) { person = store::find_by_email(tx, clean_email(email)); });
  if (!person) return fail(ErrorKind::not_found, "accounts.error.unknown", {}, {{"email", std::string(email)}});
  return std::move(*person);
}

Result<std::string> invite(const Accounts& accounts, const Invited& invited, std::string_view by) {
  return invite_person(accounts.state(), invited, {by, {}});
}

Result<std::string> invite_again(const Accounts& accounts, std::string_view email, std::string_view by) {
  const auto person = find_person(accounts.state(), email);
  if (!person) return std::unexpected(person.error());
  return renew_invitation(accounts.state(), *person, {by, {}});
}

Result<void> change_role(const Accounts& accounts, std::string_view email, const Held& role, Change change,
                         std::string_view by) {
  const auto person = find_person(accounts.state(), email);
  if (!person) return std::unexpected(person.error());
  return change_role_of(accounts.state(), *person, role, change, {by, {}});
}

Result<void> set_admission(const Accounts& accounts, std::string_view email, Admission admission, std::string_view by) {
  const auto person = find_person(accounts.state(), email);
  if (!person) return std::unexpected(person.error());
  return set_admission_of(accounts.state(), *person, admission, {by, {}});
}

Result<std::vector<Listed>> list(const Accounts& accounts) {
  std::vector<Listed> all;
  accounts.state().database.read([&](db::Transaction& tx) {
    for (auto& person : store::list(tx, "", "", 1'000'000)) {
      Listed one{person.id, person.email, person.name, person.state, person.has_second_factor(), {}};
      for (auto& grant : store::grants(tx, person.id))
        one.roles.push_back({std::move(grant.role), std::move(grant.scope)});
      all.push_back(std::move(one));
    }
  });
  return all;
}

std::optional<Card> card(const Accounts& accounts, std::string_view person) {
  std::optional<Card> found;
  accounts.state().database.read([&](db::Transaction& tx) {
    if (auto one = store::find_by_id(tx, std::string(person))) found = Card{std::move(one->id), std::move(one->name)};
  });
  return found;
}

}  // namespace catalyse::accounts
