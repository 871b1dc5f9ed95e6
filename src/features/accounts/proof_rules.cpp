#include "proof_rules.hpp"

namespace catalyse::accounts {

std::vector<ProofWay> proof_ways(const Means& means) {
  if (means.application) return {ProofWay::code};
  if (means.password) return {ProofWay::password};
  std::vector<ProofWay> ways;
  if (means.provider) ways.push_back(ProofWay::provider);
  if (means.mailbox) ways.push_back(ProofWay::link);
  return ways;
}

bool is_in_place(std::span<const ProofWay> ways) {
  return !ways.empty() && (ways.front() == ProofWay::code || ways.front() == ProofWay::password);
}

bool is_proved(core::Instant proved, core::Instant now) { return proved <= now && now - proved < kProofHolds; }

bool asks_proof(OwnProof in_form, std::span<const ProofWay> ways, core::Instant proved, core::Instant now) {
  if (is_proved(proved, now)) return false;
  if (ways.empty() || in_form == OwnProof::none) return true;
  return ways.front() != (in_form == OwnProof::code ? ProofWay::code : ProofWay::password);
}

}  // namespace catalyse::accounts
