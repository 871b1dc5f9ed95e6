#include "accounts/open_forms.hpp"

#include <charconv>

#include "secrets/secrets.hpp"
#include "state.hpp"

namespace catalyse::accounts {
namespace {

std::string signature(const Accounts& accounts, std::string_view form, std::string_view seconds) {
  return secrets::keyed_digest(accounts.state().signing_key,
                               "open form\n" + std::string(form) + "\n" + std::string(seconds))
      .substr(0, 32);
}

}  // namespace

Sender judge_sender(std::string_view trap, std::optional<std::chrono::seconds> age) {
  if (!trap.empty()) return Sender::program;
  return age && *age >= kQuickest && *age < kPageHolds ? Sender::person : Sender::hasty;
}

std::string form_stamp(const Accounts& accounts, std::string_view form, core::Instant at) {
  const auto seconds = std::to_string(at.time_since_epoch().count());
  return seconds + "-" + signature(accounts, form, seconds);
}

std::string form_stamp(const Accounts& accounts, std::string_view form) {
  return form_stamp(accounts, form, accounts.state().now());
}

std::optional<std::chrono::seconds> age_of_stamp(const Accounts& accounts, std::string_view form,
                                                 std::string_view stamp) {
  const auto dash = stamp.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash > 12) return std::nullopt;
  const auto text = stamp.substr(0, dash);
  std::int64_t seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  if (!secrets::same(stamp.substr(dash + 1), signature(accounts, form, text))) return std::nullopt;
  return accounts.state().now() - core::Instant(std::chrono::seconds(seconds));
}

}  // namespace catalyse::accounts
