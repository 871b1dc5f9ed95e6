#include "password.hpp"

#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "secrets.hpp"

namespace catalyse::secrets {

// Threads that give way to the others: whoever reads a page is served before whoever signs in, who still comes in where
// readers keep every core busy.
class Passwords::Workers {
 public:
  explicit Workers(unsigned count) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
  }

  // Does the work in its turn, the first to come first, and waits for it. What it throws passes through.
  template <class Work>
  auto done(Work work) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto result = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back([&task] { task(); });
      ++asked_;
    }
    changed_.notify_one();
    return result.get();
  }

  std::uint64_t done_so_far() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void run(const std::stop_token& stop) {
    constexpr int kNice = 10;                                                 // a tenth of the time of a thread of 0
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);  // at worst it stays as it was
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
      const auto work = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      work();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::function<void()>> waiting_;
  std::uint64_t asked_ = 0;
  std::vector<std::jthread> threads_;  // the last: they use the others
};

PasswordCost cheapest() { return {crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_OPSLIMIT_MIN, 1}; }

Passwords::Passwords(PasswordCost cost)
    : cost_(cost), workers_(std::make_unique<Workers>(cost.at_once)), dummy_(hash(random_token())) {}
Passwords::~Passwords() = default;

std::string Passwords::hash(std::string_view password) const {
  (void)random_bytes(1);  // starts libsodium
  return workers_->done([&] {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost_.passes, cost_.memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
      throw std::runtime_error("no memory to work on a password");
    return std::string(out.data());
  });
}

bool Passwords::verify(std::string_view password, std::string_view hash) const {
  // A copy with its final zero; a longer text cannot be one of libsodium's.
  const std::string known(hash.empty() || hash.size() >= crypto_pwhash_STRBYTES ? std::string_view(dummy_) : hash);
  const bool right =
      workers_->done([&] { return crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0; });
  return right && !hash.empty() && known == hash;
}

std::uint64_t Passwords::works() const { return workers_->done_so_far(); }

bool Passwords::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace catalyse::secrets
