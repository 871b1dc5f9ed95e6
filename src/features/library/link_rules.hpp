// What an answer of another site says of a link. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "net/net.hpp"

namespace catalyse::library {

// alive: 2xx. moved: a redirect, not followed. dead: 404 or 410, the site says that it is gone. silent: no answer, or
// one that says nothing of the page (403, 429, 5xx: it may stand for readers). barred: not an address that we ask.
enum class LinkState : std::uint8_t { alive, moved, dead, silent, barred };
inline constexpr std::array<std::string_view, 5> kLinkStates{"alive", "moved", "dead", "silent", "barred"};
[[nodiscard]] constexpr std::string_view code_of(LinkState state) {
  return kLinkStates[static_cast<std::size_t>(state)];
}
[[nodiscard]] std::optional<LinkState> link_state(std::string_view code);
[[nodiscard]] LinkState state_of(const net::Reply& reply);
// Whether HEAD says enough; some sites answer it with an error for a page that stands.
[[nodiscard]] bool is_enough(const net::Reply& head);

struct LinkCheck {
  LinkState state = LinkState::silent;
  core::Instant since, checked;
  unsigned status = 0;
  std::string moved_to;
};
// What is known after this check: the state stands since its first check in a row.
[[nodiscard]] LinkCheck after(const std::optional<LinkCheck>& before, const net::Reply& reply, core::Instant now);

}  // namespace catalyse::library
