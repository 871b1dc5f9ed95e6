// Rules of signing in: e-mails, passwords, where a reader comes back to, how long a session lasts, how long to wait
// after wrong passwords. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"

namespace catalyse::accounts {

// Lower case, without the space around it; empty when it is no address (one @, a dot in the domain, plain ASCII).
[[nodiscard]] std::string clean_email(std::string_view text);

enum class PasswordFault : std::uint8_t { none, shorter, longer, guessable };
inline constexpr std::size_t kShortestPassword = 12;  // characters
// `email`: a password that holds its first part is guessable, like one character or a few repeated.
[[nodiscard]] PasswordFault password_fault(std::string_view password, std::string_view email);

// An address of ours may hold a whole perimeter: some 1 800 letters.
inline constexpr std::size_t kReturnMost = 2'000;
// The path itself when it is one of this site, "/compte" otherwise: never another host, never the pages of signing in,
// nor longer than kReturnMost.
[[nodiscard]] std::string safe_return(std::string_view path);

// Idle: 30 minutes for staff, 12 hours for others. In all: 12 hours, 7 days.
[[nodiscard]] bool is_live(core::Instant started, core::Instant seen, bool staff, core::Instant now);

// Seconds to wait before the next try after so many wrong ones, of one account from one network: none up to 5, then
// doubling from 1 to 25.
[[nodiscard]] std::chrono::seconds wait_after(unsigned wrong);
// The same of one account from all networks together, for browsers by which it never signed in: none up to 10, then
// doubling from 1 to 60. A browser that has signed in before does not wait for what others do.
[[nodiscard]] std::chrono::seconds wait_across(unsigned wrong);

// Browser and system in a few words: « Firefox, Windows »; empty when unknown.
[[nodiscard]] std::string program_of(std::string_view user_agent);

}  // namespace catalyse::accounts
