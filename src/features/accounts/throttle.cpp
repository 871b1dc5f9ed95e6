#include "throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "sign_in_rules.hpp"

namespace catalyse::accounts {
namespace {

constexpr auto kRemembered = std::chrono::minutes(30);
constexpr unsigned kOfANetwork = 10;  // wrong tries a minute from one network, whatever the account
constexpr auto kMinute = std::chrono::seconds(60);

std::string pair_key(std::string_view account, std::string_view network) {
  return std::string(account) + '\n' + std::string(network);
}

}  // namespace

std::string Throttle::network_of(std::string_view address) {
  in6_addr six{};
  const std::string text(address.substr(0, 64));
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  return std::string(reinterpret_cast<const char*>(six.s6_addr), 8);
}

Throttle::Count Throttle::find(const std::string& key, core::Instant now) const {
  const auto found = counts_.find(key);
  return found == counts_.end() || now - found->second.last > kRemembered ? Count{} : found->second;
}

std::chrono::seconds Throttle::wait(std::string_view account, std::string_view network, core::Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto left = [&](const Count& count, std::chrono::seconds time) {
    return std::max(std::chrono::seconds(0), time - (now - count.last));
  };
  const auto one = find(pair_key(account, network), now);
  const auto all = find(std::string(network), now);
  const auto of_network = all.wrong >= kOfANetwork ? left(all, kMinute) : std::chrono::seconds(0);
  return std::max(left(one, wait_after(one.wrong)), of_network);
}

void Throttle::add(const std::string& key, core::Instant now) {
  auto& count = counts_[key];
  if (now - count.last > kRemembered) count.wrong = 0;
  ++count.wrong;
  count.last = now;
}

void Throttle::wrong(std::string_view account, std::string_view network, core::Instant now) {
  const std::lock_guard lock(mutex_);
  if (counts_.size() + 2 > kMost) forget_old(now);
  add(pair_key(account, network), now);
  // A minute without a fault opens the network again.
  auto& all = counts_[std::string(network)];
  if (now - all.last > kMinute) all.wrong = 0;
  ++all.wrong;
  all.last = now;
}

void Throttle::right(std::string_view account, std::string_view network) {
  const std::lock_guard lock(mutex_);
  counts_.erase(pair_key(account, network));
}

void Throttle::forget_old(core::Instant now) {
  std::erase_if(counts_, [&](const auto& one) { return now - one.second.last > kRemembered; });
  if (counts_.size() + 2 > kMost) counts_.clear();
}

}  // namespace catalyse::accounts
