#include "throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "sign_in_rules.hpp"

namespace catalyse::accounts {
namespace {

constexpr auto kRemembered = std::chrono::minutes(30);
constexpr unsigned kOfANetwork = 10;  // wrong tries a minute from one network, whatever the account
constexpr auto kRememberedAcross = std::chrono::hours(12);  // who has many networks has time
constexpr unsigned kOfADevice = 10;                         // wrong tries of a known browser; then it is like any other
constexpr auto kMinute = std::chrono::seconds(60);

std::string pair_key(std::string_view account, std::string_view network) {
  return std::string(account) + '\n' + std::string(network);
}

// A line feed stands in no e-mail and in no address: the kinds of keys never meet.
std::string account_key(std::string_view account) { return "\n\n" + std::string(account); }
std::string device_key(std::string_view device) { return "\n" + std::string(device); }

}  // namespace

std::string Throttle::network_of(std::string_view address) {
  in6_addr six{};
  const std::string text(address.substr(0, 64));
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  return std::string(reinterpret_cast<const char*>(six.s6_addr), 8);
}

Throttle::Count Throttle::find(const std::string& key, core::Instant now, std::chrono::seconds kept) const {
  const auto found = counts_.find(key);
  return found == counts_.end() || now - found->second.last > kept ? Count{} : found->second;
}

std::chrono::seconds Throttle::wait(std::string_view account, std::string_view network, core::Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto left = [&](const Count& count, std::chrono::seconds time) {
    return std::max(std::chrono::seconds(0), time - (now - count.last));
  };
  const auto one = find(pair_key(account, network), now, kRemembered);
  const auto all = find(std::string(network), now, kRemembered);
  const auto of_network = all.wrong >= kOfANetwork ? left(all, kMinute) : std::chrono::seconds(0);
  return std::max(left(one, wait_after(one.wrong)), of_network);
}

void Throttle::add(const std::string& key, core::Instant now, std::chrono::seconds kept) {
  auto& count = counts_[key];
  if (now - count.last > kept) count.wrong = 0;
  ++count.wrong;
  count.last = now;
}

void Throttle::wrong(std::string_view account, std::string_view network, core::Instant now) {
  const std::lock_guard lock(mutex_);
  if (counts_.size() + 2 > kMost) forget_old(now);
  add(pair_key(account, network), now, kRemembered);
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

bool Throttle::is_trusted(std::string_view device, core::Instant now) const {
  return !device.empty() && find(device_key(device), now, kRememberedAcross).wrong < kOfADevice;
}

std::chrono::seconds Throttle::wait_across(std::string_view account, std::string_view device, core::Instant now) const {
  const std::lock_guard lock(mutex_);
  if (is_trusted(device, now)) return std::chrono::seconds(0);
  const auto all = find(account_key(account), now, kRememberedAcross);
  return std::max(std::chrono::seconds(0), catalyse::accounts::wait_across(all.wrong) - (now - all.last));
}

void Throttle::wrong_across(std::string_view account, std::string_view device, core::Instant now) {
  const std::lock_guard lock(mutex_);
  if (counts_.size() + 1 > kMost) forget_old(now);
  // What a trusted browser gets wrong is the owner's own business, and slows nobody else.
  add(is_trusted(device, now) ? device_key(device) : account_key(account), now, kRememberedAcross);
}

void Throttle::forget_old(core::Instant now) {
  std::erase_if(counts_, [&](const auto& one) {
    return now - one.second.last >
           (one.first.starts_with('\n') ? std::chrono::minutes(kRememberedAcross) : kRemembered);
  });
  if (counts_.size() + 2 > kMost) counts_.clear();
}

}  // namespace catalyse::accounts
