// A durable queue: what is decided in a transaction and done after it (ROOM.md).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"

namespace catalyse::jobs {

[[nodiscard]] std::span<const db::Migration> migrations();

struct Order {
  std::string kind;     // "mail"
  std::string key;      // what it is for, under 200 bytes: "sign_in:…"; the same key again adds nothing
  std::string payload;  // for the handler
};

struct Job {
  std::string id, kind, key, payload, state;
  std::int64_t tries = 0;
  core::Instant due_at;
  std::string problem;
};

// Inside the transaction that decides. False: there was a job of that key.
bool add(db::Transaction& tx, const Order& order, core::Instant now);
// The latest first.
[[nodiscard]] std::vector<Job> list(db::Transaction& tx, std::string_view kind, std::int64_t most);
[[nodiscard]] std::optional<Job> find(db::Transaction& tx, std::string_view key);
struct Counts {
  std::int64_t pending = 0, running = 0, done = 0, failed = 0;
};
[[nodiscard]] Counts count(db::Transaction& tx);
// Jobs done or failed before `before`, keys included.
void forget(db::Transaction& tx, core::Instant before);

// Seconds before the next try after so many; empty: no more.
[[nodiscard]] std::optional<std::chrono::seconds> wait_after(std::int64_t tries);

// Does the job, or says why not now: an error of kind `invalid` is never tried again. Any thread; must end by itself
// within ten minutes.
using Handler = std::function<core::Result<void>(const Job&)>;

// Works off what is due. `step` does one round on the calling thread and says how many jobs it took; `start` makes a
// thread that does so every second and when woken. Thread-safe.
class Runner {
 public:
  Runner(db::Database& database, const core::Clock& clock, std::map<std::string, Handler, std::less<>> handlers,
         std::function<void(std::string_view line)> log);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  std::size_t step();
  void start();
  void wake();
  void stop();  // what runs is finished first

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::jobs
