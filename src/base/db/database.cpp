#include <filesystem>

#include "state.hpp"

namespace catalyse::db {

std::unique_ptr<Session> open_session(const Target& target, Purpose purpose) {
  return target.backend == Backend::sqlite ? open_sqlite(target.place, purpose) : open_postgresql(target.place, purpose);
}

std::unique_ptr<Session> ReaderPool::take() {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, kPatience, [&] { return out_ < kMost; })) {
    throw Failure({core::ErrorKind::unavailable, "db.busy", {}, "all reading connections are in use"});
  }
  ++out_;
  if (!idle_.empty()) {
    auto session = std::move(idle_.back());
    idle_.pop_back();
    return session;
  }
  lock.unlock();
  try {
    return open_session(target_, Purpose::reader);
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void ReaderPool::give_back(std::unique_ptr<Session> session) noexcept {
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

bool is_environment(const core::Error& error) {
  return error.message_id == "db.unavailable" || error.message_id == "db.damaged";
}

}  // namespace

core::Result<void> Database::State::transact(void (Session::*begin)(), const std::function<core::Result<void>(Session&)>& work) {
  if (writing_thread == std::this_thread::get_id()) throw std::logic_error("a write inside a write");
  const std::scoped_lock lock(mutex);
  const WritingMark mark(writing_thread);
  Session* session = nullptr;
  try {
    session = &writer();
    (session->*begin)();
    if (auto outcome = work(*session); !outcome) {
      session->rollback();
      return outcome;
    }
  } catch (const Failure& failure) {
    if (session != nullptr) session->rollback();
    doubtful = doubtful || is_environment(failure.error());
    return std::unexpected(failure.error());
  } catch (...) {
    if (session != nullptr) session->rollback();
    throw;
  }
  try {
    session->commit();
    return {};
  } catch (const Failure& failure) {
    session->rollback();
    if (failure.error().message_id == "db.constraint") return std::unexpected(failure.error());  // a deferred FOREIGN KEY
    doubtful = true;
    return core::fail(core::ErrorKind::unavailable, "db.commit", failure.error().note);
  }
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Backend Database::backend() const { return state_->target.backend; }
const std::string& Database::url() const { return state_->url; }

core::Result<Database> Database::open(std::string_view url) {
  auto target = parse_url(url);
  if (!target) return std::unexpected(target.error());
  auto state = std::make_unique<State>(std::string(url), std::move(*target));
  if (state->target.backend == Backend::sqlite) {
    std::error_code ignored;  // the lock file's own error says it better
    std::filesystem::create_directories(std::filesystem::path(state->target.place).parent_path(), ignored);
    auto lock = LockFile::take(state->target.place + ".lock", LockFile::Mode::shared);
    if (!lock) return std::unexpected(lock.error());
    state->use = std::move(*lock);
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
  auto& pool = state_->readers;
  auto session = pool.take();
  const auto release = [&](Session* s) {
    s->rollback();  // nothing to keep, and it serves after a failed statement too
    pool.give_back(std::move(session));
  };
  const std::unique_ptr<Session, decltype(release)> guard(session.get(), release);
  session->begin_read();
  work(*session);
}

core::Result<void> Database::write(const std::function<core::Result<void>(Transaction&)>& work) {
  return state_->transact(&Session::begin_write, [&](Session& session) { return work(session); });
}

}  // namespace catalyse::db
