#include "sweep.hpp"

#include <thread>

#include "session.hpp"

namespace catalyse::db {
namespace {

constexpr auto kPause = std::chrono::milliseconds(100);
constexpr int kTries = 50;

core::Result<void> empty_log(Session& session) {
  for (int i = 0; i < kTries; ++i) {
    std::int64_t busy = 1;
    session.each<std::int64_t, std::int64_t, std::int64_t>("PRAGMA wal_checkpoint(TRUNCATE)", {},
                                                           [&](auto held, auto, auto) { busy = held; });
    if (busy == 0) return {};
    std::this_thread::sleep_for(kPause);
  }
  return core::fail(core::ErrorKind::unavailable, "db.busy", "a long reading keeps the write-ahead log");
}

}  // namespace

core::Result<void> sweep(std::string_view url) {
  const auto target = parse_url(url);
  if (!target) return std::unexpected(target.error());
  try {
    const auto session = open_session(*target, Purpose::writer);
    if (target->backend == Backend::sqlite) return empty_log(*session);
    session->script("VACUUM");
  } catch (const Failure& failure) {
    return std::unexpected(failure.error());
  }
  return {};
}

}  // namespace catalyse::db
