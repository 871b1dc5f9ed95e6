// Threads that run handlers, with a bounded queue before them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "http.hpp"

namespace catalyse::http {

class WorkerPool {
 public:
  using Job = std::move_only_function<void()>;  // must not throw

  WorkerPool(unsigned workers, std::size_t queue);
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when `queue` jobs are waiting already. Heavy jobs leave one worker to the others, when there are several.
  [[nodiscard]] bool submit(Job job, RateClass rate);
  [[nodiscard]] std::size_t waiting() const;
  void stop();  // drops what is queued, waits for what runs; safe to call twice

 private:
  void work();
  [[nodiscard]] bool has_next() const;
  [[nodiscard]] bool may_run_heavy() const { return running_heavy_ < most_heavy_; }

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> light_;
  std::deque<Job> heavy_;
  std::size_t most_waiting_;
  unsigned most_heavy_;
  unsigned running_heavy_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace catalyse::http
