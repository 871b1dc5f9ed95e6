// The commands on people. The first administrator is made here: there is no default password anywhere.
#include <cstdio>
#include <filesystem>
#include <fstream>

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

// For its owner's eyes only.
int write_copy(const core::Result<std::string>& copy, const std::string& file) {
  if (!copy) return complain(copy.error());
  if (file.empty()) {
    std::fwrite(copy->data(), 1, copy->size(), stdout);
    return 0;
  }
  std::ofstream out(file, std::ios::binary);
  std::error_code ignored;
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
  out << *copy << std::flush;
  if (!out) return complain({core::ErrorKind::unavailable, "", {}, "the file " + file + " cannot be written"});
  std::printf("written to %s\n", file.c_str());
  return 0;
}

int tell_erasure(const core::Result<accounts::Erasure>& erasure) {
  if (!erasure) return complain(erasure.error());
  const auto& proof = erasure->proof;
  std::printf("erased: %lld rows removed, %lld texts cleaned; %lld columns and %lld files looked through\n",
              static_cast<long long>(erasure->erased.removed), static_cast<long long>(erasure->erased.cleaned),
              static_cast<long long>(proof.columns), static_cast<long long>(proof.files));
  for (const auto& trace : proof.traces)
    std::printf("%s: %s, %lld times\n", trace.homonym ? "homonym" : "TRACE LEFT", trace.place.c_str(),
                static_cast<long long>(trace.count));
  return proof.clean() ? 0 : 1;
}

}  // namespace

std::vector<std::string> role_names() { return {accounts::kRoleNames.begin(), accounts::kRoleNames.end()}; }

int run_user(const Config& config, const UserCommand& command) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  // Without imported data nothing is public, and there is no index.
  const auto opened =
      open_accounts(config, *database, [&] { static_cast<void>(build_world(config, *database, {}).has_value()); });
  if (!opened) return complain(opened.error());
  const auto& accounts = *opened;
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
    case Verb::copy:
      return write_copy(
          accounts::copy_of(*accounts, command.email,
                            command.file.ends_with(".csv") ? accounts::CopyForm::csv : accounts::CopyForm::json, kBy),
          command.file);
    case Verb::erase:
      return tell_erasure(accounts::erase(*accounts, command.email, command.phones, kBy));
  }
  return 1;
}

}  // namespace catalyse::app
