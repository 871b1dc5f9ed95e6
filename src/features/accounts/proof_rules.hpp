// When somebody who is signed in must show again that it is them, and how. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "core/clock.hpp"

namespace catalyse::accounts {

inline constexpr auto kProofHolds = std::chrono::minutes(10);
inline constexpr std::int64_t kMostProofTries = 10;  // wrong answers of one session; then it ends

// How a person can show it is them.
enum class ProofWay : std::uint8_t { code, password, provider, link };
// What an account has: an application, a password, an identity of a provider that answers here, a mailbox we write to.
struct Means {
  bool application = false, password = false, provider = false, mailbox = false;
};
// Those that are offered, the first one first. Who has an application is asked for its code and for nothing weaker; a
// mailbox or a provider stand in for a password where there is none. Empty: only a new invitation helps.
[[nodiscard]] std::vector<ProofWay> proof_ways(const Means& means);
// Whether it is answered on our page, in this session; the others open a new session.
[[nodiscard]] bool is_in_place(std::span<const ProofWay> ways);

// `proved`: when the session was last proved. A clock that went back proves nothing.
[[nodiscard]] bool is_proved(core::Instant proved, core::Instant now);

// What a form asks for by itself and checks.
enum class OwnProof : std::uint8_t { none, password, code };
// Whether a proof is to be asked for first: not within the ten minutes, nor where the form itself asks for the very
// thing that would be asked.
[[nodiscard]] bool asks_proof(OwnProof in_form, std::span<const ProofWay> ways, core::Instant proved,
                              core::Instant now);

}  // namespace catalyse::accounts
