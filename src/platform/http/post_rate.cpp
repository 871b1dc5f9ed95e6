#include "post_rate.hpp"

#include <algorithm>
#include <random>

namespace catalyse::http {
namespace {

std::uint64_t mix(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  hash = (hash ^ (hash >> 33U)) * 0xFF51AFD7ED558CCDULL;
  return (hash ^ (hash >> 29U)) | 1U;  // never 0, which is an empty slot
}

}  // namespace

// Addresses come written in one way (RFC 5952): a « :: » within the first four groups means zeros up to there.
std::string_view network_part(std::string_view client) {
  if (client.find(':') == std::string_view::npos) return client;
  std::size_t groups = 0;
  for (std::size_t i = 0; i < client.size(); ++i) {
    if (client[i] != ':') continue;
    if (i + 1 < client.size() && client[i + 1] == ':') return client.substr(0, i + 2);
    if (++groups == 4) return client.substr(0, i);
  }
  return client;
}

PostRate::PostRate(PostLimit limit)
    : pause_(Time::duration(std::chrono::seconds(1)) / std::max(1U, limit.per_second)),
      all_(pause_ * limit.at_once),
      seed_(std::random_device{}()),
      sets_(limit.at_once == 0 ? 0 : kSets) {}

bool PostRate::take(std::string_view client, Time now) {
  if (sets_.empty()) return true;
  const auto key = mix(network_part(client), seed_);
  const std::lock_guard lock(mutex_);
  auto& set = sets_[(key >> 8U) % kSets];
  auto slot = std::ranges::find(set, key, &Slot::client);
  if (slot == set.end()) {
    // The one that is nearest to having all of its forms again loses least.
    slot = std::ranges::min_element(set, {}, &Slot::full_at);
    *slot = {key, now};
  }
  const auto full_at = std::max(slot->full_at, now) + pause_;
  if (full_at > now + all_) return false;
  slot->full_at = full_at;
  return true;
}

}  // namespace catalyse::http
