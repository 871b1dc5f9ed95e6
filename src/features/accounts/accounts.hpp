// People: who they are, how they sign in, what they may do. Reading never needs an account.
//
// For other rooms: `Request::actor` says who asks; `may` says whether this actor may do something to a stored object;
// a route asks `http::may("review", "cas")` before anything is read. Names of actions, rooms and roles stand in
// permission_rules.cpp, the one table.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/permission_rules.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "http/http.hpp"
#include "notices/notices.hpp"
#include "oidc/oidc.hpp"
#include "personal/personal.hpp"
#include "plug/plug.hpp"
#include "secrets/password.hpp"
#include "web/web.hpp"

namespace catalyse::accounts {

[[nodiscard]] std::span<const db::Migration> migrations();
[[nodiscard]] std::span<const web::Message> messages();
// What the tables of this room, of audit and of jobs hold about people; and those of editorial.
[[nodiscard]] std::span<const personal::Holding> personal_data();
[[nodiscard]] std::span<const personal::Holding> editorial_personal_data();

// Pure; any thread. Nobody who is not signed in may do anything that stands in the table.
[[nodiscard]] bool may(const http::Actor& actor, std::string_view action, const Subject& subject);

// The rooms and scopes in which this actor may do `action`, for queues: empty scope is everywhere.
[[nodiscard]] std::vector<std::string> scopes_of(const http::Actor& actor, std::string_view action,
                                                 std::string_view room);

// Where mails go: nowhere (links are shown to who administers), to the queue for a server, or to the queue for the page
// `/courriels` of a machine of one's own.
enum class Mailing : std::uint8_t { none, server, outbox };
// A provider of identity, when there is one (OpenID Connect).
enum class ProviderJoin : std::uint8_t { invited, anyone };     // who comes in by it without an account
enum class ProviderEmail : std::uint8_t { verified, trusted };  // trusted: it vouches for e-mails without saying so
struct IdentityProvider {
  std::string name{};  // « ProConnect »
  std::shared_ptr<const oidc::Client> client{};
  ProviderJoin join = ProviderJoin::invited;
  ProviderEmail email = ProviderEmail::verified;
};
struct Settings {
  std::string base_url;  // https://… makes the cookie `__Host-` and Secure; http:// is for a machine of one's own
  secrets::PasswordCost cost{};
  Mailing mailing = Mailing::none;
  std::string key{};  // secrets::kKeyBytes; encrypts what must not lie open in the database and signs links
  std::vector<personal::Holding> holdings{};  // of every room: the register, the copies and the erasures
  std::vector<notices::Kind> notices{};       // of every room
  IdentityProvider provider{};
  // In the transaction of an erasure, first: removes what only this person has ever seen; how many rows.
  std::function<std::int64_t(db::Transaction&, const std::string& person)> leaving{};
  // After the commit of an erasure, before it is looked for: what was made from the texts (pages, index) is made again.
  std::function<void()> erased{};
  std::vector<std::filesystem::path> files{};  // folders and files looked through after an erasure
};

// What the room keeps while the program runs. Thread-safe; the database and the clock outlive it.
class Accounts {
 public:
  Accounts(db::Database& database, const core::Clock& clock, Settings settings);
  ~Accounts();
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;
  struct State;
  [[nodiscard]] State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

[[nodiscard]] http::Gate gate(std::shared_ptr<const Accounts> accounts);
[[nodiscard]] plug::Contribution contribution(std::shared_ptr<const Accounts> accounts,
                                              std::shared_ptr<const web::Site> site);
[[nodiscard]] web::NavLink way_in();  // « Mon compte », for the frame of every page

// A person as others may read them; nothing for one who was erased or never was.
struct Card {
  std::string id, name;
};
[[nodiscard]] std::optional<Card> card(const Accounts& accounts, std::string_view person);
// How the public reads whoever wrote something: their name where they allowed it, « un contributeur » otherwise.
[[nodiscard]] std::string public_name(const Accounts& accounts, std::string_view person, core::Language language);

// ---- The work of the job queue ----
// Where `notices` writes to, and what it may send. Lives as long as the accounts.
[[nodiscard]] const notices::Setting& notice_setting(const Accounts& accounts);
// Adds the daily job « retention »; `start` orders it and encrypts what an older program left open.
void add_handlers(notices::Handlers& handlers, std::shared_ptr<const Accounts> accounts);
[[nodiscard]] core::Result<void> start(const Accounts& accounts);

// ---- The command line ----
// Errors of all: those of db, accounts.error.email, accounts.error.role, accounts.error.scope (invalid),
// accounts.error.known (conflict), accounts.error.unknown (not_found), accounts.error.last (conflict: the only
// administrator).
struct Invited {
  std::string email, name, role, scope;
  core::Language language = core::Language::fr;
};
// A new person with one role; the address that lets them in once, within seven days. For one who is known and has not
// come yet, or who has lost every way in, a new address (`again`).
[[nodiscard]] core::Result<std::string> invite(const Accounts& accounts, const Invited& invited, std::string_view by);
[[nodiscard]] core::Result<std::string> invite_again(const Accounts& accounts, std::string_view email,
                                                     std::string_view by);
enum class Change : std::uint8_t { grant, revoke };
[[nodiscard]] core::Result<void> change_role(const Accounts& accounts, std::string_view email, const Held& role,
                                             Change change, std::string_view by);
enum class Admission : std::uint8_t { allowed, disabled };
[[nodiscard]] core::Result<void> set_admission(const Accounts& accounts, std::string_view email, Admission admission,
                                               std::string_view by);
struct Listed {
  std::string id, email, name, state;
  bool second_factor = false;
  std::vector<http::Grant> roles;
};
[[nodiscard]] core::Result<std::vector<Listed>> list(const Accounts& accounts);

enum class CopyForm : std::uint8_t { json, csv };
[[nodiscard]] core::Result<std::string> copy_of(const Accounts& accounts, std::string_view email, CopyForm form,
                                                std::string_view by);
struct Erasure {
  personal::Erased erased;
  personal::Proof proof;
};
// Erases for good, then looks everywhere. `phones`: to be looked for too.
[[nodiscard]] core::Result<Erasure> erase(const Accounts& accounts, std::string_view email,
                                          const std::vector<std::string>& phones, std::string_view by);

}  // namespace catalyse::accounts
