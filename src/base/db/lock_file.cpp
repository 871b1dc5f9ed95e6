#include "lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace catalyse::db {

core::Result<LockFile> LockFile::take(const std::string& path, Mode mode) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) {
    return core::fail(core::ErrorKind::unavailable, "db.open", path + ": " + std::strerror(errno), {{"place", path}});
  }
  LockFile lock(descriptor);
  if (::flock(descriptor, (mode == Mode::shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    return core::fail(core::ErrorKind::unavailable, "db.in_use", path + " is held by another program",
                      {{"place", path}});
  }
  return lock;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace catalyse::db
