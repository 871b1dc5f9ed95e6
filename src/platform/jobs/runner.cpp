#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "store.hpp"

namespace catalyse::jobs {
namespace {

constexpr auto kLeftRunning = std::chrono::minutes(10);
constexpr std::array<std::chrono::seconds, 6> kWaits{std::chrono::minutes(1),  std::chrono::minutes(5),
                                                     std::chrono::minutes(30), std::chrono::hours(2),
                                                     std::chrono::hours(8),    std::chrono::hours(24)};

}  // namespace

std::optional<std::chrono::seconds> wait_after(std::int64_t tries) {
  if (tries < 1 || tries > static_cast<std::int64_t>(kWaits.size())) return std::nullopt;
  return kWaits[static_cast<std::size_t>(tries - 1)];
}

struct Runner::State {
  db::Database& database;
  const core::Clock& clock;
  const std::map<std::string, Handler, std::less<>> handlers;
  const std::function<void(std::string_view)> log;
  std::mutex one_round;
  std::mutex mutex;
  std::condition_variable signal;
  bool woken = false, stopping = false;
  std::thread thread;

  // What cannot be written now is tried again a second later: the job is still there.
  template <class F>
  bool write(const F& work) {
    const auto done = database.write([&](db::Transaction& tx) -> core::Result<void> {
      work(tx);
      return {};
    });
    if (!done && log) log(R"({"level":"error","what":"a job could not be written down"})");
    return done.has_value();
  }

  void run(Job job) {
    bool taken = false;
    const auto begun = clock.now();
    if (!write([&](db::Transaction& tx) { taken = store::take(tx, job.id, begun); }) || !taken) return;
    ++job.tries;
    core::Result<void> result;
    try {
      result = handlers.find(job.kind)->second(job);
    } catch (const std::exception& problem) {
      result = core::fail(core::ErrorKind::unavailable, "jobs.exception", problem.what());
    }
    const auto now = clock.now();
    if (result) {
      write([&](db::Transaction& tx) { store::done(tx, job.id, now); });
      return;
    }
    job.problem = result.error().note.empty() ? result.error().message_id : result.error().note;
    const auto wait = result.error().kind == core::ErrorKind::invalid ? std::nullopt : wait_after(job.tries);
    write([&](db::Transaction& tx) {
      if (wait)
        store::again(tx, job, now + *wait, now);
      else
        store::failed(tx, job, now);
    });
    if (log)
      log(R"({"level":"error","what":"a job of kind )" + job.kind +
          (wait ? R"( waits for its next try"})" : R"( has failed"})"));
  }

  std::size_t step() {
    const std::lock_guard lock(one_round);
    std::vector<Job> due;
    const auto now = clock.now();
    database.read([&](db::Transaction& tx) { due = store::due(tx, now); });
    std::size_t taken = 0;
    for (auto& job : due) {
      if (!handlers.contains(job.kind)) continue;
      run(std::move(job));
      ++taken;
      const std::lock_guard ending(mutex);
      if (stopping) break;
    }
    return taken;
  }

  void loop() {
    auto looked = std::chrono::steady_clock::time_point{};
    std::unique_lock lock(mutex);
    while (!stopping) {
      lock.unlock();
      try {
        // Rarely: it writes.
        if (std::chrono::steady_clock::now() - looked > std::chrono::minutes(1)) {
          write([&](db::Transaction& tx) { store::recover(tx, clock.now() - kLeftRunning, clock.now()); });
          looked = std::chrono::steady_clock::now();
        }
        (void)step();
      } catch (const std::exception&) {
        if (log) log(R"({"level":"error","what":"the queue of jobs cannot be read"})");
      }
      lock.lock();
      signal.wait_for(lock, std::chrono::seconds(1), [this] { return woken || stopping; });
      woken = false;
    }
  }
};

Runner::Runner(db::Database& database, const core::Clock& clock, std::map<std::string, Handler, std::less<>> handlers,
               std::function<void(std::string_view line)> log)
    : state_(new State{database, clock, std::move(handlers), std::move(log), {}, {}, {}, false, false, {}}) {}
Runner::~Runner() { stop(); }

std::size_t Runner::step() {
  state_->write(
      [&](db::Transaction& tx) { store::recover(tx, state_->clock.now() - kLeftRunning, state_->clock.now()); });
  return state_->step();
}

void Runner::start() {
  state_->thread = std::thread([state = state_.get()] { state->loop(); });
}

void Runner::wake() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->woken = true;
  }
  state_->signal.notify_all();
}

void Runner::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->signal.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace catalyse::jobs
