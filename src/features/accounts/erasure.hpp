// Copies, erasures, objections and retention; the pages, the command line and the job queue share them.
#pragma once

#include "people.hpp"

namespace catalyse::accounts {

[[nodiscard]] personal::Subject subject_of(const Person& person);
// Written down in the log.
[[nodiscard]] core::Result<std::vector<personal::Sheet>> copy_person(Accounts::State& state, const Person& person,
                                                                     const By& by);
// Errors: accounts.error.last (conflict) and those of db. What the look afterwards finds is in the log too.
[[nodiscard]] core::Result<Erasure> erase_person(Accounts::State& state, const Person& person,
                                                 const std::vector<std::string>& phones, const By& by);

// A link that erases, by mail.
[[nodiscard]] core::Result<void> mail_erasure_link(Accounts::State& state, const Person& person, const By& by);
// Error accounts.error.link (invalid).
[[nodiscard]] core::Result<Person> take_erasure_link(Accounts::State& state, std::string_view secret);

[[nodiscard]] std::string objection_digest(const Accounts::State& state, std::string_view email);
[[nodiscard]] std::string objection_address(const Accounts::State& state, const Person& person);
// Error accounts.error.key (invalid). A key of somebody who is gone is as good as any: nothing is left to do.
[[nodiscard]] core::Result<void> object_by_key(Accounts::State& state, std::string_view key, std::string_view address);
[[nodiscard]] bool is_objection_key(const Accounts::State& state, std::string_view key);

// What people may allow.
struct ConsentPurpose {
  std::string_view name;
  const web::Message* sentence;
};
[[nodiscard]] std::span<const ConsentPurpose> consent_purposes();

}  // namespace catalyse::accounts
