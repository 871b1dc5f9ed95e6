#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "finder.hpp"

namespace catalyse::finder {

core::Result<void> refresh(search::Engine& engine, std::string_view source) { return engine.refresh(source); }

struct Renewal::State {
  Current engine;
  Log log;
  std::chrono::milliseconds period;
  std::mutex mutex;  // guards the two below
  std::condition_variable_any wanted_or_stopped;
  std::set<std::string, std::less<>> wanted;
  // Of the thread alone: what was logged last, and what is tried again after the next wait.
  std::string failed;
  std::set<std::string, std::less<>> again;
  std::jthread thread;

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::set<std::string, std::less<>> now;
      {
        std::unique_lock lock(mutex);
        wanted_or_stopped.wait_for(lock, stop, period, [&] { return !wanted.empty(); });
        now.swap(wanted);
        now.merge(again);
        again.clear();
      }
      if (!stop.stop_requested()) renew(now);
    }
  }
  void renew(const std::set<std::string, std::less<>>& now) {
    std::string failure;
    const auto note = [&](const core::Result<void>& done) {
      if (!done) failure = "search: not renewed: " + done.error().note;
    };
    const auto current = engine();
    for (const auto& source : now) note(current->refresh(source));
    note(current->refresh_live());
    if (!failure.empty() && failure != failed) log(failure);
    failed = failure;
    if (!failure.empty()) again = now;
  }
};

Renewal::Renewal(Current engine, Log log, std::chrono::milliseconds period) : state_(std::make_unique<State>()) {
  state_->engine = std::move(engine);
  state_->log = std::move(log);
  state_->period = period;
  state_->thread = std::jthread([state = state_.get()](const std::stop_token& stop) { state->run(stop); });
}

Renewal::~Renewal() = default;  // the thread, declared last, stops first

void Renewal::want(std::string_view source) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->wanted.emplace(source);
  }
  state_->wanted_or_stopped.notify_one();
}

}  // namespace catalyse::finder
