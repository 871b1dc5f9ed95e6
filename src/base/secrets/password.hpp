// Passwords as argon2id (RFC 9106) by libsodium.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace catalyse::secrets {

// OWASP's smallest recommended cost is 19 MiB twice over; ours is more than twice that and takes about 50 ms of one
// core.
struct PasswordCost {
  std::size_t memory_bytes = 46U << 20U;
  unsigned long long passes = 2;
  unsigned at_once = 1;  // work of this kind at the same time, on threads that give way to all others
};
[[nodiscard]] PasswordCost cheapest();  // for tests only

// Any thread.
class Passwords {
 public:
  explicit Passwords(PasswordCost cost = {});
  ~Passwords();
  Passwords(const Passwords&) = delete;
  Passwords& operator=(const Passwords&) = delete;
  [[nodiscard]] std::string hash(std::string_view password) const;
  // False also for a damaged hash. An empty `hash` costs the same and is false: who has no account, or no password,
  // takes as long as who has.
  [[nodiscard]] bool verify(std::string_view password, std::string_view hash) const;
  // The hash was made with another cost than ours: make it again at the next sign-in.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;

  // How many times a password was worked on, for tests of what shows in time.
  [[nodiscard]] std::uint64_t works() const;

 private:
  class Workers;
  PasswordCost cost_;
  std::unique_ptr<Workers> workers_;
  std::string dummy_;  // the last: it is made with the help of the others
};

}  // namespace catalyse::secrets
