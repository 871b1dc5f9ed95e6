#include "password.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "secrets.hpp"

namespace catalyse::secrets {

// A place among those who may work now, given in order of arrival.
class Passwords::Turn {
 public:
  explicit Turn(const Passwords& of) : of_(of) {
    std::unique_lock lock(of_.mutex_);
    const auto ticket = of_.next_ticket_++;
    of_.free_.wait(lock, [&] { return ticket < of_.serving_ + of_.cost_.at_once; });
  }
  ~Turn() {
    {
      const std::lock_guard lock(of_.mutex_);
      ++of_.serving_;
    }
    of_.free_.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  const Passwords& of_;
};

PasswordCost cheapest() { return {crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_OPSLIMIT_MIN, 1}; }

Passwords::Passwords(PasswordCost cost) : cost_(cost), dummy_(hash(random_token())) {}

std::string Passwords::hash(std::string_view password) const {
  (void)random_bytes(1);  // starts libsodium
  const Turn turn(*this);
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost_.passes, cost_.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("no memory to work on a password");
  return out.data();
}

bool Passwords::verify(std::string_view password, std::string_view hash) const {
  // A copy with its final zero; a longer text cannot be one of libsodium's.
  const std::string known(hash.empty() || hash.size() >= crypto_pwhash_STRBYTES ? std::string_view(dummy_) : hash);
  const Turn turn(*this);
  const bool right = crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0;
  return right && !hash.empty() && known == hash;
}

bool Passwords::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace catalyse::secrets
