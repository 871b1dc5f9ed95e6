// Acts of administration on people; the command line and the pages share them.
#pragma once

#include "state.hpp"

namespace catalyse::accounts {

// Who acts, and from where.
struct By {
  std::string_view person;   // public id, or "command"
  std::string_view address;  // empty for the command line
};

[[nodiscard]] core::Result<std::string> invite_person(Accounts::State& state, const Invited& invited, const By& by);
[[nodiscard]] core::Result<std::string> renew_invitation(Accounts::State& state, const Person& person, const By& by);
// A change of roles or of admission ends the sessions of the person: what they may do is asked anew.
[[nodiscard]] core::Result<void> change_role_of(Accounts::State& state, const Person& person, const Held& role,
                                                Change change, const By& by);
[[nodiscard]] core::Result<void> set_admission_of(Accounts::State& state, const Person& person, Admission admission,
                                                  const By& by);
// Whether nobody would be left to give roles.
[[nodiscard]] bool is_last_administrator(db::Transaction& tx, const Person& person);
[[nodiscard]] core::Result<Person> find_person(const Accounts::State& state, std::string_view email);

}  // namespace catalyse::accounts
