#include "link_rules.hpp"

#include <algorithm>

namespace catalyse::library {

std::optional<LinkState> link_state(std::string_view code) {
  const auto found = std::ranges::find(kLinkStates, code);
  if (found == kLinkStates.end()) return std::nullopt;
  return static_cast<LinkState>(found - kLinkStates.begin());
}

LinkState state_of(const net::Reply& reply) {
  if (reply.outcome == net::Outcome::barred) return LinkState::barred;
  if (reply.outcome == net::Outcome::unreachable) return LinkState::silent;
  if (reply.status >= 200 && reply.status < 300) return LinkState::alive;
  if (reply.status >= 300 && reply.status < 400) return LinkState::moved;
  return reply.status == 404 || reply.status == 410 ? LinkState::dead : LinkState::silent;
}

bool is_enough(const net::Reply& head) {
  return head.outcome == net::Outcome::barred || (head.outcome == net::Outcome::answered && head.status < 400);
}

LinkCheck after(const std::optional<LinkCheck>& before, const net::Reply& reply, core::Instant now) {
  const auto state = state_of(reply);
  return {state, before && before->state == state ? before->since : now, now, reply.status, reply.location};
}

}  // namespace catalyse::library
