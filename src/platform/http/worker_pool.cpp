#include "worker_pool.hpp"

#include <algorithm>

namespace catalyse::http {

WorkerPool::WorkerPool(unsigned workers, std::size_t queue)
    : most_waiting_(queue), most_heavy_(std::max(1U, std::max(1U, workers) - 1)) {
  for (unsigned i = 0; i < std::max(1U, workers); ++i) threads_.emplace_back([this] { work(); });
}

bool WorkerPool::submit(Job job, RateClass rate) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || light_.size() + heavy_.size() >= most_waiting_) return false;
    (rate == RateClass::heavy ? heavy_ : light_).push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return light_.size() + heavy_.size();
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    light_.clear();
    heavy_.clear();
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

bool WorkerPool::has_next() const { return !light_.empty() || (!heavy_.empty() && may_run_heavy()); }

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return has_next() || stopping_; });
    if (stopping_) return;
    const bool heavy = !heavy_.empty() && may_run_heavy() && light_.empty();
    std::deque<Job>& from = heavy ? heavy_ : light_;
    running_heavy_ += heavy ? 1 : 0;
    {
      Job job = std::move(from.front());
      from.pop_front();
      lock.unlock();
      job();
    }
    lock.lock();
    if (heavy) {
      --running_heavy_;
      // Another worker may have passed over a heavy job while this one ran.
      if (!heavy_.empty()) wake_.notify_one();
    }
  }
}

}  // namespace catalyse::http
