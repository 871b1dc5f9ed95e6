// Work shared among threads. Private to the room.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace catalyse::geo {

// Runs `work(i)` for every i below `count`, in `threads` threads.
template <class Work>
void share_out(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(run);
  run();
}

// Tasks that may add others; the last one added is taken first, whichever thread is free.
class Tasks {
 public:
  void add(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(task));
    changed_.notify_one();
  }

  // No more will be added, but by tasks.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  // Works until all is done. What a task throws ends its thread's work and is kept.
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return !waiting_.empty() || (closed_ && running_ == 0) || thrown_; });
      if (waiting_.empty() || thrown_) return;
      const auto task = std::move(waiting_.back());
      waiting_.pop_back();
      ++running_;
      lock.unlock();
      std::exception_ptr thrown;
      try {
        task();
      } catch (...) {
        thrown = std::current_exception();
      }
      lock.lock();
      if (thrown) thrown_ = thrown;
      if (--running_ == 0 || thrown) changed_.notify_all();
    }
  }

  // Once every thread has left `work`.
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> waiting_;
  std::size_t running_ = 0;
  bool closed_ = false;
  std::exception_ptr thrown_;
};

}  // namespace catalyse::geo
