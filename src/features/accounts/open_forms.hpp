// Forms that anyone may send without an account, and the programs that fill them: a field that people do not see, and
// the time between the page and what is sent. No picture to read, nothing asked of anybody else, no script.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/accounts.hpp"

namespace catalyse::accounts {

inline constexpr std::string_view kTrapField = "site_web";  // hidden from people; sent back empty by them
inline constexpr std::string_view kStampField = "heure";    // when the page was made, signed for this form

enum class Sender : std::uint8_t {
  person,
  hasty,  // quicker than one writes, or from a page of long ago or of nowhere: the form is shown again, as it was typed
  program,  // filled what nobody sees: answered as if it were done, and nothing is
};
inline constexpr auto kQuickest = std::chrono::seconds(3);
inline constexpr auto kPageHolds = std::chrono::hours(24);
// Pure. `age`: of the page; nothing when its stamp is not ours.
[[nodiscard]] Sender judge_sender(std::string_view trap, std::optional<std::chrono::seconds> age);

// `form` names it, with the object it is about: a stamp is good for no other.
[[nodiscard]] std::string form_stamp(const Accounts& accounts, std::string_view form, core::Instant at);
[[nodiscard]] std::string form_stamp(const Accounts& accounts, std::string_view form);  // now
[[nodiscard]] std::optional<std::chrono::seconds> age_of_stamp(const Accounts& accounts, std::string_view form,
                                                               std::string_view stamp);

}  // namespace catalyse::accounts
