// Time-based one-time codes of six digits, 30 seconds each (RFC 6238 over RFC 4226, HMAC-SHA-1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"

namespace catalyse::secrets {

[[nodiscard]] std::int64_t totp_step(core::Instant now);
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step, unsigned digits = 6);

// The step whose code was given: the present one or a neighbour, as clocks differ; never one at or before `last`, as a
// code that was used or seen is worth nothing. Spaces are overlooked. Empty: a wrong code.
[[nodiscard]] std::optional<std::int64_t> totp_accept(std::string_view secret, std::string_view code, core::Instant now,
                                                      std::int64_t last);

}  // namespace catalyse::secrets
