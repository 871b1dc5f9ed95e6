// How many forms each client sent lately: a token bucket for each, in a table whose size never grows. Any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "server.hpp"

namespace catalyse::http {

class PostRate {
 public:
  using Time = std::chrono::steady_clock::time_point;
  explicit PostRate(PostLimit limit);
  // Takes one, when it is there. `client`: an address.
  [[nodiscard]] bool take(std::string_view client, Time now);

 private:
  // `full_at`: when the client will have all of its forms again. One number says both how many are left and since when.
  struct Slot {
    std::uint64_t client = 0;
    Time full_at{};
  };
  static constexpr std::size_t kSets = 4096;
  using Set = std::array<Slot, 4>;

  const Time::duration pause_;  // from one to the next
  const Time::duration all_;    // from none to all of them
  const std::uint64_t seed_;
  std::mutex mutex_;
  std::vector<Set> sets_;
};

// An IPv4 address as it stands, the first 64 bits of an IPv6 one: what one client may choose among is one client.
[[nodiscard]] std::string_view network_part(std::string_view client);

}  // namespace catalyse::http
