// The commands on people. The first administrator is made here: there is no default password anywhere.
#include <cstdio>

#include "commands.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

constexpr std::string_view kBy = "command";

int tell(const core::Result<void>& done, const char* sentence, const std::string& email) {
  if (!done) return complain(done.error());
  std::printf("%s: %s\n", email.c_str(), sentence);
  return 0;
}

int tell_link(const core::Result<std::string>& address) {
  if (!address) return complain(address.error());
  std::printf("Open this address once, within seven days:\n%s\n", address->c_str());
  return 0;
}

int print_list(const accounts::Accounts& accounts) {
  const auto all = accounts::list(accounts);
  if (!all) return complain(all.error());
  for (const auto& one : *all) {
    std::string roles;
    for (const auto& grant : one.roles)
      roles += (roles.empty() ? "" : " ") + grant.role + (grant.scope.empty() ? "" : "@" + grant.scope);
    std::printf("%s\t%s\t%s\t%s\t%s\n", one.email.c_str(), one.name.c_str(), one.state.c_str(),
                one.second_factor ? "second factor" : "-", roles.empty() ? "-" : roles.c_str());
  }
  return 0;
}

}  // namespace

std::vector<std::string> role_names() { return {accounts::kRoleNames.begin(), accounts::kRoleNames.end()}; }

int run_user(const Config& config, const UserCommand& command) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto accounts = open_accounts(config, *database);
  using Verb = UserCommand::Verb;
  switch (command.verb) {
    case Verb::add:
      return tell_link(accounts::invite(*accounts, {command.email, command.name, command.role, command.scope}, kBy));
    case Verb::invite:
      return tell_link(accounts::invite_again(*accounts, command.email, kBy));
    case Verb::list:
      return print_list(*accounts);
    case Verb::role:
      return tell(accounts::change_role(*accounts, command.email, {command.role, command.scope},
                                        command.remove ? accounts::Change::revoke : accounts::Change::grant, kBy),
                  "roles up to date", command.email);
    case Verb::disable:
      return tell(accounts::set_admission(*accounts, command.email, accounts::Admission::disabled, kBy), "disabled",
                  command.email);
    case Verb::enable:
      return tell(accounts::set_admission(*accounts, command.email, accounts::Admission::allowed, kBy), "enabled",
                  command.email);
  }
  return 1;
}

}  // namespace catalyse::app
