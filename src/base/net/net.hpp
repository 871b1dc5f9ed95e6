// Asks another site for an address, guarded against being led to a private one (SSRF; ROOM.md). Blocking: for jobs and
// commands. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::net {

// An address of the public internet, as text (IPv4 or IPv6 without brackets). What is no address is not public. IANA's
// registries of special-purpose addresses (RFC 6890); IPv6 outside of 2000::/3 is not public.
[[nodiscard]] bool is_public(std::string_view ip);

// http:// or https:// with a host, nobody's name in it, at most 2 000 bytes, no space or control character.
[[nodiscard]] bool is_address(std::string_view text);

struct Guard {
  std::vector<std::uint16_t> ports{80, 443};
  std::vector<std::string> besides{};  // « 127.0.0.1:8123 », connected to though not public: a server of one's own
};

struct Limits {
  std::chrono::milliseconds connect{5'000}, whole{10'000};
  std::size_t bytes = 64U << 10U;  // of the headers, and of the body
};

struct Asking {
  std::string agent;  // User-Agent: who asks, and where to complain
  Guard guard{};
  Limits limits{};
};

enum class Verb : std::uint8_t { head, get };
enum class Outcome : std::uint8_t { answered, barred, unreachable };

struct Reply {
  Outcome outcome = Outcome::unreachable;
  unsigned status = 0;   // of an answer
  std::string location;  // where a redirect would lead, whole; empty without one
  std::string note;      // English, for a log: why not
};

[[nodiscard]] Reply ask(Verb verb, const std::string& address, const Asking& asking);

}  // namespace catalyse::net
