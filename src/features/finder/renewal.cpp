#include <condition_variable>
#include <mutex>
#include <thread>

#include "finder.hpp"

namespace catalyse::finder {

struct Renewal::State {
  Current engine;
  Log log;
  std::chrono::milliseconds period;
  std::mutex mutex;  // only for the wait
  std::condition_variable_any stopped;
  std::string failed;  // of the thread alone: what was logged last
  std::jthread thread;

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      {
        std::unique_lock lock(mutex);
        stopped.wait_for(lock, stop, period, [] { return false; });
      }
      if (!stop.stop_requested()) renew();
    }
  }
  void renew() {
    const auto done = engine()->refresh_live();
    const auto failure = done ? std::string{} : "search: not renewed: " + done.error().note;
    if (!failure.empty() && failure != failed) log(failure);
    failed = failure;
  }
};

Renewal::Renewal(Current engine, Log log, std::chrono::milliseconds period) : state_(std::make_unique<State>()) {
  state_->engine = std::move(engine);
  state_->log = std::move(log);
  state_->period = period;
  state_->thread = std::jthread([state = state_.get()](const std::stop_token& stop) { state->run(stop); });
}

Renewal::~Renewal() = default;  // the thread, declared last, stops first

}  // namespace catalyse::finder
