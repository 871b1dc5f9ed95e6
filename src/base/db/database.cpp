#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "state.hpp"

namespace catalyse::db {

std::unique_ptr<Session> open_session(const Target& target, Purpose purpose) {
  return target.backend == Backend::sqlite ? open_sqlite(target.place, purpose)
                                           : open_postgresql(target.place, purpose);
}

std::unique_ptr<Session> ReaderPool::take() {
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, kPatience, [&] { return out_ < kMost; })) {
      throw Failure({core::ErrorKind::unavailable, "db.busy", {}, "all reading connections are in use"});
    }
    ++out_;
  }
  try {
    return begun();
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

std::unique_ptr<Session> ReaderPool::begun() {
  if (auto session = idle()) {
    try {
      session->begin_read();
      return session;
    } catch (const Failure&) {
      // It may have died with its server while it waited here: a new one tells.
    }
  }
  auto session = open_session(target_, Purpose::reader);
  session->begin_read();
  return session;
}

std::unique_ptr<Session> ReaderPool::idle() {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) return nullptr;
  auto session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

void ReaderPool::rest() {
  const std::scoped_lock lock(mutex_);
  idle_.clear();
}

void ReaderPool::give_back(std::unique_ptr<Session> session) noexcept {
  if (session != nullptr) session->rollback();  // nothing to keep, and it serves after a failed statement too
  {
    const std::scoped_lock lock(mutex_);
    --out_;
    if (session != nullptr && session->usable()) idle_.push_back(std::move(session));
  }
  returned_.notify_one();
}

Session& Database::State::writer() {
  if (writer_session != nullptr && !doubtful && writer_session->usable()) return *writer_session;
  writer_session.reset();
  auto session = open_session(target, Purpose::writer);
  if (doubtful) session->quick_check();
  doubtful = false;
  writer_session = std::move(session);
  return *writer_session;
}

namespace {

// A reading connection with its transaction begun, for the length of a scope.
class Lease {
 public:
  explicit Lease(ReaderPool& pool) : pool_(pool), session_(pool.take()) {}
  ~Lease() { pool_.give_back(std::move(session_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  [[nodiscard]] Session& session() const { return *session_; }

 private:
  ReaderPool& pool_;
  std::unique_ptr<Session> session_;
};

// Marks the thread that writes, so that a write inside a write is found instead of waiting for itself.
class WritingMark {
 public:
  explicit WritingMark(std::atomic<std::thread::id>& thread) : thread_(thread) { thread_ = std::this_thread::get_id(); }
  ~WritingMark() { thread_ = std::thread::id(); }
  WritingMark(const WritingMark&) = delete;
  WritingMark& operator=(const WritingMark&) = delete;

 private:
  std::atomic<std::thread::id>& thread_;
};

// What may have left the file in a state worth a check. A full disk has not: the engine takes the transaction back.
bool casts_doubt(const core::Error& error) {
  return error.message_id == "db.damaged" || (error.message_id == "db.unavailable" && error.parameters.empty());
}

}  // namespace

core::Result<void> Database::State::transact(void (Session::*begin)(),
                                             const std::function<core::Result<void>(Session&)>& work) {
  if (writing_thread == std::this_thread::get_id()) throw std::logic_error("a write inside a write");
  const std::scoped_lock lock(mutex);
  const WritingMark mark(writing_thread);
  try {
    begin_writing(begin);
    if (auto outcome = work(*writer_session); !outcome) {
      writer_session->rollback();
      return outcome;
    }
    return commit();
  } catch (const Failure& failure) {
    if (writer_session != nullptr) writer_session->rollback();
    doubtful = doubtful || casts_doubt(failure.error());
    return std::unexpected(failure.error());
  } catch (...) {
    if (writer_session != nullptr) writer_session->rollback();
    throw;
  }
}

void Database::State::begin_writing(void (Session::*begin)()) {
  const bool kept = writer_session != nullptr;
  try {
    (writer().*begin)();
  } catch (const Failure&) {
    // A connection kept since the last write may have died with its server: once more with a new one.
    if (!kept || writer_session == nullptr || writer_session->usable()) throw;
    (writer().*begin)();
  }
}

core::Result<void> Database::State::commit() {
  try {
    writer_session->commit();
    return {};
  } catch (const Failure& failure) {
    writer_session->rollback();
    if (failure.error().message_id == "db.constraint")
      return std::unexpected(failure.error());  // a deferred FOREIGN KEY
    doubtful = true;
    return core::fail(core::ErrorKind::unavailable, "db.commit", failure.error().note, failure.error().parameters);
  }
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Backend Database::backend() const { return state_->target.backend; }
const std::string& Database::url() const { return state_->url; }

namespace {

// The folder, the lock and, when it is new, the file, for its owner only: it will hold personal data. SQLite gives its
// log the same rights.
core::Result<LockFile> prepare_file(const std::string& path) {
  std::error_code ignored;  // the lock file's own error says it better
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  auto use = LockFile::take(path + ".lock", LockFile::Mode::shared);
  if (!use) return use;
  const int created = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (created >= 0) ::close(created);
  return use;
}

}  // namespace

core::Result<Database> Database::open(std::string_view url) {
  auto target = parse_url(url);
  if (!target) return std::unexpected(target.error());
  auto state = std::make_unique<State>(std::string(url), std::move(*target));
  if (state->target.backend == Backend::sqlite) {
    auto use = prepare_file(state->target.place);
    if (!use) return std::unexpected(use.error());
    state->use = std::move(*use);
  }
  try {
    const std::scoped_lock lock(state->mutex);
    state->writer();
  } catch (const Failure& failure) {
    auto error = failure.error();
    if (error.kind != core::ErrorKind::damaged) error.message_id = "db.open";
    error.parameters = {{"place", state->target.backend == Backend::sqlite ? state->target.place : "postgresql"}};
    return std::unexpected(std::move(error));
  }
  return Database(std::move(state));
}

void Database::read(const std::function<void(Transaction&)>& work) const {
  const Lease lease(state_->readers);
  work(lease.session());
}

core::Result<void> Database::write(const std::function<core::Result<void>(Transaction&)>& work) {
  return state_->transact(&Session::begin_write, [&](Session& session) { return work(session); });
}

core::Result<void> Database::load(const std::function<core::Result<void>(Transaction&)>& work) {
  state_->readers.rest();
  return state_->transact(&Session::begin_load, [&](Session& session) { return work(session); });
}

}  // namespace catalyse::db
