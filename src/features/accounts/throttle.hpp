// How often somebody was wrong lately, in memory: by account and network together, and by network alone, so that who
// guesses waits and the owner, who comes from elsewhere, does not; and by account over all networks, for browsers that
// the account does not know, so that many networks together guess no quicker. Any thread. Lost at a restart, and one
// for each program: a restart is nothing a stranger can ask for.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/clock.hpp"

namespace catalyse::accounts {

class Throttle {
 public:
  // Seconds until this one may try again; zero: now. `network`: an IPv4 address or the /64 of an IPv6 one.
  [[nodiscard]] std::chrono::seconds wait(std::string_view account, std::string_view network, core::Instant now) const;
  void wrong(std::string_view account, std::string_view network, core::Instant now);
  void right(std::string_view account, std::string_view network);  // of this account from there; not of the network
  // Over all networks. `device`: what names a browser by which this account has signed in before; empty: none, or none
  // that is ours. Ten wrong tries make a known one as good as unknown.
  [[nodiscard]] std::chrono::seconds wait_across(std::string_view account, std::string_view device,
                                                 core::Instant now) const;
  void wrong_across(std::string_view account, std::string_view device, core::Instant now);
  [[nodiscard]] static std::string network_of(std::string_view address);

 private:
  struct Count {
    unsigned wrong = 0;
    core::Instant last{};
  };
  void add(const std::string& key, core::Instant now, std::chrono::seconds kept);
  void forget_old(core::Instant now);
  [[nodiscard]] Count find(const std::string& key, core::Instant now, std::chrono::seconds kept) const;
  [[nodiscard]] bool is_trusted(std::string_view device, core::Instant now) const;

  static constexpr std::size_t kMost = 100'000;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Count> counts_;
};

}  // namespace catalyse::accounts
