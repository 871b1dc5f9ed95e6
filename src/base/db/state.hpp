// What a Database holds: its address, one writer and a pool of readers. Private to the room.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "lock_file.hpp"
#include "session.hpp"

namespace catalyse::db {

// Connections for reading, opened when needed, at most kMost at once; a caller beyond that waits kPatience, then gets
// db.busy.
class ReaderPool {
 public:
  explicit ReaderPool(const Target& target) : target_(target) {}
  // A session with a read transaction begun. Throws Failure.
  [[nodiscard]] std::unique_ptr<Session> take();
  // Ends its transaction; a session that cannot serve again is dropped.
  void give_back(std::unique_ptr<Session> session) noexcept;
  // Closes those that nobody uses.
  void rest();

 private:
  static constexpr std::size_t kMost = 16;
  static constexpr std::chrono::seconds kPatience{10};
  [[nodiscard]] std::unique_ptr<Session> begun();
  [[nodiscard]] std::unique_ptr<Session> idle();

  const Target& target_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Session>> idle_;
  std::size_t out_ = 0;
};

struct Database::State {
  explicit State(std::string address, Target where) : url(std::move(address)), target(std::move(where)) {}

  // The writer, opened anew and checked after a failure. Call with `mutex` held. Throws Failure.
  Session& writer();
  // One transaction of the writer begun by `begin`: the body of Database::write and of a migration.
  core::Result<void> transact(void (Session::*begin)(), const std::function<core::Result<void>(Session&)>& work);
  void begin_writing(void (Session::*begin)());
  core::Result<void> commit();

  std::string url;
  Target target;
  LockFile use;  // SQLite: this program is using the file
  ReaderPool readers{target};
  std::mutex mutex;  // of the writer
  std::unique_ptr<Session> writer_session;
  bool doubtful = false;  // a commit failed: the next writer is checked first
  std::atomic<std::thread::id> writing_thread;
};

}  // namespace catalyse::db
