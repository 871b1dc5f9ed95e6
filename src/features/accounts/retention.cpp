// What is past its time goes, once a day.
#include "erasure.hpp"
#include "jobs/jobs.hpp"
#include "text/numbers.hpp"

namespace catalyse::accounts {
namespace {

using core::Result;
constexpr auto kHour = std::chrono::hours(3);
constexpr auto kForMails = std::chrono::days(30);
constexpr auto kForInvitations = std::chrono::days(183);
constexpr auto kForAccounts = std::chrono::days(3 * 365);
constexpr auto kNoticeGiven = std::chrono::days(30);
constexpr By kItself{"retention", {}};

Result<void> order_next(Accounts::State& state) {
  auto day = std::chrono::floor<std::chrono::days>(state.now());
  if (state.now() - day >= kHour) day += std::chrono::days(1);
  return state.database.write([&](db::Transaction& tx) -> Result<void> {
    jobs::add(tx, {"retention", "retention:" + text::iso_date(day), {}}, day + kHour);
    return {};
  });
}

// The last administrator stays, however long they rest.
Result<void> erase_resting(Accounts::State& state, std::string_view which, std::chrono::days kept) {
  std::vector<Person> people;
  state.database.read([&](db::Transaction& tx) { people = store::resting(tx, which, state.now() - kept); });
  for (const auto& person : people) {
    const auto erased = erase_person(state, person, {}, kItself);
    if (!erased && erased.error().message_id != "accounts.error.last") return std::unexpected(erased.error());
  }
  return {};
}

Result<void> warn_resting(Accounts::State& state) {
  return state.database.write([&](db::Transaction& tx) -> Result<void> {
    for (const auto& person : store::resting(tx, "active", state.now() - kForAccounts + kNoticeGiven)) {
      // The address tells this person's rest from all others: the same mail is not queued twice.
      const auto since = person.signed_in_at.value_or(person.created_at).time_since_epoch().count();
      write_letter(tx, state, person, Letter::inactive,
                   state.settings.base_url + web::localised(person.language, "/connexion") + "?depuis=" + person.id +
                       "-" + std::to_string(since));
    }
    return {};
  });
}

Result<void> retain(Accounts::State& state) {
  if (auto ordered = order_next(state); !ordered) return ordered;
  auto removed = state.database.write([&](db::Transaction& tx) -> Result<void> {
    const auto rows = personal::remove_overdue(tx, state.settings.holdings, state.now());
    jobs::forget(tx, state.now() - kForMails);
    record(tx, state, kItself.person, {"people.retention", {}, std::to_string(rows) + " rows"}, {});
    return {};
  });
  if (!removed) return removed;
  if (auto erased = erase_resting(state, "invited", kForInvitations); !erased) return erased;
  if (auto warned = warn_resting(state); !warned) return warned;
  return erase_resting(state, "active", kForAccounts);
}

}  // namespace

void add_handlers(notices::Handlers& handlers, std::shared_ptr<const Accounts> accounts) {
  handlers["retention"] = [accounts = std::move(accounts)](const jobs::Job&) { return retain(accounts->state()); };
}

Result<void> start(const Accounts& accounts) {
  auto& state = accounts.state();
  auto sealed = state.database.write([&](db::Transaction& tx) -> Result<void> {
    for (const auto& person : store::with_open_totp(tx))
      store::set_totp(tx, person.id, sealed_totp(state, person.id, person.totp), person.totp_step);
    return {};
  });
  if (!sealed) return sealed;
  return order_next(state);
}

}  // namespace catalyse::accounts
